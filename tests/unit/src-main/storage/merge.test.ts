import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mergeSeries, type SeriesRows } from '../../../../src-main/domain/issue-number.ts';
import { openDatabase } from '../../../../src-main/storage/database.ts';
import type { Floors } from '../../../../src-main/storage/identity.ts';
import type { JournalRecord } from '../../../../src-main/storage/journal-record.ts';
import { mergeRecords } from '../../../../src-main/storage/merge.ts';
import { createRandom, type Random } from '../../../reliability/random.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** As many as there is patience for: `TORN_MERGE_PAIRS=100000 npm run unit -- tests/unit/src-main/storage/merge.test.ts`. */
const PAIRS = Number(process.env.TORN_MERGE_PAIRS ?? 400);
const DAYS = ['2026-11-22', '2026-11-23', '2026-11-24'] as const;
const SERIES = ['A', 'B'] as const;

interface Book {
  counters: Map<string, number>;
  session: { last: number; upper: string | null } | null;
}

function someBook(random: Random): Book {
  const counters = new Map<string, number>();
  for (const day of DAYS) if (random.chance(0.5)) counters.set(day, random.int(1, 40));
  const session = random.chance(0.7) ? { last: random.int(1, 40), upper: random.pick([null, ...DAYS]) } : null;
  return { counters, session };
}

/** What the records of a journal alone say of a series. */
function bookOfRecords(records: readonly JournalRecord[], series: string): SeriesRows {
  const counters = new Map<string, number>();
  let last = 0;
  for (const { event } of records) {
    const given = event.payload as { series: string; serviceDay: string; number: number };
    if (given.series !== series) continue;
    counters.set(given.serviceDay, Math.max(given.number, counters.get(given.serviceDay) ?? 0));
    last = Math.max(last, given.number);
  }
  return { counters, session: last === 0 ? null : { last, upper: null } };
}

test(`what a start makes of ${PAIRS} random pairs of copies is what the domain says of them`, {
  timeout: 900_000,
}, () => {
  const opened = openDatabase(join(temporaryFolder(), 'torn.db'));
  if (!opened.ok) throw new Error(opened.error.detail);
  const database = opened.value;
  database.pragma('synchronous = OFF');
  const setCounter = database.prepare('INSERT INTO counter VALUES (?, ?, ?)');
  const setSession = database.prepare('INSERT INTO session VALUES (?, ?, ?)');
  const counters = database.prepare<[string], [string, number]>(
    'SELECT service_day, last_number FROM counter WHERE series = ? ORDER BY service_day',
  );
  const sessionOf = database.prepare<[string], Book['session']>('SELECT last, upper FROM session WHERE series = ?');
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const random = createRandom(1, pair);
    database.exec(
      'DELETE FROM counter; DELETE FROM session; DELETE FROM paper_job; DELETE FROM ticket; DELETE FROM event',
    );
    const books = new Map(SERIES.map((series) => [series, someBook(random)]));
    for (const [series, { counters: own, session }] of books) {
      for (const [day, last] of own) setCounter.run(series, day, last);
      if (session) setSession.run(series, session.last, session.upper);
    }
    const records: JournalRecord[] = Array.from({ length: random.int(0, 6) }, (_, at) => ({
      epoch: 1,
      seq: at + 1,
      eventId: randomUUID(),
      requestId: null,
      atMs: 1,
      event: {
        type: random.pick(['ticket-issued', 'of-a-newer-program']),
        v: 1,
        payload: { series: random.pick(SERIES), serviceDay: random.pick(DAYS), number: random.int(1, 40) },
      },
    }));
    const floorBooks = new Map(SERIES.map((series) => [series, random.chance(0.5) ? someBook(random) : null]));
    const floors: Floors = {
      counters: [...floorBooks].flatMap(([series, book]) =>
        [...(book?.counters ?? [])].map(([day, last]): [string, string, number] => [series, day, last]),
      ),
      sessions: [...floorBooks].flatMap(([series, book]): [string, number][] =>
        book?.session ? [[series, book.session.last]] : [],
      ),
    };
    mergeRecords(database, records, floors);
    for (const series of SERIES) {
      const own = books.get(series) ?? { counters: new Map(), session: null };
      const floor = floorBooks.get(series) ?? { counters: new Map(), session: null };
      const journal = mergeSeries(bookOfRecords(records, series), floor);
      const wanted = mergeSeries(own, journal);
      const found = {
        counters: new Map(counters.raw().all(series) as unknown as [string, number][]),
        session: sessionOf.get(series) ?? null,
      };
      // A series of which the journal says nothing keeps what the database knows of its day.
      const isTold = journal.session !== null;
      expect(found, `pair ${pair}, series ${series}`).toEqual({
        counters: new Map([...wanted.counters].toSorted()),
        session: isTold ? wanted.session : own.session,
      });
    }
  }
  database.close();
});
