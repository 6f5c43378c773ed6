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

const CONNECT_TIMEOUT_MS = 5_000;
/**
 * A query or transaction that has waited this long for a connection is refused, because the database is overloaded or cannot be reached.
 */
const TURN_TIMEOUT_MS = 5_000;
/**
 * The connection of a query without an answer for this long counts as broken. On a healthy database every query of this program is faster.
 */
const QUERY_TIMEOUT_MS = 30_000;

/** A transaction that waits this long for a lock gives up (55P03), so that it does not keep a connection from other requests. */
const LOCK_TIMEOUT_MS = 5_000;
/**
 * PostgreSQL ends a transaction after this long without a message from its replica: a replica that has lost power or network would
 * otherwise hold its locks for TCP's two hours.
 */
const IDLE_TIMEOUT_MS = 10_000;

export interface PostgresOptions {
  connections: number;
  onTrouble: (error: Error) => void;
  turnTimeoutMs?: number;
  lockTimeoutMs?: number;
  idleTimeoutMs?: number;
}

/** Connects at the first query, with at most `connections` connections. */
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
  // The limits are set for this transaction only, and in the same message as BEGIN, because a pooler may give the connection to another
  // client afterwards.
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
  pool.on('error', onTrouble);

  const turns = createTurns(connections, turnTimeoutMs);
  let working = 0;

  /**
   * Runs `work` on a connection that no other work uses meanwhile. This file has its own queue for connections and the pool's queue stays
   * empty, because the pool gives the same error for a full queue and for a dead database.
   */
  async function onConnection<T>(
    work: (client: pg.PoolClient, breaks: (error: Error) => void) => Promise<T>,
  ): Promise<T> {
    const done = await turns.take();
    if (done === null)
      throw working > 0
        ? new StoreBusy('all connections to the database are in use')
        : new StoreUnreachable('no connection to the database can be made');
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
        // The connection is closed, because if one answer never came, the answer to the next query would not come either.
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
      used: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: turns.waiting(),
      most: connections,
    }),
    close: () => pool.end(),
  };
}
