import { isDeepStrictEqual } from 'node:util';
import type { Database } from '../../../src-central/database/database.ts';
import type { WireEvent } from '../../../src-main/contract/centre/events-upload.ts';
import { createSystemClock } from '../../../src-main/core/system-clock.ts';
import type { Complaint } from '../../support/ledger.ts';
import { openTicketStore } from '../../support/store.ts';
import type { Backlog } from './backlog.ts';
import { CITY } from './centre.ts';

export type SyncPromise =
  /** An event of the kiosk is missing at the centre. */
  | 'lost'
  /** The centre has the event with other content. */
  | 'changed'
  | 'repeated'
  /** The centre has an event that the kiosk never had. */
  | 'invented'
  /** The kiosk has an unsent event or a dead letter (an event that the centre rejected). */
  | 'not-done'
  /** The centre's list of tickets differs from the kiosk's. */
  | 'ticket'
  /** The centre stored an event as new when everything was delivered a second time. */
  | 'kept-again';

export type SyncComplaint = Complaint<SyncPromise>;

export interface KioskEvents {
  incarnation: string;
  events: readonly WireEvent[];
  unsent: number;
  deadLetters: number;
}

const MORE_THAN_ALL = 1_000_000;

/** Reads every event that a stopped kiosk ever recorded, and marks all of them in its folder to be sent again. */
export function readEvents(data: string): KioskEvents {
  const { outbox, opened, close } = openTicketStore(data, createSystemClock(), null);
  try {
    const counts = outbox.counts();
    outbox.sendAgainSince(0);
    const all = outbox.next(MORE_THAN_ALL);
    if (!counts.ok || !all.ok || !opened.identity) throw new Error('the kiosk’s own data cannot be read');
    const events = all.value.map(({ ord, wire }) => {
      if (wire === null) throw new Error(`the event in row ${ord} cannot be read`);
      return wire;
    });
    return { incarnation: opened.identity.incarnation, events, ...counts.value };
  } finally {
    close();
  }
}

interface CentreRow {
  incarnation: string;
  epoch: number;
  seq: number;
  eventId: string;
  type: string;
  v: number;
  atWall: string;
  bootId: string | null;
  monoMs: number | null;
  trust: string;
  payload: unknown;
}

const CENTRE_EVENTS = ['event', 'fork']
  .map(
    (
      table,
    ) => `SELECT incarnation, epoch, seq, event_id AS "eventId", type, v, at_wall AS "atWall", boot_id AS "bootId",
    mono_ms AS "monoMs", trust, payload FROM ${table} WHERE city_id = $1 AND kiosk_id = $2::uuid`,
  )
  .join(' UNION ALL ');
const ACKNOWLEDGED = `SELECT epoch, acknowledged FROM stream WHERE city_id = $1 AND kiosk_id = $2::uuid`;
const TICKETS = `SELECT ticket.ticket_id AS "ticketId", series, service_day AS "serviceDay", number, service_id AS "serviceId", way,
    language, coalesce(state, 'waiting') AS print
  FROM ticket LEFT JOIN ticket_print USING (city_id, ticket_id, kiosk_id) WHERE city_id = $1 AND kiosk_id = $2::uuid`;

export async function compare(
  database: Database,
  { incarnation, events, unsent, deadLetters }: KioskEvents,
  { kioskId, tickets }: Backlog,
): Promise<SyncComplaint[]> {
  const complaints: SyncComplaint[] = [];
  const complain = (promise: SyncPromise, detail: string) => void complaints.push({ promise, detail });
  if (unsent > 0) complain('not-done', `${unsent} events wait at the kiosk`);
  if (deadLetters > 0) complain('not-done', `${deadLetters} events are dead letters`);

  const rows = await database.query<CentreRow>(CENTRE_EVENTS, [CITY, kioskId]);
  const held = Map.groupBy(rows, ({ epoch, seq }) => `${epoch} ${seq}`);
  for (const event of events) {
    const place = `${event.epoch} ${event.seq}`;
    const [first, ...more] = held.get(place) ?? [];
    held.delete(place);
    if (!first) complain('lost', `${place} ${event.type}`);
    else if (!isSame(first, event, incarnation)) complain('changed', `${place}: ${JSON.stringify([first, event])}`);
    if (more.length > 0) complain('repeated', `${place} ${event.type}: ${more.length} more`);
  }
  for (const [place, strangers] of held) complain('invented', `${place} ${strangers[0]?.type}`);

  const last = Map.groupBy(events, ({ epoch }) => epoch);
  const streams = await database.query<{ epoch: number; acknowledged: number }>(ACKNOWLEDGED, [CITY, kioskId]);
  for (const [epoch, own] of last) {
    const acknowledged = streams.find((stream) => stream.epoch === epoch)?.acknowledged ?? 0;
    const newest = Math.max(...own.map(({ seq }) => seq));
    if (acknowledged !== newest) complain('lost', `of epoch ${epoch} ${acknowledged} of ${newest} are acknowledged`);
  }

  const listed = await database.query<{ ticketId: string }>(TICKETS, [CITY, kioskId]);
  const byId = new Map(listed.map((ticket) => [ticket.ticketId, ticket]));
  for (const { ticket, print } of tickets) {
    const { ticketId, series, serviceDay, number, serviceId, visitType, language, label } = ticket;
    const own = { ticketId, series, serviceDay, number, serviceId, way: visitType, language, print };
    if (!isDeepStrictEqual(byId.get(ticketId), own))
      complain('ticket', `${label} of ${serviceDay}: ${JSON.stringify([byId.get(ticketId) ?? null, own])}`);
  }
  if (listed.length !== tickets.length)
    complain('ticket', `${tickets.length} tickets were given, and ${listed.length} are listed`);
  return complaints;
}

function isSame(row: CentreRow, { id, epoch, seq, type, v, at, payload }: WireEvent, incarnation: string): boolean {
  const { wall, bootId = null, monoMs = null, trust } = at;
  const own = { incarnation, epoch, seq, eventId: id, type, v, bootId, monoMs, trust, payload };
  const { atWall, ...there } = row;
  return Date.parse(atWall) === Date.parse(wall) && isDeepStrictEqual(there, own);
}
