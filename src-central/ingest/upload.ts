import type { EventsAnswer, EventsUpload, ItemAnswer } from '../../src-main/contract/centre/events-upload.ts';
import { type AlarmToRaise, raiseAlarms } from '../administration/alarms.ts';
import { instantOf } from '../clock.ts';
import { officesStopped, tellAllowed } from '../configuration/allowed-versions.ts';
import type { Database, Queries } from '../database/database.ts';
import { checkInsOf, officesOfCheckIns, settleCheckIns } from '../projections/check-in-conflicts.ts';
import { findClashes, NUMBER_CLASHES } from '../projections/number-clashes.ts';
import { project, readEvents } from '../projections/projection.ts';
import type { KioskCaller } from '../server/operation.ts';
import { type BootZero, type BootZeros, bootZeroOf, dateEvent, zeroOf } from './dating.ts';
import { type ReadItem, readItem } from './read-item.ts';
import { acknowledge, type KeepableEvent, storeEvents } from './store-events.ts';
import type { StoredEvent } from './stored-event.ts';

export const UPLOAD = {
  lockKiosk: 'SELECT 1 FROM kiosk_contact WHERE city_id = $1 AND kiosk_id = $2::uuid FOR UPDATE',
  /** Stores the time of the kiosk's last contact. Called only for new events, because an attacker may send an old upload again. */
  heard: `UPDATE kiosk_contact SET last_heard_at = greatest(last_heard_at, $3::timestamptz)
    WHERE city_id = $1 AND kiosk_id = $2::uuid`,
  /** The query runs after the kiosk's lock is taken, so that it sees a committed revocation. */
  circumstances: `SELECT centre.store_epoch AS "storeEpoch", kiosk.revoked_at IS NOT NULL AS revoked,
      (SELECT json_object_agg(boot_id, extract(epoch FROM zero_at) * 1000) FROM boot_anchor
        WHERE city_id = $1 AND kiosk_id = $2::uuid AND boot_id = ANY ($3::uuid[])) AS zeros
    FROM kiosk, centre WHERE kiosk.city_id = $1 AND kiosk.kiosk_id = $2::uuid AND centre.id = 1`,
  anchor: `INSERT INTO boot_anchor (city_id, kiosk_id, boot_id, zero_at) VALUES ($1, $2::uuid, $3::uuid, $4::timestamptz)
    ON CONFLICT (city_id, kiosk_id, boot_id) DO UPDATE SET zero_at = least(boot_anchor.zero_at, EXCLUDED.zero_at)`,
} as const;

export interface Upload {
  kiosk: Pick<KioskCaller, 'cityId' | 'kioskId' | 'officeId'>;
  upload: EventsUpload;
  receivedAtMs: number;
  /** True if the kiosk's successor sends the events. The kiosk itself may then be revoked, and its last contact stays unchanged. */
  bySuccessor?: true;
}

export interface StoredUpload {
  answer: EventsAnswer;
  alarms: AlarmToRaise[];
  kept: StoredEvent[];
}

/** Stores an upload. Returns the result of each item, or `'revoked'` if the kiosk has just been revoked. */
export async function storeUpload(
  database: Database,
  { kiosk, upload, receivedAtMs, bySuccessor }: Upload,
): Promise<StoredUpload | 'revoked'> {
  const items = upload.events.map(readItem);
  const readable = items.flatMap((item) => (item.ok ? [item.value] : []));
  return database.transaction(async (queries) => {
    const circumstances = await enter(queries, kiosk, bySuccessor ? null : upload.sender, readable, receivedAtMs);
    if (circumstances === 'revoked') return 'revoked';
    const { storeEpoch, zeros } = circumstances;
    const incarnation = upload.incarnation.toLowerCase();
    const stream = { ...kiosk, incarnation };
    const events = readable.map((item) => keepable(item, incarnation, zeros, receivedAtMs));
    const results = await storeEvents(queries, stream, events, receivedAtMs);

    const isNew = events.filter((_, index) => results[index] !== 'duplicate').map(({ event }) => event);
    if (isNew.length > 0 && !bySuccessor)
      await queries.query(UPLOAD.heard, [kiosk.cityId, kiosk.kioskId, instantOf(receivedAtMs)]);
    const readings = readEvents(isNew);
    const { rows: tickets } = readings['ticket-issued'];
    const { rows: arrived } = readings['appointment-checked-in'];
    const checkIns = await checkInsOf(queries, kiosk, arrived, readings['ticket-withdrawn'].rows);
    const offices = await officesOfCheckIns(queries, kiosk.cityId, checkIns);
    const stopped = await officesStopped(queries, kiosk, readings['update-ended'].rows);
    const toLock = new Set([...offices, ...stopped, ...(tickets.length > 0 ? [kiosk.officeId] : [])]);
    for (const officeId of [...toLock].sort()) await queries.query(NUMBER_CLASHES.lockOffice, [kiosk.cityId, officeId]);
    await project(queries, kiosk, isNew, readings);
    await tellAllowed(queries, kiosk.cityId, stopped, receivedAtMs);
    const alarms: AlarmToRaise[] = [
      ...forkAlarms(stream, events, results),
      ...(tickets.length > 0 ? await findClashes(queries, kiosk, tickets) : []),
      ...(await settleCheckIns(queries, kiosk, checkIns, receivedAtMs)),
    ];
    await raiseAlarms(queries, kiosk.cityId, alarms, receivedAtMs);

    const acknowledged = await acknowledge(queries, stream, events);
    const answers = results.map(answerOf).values();
    return {
      answer: {
        items: items.map((item): ItemAnswer => {
          if (!item.ok) return { status: 'rejected', problem: item.error.problem };
          return answers.next().value ?? { status: 'duplicate' };
        }),
        acknowledged,
        storeEpoch,
      },
      alarms,
      kept: isNew,
    };
  });
}

const answerOf = (result: 'stored' | 'fork' | 'duplicate'): ItemAnswer =>
  result === 'fork' ? { status: 'stored', fork: true } : { status: result };

/**
 * Takes the kiosk's lock, and reads when its boots began (`zeros`). The beginning of the sending boot is corrected if this request
 * travelled faster than earlier requests. `sender` is `null` if the kiosk's successor sends the upload.
 */
async function enter(
  queries: Queries,
  { cityId, kioskId }: Upload['kiosk'],
  sender: EventsUpload['sender'] | null,
  items: readonly ReadItem[],
  receivedAtMs: number,
): Promise<{ storeEpoch: string; zeros: BootZeros } | 'revoked'> {
  const sendingBoot = sender?.bootId.toLowerCase() ?? null;
  const boots = new Set([
    ...(sendingBoot === null ? [] : [sendingBoot]),
    ...items.flatMap(({ event: { at } }) => at.bootId?.toLowerCase() ?? []),
  ]);
  await queries.query(UPLOAD.lockKiosk, [cityId, kioskId]);
  const [row] = await queries.query<{ storeEpoch: string; revoked: boolean; zeros: Record<string, number> | null }>(
    UPLOAD.circumstances,
    [cityId, kioskId, [...boots]],
  );
  if (!row || (row.revoked && sender !== null)) return 'revoked';
  const zeros = new Map<string, BootZero>();
  for (const [bootId, zeroMs] of Object.entries(row.zeros ?? {})) zeros.set(bootId, { zeroMs, hasSlept: false });
  const latestMs = sender && zeroOf(sender.monoMs, receivedAtMs);
  if (latestMs !== null && sendingBoot !== null) {
    const known = zeros.get(sendingBoot);
    const boot = bootZeroOf(latestMs, known);
    if (boot.zeroMs !== known?.zeroMs)
      await queries.query(UPLOAD.anchor, [cityId, kioskId, sendingBoot, instantOf(boot.zeroMs)]);
    zeros.set(sendingBoot, boot);
  }
  return { storeEpoch: row.storeEpoch, zeros };
}

function keepable(
  { event, payloadText }: ReadItem,
  incarnation: string,
  zeros: BootZeros,
  receivedAtMs: number,
): KeepableEvent {
  const { id, epoch, seq, type, v, at, payload } = event;
  const bootId = at.bootId?.toLowerCase();
  const dated = dateEvent({ ...at, ...(bootId === undefined ? {} : { bootId }) }, zeros, receivedAtMs);
  return {
    payloadText,
    event: {
      incarnation,
      epoch,
      seq,
      eventId: id.toLowerCase(),
      type,
      v,
      atWallMs: Date.parse(at.wall),
      bootId: bootId ?? null,
      monoMs: at.monoMs ?? null,
      trust: at.trust,
      ...dated,
      receivedAtMs,
      payload,
    },
  };
}

/** A copied disk makes many forks (two events at one position), so there is one alarm for each incarnation and epoch. */
function forkAlarms(
  { kioskId, incarnation }: { kioskId: string; incarnation: string },
  events: readonly KeepableEvent[],
  results: readonly string[],
): AlarmToRaise[] {
  const first = new Map<number, number>();
  for (const [index, { event }] of events.entries())
    if (results[index] === 'fork' && !first.has(event.epoch)) first.set(event.epoch, event.seq);
  return [...first].map(([epoch, seq]) => ({
    kind: 'fork',
    subject: [kioskId, incarnation, epoch].join(' '),
    kioskId,
    detail: [incarnation, epoch, seq].join(' '),
  }));
}
