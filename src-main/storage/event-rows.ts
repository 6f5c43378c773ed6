import type Database from 'better-sqlite3';
import { WireEvent } from '../contract/central-api/events-upload.ts';
import { KioskEvent } from '../contract/events.ts';
import type { OutgoingFact } from '../ports/outbox.ts';
import type { JournalRecord } from './journal.ts';

interface EventRow {
  ord: number;
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
  config_version: number | null;
  preferential: 1 | null;
  come_and_fetch: 1 | null;
  boot_id: string | null;
  mono_ms: number | null;
  trusted: 0 | 1 | null;
}

/** Facts as rows: a ticket's event is the ticket's row, every other carries its payload. */
export interface EventRows {
  /** Adds a fact, unless it is there already. A ticket's row has to be there first. */
  add(record: JournalRecord): void;
  /** The newest facts, at most `count`, oldest first. */
  newest(count: number): JournalRecord[];
  /** The oldest facts after `ord`, at most `count`. */
  after(ord: number, count: number): OutgoingFact[];
  /** The oldest dead letters that wait again, at most `count`. */
  requeued(count: number): OutgoingFact[];
}

export function openEventRows(database: Database.Database): EventRows {
  const ticketNo = database.prepare<[string], number>('SELECT ticket_no FROM ticket WHERE ticket_id = ?').pluck();
  const insert = database.prepare(
    `INSERT OR IGNORE INTO event (epoch, seq, event_id, type, v, at_ms, ticket_no, payload, boot_no, mono_ms, trusted)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, (SELECT boot_no FROM boot WHERE boot_id = ?), ?, ?)`,
  );
  const addBoot = database.prepare('INSERT OR IGNORE INTO boot (boot_id) VALUES (?)');
  const columns = `ord, epoch, seq, event_id, type, v, at_ms, payload, ticket_id, request_id, series, service_day, number, service_id, way,
            language, follow_token, config_version, preferential, come_and_fetch, boot_id, mono_ms, trusted`;
  const select = database.prepare<[number], EventRow>(
    `SELECT ${columns}
     FROM (SELECT * FROM event ORDER BY ord DESC LIMIT ?) AS newest
       LEFT JOIN ticket USING (ticket_no) LEFT JOIN boot USING (boot_no)
     ORDER BY ord`,
  );
  const selectAfter = database.prepare<[number, number], EventRow>(
    `SELECT ${columns}
     FROM (SELECT * FROM event WHERE ord > ? ORDER BY ord LIMIT ?) AS oldest
       LEFT JOIN ticket USING (ticket_no) LEFT JOIN boot USING (boot_no)
     ORDER BY ord`,
  );
  const selectRequeued = database.prepare<[number], EventRow>(
    `SELECT ${columns}
     FROM (SELECT event.* FROM event JOIN dead_letter USING (ord) WHERE requeued = 1 ORDER BY ord LIMIT ?) AS oldest
       LEFT JOIN ticket USING (ticket_no) LEFT JOIN boot USING (boot_no)
     ORDER BY ord`,
  );
  let knownBoot = '';
  return {
    add({ epoch, seq, eventId, atMs, event, bootId, monoMs, trust }) {
      if (bootId !== undefined && bootId !== knownBoot) {
        addBoot.run(bootId);
        knownBoot = bootId;
      }
      const ticket = event.type === 'ticket-issued' ? ticketNo.get(event.payload.ticketId) : undefined;
      const payload = ticket === undefined ? JSON.stringify(event.payload) : null;
      const id = Buffer.from(eventId.replaceAll('-', ''), 'hex');
      const trusted = trust === undefined ? null : Number(trust === 'trusted');
      insert.run(
        epoch,
        seq,
        id,
        event.type,
        event.v,
        atMs,
        ticket ?? null,
        payload,
        bootId ?? null,
        monoMs ?? null,
        trusted,
      );
    },
    newest: (count) => select.all(count).map(toRecord),
    after: (ord, count) => selectAfter.all(ord, count).map((row) => toOutgoing(row, false)),
    requeued: (count) => selectRequeued.all(count).map((row) => toOutgoing(row, true)),
  };
}

function toRecord(row: EventRow): JournalRecord {
  const event = KioskEvent.parse({ type: row.type, v: row.v, payload: payloadOf(row) });
  return {
    epoch: row.epoch,
    seq: row.seq,
    eventId: eventIdOf(row),
    atMs: row.at_ms,
    requestId: row.request_id as JournalRecord['requestId'],
    event,
    ...momentOf(row),
  };
}

/** Sent as it stands, also when a newer or older Torn wrote it: the centre keeps what it does not know. */
function toOutgoing(row: EventRow, again: boolean): OutgoingFact {
  const eventId = eventIdOf(row);
  try {
    const wire = WireEvent.safeParse({
      id: eventId,
      epoch: row.epoch,
      seq: row.seq,
      type: row.type,
      v: row.v,
      at: { wall: new Date(row.at_ms).toISOString(), trust: 'guess', ...momentOf(row) },
      payload: row.payload === null && row.ticket_id === null ? null : payloadOf(row),
    });
    return { ord: row.ord, eventId, wire: wire.success ? wire.data : null, again };
  } catch {
    return { ord: row.ord, eventId, wire: null, again };
  }
}

/** Of a ticket's own event the ticket's row is the payload. Throws on a payload that is no JSON. */
function payloadOf(row: EventRow): unknown {
  if (row.payload !== null) return JSON.parse(row.payload);
  return {
    ticketId: row.ticket_id,
    series: row.series,
    serviceDay: row.service_day,
    number: row.number,
    serviceId: row.service_id,
    way: row.way,
    language: row.language,
    followToken: row.follow_token,
    ...(row.config_version === null ? {} : { configVersion: row.config_version }),
    ...(row.preferential === null ? {} : { preferential: true }),
    ...(row.come_and_fetch === null ? {} : { comeAndFetch: true }),
  };
}

function eventIdOf(row: EventRow): string {
  const hex = row.event_id.toString('hex');
  return [0, 8, 12, 16, 20].map((start, index, starts) => hex.slice(start, starts[index + 1])).join('-');
}

const momentOf = ({ boot_id, mono_ms, trusted }: EventRow): Pick<JournalRecord, 'bootId' | 'monoMs' | 'trust'> => ({
  ...(boot_id === null ? {} : { bootId: boot_id }),
  ...(mono_ms === null ? {} : { monoMs: mono_ms }),
  ...(trusted === null ? {} : { trust: trusted === 1 ? ('trusted' as const) : ('guess' as const) }),
});
