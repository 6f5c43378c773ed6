import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { StoreTrouble } from './database/database.ts';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

export interface PatientParts {
  /** Brings the schema up to date, and then admits requests. */
  open: () => Promise<void>;
  listen: () => Promise<string>;
  logger: FastifyBaseLogger;
  signal: AbortSignal;
}

/**
 * Opens a replica and listens. Returns its address; `null`: `signal` ended the replica before it was open. While the database is down or
 * read-only, the replica listens, alive but not ready, and tries again, so that it need not be restarted after a failover. Rejects for any
 * other error.
 */
export async function openPatiently({ open, listen, logger, signal }: PatientParts): Promise<string | null> {
  let address: string | null = null;
  for (let pauseMs = FIRST_PAUSE_MS; !signal.aborted; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS))
    try {
      await open();
      address ??= await listen();
      return address;
    } catch (error) {
      if (signal.aborted) return null;
      if (!(error instanceof StoreTrouble)) throw error;
      address ??= await listen();
      logger.warn({ event: 'waiting-for-database', address, pauseMs, err: error });
      await pause(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  return null;
}
