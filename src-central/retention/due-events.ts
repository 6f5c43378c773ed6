import { blankPayload, type Payload } from '../../src-main/contract/shared/blanked-event.ts';
import { BLANKING_CLASSES, type BlankingClass } from '../../src-main/contract/shared/event-type.ts';
import { EVENT_TYPES } from '../../src-main/contract/shared/events.ts';
import type { Queries } from '../database/database.ts';
import { EVENT_COLUMNS, type EventRow, eventOf, type ProjectedEvent } from '../ingest/stored-event.ts';
import type { KioskOfOffice } from '../projections/event-projection.ts';
import { readEvents } from '../projections/projection.ts';
import { followBlanked } from './blanked-rows.ts';
import { TO_BLANK } from './to-blank.ts';

const OF_KIOSK = 'city_id = $1 AND kiosk_id = $2::uuid';
const PAGE = `received_at < $3::timestamptz
      AND (received_at, incarnation, epoch, seq, event_id) > ($4::timestamptz, $5::uuid, $6::bigint, $7::bigint, $8::uuid)
    ORDER BY received_at, incarnation, epoch, seq, event_id LIMIT $9::int`;
const BLANKED = `FROM unnest($3::uuid[], $4::bigint[], $5::bigint[], $6::uuid[], $7::text[])
      AS item (incarnation, epoch, seq, event_id, payload)`;
const AT_ITS_PLACE = (table: string) => `${table}.city_id = $1 AND ${table}.kiosk_id = $2::uuid
      AND ${table}.incarnation = item.incarnation AND ${table}.epoch = item.epoch AND ${table}.seq = item.seq
      AND ${table}.event_id = item.event_id`;

export const DUE_EVENTS = {
  /**
   * Locks the kiosk until the transaction ends, so that no upload of its events and no rebuild of its projections runs at the same time.
   */
  lockKiosk: 'SELECT 1 FROM kiosk_contact WHERE city_id = $1 AND kiosk_id = $2::uuid FOR UPDATE',
  events: `SELECT ${EVENT_COLUMNS} FROM event WHERE ${OF_KIOSK} AND ${TO_BLANK} AND ${PAGE}`,
  forks: `SELECT ${EVENT_COLUMNS} FROM fork WHERE ${OF_KIOSK} AND ${TO_BLANK} AND ${PAGE}`,
  blankEvents: `UPDATE event SET payload = item.payload::jsonb ${BLANKED} WHERE ${AT_ITS_PLACE('event')}`,
  blankForks: `UPDATE fork SET payload = item.payload::jsonb ${BLANKED} WHERE ${AT_ITS_PLACE('fork')}`,
  /** Finds which of these bookings still exist. A member of an event that names an existing booking is not blanked yet. */
  kept: 'SELECT appointment_id AS "appointmentId" FROM appointment WHERE city_id = $1 AND appointment_id = ANY ($2::uuid[])',
} as const;

const NIL = '00000000-0000-0000-0000-000000000000';
const EARLIEST = '0001-01-01T00:00:00Z';

/** For each class a time in milliseconds since 1970: parts of payloads that were received earlier have expired. */
export type EventCuts = Readonly<Record<BlankingClass | 'unread-event', number>>;
export type EventCounts = Record<keyof EventCuts, number>;

export interface EventPage {
  /** The last row of this page, after which the next page begins. `null`: this was the last page. */
  next: EventRow | null;
  counts: EventCounts;
}

const EVENT_TABLES = {
  event: { read: DUE_EVENTS.events, blank: DUE_EVENTS.blankEvents },
  fork: { read: DUE_EVENTS.forks, blank: DUE_EVENTS.blankForks },
} as const;

export interface PageOrder {
  from: keyof typeof EVENT_TABLES;
  kiosk: KioskOfOffice;
  cuts: EventCuts;
  after: EventRow | null;
  size: number;
  isDryRun: boolean;
}

/**
 * Blanks the expired parts of a kiosk's next events, and removes their values from the projections, so that a rebuild gives the same rows.
 * An event keeps its position and id, so that it is recognised if it is uploaded again. The caller gives each page its own transaction.
 */
export async function blankPage(queries: Queries, order: PageOrder): Promise<EventPage> {
  const { from, kiosk, cuts, after, size, isDryRun } = order;
  const own = [kiosk.cityId, kiosk.kioskId];
  if (!isDryRun) await queries.query(DUE_EVENTS.lockKiosk, own);
  const latest = new Date(Math.max(...Object.values(cuts))).toISOString();
  const place = after
    ? [after.receivedAt, after.incarnation, after.epoch, after.seq, after.eventId]
    : [EARLIEST, NIL, 0, 0, NIL];
  const rows = await queries.query<EventRow>(EVENT_TABLES[from].read, [...own, latest, ...place, size]);
  const events = rows.map(eventOf);
  const kept = await keptBookings(queries, kiosk.cityId, events);
  const counts: EventCounts = { need: 0, 'visit-link': 0, attendance: 0, 'unread-event': 0 };
  const changed = events.flatMap((event) => {
    const left = leftOf(event, cuts, kept, counts);
    return left === event.payload ? [] : [{ before: event, after: { ...event, payload: left } }];
  });
  if (changed.length > 0 && !isDryRun) {
    await queries.query(EVENT_TABLES[from].blank, [
      ...own,
      changed.map(({ before }) => before.incarnation),
      changed.map(({ before }) => before.epoch),
      changed.map(({ before }) => before.seq),
      changed.map(({ before }) => before.eventId),
      changed.map(({ after: { payload } }) => JSON.stringify(payload)),
    ]);
    await followBlanked(queries, kiosk, changed);
  }
  return { next: rows.length < size ? null : (rows.at(-1) ?? null), counts };
}

const isKnown = ({ type, v }: ProjectedEvent): boolean =>
  EVENT_TYPES.some((known) => known.type === type && known.v === v);
const makesRow = (event: ProjectedEvent): boolean =>
  Object.values(readEvents([event])).some(({ rows }) => rows.length > 0);

/** Returns the payload after blanking; the same object if nothing was blanked. */
function leftOf(event: ProjectedEvent, cuts: EventCuts, kept: ReadonlySet<string>, counts: EventCounts): Payload {
  const { type, payload, receivedAtMs } = event;
  if (!isKnown(event)) {
    // The members of an unknown type that name a visit are unknown too, so its whole payload is removed.
    if (receivedAtMs >= cuts['unread-event']) return payload;
    counts['unread-event'] += 1;
    return {};
  }
  const isKept = kept.has(String(payload.appointmentId).toLowerCase());
  const due = BLANKING_CLASSES.filter((name) => receivedAtMs < cuts[name] && !(name === 'visit-link' && isKept));
  const ended = due.filter((name) => blankPayload(type, payload, [name]) !== payload);
  for (const name of ended) counts[name] += 1;
  const left = blankPayload(type, payload, ended);
  // Blanking must not give a row to an event that had none.
  const mayNowBeRead = left !== payload && !makesRow(event) && makesRow({ ...event, payload: left });
  return mayNowBeRead ? {} : left;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function keptBookings(
  queries: Queries,
  cityId: string,
  events: readonly ProjectedEvent[],
): Promise<ReadonlySet<string>> {
  const named = events.map(({ payload }) => String(payload.appointmentId)).filter((id) => UUID.test(id));
  if (named.length === 0) return new Set();
  const rows = await queries.query<{ appointmentId: string }>(DUE_EVENTS.kept, [cityId, named]);
  return new Set(rows.map(({ appointmentId }) => appointmentId));
}
