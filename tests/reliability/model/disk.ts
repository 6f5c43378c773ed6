import type { IssuedNumber, SeriesState } from '../../../src-main/tickets/rules/issue-number.ts';
import type { DatabaseFound, Position } from '../../../src-main/tickets/rules/numbering-recovery.ts';
import type { ClockRow } from '../../../src-main/tickets/rules/time-label.ts';

/** The data about a series in one copy (database or journal); changed in place. */
export interface SeriesBook {
  counters: Map<string, number>;
  session: SeriesState | null;
}

/** The simulated database. `tickets` and `pending` contain indexes of the world's list of tickets. */
export interface Database extends DatabaseFound {
  restored: boolean;
  incarnation: string;
  epoch: number;
  seq: number;
  /** The kiosk's slot; `null`: none was assigned yet. */
  slot: number | null;
  clock: ClockRow;
  books: SeriesBook[];
  tickets: number[];
  pending: number[];
  /** Functions that undo the commits that a power cut may lose, oldest first. The list is empty if commits are durable. */
  undo: (() => void)[];
}

/** The journal's valid records. */
export interface Journal extends Position {
  incarnation: string;
  epoch: number;
  seq: number;
  slot: number;
  clock: ClockRow;
  books: SeriesBook[];
  tickets: number[];
  /** The record that is written but not synced. A kill keeps it, a power cut may lose it. */
  unsynced: JournalRecord | null;
}

export interface JournalRecord {
  /** The ticket; `null`: the number was given to another kiosk, which stores the ticket. */
  ticket: number | null;
  seq: number;
  series: number;
  /** The issued number; `null`: the number comes from a different kiosk, which counts it. */
  issued: IssuedNumber | null;
  clock: ClockRow;
}

const NO_CLOCK: ClockRow = { lastServiceDay: null, lastWallMs: null };

export const emptyBooks = (series: number): SeriesBook[] =>
  Array.from({ length: series }, () => ({ counters: new Map(), session: null }));

export const emptyDatabase = (series: number): Database => ({
  restored: true,
  incarnation: '',
  epoch: 0,
  seq: 0,
  slot: null,
  clock: NO_CLOCK,
  books: emptyBooks(series),
  tickets: [],
  pending: [],
  undo: [],
});

const copyBooks = (books: readonly SeriesBook[]): SeriesBook[] =>
  books.map(({ counters, session }) => ({ counters: new Map(counters), session }));

export const copyDatabase = (database: Database): Database => ({
  ...database,
  restored: true,
  books: copyBooks(database.books),
  tickets: database.tickets.slice(),
  pending: database.pending.slice(),
  undo: [],
});

export function bookOf(books: readonly SeriesBook[], series: number): SeriesBook {
  const book = books[series];
  if (book === undefined) throw new RangeError(`there is no series ${series}`);
  return book;
}

/** The new journal after an enrolment, or for a database whose journal was lost. */
export const newJournal = (
  { incarnation, epoch, clock, books, pending }: Omit<Database, 'slot'>,
  slot: number,
): Journal => ({
  incarnation,
  epoch,
  seq: 0,
  slot,
  clock,
  books: copyBooks(books),
  tickets: pending.slice(),
  unsynced: null,
});

export const copyJournal = (journal: Journal): Journal => ({
  ...journal,
  books: copyBooks(journal.books),
  tickets: journal.tickets.slice(),
  unsynced: null,
});

export function syncJournal(journal: Journal): void {
  const record = journal.unsynced;
  if (record === null) return;
  journal.unsynced = null;
  journal.seq = record.seq;
  journal.clock = record.clock;
  if (record.ticket !== null) journal.tickets.push(record.ticket);
  writeNumber(bookOf(journal.books, record.series), record.issued);
}

export function commitTicket(database: Database, record: JournalRecord, durable: boolean): void {
  const book = bookOf(database.books, record.series);
  const { ticket, issued } = record;
  if (!durable && ticket !== null && issued !== null) {
    const { seq, clock } = database;
    const { session } = book;
    const { serviceDay } = issued;
    const last = book.counters.get(serviceDay);
    database.undo.push(() => {
      database.seq = seq;
      database.clock = clock;
      database.tickets.splice(database.tickets.indexOf(ticket), 1);
      const pending = database.pending.indexOf(ticket);
      if (pending >= 0) database.pending.splice(pending, 1);
      book.session = session;
      if (last === undefined) book.counters.delete(serviceDay);
      else book.counters.set(serviceDay, last);
    });
  }
  database.seq = record.seq;
  database.clock = record.clock;
  if (ticket !== null) {
    database.tickets.push(ticket);
    database.pending.push(ticket);
  }
  writeNumber(book, issued);
}

function writeNumber(book: SeriesBook, issued: IssuedNumber | null): void {
  if (issued === null) return;
  const { counter, session } = issued;
  book.counters.set(counter.serviceDay, counter.last);
  book.session = session;
}

export function isDurable(ticket: number, database: Database | null, journal: Journal | null): boolean {
  if (journal?.tickets.includes(ticket)) return true;
  if (database === null) return false;
  const at = database.tickets.lastIndexOf(ticket);
  return at >= 0 && at < database.tickets.length - database.undo.length;
}
