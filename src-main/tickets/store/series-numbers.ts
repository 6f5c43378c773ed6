import type Database from 'better-sqlite3';
import type { SeriesState } from '../rules/issue-number.ts';

export type SeriesNumbers = ReturnType<typeof openSeriesNumbers>;

export function openSeriesNumbers(database: Database.Database) {
  const counter = database
    .prepare<[string, string], number>('SELECT last_number FROM counter WHERE series = ? AND service_day = ?')
    .pluck();
  const setCounter = database.prepare(
    `INSERT INTO counter (series, service_day, last_number) VALUES (?, ?, ?)
     ON CONFLICT (series, service_day) DO UPDATE SET last_number = excluded.last_number`,
  );
  const session = database.prepare<[string], SeriesState>('SELECT last, upper FROM session WHERE series = ?');
  const setSession = database.prepare(
    `INSERT INTO session (series, last, upper) VALUES (?, ?, ?)
     ON CONFLICT (series) DO UPDATE SET last = excluded.last, upper = excluded.upper`,
  );
  const undated = database.prepare<[], SeriesState & { series: string }>(
    'SELECT series, last, upper FROM session WHERE upper IS NULL',
  );
  return {
    /** The last number of a series under a service day; `null` if none was issued. */
    counter: (series: string, serviceDay: string): number | null => counter.get(series, serviceDay) ?? null,
    setCounter: (series: string, serviceDay: string, last: number): void =>
      void setCounter.run(series, serviceDay, last),
    session: (series: string): SeriesState | null => session.get(series) ?? null,
    setSession: (series: string, { last, upper }: SeriesState): void => void setSession.run(series, last, upper),
    undated: () => undated.all(),
  };
}
