import type Database from 'better-sqlite3';
import { openEventRows } from './event-rows.ts';
import { type JournalRecord, ticketIssuedBy } from './journal-record.ts';
import { TICKET_COLUMNS, type TicketRow, ticketPayloadOf } from './ticket-columns.ts';

/** Retention takes them out of the database while the journal may still tell them. */
const ENDS_EARLIER = ['followToken', 'preferential', 'comeAndFetch'];

/**
 * Whether every ticket that the records tell of stands in the database as they tell it. SQLite's pages carry no checksum: a letter
 * that rots in a row is found by no check of its own, and the journal's records are.
 */
export function agreesWith(database: Database.Database, records: readonly JournalRecord[]): boolean {
  const find = database.prepare<[string], TicketRow>(`SELECT ${TICKET_COLUMNS} FROM ticket WHERE ticket_id = ?`);
  // By either name, for each is found through an index of its own, and an index can rot as well.
  const byRequest = database
    .prepare<[string | null], string>('SELECT ticket_id FROM ticket WHERE request_id = ?')
    .pluck();
  return records.every(({ requestId, event }) => {
    const payload = ticketIssuedBy(event);
    if (!payload || requestId === null) return true;
    const row = find.get(payload.ticketId);
    if (row === undefined || row.requestId !== requestId || byRequest.get(requestId) !== payload.ticketId) return false;
    const stands = new Map<string, unknown>(Object.entries(ticketPayloadOf(row)));
    return Object.entries(payload).every(
      ([name, value]) =>
        stands.get(name) === value || (ENDS_EARLIER.includes(name) && (stands.get(name) ?? null) === null),
    );
  });
}

/** Whether each is found among the events, by which the centre hears of it. */
export function hasEvents(database: Database.Database, records: readonly JournalRecord[]): boolean {
  const rows = openEventRows(database);
  return records.every((record) => rows.has(record));
}

/** Adds those that are not there, after all others: the centre has not heard of them. A place that another event holds stays as it is. */
export function addLostEvents(database: Database.Database, records: readonly JournalRecord[]): void {
  const rows = openEventRows(database);
  database
    .transaction(() => {
      for (const record of records) if (!rows.has(record)) rows.addUnlessTaken(record);
    })
    .immediate();
}
