import type { FastifyBaseLogger } from 'fastify';
import type { CityId } from '../../src-main/contract/shared/ids.ts';
import type { Terms } from '../../src-main/contract/shared/retention.ts';
import { type Clock, instantOf } from '../clock.ts';
import { type Database, StoreTrouble } from '../database/database.ts';
import { createDayReader } from '../figures/kept-days.ts';
import { runCity } from './enforce.ts';
import { type LastRun, lastRunOf, RETENTION_RUNS } from './retention-runs.ts';

const LOOK_EVERY_MS = 600_000;
/** Less than a day, so that a run which began some minutes later the night before is due again tonight. */
const DUE_AFTER_MS = 20 * 3_600_000;
/** After this long without a run, retention runs at any hour. */
const OVERDUE_AFTER_MS = 48 * 3_600_000;
/** Hours of UTC in which the offices of Europe are closed. */
const NIGHT = { from: 0, to: 4 } as const;

const HOUR_MS = 3_600_000;

export function nextDueMs(last: LastRun | null, nowMs: number): number {
  const hour = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  let next = nowMs;
  for (let hours = 1; !isDueAt(last, next); hours += 1) next = hour + hours * HOUR_MS;
  return next;
}

function isDueAt(last: LastRun | null, nowMs: number): boolean {
  if (last === null) return true;
  // The absolute value makes a run due also if a wrong clock dated the last one in the future.
  const sinceMs = Math.abs(nowMs - Date.parse(last.endedAt));
  const hour = new Date(nowMs).getUTCHours();
  return sinceMs >= OVERDUE_AFTER_MS || (sinceMs >= DUE_AFTER_MS && hour >= NIGHT.from && hour < NIGHT.to);
}

export interface NightlyParts {
  database: Database;
  clock: Clock;
  terms: Terms;
  logger: Pick<FastifyBaseLogger, 'info' | 'warn' | 'error'>;
}

export interface Nightly {
  /** Never rejects: a failure is logged, and the next check tries again. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

/** Every replica checks; one of them runs. */
export function startNightly({ database, clock, terms, logger }: NightlyParts): Nightly {
  const ending = new AbortController();
  const days = createDayReader({ database, clock, terms });
  let underWay: Promise<void> = Promise.resolve();

  async function lookAt(cityId: string): Promise<void> {
    const last = await lastRunOf(database, cityId);
    if (!isDueAt(last, clock.nowMs())) return;
    // Figures of the last days are counted before retention removes the rows from which they are counted.
    await trying({ cityId }, () => days.keepRecent(cityId as CityId));
    const after = last?.endedAt ?? null;
    const done = await runCity(database, { cityId, terms, clock, after, signal: ending.signal });
    if (done) logger.info({ event: 'retention-done', cityId, horizon: instantOf(done.horizonMs), counts: done.counts });
  }

  async function trying(place: { cityId?: string }, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (ending.signal.aborted) return;
      const details = { event: 'retention-failed', ...place, err: error };
      // An unreachable database is no fault of the run: finished work is kept, and the next check does the rest.
      if (error instanceof StoreTrouble) logger.warn(details);
      else logger.error(details);
    }
  }

  const lookNow = (): Promise<void> =>
    trying({}, async () => {
      for (const { name: cityId } of await database.query<{ name: string }>(RETENTION_RUNS.cities)) {
        if (ending.signal.aborted) return;
        await trying({ cityId }, () => lookAt(cityId));
      }
    });

  function look(): Promise<void> {
    underWay = underWay.then(lookNow);
    return underWay;
  }

  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  timer.unref();
  return {
    look,
    async stop() {
      clearInterval(timer);
      ending.abort();
      await underWay;
    },
  };
}
