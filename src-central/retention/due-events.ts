import {
  BLANKING_CLASSES,
  type BlankingClass,
  blankPayload,
  type Payload,
} from '../../src-main/contract/shared/blanked-event.ts';
import { KioskEvent } from '../../src-main/contract/shared/events.ts';
import type { Queries } from '../database/database.ts';
import type { ProjectedEvent } from '../ingest/stored-event.ts';
import { type CheckIn, readFacts, type Saying } from '../projections/facts.ts';
import { projectProofs } from '../projections/projection.ts';

/** Word for word as the index of migration 0003 has it. */
const TO_BLANK = `(type = 'ticket-issued'
      AND (payload ? 'preferential' OR payload ? 'comeAndFetch' OR payload ->> 'followToken' IS NOT NULL)
    OR type = 'appointment-checked-in'
      AND (payload ->> 'preferential' <> 'false' OR payload ->> 'comeAndFetch' <> 'false' OR payload ->> 'appointmentId' IS NOT NULL
        OR payload ->> 'deskId' IS NOT NULL OR payload ->> 'appointmentStart' IS NOT NULL)
    OR type = 'attendance-proof-printed' AND payload ->> 'code' <> '000000000000'
    OR (v <> 1 OR type NOT IN ('ticket-issued', 'ticket-print-ended', 'appointment-checked-in', 'attendance-proof-printed', 'slot-given',
        'store-recovered', 'upload-rejected', 'profile-applied', 'printer-condition', 'technician-acted')) AND payload <> '{}')`;

const COLUMNS = `incarnation, epoch, seq, event_id AS "eventId", type, v, happened_at AS "happenedAt",
    time_uncertain AS "timeUncertain", received_at AS "receivedAt", payload`;
const OF_KIOSK = 'city_id = $1 AND kiosk_id = $2::uuid';
/** A whole page is read after the last row of the one before. */
const PAGE = `received_at < $3::timestamptz
      AND (received_at, incarnation, epoch, seq, event_id) > ($4::timestamptz, $5::uuid, $6::bigint, $7::bigint, $8::uuid)
    ORDER BY received_at, incarnation, epoch, seq, event_id LIMIT $9::int`;
const BLANKED = `FROM unnest($3::uuid[], $4::bigint[], $5::bigint[], $6::uuid[], $7::text[])
      AS item (incarnation, epoch, seq, event_id, payload)`;
const AT_ITS_PLACE = (table: string) => `${table}.city_id = $1 AND ${table}.kiosk_id = $2::uuid
      AND ${table}.incarnation = item.incarnation AND ${table}.epoch = item.epoch AND ${table}.seq = item.seq
      AND ${table}.event_id = item.event_id`;

export const DUE_EVENTS = {
  /** Rebuilds and uploads of this kiosk wait for a page, and it for them. */
  lockKiosk: 'SELECT 1 FROM kiosk_contact WHERE city_id = $1 AND kiosk_id = $2::uuid FOR UPDATE',
  events: `SELECT ${COLUMNS} FROM event WHERE ${OF_KIOSK} AND ${TO_BLANK} AND ${PAGE}`,
  forks: `SELECT ${COLUMNS} FROM fork WHERE ${OF_KIOSK} AND ${TO_BLANK} AND ${PAGE}`,
  blankEvents: `UPDATE event SET payload = item.payload::jsonb ${BLANKED} WHERE ${AT_ITS_PLACE('event')}`,
  blankForks: `UPDATE fork SET payload = item.payload::jsonb ${BLANKED} WHERE ${AT_ITS_PLACE('fork')}`,
  /** Bookings that are still kept: what names them is not yet let go. */
  kept: 'SELECT appointment_id AS "appointmentId" FROM appointment WHERE city_id = $1 AND appointment_id = ANY ($2::uuid[])',
  /** The row that this very fact has made, and no other. */
  checkIns: `UPDATE appointment_check_in AS held SET
      (appointment_id, desk_id, preferential, come_and_fetch, start_at)
      = (item.appointment_id, item.desk_id, item.preferential, item.come_and_fetch, item.start_at)
    FROM unnest($3::uuid[], $4::bigint[], $5::bigint[], $6::uuid[], $7::uuid[], $8::text[], $9::boolean[], $10::boolean[],
      $11::timestamptz[])
      AS item (ticket_id, epoch, seq, event_id, appointment_id, desk_id, preferential, come_and_fetch, start_at)
    WHERE held.city_id = $1 AND held.kiosk_id = $2::uuid AND held.ticket_id = item.ticket_id
      AND held.epoch = item.epoch AND held.seq = item.seq AND held.event_id = item.event_id`,
  dropProofs: `DELETE FROM attendance_proof WHERE ${OF_KIOSK}
      AND (code, event_id) IN (SELECT item.code, item.event_id FROM unnest($3::text[], $4::uuid[]) AS item (code, event_id))`,
  /** Other facts of the same code: the first of those that are left makes the row now. */
  otherProofs: `SELECT ${COLUMNS} FROM event
    WHERE ${OF_KIOSK} AND ${TO_BLANK} AND type = 'attendance-proof-printed' AND payload ->> 'code' = ANY ($3::text[])`,
  otherForkedProofs: `SELECT ${COLUMNS} FROM fork
    WHERE ${OF_KIOSK} AND type = 'attendance-proof-printed' AND payload ->> 'code' = ANY ($3::text[])`,
} as const;

const NIL = '00000000-0000-0000-0000-000000000000';
const EARLIEST = '0001-01-01T00:00:00Z';

type EventRow = Omit<ProjectedEvent, 'happenedAtMs' | 'receivedAtMs'> & { happenedAt: string; receivedAt: string };

const eventOf = ({ happenedAt, receivedAt, ...row }: EventRow): ProjectedEvent => ({
  ...row,
  happenedAtMs: Date.parse(happenedAt),
  receivedAtMs: Date.parse(receivedAt),
});

export interface KioskOfCity {
  cityId: string;
  kioskId: string;
  officeId: string;
}

/** Received before this, milliseconds since 1970, what a class holds of a payload has ended. */
export type EventCuts = Readonly<Record<BlankingClass | 'unread-event', number>>;
export type EventCounts = Record<keyof EventCuts, number>;

export interface EventPage {
  /** Where the next page begins; `null`: this was the last. */
  next: EventRow | null;
  counts: EventCounts;
}

const FACT_TABLES = {
  event: { read: DUE_EVENTS.events, blank: DUE_EVENTS.blankEvents },
  fork: { read: DUE_EVENTS.forks, blank: DUE_EVENTS.blankForks },
} as const;

export interface PageOrder {
  from: keyof typeof FACT_TABLES;
  kiosk: KioskOfCity;
  cuts: EventCuts;
  after: EventRow | null;
  size: number;
  isDryRun: boolean;
}

/**
 * Takes out of the next facts of a kiosk what their classes no longer keep, and out of the projections what these facts have put there: a
 * rebuild afterwards gives the same rows. A fact stays at its place under its id, so that it is known when it is sent again. The caller
 * gives a transaction of its own.
 */
export async function blankPage(queries: Queries, order: PageOrder): Promise<EventPage> {
  const { from, kiosk, cuts, after, size, isDryRun } = order;
  const own = [kiosk.cityId, kiosk.kioskId];
  if (!isDryRun) await queries.query(DUE_EVENTS.lockKiosk, own);
  const latest = new Date(Math.max(...Object.values(cuts))).toISOString();
  const place = after
    ? [after.receivedAt, after.incarnation, after.epoch, after.seq, after.eventId]
    : [EARLIEST, NIL, 0, 0, NIL];
  const rows = await queries.query<EventRow>(FACT_TABLES[from].read, [...own, latest, ...place, size]);
  const events = rows.map(eventOf);
  const kept = await keptBookings(queries, kiosk.cityId, events);
  const counts: EventCounts = { need: 0, 'visit-link': 0, attendance: 0, 'unread-event': 0 };
  const changed = events.flatMap((event) => {
    const left = leftOf(event, cuts, kept, counts);
    return left === event.payload ? [] : [{ before: event, after: { ...event, payload: left } }];
  });
  if (changed.length > 0 && !isDryRun) {
    await queries.query(FACT_TABLES[from].blank, [
      ...own,
      changed.map(({ before }) => before.incarnation),
      changed.map(({ before }) => before.epoch),
      changed.map(({ before }) => before.seq),
      changed.map(({ before }) => before.eventId),
      changed.map(({ after: { payload } }) => JSON.stringify(payload)),
    ]);
    await followCheckIns(
      queries,
      kiosk,
      readEach(changed.map((one) => one.after)).flatMap(({ checkIns }) => checkIns),
    );
    await followProofs(
      queries,
      kiosk,
      readEach(changed.map((one) => one.before)).flatMap(({ proofs }) => proofs),
    );
  }
  return { next: rows.length < size ? null : (rows.at(-1) ?? null), counts };
}

/** One by one: of two facts of one ticket each says its own. */
const readEach = (events: readonly ProjectedEvent[]): Saying[] => events.map((event) => readFacts([event]));

/** A type that the index does not know yet is read once more every night, and no worse. */
const KNOWN_TYPES: readonly string[] = KioskEvent.options.map(({ shape }) => shape.type.value);
const isRead = ({ tickets, checkIns, proofs }: Saying): boolean => tickets.length + checkIns.length + proofs.length > 0;

/** The payload as its classes leave it at this time; the same object when they leave all of it. */
function leftOf(event: ProjectedEvent, cuts: EventCuts, kept: ReadonlySet<string>, counts: EventCounts): Payload {
  const { type, v, payload, receivedAtMs } = event;
  if (v !== 1 || !KNOWN_TYPES.includes(type)) {
    // Nobody here can tell what names a visit in it.
    if (receivedAtMs >= cuts['unread-event']) return payload;
    counts['unread-event'] += 1;
    return {};
  }
  const isKept = kept.has(String(payload.appointmentId).toLowerCase());
  const due = BLANKING_CLASSES.filter((name) => receivedAtMs < cuts[name] && !(name === 'visit-link' && isKept));
  const ended = due.filter((name) => blankPayload(type, payload, [name]) !== payload);
  for (const name of ended) counts[name] += 1;
  const left = blankPayload(type, payload, ended);
  // What made no row before must make none afterwards.
  const mayNowBeRead =
    left !== payload && !isRead(readFacts([event])) && isRead(readFacts([{ ...event, payload: left }]));
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

async function followCheckIns(
  queries: Queries,
  { cityId, kioskId }: KioskOfCity,
  checkIns: readonly CheckIn[],
): Promise<void> {
  if (checkIns.length === 0) return;
  await queries.query(DUE_EVENTS.checkIns, [
    ...[cityId, kioskId],
    checkIns.map(({ ticketId }) => ticketId),
    checkIns.map(({ epoch }) => epoch),
    checkIns.map(({ seq }) => seq),
    checkIns.map(({ eventId }) => eventId),
    checkIns.map(({ appointmentId }) => appointmentId),
    checkIns.map(({ deskId }) => deskId),
    checkIns.map(({ preferential }) => preferential),
    checkIns.map(({ comeAndFetch }) => comeAndFetch),
    checkIns.map(({ appointmentStart }) => appointmentStart),
  ]);
}

async function followProofs(queries: Queries, kiosk: KioskOfCity, proofs: Saying['proofs']): Promise<void> {
  if (proofs.length === 0) return;
  const own = [kiosk.cityId, kiosk.kioskId];
  const codes = proofs.map(({ code }) => code);
  await queries.query(DUE_EVENTS.dropProofs, [...own, codes, proofs.map(({ eventId }) => eventId)]);
  const others = [
    ...(await queries.query<EventRow>(DUE_EVENTS.otherProofs, [...own, codes])),
    ...(await queries.query<EventRow>(DUE_EVENTS.otherForkedProofs, [...own, codes])),
  ];
  await projectProofs(queries, kiosk, readFacts(others.map(eventOf)).proofs);
}
