import type Database from 'better-sqlite3';
import { KioskEvent } from '../contract/events.ts';
import type { JournalRecord } from './journal.ts';

interface EventRow {
  epoch: number;
  seq: number;
  event_id: Buffer;
  type: string;
  v: number;
  at_ms: number;
  payload: string | null;
  ticket_id: string | null;
  request_id: string | null;
  series: string | null;
  service_day: string | null;
  number: number | null;
  service_id: string | null;
  way: string | null;
  language: string | null;
  follow_token: string | null;
}

/** Facts as rows: a ticket's event is the ticket's row, every other carries its payload. */
export interface EventRows {
  /** Adds a fact, unless it is there already. A ticket's row has to be there first. */
  add(record: JournalRecord): void;
  /** The newest facts, at most `count`, oldest first. */
  newest(count: number): JournalRecord[];
}

export function openEventRows(database: Database.Database): EventRows {
  const ticketNo = database.prepare<[string], number>('SELECT ticket_no FROM ticket WHERE ticket_id = ?').pluck();
  const insert = database.prepare(
    `INSERT OR IGNORE INTO event (epoch, seq, event_id, type, v, at_ms, ticket_no, payload)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const select = database.prepare<[number], EventRow>(
    `SELECT epoch, seq, event_id, type, v, at_ms, payload, ticket_id, request_id, series, service_day, number, service_id, way,
            language, follow_token
     FROM (SELECT * FROM event ORDER BY ord DESC LIMIT ?) AS newest
       LEFT JOIN ticket USING (ticket_no)
     ORDER BY ord`,
  );
  return {
    add({ epoch, seq, eventId, atMs, event }) {
      const ticket = event.type === 'ticket-issued' ? ticketNo.get(event.payload.ticketId) : undefined;
      const payload = ticket === undefined ? JSON.stringify(event.payload) : null;
      const id = Buffer.from(eventId.replaceAll('-', ''), 'hex');
      insert.run(epoch, seq, id, event.type, event.v, atMs, ticket ?? null, payload);
    },
    newest: (count) => select.all(count).map(toRecord),
  };
}

function toRecord(row: EventRow): JournalRecord {
  const payload: unknown =
    row.payload === null
      ? {
          ticketId: row.ticket_id,
          series: row.series,
          serviceDay: row.service_day,
          number: row.number,
          serviceId: row.service_id,
          way: row.way,
          language: row.language,
          followToken: row.follow_token,
        }
      : JSON.parse(row.payload);
  const event = KioskEvent.parse({ type: row.type, v: row.v, payload });
  const hex = row.event_id.toString('hex');
  const eventId = [0, 8, 12, 16, 20].map((start, index, starts) => hex.slice(start, starts[index + 1])).join('-');
  return {
    epoch: row.epoch,
    seq: row.seq,
    eventId,
    atMs: row.at_ms,
    requestId: row.request_id as JournalRecord['requestId'],
    event,
  };
}
