import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { openEventRows } from './event-rows.ts';
import { makeFolder, syncFolder } from './folders.ts';
import type { Floors } from './identity.ts';
import { mayBeRottenIndex, mendIndexes } from './indexes.ts';
import { segmentName } from './journal.ts';
import { type JournalRecord, knownEvent, lineOf, numberGivenBy, ticketIssuedBy } from './journal-record.ts';

/** How many of the newest facts a rebuilt journal holds: some four days of a busy office. */
const REWRITTEN = 20_000;

/**
 * Brings records into a database that may lack them, each once, also where an entry of an index has rotted and stands in the place
 * of one. What is there already has to be found there: an index that hides it is to be mended before. A ticket that was not there
 * yet enters as `unknown`: its paper may be out, its number is burnt, and it is found by its request. Counters and sessions only
 * grow, and no series restarts before time has proved a new day (`upper` is unknown). `floors` is what stood in the database when
 * the journal's epoch began. What it does to counters and sessions is `mergeSeries` of the domain.
 */
export function mergeRecords(database: Database.Database, records: readonly JournalRecord[], floors?: Floors): void {
  try {
    mergeOnce(database, records, floors, () => {
      if (!agreesWith(database, records) || !hasFacts(database, records)) throw new NotFoundAgain();
    });
  } catch (error) {
    if (!(error instanceof NotFoundAgain) && !mayBeRottenIndex(error)) throw error;
    mendIndexes(database);
    mergeOnce(database, records, floors, () => {});
  }
}

/** A record that was brought in is not found there. */
class NotFoundAgain extends Error {}

/** One transaction; what `check` throws at its end undoes it. */
function mergeOnce(
  database: Database.Database,
  records: readonly JournalRecord[],
  floors: Floors | undefined,
  check: () => void,
): void {
  const rows = openEventRows(database);
  const insertTicket = database.prepare(
    `INSERT OR IGNORE INTO ticket
       (ticket_id, request_id, series, service_day, number, service_id, way, language, follow_token, config_version, issued_at_ms,
        preferential, come_and_fetch)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertJob = database.prepare(
    `INSERT OR IGNORE INTO paper_job
       (job_id, kind, ticket_no, duplicate, asked_at_ms, state, cause, ended_at_ms)
     SELECT ticket_id, 'ticket', ticket_no, 0, ?, 'unknown', 'interrupted', ? FROM ticket WHERE ticket_id = ?`,
  );
  const endJob = database.prepare(
    `UPDATE paper_job SET state = ?, cause = ?, ended_at_ms = ?
     WHERE job_id = ? AND (state IN ('waiting', 'sending') OR (state = 'unknown' AND cause = 'interrupted'))`,
  );
  const raiseCounter = database.prepare(
    `INSERT INTO counter (series, service_day, last_number) VALUES (?, ?, ?)
     ON CONFLICT (series, service_day) DO UPDATE SET last_number = max(last_number, excluded.last_number)`,
  );
  const raiseSession = database.prepare(
    `INSERT INTO session (series, last, upper) VALUES (?, ?, NULL)
     ON CONFLICT (series) DO UPDATE SET last = max(last, excluded.last), upper = NULL`,
  );
  const setClock = database.prepare(
    'UPDATE kiosk SET last_service_day = @day, last_wall_ms = @atMs WHERE coalesce(last_wall_ms, 0) < @atMs',
  );
  const checkIn = database.prepare(
    `INSERT OR IGNORE INTO check_in (ticket_id, appointment_id, service_day, start_ms)
     SELECT ticket_id, ?, service_day, ? FROM ticket WHERE ticket_id = ?`,
  );
  const setSeq = database.prepare('UPDATE kiosk SET last_seq = max(last_seq, ?) WHERE epoch = ?');

  let newest: { day: string; atMs: number } | null = null;

  database
    .transaction(() => {
      for (const record of records) {
        const { epoch, seq, requestId, atMs, event } = record;
        setSeq.run(seq, epoch);
        const ticket = ticketIssuedBy(event);
        if (ticket && requestId !== null) {
          const { ticketId, series, serviceDay, number, serviceId, way, language, followToken, configVersion } = ticket;
          insertTicket.run(
            ticketId,
            requestId,
            series,
            serviceDay,
            number,
            serviceId,
            way,
            language,
            followToken,
            configVersion ?? null,
            atMs,
            ticket.preferential ? 1 : null,
            ticket.comeAndFetch ? 1 : null,
          );
          insertJob.run(atMs, atMs, ticketId);
        }
        const given = numberGivenBy(event);
        if (given) {
          raiseCounter.run(given.series, given.serviceDay, given.number);
          raiseSession.run(given.series, given.number);
          newest = { day: given.serviceDay, atMs };
        }
        const known = ticket ? null : knownEvent(event);
        if (known?.type === 'ticket-print-ended' && !known.payload.duplicate)
          endJob.run(known.payload.state, known.payload.cause, atMs, known.payload.ticketId);
        else if (known?.type === 'appointment-checked-in') {
          const { appointmentId, appointmentStart, ticketId } = known.payload;
          checkIn.run(appointmentId, appointmentStart === null ? null : Date.parse(appointmentStart), ticketId);
        }
        rows.addUnlessTaken(record);
      }
      for (const [series, day, last] of floors?.counters ?? []) raiseCounter.run(series, day, last);
      for (const [series, last] of floors?.sessions ?? []) raiseSession.run(series, last);
      if (newest) setClock.run(newest);
      check();
    })
    .immediate();
}

/** Retention takes them out of the database while the journal may still tell them. */
const ENDS_EARLIER = ['followToken', 'preferential', 'comeAndFetch'];

/**
 * Whether every ticket that the records tell of stands in the database as they tell it. SQLite's pages carry no checksum: a letter
 * that rots in a row is found by no check of its own, and the journal's records are.
 */
export function agreesWith(database: Database.Database, records: readonly JournalRecord[]): boolean {
  const ticket = database.prepare<[string], Record<string, unknown>>(
    `SELECT request_id AS requestId, series, service_day AS serviceDay, number, service_id AS serviceId, way, language,
            follow_token AS followToken, config_version AS configVersion, preferential, come_and_fetch AS comeAndFetch
     FROM ticket WHERE ticket_id = ?`,
  );
  // By either name, for each is found through an index of its own, and an index can rot as well.
  const byRequest = database
    .prepare<[string | null], string>('SELECT ticket_id FROM ticket WHERE request_id = ?')
    .pluck();
  return records.every(({ requestId, event }) => {
    const told = ticketIssuedBy(event);
    if (!told || requestId === null) return true;
    const { ticketId, ...rest } = told;
    const row = ticket.get(ticketId);
    if (byRequest.get(requestId) !== ticketId) return false;
    return (
      row !== undefined &&
      Object.entries({ ...rest, requestId }).every(
        ([name, value]) =>
          row[name] === (value === true ? 1 : value) || (ENDS_EARLIER.includes(name) && row[name] === null),
      )
    );
  });
}

/** Whether each is found among the events, by which the centre hears of it. */
export function hasFacts(database: Database.Database, records: readonly JournalRecord[]): boolean {
  const rows = openEventRows(database);
  return records.every((record) => rows.has(record));
}

/** Adds those that are not there, after all others: the centre has not heard of them. A place that another event holds stays as it is. */
export function addLostFacts(database: Database.Database, records: readonly JournalRecord[]): void {
  const rows = openEventRows(database);
  database
    .transaction(() => {
      for (const record of records) if (!rows.has(record)) rows.addUnlessTaken(record);
    })
    .immediate();
}

/** What the database knows of every series, for a journal whose segments do not. */
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

/** The newest facts of a good database as the one segment of a new journal. */
export interface RebuiltJournal {
  name: string;
  lines: readonly string[];
}

/** Reads all that a rebuilt journal will hold, before anything of the old one is touched. */
export function journalOf(database: Database.Database): RebuiltJournal {
  const newestDay = database.prepare<[], string>('SELECT max(service_day) FROM counter').pluck().get();
  return { name: segmentName(newestDay ?? '1970-01-01'), lines: openEventRows(database).newest(REWRITTEN).map(lineOf) };
}

/** Writes it; complete or not there at all. */
export function writeJournal({ name, lines }: RebuiltJournal, folder: string): void {
  makeFolder(folder);
  const draft = join(folder, `${name}.draft`);
  const fd = openSync(draft, 'w', 0o600);
  try {
    for (const line of lines) writeSync(fd, line);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(draft, join(folder, name));
  syncFolder(folder);
}
