import type Database from 'better-sqlite3';
import type { OutgoingEvent } from '../centre/ports/outbox.ts';
import { WireEvent } from '../contract/centre/events-upload.ts';
import { RottenRow } from './guard.ts';
import { type JournalRecord, knownEvent, type UnreadableRecord } from './journal-record.ts';
import { TICKET_COLUMNS, type TicketRow, ticketPayloadOf } from './ticket-columns.ts';

type EventRow = EventColumns & (TicketRow | { [Column in keyof TicketRow]: null });

interface EventColumns {
  ord: number;
  epoch: number;
  seq: number;
  event_id: Buffer;
  type: string;
  v: number;
  at_ms: number;
  payload: string | null;
  boot_id: string | null;
  mono_ms: number | null;
  trusted: 0 | 1 | null;
}

/**
 * Events as rows of the table `event`. A `ticket-issued` event has no payload there, because the row of its ticket stores the same data,
 * unless the event contains more than that row can store. Any other event is stored with its payload.
 */
export function openEventRows(database: Database.Database) {
  const ticketNo = database.prepare<[string], number>('SELECT ticket_no FROM ticket WHERE ticket_id = ?').pluck();
  const columnsAndValues = `INTO event (epoch, seq, event_id, type, v, at_ms, ticket_no, payload, boot_no, mono_ms, trusted)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, (SELECT boot_no FROM boot WHERE boot_id = ?), ?, ?)`;
  const insert = database.prepare(`INSERT ${columnsAndValues}`);
  const insertUnlessTaken = database.prepare(`INSERT OR IGNORE ${columnsAndValues}`);
  const idAt = database
    .prepare<[number, number], Buffer>('SELECT event_id FROM event WHERE epoch = ? AND seq = ?')
    .pluck();
  const addBoot = database.prepare('INSERT OR IGNORE INTO boot (boot_id) VALUES (?)');
  // Each column is qualified, because a newer program may have added a column of the same name to any table.
  const columns = `event.ord, event.epoch, event.seq, event.event_id, event.type, event.v, event.at_ms, event.payload, event.mono_ms,
            event.trusted, boot.boot_id, ${TICKET_COLUMNS}`;
  const joined =
    'LEFT JOIN ticket ON ticket.ticket_no = event.ticket_no LEFT JOIN boot ON boot.boot_no = event.boot_no';
  const select = database.prepare<[number], EventRow>(
    `SELECT ${columns}
     FROM (SELECT * FROM event ORDER BY ord DESC LIMIT ?) AS event ${joined}
     ORDER BY event.ord`,
  );
  const selectAfter = database.prepare<[number, number], EventRow>(
    `SELECT ${columns}
     FROM (SELECT * FROM event WHERE ord > ? ORDER BY ord LIMIT ?) AS event ${joined}
     ORDER BY event.ord`,
  );
  const selectRequeued = database.prepare<[number], EventRow>(
    `SELECT ${columns}
     FROM (SELECT event.* FROM event JOIN dead_letter ON dead_letter.ord = event.ord
           WHERE dead_letter.requeued = 1 ORDER BY event.ord LIMIT ?) AS event ${joined}
     ORDER BY event.ord`,
  );

  function write(statement: Database.Statement, record: JournalRecord): void {
    const { epoch, seq, eventId, atMs, event, bootId, monoMs, trust } = record;
    // Adds the row of the clock's run (`createBootName`) with every event, because a rolled back transaction or the retention may have
    // removed the row.
    if (bootId !== undefined) addBoot.run(bootId);
    const known = event.type === 'ticket-issued' ? knownEvent(event) : null;
    const ticket = known?.type === 'ticket-issued' ? ticketNo.get(known.payload.ticketId) : undefined;
    const payload = ticket === undefined ? JSON.stringify(event.payload) : null;
    const trusted = trust === undefined ? null : Number(trust === 'trusted');
    statement.run(
      ...[epoch, seq, idOf(eventId), event.type, event.v, atMs],
      ...[ticket ?? null, payload, bootId ?? null, monoMs ?? null, trusted],
    );
  }

  return {
    /**
     * Adds an event, after the row of its ticket, so that the ticket's data is not stored twice. Throws if another event has the same epoch
     * and seq, which only a rotten index can cause.
     */
    add: (record: JournalRecord): void => write(insert, record),
    /** Adds an event unless its epoch and seq are taken; `has` says whether the stored event is the same. */
    addUnlessTaken: (record: JournalRecord): void => write(insertUnlessTaken, record),
    /** Whether exactly this event is stored at its epoch and seq. */
    has: ({ epoch, seq, eventId }: JournalRecord): boolean => idAt.get(epoch, seq)?.equals(idOf(eventId)) ?? false,
    newest: (count: number): (JournalRecord | UnreadableRecord)[] => select.all(count).map(toRecord),
    after: (ord: number, count: number): OutgoingEvent[] =>
      selectAfter.all(ord, count).map((row) => toOutgoing(row, false)),
    requeued: (count: number): OutgoingEvent[] => selectRequeued.all(count).map((row) => toOutgoing(row, true)),
  };
}

function toRecord(row: EventRow): JournalRecord | UnreadableRecord {
  const { epoch, seq, type, v } = row;
  const eventId = eventIdOf(row);
  try {
    return {
      epoch,
      seq,
      eventId,
      atMs: row.at_ms,
      requestId: row.requestId as JournalRecord['requestId'],
      event: { type, v, payload: payloadOf(row) },
      ...momentOf(row),
      ...(row.largePrint === 1 ? { largePrint: true as const } : {}),
      ...besideOf(row),
    };
  } catch {
    return { kind: 'unreadable', epoch, seq, eventId };
  }
}

/**
 * Makes the event for the upload. Its payload is sent unchanged, even if another version of Torn wrote it with keys that the wire schema
 * does not know, because the centre stores unknown content.
 */
function toOutgoing(row: EventRow, again: boolean): OutgoingEvent {
  const eventId = eventIdOf(row);
  try {
    const payload = payloadOf(row);
    const wire = WireEvent.safeParse({
      id: eventId,
      epoch: row.epoch,
      seq: row.seq,
      type: row.type,
      v: row.v,
      at: { wall: new Date(row.at_ms).toISOString(), trust: 'guess', ...momentOf(row) },
      payload,
    });
    return {
      ord: row.ord,
      eventId,
      wire: wire.success ? { ...wire.data, payload: payload as WireEvent['payload'] } : null,
      again,
    };
  } catch {
    return { ord: row.ord, eventId, wire: null, again };
  }
}

/**
 * The payload of an event: the stored one or, for `ticket-issued`, the ticket's row. Throws if it is not JSON, or if the ticket is gone.
 */
function payloadOf(row: EventRow): unknown {
  if (row.payload !== null) return JSON.parse(row.payload);
  if (row.ticketId === null) throw new RottenRow(`event ${row.ord}`);
  return ticketPayloadOf(row);
}

function besideOf({ payload, appointmentMs, deskId, replaces }: EventRow): Pick<JournalRecord, 'beside'> {
  const saysMore = payload === null && (appointmentMs !== null || deskId !== null || replaces !== null);
  return saysMore ? { beside: { appointmentMs, deskId, replaces } } : {};
}

const idOf = (eventId: string): Buffer => Buffer.from(eventId.replaceAll('-', ''), 'hex');

function eventIdOf(row: EventRow): string {
  const hex = row.event_id.toString('hex');
  return [0, 8, 12, 16, 20].map((start, index, starts) => hex.slice(start, starts[index + 1])).join('-');
}

const momentOf = ({ boot_id, mono_ms, trusted }: EventRow): Pick<JournalRecord, 'bootId' | 'monoMs' | 'trust'> => ({
  ...(boot_id === null ? {} : { bootId: boot_id }),
  ...(mono_ms === null ? {} : { monoMs: mono_ms }),
  ...(trusted === null ? {} : { trust: trusted === 1 ? ('trusted' as const) : ('guess' as const) }),
});
