import pg from 'pg';
import {
  type Database,
  instantOfText,
  isUnreachable,
  type Queries,
  repeating,
  StoreBusy,
  StoreUnreachable,
} from './database.ts';
import { createTurns } from './turns.ts';

const { INT8, DATE, TIMESTAMPTZ } = pg.types.builtins;
const PARSERS = new Map<number, (text: string) => unknown>([
  [INT8, Number],
  [DATE, (text) => text],
  [TIMESTAMPTZ, instantOfText],
]);
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => PARSERS.get(oid) ?? pg.types.getTypeParser(oid, format),
};

/** A connection that takes longer is taken for none. */
const CONNECT_TIMEOUT_MS = 5_000;
/** Work that waits longer for one of the connections is refused as overload, while others are at work. */
const TURN_TIMEOUT_MS = 5_000;
/** Longer than any query of ours on a healthy database; the network may have swallowed the answer. */
const QUERY_TIMEOUT_MS = 30_000;

/**
 * A transaction that waits so long for another one's lock gives up (55P03): it would keep a connection from everybody else's requests.
 */
const LOCK_TIMEOUT_MS = 5_000;
/**
 * PostgreSQL ends a transaction whose replica has said nothing for so long: its machine has lost its power or its network, and the locks it
 * holds would else stay for the two hours of TCP's own patience.
 */
const IDLE_TIMEOUT_MS = 10_000;

export interface PostgresOptions {
  connections: number;
  onTrouble: (error: Error) => void;
  turnTimeoutMs?: number;
  lockTimeoutMs?: number;
  idleTimeoutMs?: number;
}

/** Connects when it is first asked; `connections` at most. */
export function openPostgres(
  url: string,
  {
    connections,
    onTrouble,
    turnTimeoutMs = TURN_TIMEOUT_MS,
    lockTimeoutMs = LOCK_TIMEOUT_MS,
    idleTimeoutMs = IDLE_TIMEOUT_MS,
  }: PostgresOptions,
): Database {
  // For this transaction alone, and in the same message: a pooler may give the connection to somebody else after it.
  const begin = `BEGIN; SET LOCAL lock_timeout = ${lockTimeoutMs}; SET LOCAL idle_in_transaction_session_timeout = ${idleTimeoutMs}`;
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    types,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
    allowExitOnIdle: true,
  });
  // A connection that dies while nobody uses it: the pool makes another one.
  pool.on('error', onTrouble);

  const turns = createTurns(connections, turnTimeoutMs);
  /** Connections that PostgreSQL has given, and that are at work. */
  let working = 0;

  /**
   * Runs `work` on a connection of its own. The pool would answer a full queue and a dead database with the same words: so the queue is
   * ours, and the pool never has one.
   */
  async function onConnection<T>(
    work: (client: pg.PoolClient, breaks: (error: Error) => void) => Promise<T>,
  ): Promise<T> {
    const done = await turns.take();
    if (done === null)
      throw working > 0
        ? new StoreBusy('all connections to the database are at work')
        : new StoreUnreachable('no connection to the database is made');
    try {
      const client = await pool.connect();
      working += 1;
      let broken: Error | undefined;
      const breaks = (error: Error) => {
        broken = error;
      };
      client.on('error', breaks);
      try {
        return await work(client, breaks);
      } catch (error) {
        // A connection whose answer never came would not answer the next query either.
        if (error instanceof Error && isUnreachable(error)) broken = error;
        throw broken ? new StoreUnreachable('the connection broke', { cause: error }) : error;
      } finally {
        working -= 1;
        client.off('error', breaks);
        client.release(broken);
      }
    } finally {
      done();
    }
  }

  const queriesOf = (client: pg.PoolClient): Queries => ({
    query: async <Row>(sql: string, parameters: readonly unknown[] = []) =>
      (await client.query({ text: sql, values: [...parameters] })).rows as Row[],
  });

  const once = <T>(work: (queries: Queries) => Promise<T>): Promise<T> =>
    onConnection(async (client, breaks) => {
      try {
        await client.query(begin);
        const result = await work(queriesOf(client));
        await client.query('COMMIT');
        return result;
      } catch (error) {
        if (!isUnreachable(error)) await client.query('ROLLBACK').catch(breaks);
        throw error;
      }
    });

  return {
    query: <Row>(sql: string, parameters?: readonly unknown[]) =>
      repeating(() => onConnection((client) => queriesOf(client).query<Row>(sql, parameters))),
    transaction: (work) => repeating(() => once(work)),
    pool: () => ({
      ...{ used: pool.totalCount - pool.idleCount, idle: pool.idleCount },
      ...{ waiting: turns.waiting(), most: connections },
    }),
    close: () => pool.end(),
  };
}
