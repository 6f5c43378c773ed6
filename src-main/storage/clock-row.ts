import type Database from 'better-sqlite3';
import { type Anchor, type ClockRow, type DayReading, readServiceDay } from '../domain/time-label.ts';
import type { Clock } from '../ports/clock.ts';

/** What the kiosk's row remembers of time. */
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

export interface DayReaderParts {
  kept: Pick<KeptClock, 'read'>;
  clock: Clock;
  /** The central service's time, once it has been heard in this boot. */
  anchor: () => Anchor | null;
  /** The service day of an instant in the office's zone. */
  dayOf: (instantMs: number) => string;
}

/** The service day of now, as far as the kiosk can know. */
export const createDayReader =
  ({ kept, clock, anchor, dayOf }: DayReaderParts): (() => DayReading) =>
  () =>
    readServiceDay({ wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs() }, anchor(), kept.read(), dayOf);
