import type Database from 'better-sqlite3';
import type { Clock } from '../ports/clock.ts';
import { type Anchor, type TimeFloor, timeFloorNow } from '../tickets/rules/time-label.ts';
import { guard } from './guard.ts';

/** Interval at which the time is saved. A power cut loses at most this much time, and the day then ends that much later. */
const KEEP_EVERY_MS = 600_000;

/**
 * A time that has certainly been reached (`timeFloorNow`), saved for the next start. It is never ahead of the true time; on a kiosk without
 * a network that is switched off at night, it lags by the time switched off. `null` while no time was ever certain. To be called often,
 * because a power cut loses the time since the last call that saved it.
 */
export type CertainTime = () => number | null;

export function openCertainTime(database: Database.Database, clock: Clock, anchor: () => Anchor | null): CertainTime {
  const kept = database.prepare<[], number | null>('SELECT time_at_least_ms FROM kiosk').pluck();
  const keep = database.prepare('UPDATE kiosk SET time_at_least_ms = ?');
  let keptMs = kept.get() ?? null;
  let floor: TimeFloor | null = keptMs === null ? null : { atLeastMs: keptMs, atMonotonicMs: clock.monotonicMs() };
  return () => {
    floor = timeFloorNow(floor, anchor(), clock.monotonicMs());
    if (floor === null) return null;
    const { atLeastMs } = floor;
    if (keptMs === null || Math.abs(atLeastMs - keptMs) >= KEEP_EVERY_MS) {
      if (guard(() => keep.run(atLeastMs)).ok) keptMs = atLeastMs;
    }
    return atLeastMs;
  };
}
