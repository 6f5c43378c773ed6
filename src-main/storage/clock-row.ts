import type Database from 'better-sqlite3';
import type { ClockRow } from '../tickets/rules/time-label.ts';

export type KeptClock = ReturnType<typeof openKeptClock>;

export function openKeptClock(database: Database.Database) {
  const row = database.prepare<[], ClockRow>(
    'SELECT last_service_day AS lastServiceDay, last_wall_ms AS lastWallMs FROM kiosk',
  );
  const set = database.prepare('UPDATE kiosk SET last_service_day = ?, last_wall_ms = ?');
  return {
    read: (): ClockRow => row.get() ?? { lastServiceDay: null, lastWallMs: null },
    keep: ({ lastServiceDay, lastWallMs }: ClockRow): void => void set.run(lastServiceDay, lastWallMs),
  };
}
