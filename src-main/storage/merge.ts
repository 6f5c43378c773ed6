import type Database from 'better-sqlite3';
import { countedAs, isDeskNumber, ownsNumber } from '../domain/numbering.ts';
import { mergeSeries, type SeriesRows } from '../tickets/rules/issue-number.ts';
import { openSeriesNumbers } from '../tickets/store/series-numbers.ts';
import { openKeptClock } from './clock-row.ts';
import { agreesWith, hasEvents } from './compared-copies.ts';
import { openEventRows } from './event-rows.ts';
import type { Floors } from './identity.ts';
import { mayBeRottenIndex, mendIndexes } from './indexes.ts';
import { type JournalRecord, numberGivenBy } from './journal-record.ts';
import { openRestoredRows } from './restored-rows.ts';

/**
 * Merges records into a database, each record once, even if a rotten index shows another event at its epoch and seq. The caller repairs or
 * checks the indexes first, so that existing rows are found. Counters and sessions are merged with `mergeSeries`. `floors`: the last
 * numbers in the database when the journal's epoch began (`Identity`); `slot`: the slot that owns the journal's numbers, `null` if unknown.
 */
export function mergeRecords(
  database: Database.Database,
  records: readonly JournalRecord[],
  { slot, floors }: { slot: number | null; floors?: Floors | undefined },
): void {
  const numbers = numbersInJournal(records, slot, floors);
  try {
    mergeOnce(database, records, numbers, () => {
      if (!agreesWith(database, records) || !hasEvents(database, records)) throw new NotFoundAgain();
    });
  } catch (error) {
    if (!(error instanceof NotFoundAgain) && !mayBeRottenIndex(error)) throw error;
    mendIndexes(database);
    mergeOnce(database, records, numbers, () => {});
  }
}

/** Thrown when a record that was just merged cannot be found. */
class NotFoundAgain extends Error {}

function mergeOnce(
  database: Database.Database,
  records: readonly JournalRecord[],
  numbers: ReadonlyMap<string, SeriesRows>,
  check: () => void,
): void {
  const rows = openEventRows(database);
  const restore = openRestoredRows(database);
  const setSeq = database.prepare('UPDATE kiosk SET last_seq = max(last_seq, ?) WHERE epoch = ?');
  database
    .transaction(() => {
      for (const record of records) {
        setSeq.run(record.seq, record.epoch);
        restore(record);
        rows.addUnlessTaken(record);
      }
      mergeNumbers(database, numbers);
      keepNewestClock(database, records);
      check();
    })
    .immediate();
}

function mergeNumbers(database: Database.Database, numbers: ReadonlyMap<string, SeriesRows>): void {
  const series = openSeriesNumbers(database);
  for (const [name, fromJournal] of numbers) {
    const days = [...fromJournal.counters.keys()].map((day) => [day, series.counter(name, day) ?? 0] as const);
    const own: SeriesRows = { counters: new Map(days.filter(([, last]) => last > 0)), session: series.session(name) };
    const merged = mergeSeries(own, fromJournal);
    for (const [day, last] of merged.counters) series.setCounter(name, day, last);
    if (merged.session) series.setSession(name, merged.session);
  }
}

/**
 * The journal's numbers per series: from its records, and from the `floors` of its epoch (the last numbers before its first record).
 * Numbers of another kiosk are left out, because that kiosk counts them.
 */
function numbersInJournal(
  records: readonly JournalRecord[],
  slot: number | null,
  floors?: Floors,
): ReadonlyMap<string, SeriesRows> {
  const bySeries = new Map<string, SeriesRows>();
  const raise = (name: string, rows: Partial<SeriesRows>): void => {
    const known = bySeries.get(name) ?? NO_NUMBERS;
    bySeries.set(name, mergeSeries(known, { ...NO_NUMBERS, ...rows }));
  };
  for (const { event } of records) {
    const given = numberGivenBy(event);
    if (!given || (slot !== null && !ownsNumber(slot, given.number) && !isDeskNumber(given.number))) continue;
    const { series, serviceDay, number } = given;
    const session = { last: number, upper: null };
    raise(countedAs(series, number), { counters: new Map([[serviceDay, number]]), session });
  }
  for (const [name, day, last] of floors?.counters ?? []) raise(name, { counters: new Map([[day, last]]) });
  for (const [name, last] of floors?.sessions ?? []) raise(name, { session: { last, upper: null } });
  return bySeries;
}

const NO_NUMBERS: SeriesRows = { counters: new Map(), session: null };

/**
 * Sets the last service day and time (`openKeptClock`) from the last record with a number, unless the database already has a later time.
 */
function keepNewestClock(database: Database.Database, records: readonly JournalRecord[]): void {
  const kept = openKeptClock(database);
  const [newest] = records.toReversed().flatMap(({ event, atMs }) => {
    const given = numberGivenBy(event);
    return given ? { lastServiceDay: given.serviceDay, lastWallMs: atMs } : [];
  });
  if (newest && (kept.read().lastWallMs ?? 0) < newest.lastWallMs) kept.keep(newest);
}

/**
 * Reads the last number of every series and day from the database. The caller saves them in the file `identity` when a new epoch begins,
 * because the journal may have deleted the segments with these numbers.
 */
export function readFloors(database: Database.Database): Floors {
  const counters = database
    .prepare<[], { series: string; service_day: string; last_number: number }>(
      'SELECT series, service_day, last_number FROM counter ORDER BY service_day, series',
    )
    .all();
  const sessions = database
    .prepare<[], { series: string; last: number }>('SELECT series, last FROM session ORDER BY series')
    .all();
  return {
    counters: counters.map(({ series, service_day, last_number }) => [series, service_day, last_number]),
    sessions: sessions.map(({ series, last }) => [series, last]),
  };
}
