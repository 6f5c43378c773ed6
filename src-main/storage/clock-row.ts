import type Database from 'better-sqlite3';
import type { ClockRow } from '../tickets/rules/time-label.ts';

export interface KeptClock {
  read(): ClockRow;
  keep(row: ClockRow): void;
}

export function openKeptClock(database: Database.Database): KeptClock {
  const row = database.prepare<[], ClockRow>(
    'SELECT last_service_day AS lastServiceDay, last_wall_ms AS lastWallMs FROM kiosk',
  );
  const set = database.prepare('UPDATE kiosk SET last_service_day = ?, last_wall_ms = ?');
  return {
    read: () => row.get() ?? { lastServiceDay: null, lastWallMs: null },
    keep: ({ lastServiceDay, lastWallMs }) => void set.run(lastServiceDay, lastWallMs),
  };
}
