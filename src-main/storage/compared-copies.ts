import type Database from 'better-sqlite3';
import { openEventRows } from './event-rows.ts';
import { type JournalRecord, ticketIssuedBy } from './journal-record.ts';
import { TICKET_COLUMNS, type TicketRow, ticketPayloadOf } from './ticket-columns.ts';

/**
 * Fields that may be missing in the database when it is compared with the journal: retention deletes them from the database while the
 * journal may still contain them.
 */
const ENDS_EARLIER = ['followToken', 'preferential', 'comeAndFetch'];

/**
 * Whether the database contains every ticket of these journal records, with the same content. SQLite's pages have no checksum, so a rotten
 * byte in a row is found only by comparing it with the journal, whose records have one.
 */
export function agreesWith(database: Database.Database, records: readonly JournalRecord[]): boolean {
  const find = database.prepare<[string], TicketRow>(`SELECT ${TICKET_COLUMNS} FROM ticket WHERE ticket_id = ?`);
  // Looks up by both ids, because each id has its own index, and each index can rot.
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

export function hasEvents(database: Database.Database, records: readonly JournalRecord[]): boolean {
  const rows = openEventRows(database);
  return records.every((record) => rows.has(record));
}

/**
 * Appends the missing records as new events, because the centre does not know them yet. If another event already has the epoch and seq of a
 * record, that event stays and the record is left out.
 */
export function addLostEvents(database: Database.Database, records: readonly JournalRecord[]): void {
  const rows = openEventRows(database);
  database
    .transaction(() => {
      for (const record of records) rows.addUnlessTaken(record);
    })
    .immediate();
}
