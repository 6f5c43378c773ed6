import { setTimeout as pause } from 'node:timers/promises';

/**
 * Results are converted: `bigint` to a number, `date` to `YYYY-MM-DD`, `timestamptz` to RFC 3339 in UTC with milliseconds, `jsonb` to its
 * parsed value.
 */
export interface Queries {
  query<Row = Record<string, unknown>>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
}

/**
 * PostgreSQL for the rest of the program. A single query is its own transaction. A connection keeps nothing after a transaction (no session
 * state, no named statement), so that a pooler may give every transaction another connection.
 */
export interface Database extends Queries {
  /**
   * Commits all of `work` or nothing. `work` runs again after a serialization failure or deadlock, so it must have no effects outside the
   * database.
   */
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  pool?(): PoolUse;
  close(): Promise<void>;
}

export interface PoolUse {
  used: number;
  idle: number;
  waiting: number;
  most: number;
}

/** The database cannot work now, but may later. It is thrown instead of returned, because any query may meet it. */
export abstract class StoreTrouble extends Error {}

/** The database cannot be reached, or the connection broke. The server then answers `store-unreachable`. */
export class StoreUnreachable extends StoreTrouble {
  override name = 'StoreUnreachable';
}

/** The database works but is full: all connections are in use, or a lock is held for too long. The server then answers `overloaded`. */
export class StoreBusy extends StoreTrouble {
  override name = 'StoreBusy';
}

const sqlStateOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const isToBeRepeated = (error: unknown): boolean => ['40001', '40P01'].includes(sqlStateOf(error));

const CONNECTION_WORDS =
  /connection terminated|connection ended|query read timeout|timeout exceeded when trying to connect|client has encountered a connection error|not queryable/i;
const NETWORK_CODES = /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/**
 * Whether an error means that the database is full. 55P03: a lock was not free in time. 53300: PostgreSQL has reached its limit of
 * connections.
 */
const isBusy = (error: unknown): boolean => error instanceof StoreBusy || /^(55P03|53300)$/.test(sqlStateOf(error));

/**
 * Whether an error means that the database cannot be reached. SQLSTATE: class 08 (connection), 57P01-57P05 (ended by an administrator,
 * crash, starting), 57014 (a time limit set in the database), class 53 (no memory or disk), 25006 (a standby that took over too early).
 * Otherwise the driver's messages decide.
 */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error) || isBusy(error)) return false;
  const code = sqlStateOf(error);
  return (
    /^(08|53)...$|^57P0[1-5]$|^57014$|^25006$/.test(code) ||
    NETWORK_CODES.test(code) ||
    CONNECTION_WORDS.test(error.message)
  );
}

const MOST_TRIES = 8;
const FIRST_PAUSE_MS = 5;

/**
 * Calls `once` again while it fails with an error that a retry can resolve (`isToBeRepeated`), at most eight times in all. Each pause is
 * random, and its limit doubles.
 */
export async function repeating<T>(once: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1)
    try {
      return await once();
    } catch (error) {
      if (isBusy(error))
        throw error instanceof StoreBusy ? error : new StoreBusy('the database is busy', { cause: error });
      if (isUnreachable(error)) throw new StoreUnreachable('the database cannot be reached', { cause: error });
      if (!isToBeRepeated(error) || tries === MOST_TRIES) throw error;
      await pause(Math.random() * FIRST_PAUSE_MS * 2 ** tries);
    }
}

/** Converts PostgreSQL's `2026-11-25 09:00:00.5+00` to RFC 3339. */
export const instantOfText = (text: string): string =>
  new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString();
