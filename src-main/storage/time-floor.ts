import type Database from 'better-sqlite3';
import { type Anchor, type TimeFloor, timeFloorNow } from '../domain/time-label.ts';
import type { Clock } from '../ports/clock.ts';
import { guard } from './guard.ts';

/** So much of what is certain may be lost with the power; a day ends so much later then. */
const KEEP_EVERY_MS = 600_000;

/**
 * The time that is certain (`timeFloorNow`), carried over from boot to boot: a kiosk that is offline and switched off at night is behind
 * by what it slept, never ahead. `null` while nothing was ever certain. To be asked often: what it does not see is lost.
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
      // What the disk refuses now is tried again the next time.
      if (guard(() => keep.run(atLeastMs)).ok) keptMs = atLeastMs;
    }
    return atLeastMs;
  };
}
