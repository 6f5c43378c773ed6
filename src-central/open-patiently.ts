import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { StoreTrouble } from './database/database.ts';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

export interface PatientParts {
  /** Brings the schema up to date, and lets requests in. */
  open: () => Promise<void>;
  /** Returns the address. */
  listen: () => Promise<string>;
  logger: FastifyBaseLogger;
  /** The replica is to end. */
  signal: AbortSignal;
}

/**
 * Opens a replica and listens; returns its address, `null` when it was ended before. While its database is down or read-only it listens all
 * the same, alive and not ready, and tries again: a failover needs no start of ours. Rejects for any other reason.
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
