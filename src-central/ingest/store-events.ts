import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import type { StoredEvent } from './stored-event.ts';

const COLUMNS = `city_id, kiosk_id, incarnation, received_at, epoch, seq, event_id, type, v, at_wall, boot_id, mono_ms, trust,
    happened_at, time_uncertain, payload`;
const ROWS = `SELECT $1, $2::uuid, $3::uuid, $4::timestamptz, item.epoch, item.seq, item.event_id, item.type, item.v, item.at_wall,
      item.boot_id, item.mono_ms, item.trust, item.happened_at, item.time_uncertain, item.payload::jsonb
    FROM unnest($5::bigint[], $6::bigint[], $7::uuid[], $8::text[], $9::bigint[], $10::timestamptz[], $11::uuid[],
      $12::double precision[], $13::text[], $14::timestamptz[], $15::boolean[], $16::text[])
      AS item (epoch, seq, event_id, type, v, at_wall, boot_id, mono_ms, trust, happened_at, time_uncertain, payload)`;

export const STORE_EVENTS = {
  /**
   * The conflict's target is named, so that an event is skipped only if its position (epoch, seq) already has an event, and any other
   * conflict is an error.
   */
  insert: `INSERT INTO event (${COLUMNS}) ${ROWS}
    ON CONFLICT (city_id, kiosk_id, incarnation, epoch, seq) DO NOTHING RETURNING epoch, seq, event_id AS "eventId"`,
  /** LIMIT keeps this to one index look-up for each position. */
  held: `SELECT item.epoch, item.seq, holder.event_id AS "eventId"
    FROM unnest($4::bigint[], $5::bigint[]) AS item (epoch, seq)
    CROSS JOIN LATERAL (SELECT event.event_id FROM event
      WHERE event.city_id = $1 AND event.kiosk_id = $2::uuid AND event.incarnation = $3::uuid
        AND event.epoch = item.epoch AND event.seq = item.seq LIMIT 1) AS holder`,
  insertForks: `INSERT INTO fork (${COLUMNS}) ${ROWS}
    ON CONFLICT (city_id, kiosk_id, incarnation, epoch, seq, event_id) DO NOTHING
    RETURNING epoch, seq, event_id AS "eventId"`,
  acknowledged: `SELECT epoch, acknowledged AS seq FROM stream
    WHERE city_id = $1 AND kiosk_id = $2::uuid AND incarnation = $3::uuid AND epoch = ANY ($4::bigint[])`,
  /**
   * Reads the stored positions after the acknowledged position. A recursive statement could find the gap by itself, but distributed
   * databases do not support it.
   */
  following: `SELECT seq FROM event
    WHERE city_id = $1 AND kiosk_id = $2::uuid AND incarnation = $3::uuid AND epoch = $4::bigint
      AND seq BETWEEN $5::bigint AND $6::bigint ORDER BY seq`,
  acknowledge: `INSERT INTO stream (city_id, kiosk_id, incarnation, epoch, acknowledged)
    VALUES ($1, $2::uuid, $3::uuid, $4::bigint, $5::bigint)
    ON CONFLICT (city_id, kiosk_id, incarnation, epoch) DO UPDATE SET acknowledged = EXCLUDED.acknowledged`,
} as const;

export interface Stream {
  cityId: string;
  kioskId: string;
  incarnation: string;
}

export type InsertResult = 'stored' | 'fork' | 'duplicate';

interface PlaceRow {
  epoch: number;
  seq: number;
  eventId: string;
}
const placeOf = ({ epoch, seq, eventId }: PlaceRow): string => `${epoch} ${seq} ${eventId}`;

/**
 * Stores events of one stream (a kiosk's incarnation) in the given sequence. Each event is new, a fork (another event already has its
 * position, and both are stored) or a duplicate. The caller holds the kiosk's lock.
 */
export async function storeEvents(
  queries: Queries,
  stream: Stream,
  events: readonly KeepableEvent[],
  receivedAtMs: number,
): Promise<InsertResult[]> {
  if (events.length === 0) return [];
  const insert = (sql: string, list: readonly KeepableEvent[]) =>
    queries.query<PlaceRow>(sql, rowsOf(stream, list, receivedAtMs));
  const stored = new Set((await insert(STORE_EVENTS.insert, events)).map(placeOf));
  if (stored.size === events.length) return events.map(() => 'stored');

  const others = events.filter(({ event }) => !stored.has(placeOf(event)));
  const held = await queries.query<PlaceRow>(STORE_EVENTS.held, [
    ...streamKey(stream),
    others.map(({ event }) => event.epoch),
    others.map(({ event }) => event.seq),
  ]);
  const known = new Set(held.map(placeOf));
  const apart = others.filter(({ event }) => !known.has(placeOf(event)));
  const forks = new Set(apart.length === 0 ? [] : (await insert(STORE_EVENTS.insertForks, apart)).map(placeOf));
  // An event that appears twice in one upload is new only once.
  const takeOnce = (places: Set<string>, event: StoredEvent): boolean => places.delete(placeOf(event));
  return events.map(({ event }) =>
    takeOnce(stored, event) ? 'stored' : takeOnce(forks, event) ? 'fork' : 'duplicate',
  );
}

/**
 * Returns, for each epoch of these stored events (a kiosk begins a new epoch when it rebuilds or restores its data), the last `seq` before
 * the first gap. The caller holds the kiosk's lock.
 */
export async function acknowledge(
  queries: Queries,
  stream: Stream,
  events: readonly KeepableEvent[],
): Promise<{ epoch: number; seq: number }[]> {
  const kept = Map.groupBy(
    events.map(({ event }) => event),
    ({ epoch }) => epoch,
  );
  const epochs = [...kept.keys()].sort((a, b) => a - b);
  if (epochs.length === 0) return [];
  const key = streamKey(stream);
  const before = await queries.query<{ epoch: number; seq: number }>(STORE_EVENTS.acknowledged, [...key, epochs]);
  const acknowledged: { epoch: number; seq: number }[] = [];
  for (const epoch of epochs) {
    const seqs = new Set(kept.get(epoch)?.map(({ seq }) => seq));
    let seq = before.find((held) => held.epoch === epoch)?.seq ?? 0;
    while (seqs.has(seq + 1)) seq += 1;
    const last = await lastWithoutGap(queries, [...key, epoch], seq);
    await queries.query(STORE_EVENTS.acknowledge, [...key, epoch, last]);
    acknowledged.push({ epoch, seq: last });
  }
  return acknowledged;
}

/** The number of positions after the acknowledged position that are read at first. Usually none of them has an event. */
const FIRST_LOOK = 1;
const LONGEST_LOOK = 4_096;

async function lastWithoutGap(queries: Queries, epochKey: readonly unknown[], seq: number): Promise<number> {
  let last = seq;
  for (let most = FIRST_LOOK; ; most = Math.min(most * 8, LONGEST_LOOK)) {
    const from = last;
    const rows = await queries.query<{ seq: number }>(STORE_EVENTS.following, [...epochKey, from + 1, from + most]);
    for (const row of rows) if (row.seq === last + 1) last = row.seq;
    if (last - from < most) return last;
  }
}

export interface KeepableEvent {
  event: StoredEvent;
  payloadText: string;
}

const streamKey = ({ cityId, kioskId, incarnation }: Stream) => [cityId, kioskId, incarnation];

const rowsOf = (stream: Stream, list: readonly KeepableEvent[], receivedAtMs: number): unknown[] => [
  ...streamKey(stream),
  instantOf(receivedAtMs),
  list.map(({ event }) => event.epoch),
  list.map(({ event }) => event.seq),
  list.map(({ event }) => event.eventId),
  list.map(({ event }) => event.type),
  list.map(({ event }) => event.v),
  list.map(({ event }) => instantOf(event.atWallMs)),
  list.map(({ event }) => event.bootId),
  list.map(({ event }) => event.monoMs),
  list.map(({ event }) => event.trust),
  list.map(({ event }) => instantOf(event.happenedAtMs)),
  list.map(({ event }) => event.timeUncertain),
  list.map(({ payloadText }) => payloadText),
];
