import type { FastifyBaseLogger } from 'fastify';
import type { Terms } from '../../src-main/contract/shared/retention.ts';
import { type Clock, instantOf } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { createDayReader } from '../figures/kept-days.ts';
import { type Rounds, startRounds, trying } from '../rounds.ts';
import { runCity } from './enforce.ts';
import { type LastRun, lastRunOf } from './retention-runs.ts';

const LOOK_EVERY_MS = 600_000;
/** Less than a day: the last run may have begun late in the night, and the next one must be due in the following night. */
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

/** Every replica checks; one of them runs. */
export function startNightly({ database, clock, terms, logger }: NightlyParts): Rounds {
  const days = createDayReader({ database, clock, terms });
  const logged = { logger, event: 'retention-failed' };
  return startRounds({ database, ...logged, everyMs: LOOK_EVERY_MS }, async (cityId, signal) => {
    const last = await lastRunOf(database, cityId);
    if (!isDueAt(last, clock.nowMs())) return;
    // Figures of the last days are counted before retention removes the rows from which they are counted.
    await trying(logged, { cityId }, () => days.keepRecent(cityId));
    const after = last?.endedAt ?? null;
    const done = await runCity(database, { cityId, terms, clock, after, signal });
    if (done) logger.info({ event: 'retention-done', cityId, horizon: instantOf(done.horizonMs), counts: done.counts });
  });
}
