import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../../../src-main/storage/database.ts';
import type { Floors } from '../../../../src-main/storage/identity.ts';
import type { JournalRecord } from '../../../../src-main/storage/journal-record.ts';
import { mergeRecords } from '../../../../src-main/storage/merge.ts';
import { mergeSeries, type SeriesRows } from '../../../../src-main/tickets/rules/issue-number.ts';
import { createRandom, type Random } from '../../../reliability/random.ts';
import { must } from '../../../support/must.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const PAIRS = 10_000;
const PAIRS_AT_ONCE = 2_000;
const DAYS = ['2026-11-22', '2026-11-23', '2026-11-24'] as const;

interface Book {
  counters: Map<string, number>;
  session: { last: number; upper: string | null } | null;
}
/**
 * One series in both copies: `own` is the database's rows, `numbers` the records of the journal, `floor` the last numbers before the first
 * of these records.
 */
interface Pair {
  series: string;
  own: Book;
  numbers: { serviceDay: string; number: number }[];
  floor: Book | null;
}

function someBook(random: Random): Book {
  const counters = new Map<string, number>();
  for (const day of DAYS) if (random.chance(0.5)) counters.set(day, random.int(1, 40));
  const session = random.chance(0.7) ? { last: random.int(1, 40), upper: random.pick([null, ...DAYS]) } : null;
  return { counters, session };
}

const somePair = (random: Random, series: string): Pair => ({
  series,
  own: someBook(random),
  numbers: Array.from({ length: random.int(0, 3) }, () => ({
    serviceDay: random.pick(DAYS),
    number: random.int(1, 40),
  })),
  floor: random.chance(0.5) ? someBook(random) : null,
});

const floorsOf = (pairs: readonly Pair[]): Floors => ({
  counters: pairs.flatMap(({ series, floor }) =>
    [...(floor?.counters ?? [])].map(([day, last]): [string, string, number] => [series, day, last]),
  ),
  sessions: pairs.flatMap(({ series, floor }): [string, number][] =>
    floor?.session ? [[series, floor.session.last]] : [],
  ),
});

/** The records of all pairs, alternating between series, as in a journal. */
function recordsOf(pairs: readonly Pair[], epoch: number): JournalRecord[] {
  const given = [0, 1, 2].flatMap((turn) =>
    pairs.flatMap(({ series, numbers }) => (numbers[turn] ? [{ series, ...numbers[turn] }] : [])),
  );
  return given.map((payload, at) => ({
    epoch,
    seq: at + 1,
    eventId: `00000000-0000-4000-8000-${String(epoch * 1_000_000 + at).padStart(12, '0')}`,
    requestId: null,
    atMs: 1,
    event: { type: at % 3 === 0 ? 'of-a-newer-program' : 'ticket-issued', v: 1, payload },
  }));
}

/** The rows that the journal's records alone give for a series. */
function bookOfNumbers(numbers: Pair['numbers']): SeriesRows {
  const counters = new Map<string, number>();
  for (const { serviceDay, number } of numbers)
    counters.set(serviceDay, Math.max(number, counters.get(serviceDay) ?? 0));
  const last = Math.max(0, ...numbers.map(({ number }) => number));
  return { counters, session: last === 0 ? null : { last, upper: null } };
}

const NOTHING: SeriesRows = { counters: new Map(), session: null };

/** The expected rows of a series. A series without a trace in the journal keeps the rows of the database. */
function wantedOf({ own, numbers, floor }: Pair): SeriesRows {
  const journal = mergeSeries(bookOfNumbers(numbers), floor ?? NOTHING);
  return journal.session === null && journal.counters.size === 0 ? own : mergeSeries(own, journal);
}

const comparable = ({ counters, session }: SeriesRows) => ({ counters: [...counters].toSorted(), session });

test(`a start merges ${PAIRS} random pairs of copies as the domain rules do`, () => {
  const database = must(openDatabase(join(temporaryFolder(), 'torn.db')));
  database.pragma('synchronous = OFF');
  const setCounter = database.prepare('INSERT INTO counter VALUES (?, ?, ?)');
  const setSession = database.prepare('INSERT INTO session VALUES (?, ?, ?)');
  const fill = database.transaction((pairs: readonly Pair[]) => {
    for (const { series, own } of pairs) {
      for (const [day, last] of own.counters) setCounter.run(series, day, last);
      if (own.session) setSession.run(series, own.session.last, own.session.upper);
    }
  });
  const counters = database.prepare<[string], { day: string; last: number }>(
    'SELECT service_day AS day, last_number AS last FROM counter WHERE series = ? ORDER BY service_day',
  );
  const sessionOf = database.prepare<[string], Book['session']>('SELECT last, upper FROM session WHERE series = ?');
  for (let first = 0; first < PAIRS; first += PAIRS_AT_ONCE) {
    const pairs = Array.from({ length: PAIRS_AT_ONCE }, (_, at) =>
      somePair(createRandom(1, first + at), `S${first + at}`),
    );
    fill(pairs);
    mergeRecords(database, recordsOf(pairs, first + 1), { slot: null, floors: floorsOf(pairs) });
    const found = ({ series }: Pair) => ({
      counters: counters.all(series).map(({ day, last }) => [day, last]),
      session: sessionOf.get(series) ?? null,
    });
    // One `expect` compares all pairs, because ten thousand calls would take longer than the merges.
    expect(pairs.filter((pair) => JSON.stringify(found(pair)) !== JSON.stringify(comparable(wantedOf(pair))))).toEqual(
      [],
    );
  }
  database.close();
});
