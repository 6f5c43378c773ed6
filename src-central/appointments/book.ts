import { randomBytes, randomUUID } from 'node:crypto';
import type { AppointmentOrder, ChannelId, OfficeKey } from '../../src-main/contract/centre/appointments.ts';
import type { CityId } from '../../src-main/contract/shared/ids.ts';
import { readChannelCode } from '../../src-main/domain/channel-code.ts';
import { LOCATOR_RANDOM_BYTES } from '../../src-main/domain/locator.ts';
import { newLocator } from '../../src-main/domain/new-locator.ts';
import { holdsNumber } from '../../src-main/domain/personal-number.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { serviceDayOf } from '../../src-main/domain/service-day.ts';
import { keyedHash } from '../../src-main/signing/keyed-hash.ts';
import { type AuditedBearer, recordAudit } from '../administration/audit.ts';
import { type Clock, instantOf } from '../clock.ts';
import { newestOffice, type OfficeDetails } from '../configuration/newest-office.ts';
import { lockOffice, type OfficePlace } from '../configuration/office-changes.ts';
import type { Queries } from '../database/database.ts';
import type { Centre } from '../replica-context.ts';
import { type ChannelCaller, NO_APPOINTMENT, type Refusal, refuseMember } from '../server/operation.ts';
import { CHANNELS, formatsOf } from './channels.ts';
import { readGivenNumber } from './document-number.ts';
import { forgetOver } from './forget-over.ts';
import { findByReference, KEPT_APPOINTMENTS, type KeptAppointment, stateOf } from './kept-appointment.ts';
import type { Keyring } from './keyring.ts';
import { columnOf, createNumberHashes, type NumberHashes } from './number-hash.ts';
import { keysOf, newestKey } from './office-keys.ts';
import { tellChanged } from './tell-changed.ts';

export interface Booked {
  kept: KeptAppointment;
  did: 'created' | 'changed' | 'unchanged';
}

/** The caller that books: a channel (a booking system) with its token, or a page or phone line of this centre for a citizen or clerk. */
export interface BookingCaller extends AuditedBearer {
  cityId: CityId;
  channelId: ChannelId;
  address: string | null;
}

/** A start more than a day ago, or more than two years ahead, is refused as a mistake. */
const LONGEST_AGO_MS = 86_400_000;
const FARTHEST_AHEAD_MS = 2 * 366 * 86_400_000;

/** Computes the slow hash of a document number before any lock is taken, with the office key that the booking will most likely need. */
export async function hashAhead(
  queries: Queries,
  keyring: Keyring,
  caller: Pick<BookingCaller, 'cityId' | 'channelId'>,
  reference: string,
  { officeId, documentNumber }: AppointmentOrder,
): Promise<NumberHashes> {
  const hashes = createNumberHashes();
  const place = { cityId: caller.cityId, officeId };
  const number = typeof documentNumber === 'string' ? readGivenNumber(documentNumber) : null;
  const keys = await keysOf(queries, keyring, place);
  const before = await findByReference(queries, caller, reference);
  const itsKey = before?.officeId === officeId ? keys.find(({ keyNo }) => keyNo === before.keyNo) : undefined;
  const key = itsKey ?? keys.at(-1);
  if (number?.ok && key) await hashes.of(key.key, keyedHash(key.key, 'document', number.value));
  if (itsKey && before?.documentHash) await hashes.of(itsKey.key, before.documentHash);
  return hashes;
}

/**
 * Stores one booking of a channel (a booking system), in the caller's transaction. Only members of `order` that have a column in the
 * database are stored. A refusal repeats no value of `order`.
 */
export async function book(
  queries: Queries,
  centre: Pick<Centre, 'clock' | 'keyring'>,
  caller: ChannelCaller,
  reference: string,
  order: AppointmentOrder,
  numbers: NumberHashes,
): Promise<Result<Booked, Refusal>> {
  await queries.query(CHANNELS.lock, [caller.cityId, caller.channelId]);
  return bookAlone(queries, centre, caller, reference, order, numbers);
}

/** Stores a booking like `book`. The caller ensures that no other request with the same reference runs at this time. */
export async function bookAlone(
  queries: Queries,
  { clock, keyring }: Pick<Centre, 'clock' | 'keyring'>,
  caller: BookingCaller,
  reference: string,
  order: AppointmentOrder,
  numbers: NumberHashes,
  what = 'putAppointment',
): Promise<Result<Booked, Refusal>> {
  const named = misnamedBy(reference, order);
  if (named) return named;
  const held = await findByReference(queries, caller, reference);
  const place = { cityId: caller.cityId, officeId: order.officeId };
  // Offices are locked in sorted sequence, so that two bookings that swap offices wait for each other and do not deadlock.
  const places = [...new Set([order.officeId, held?.officeId ?? order.officeId])]
    .sort()
    .map((officeId) => ({ ...place, officeId }));
  for (const one of places)
    if (!(await lockOffice(queries, one))) return invalid('officeId', 'expected an office of the city');
  const nowMs = clock.nowMs();
  const office = await newestOffice(queries, place);
  if (office === null) return invalid('officeId', 'expected an office with a profile');
  const wrong = misfitOf(order, office, nowMs);
  if (wrong) return wrong;

  for (const one of places) await forgetOver(queries, one, serviceDayOf(nowMs, office.zone), nowMs);
  // The stored booking is read again under the locks, because its day may have ended or the citizen may have arrived in the meantime.
  const found = held && (await findByReference(queries, caller, reference));
  const before = found && (await asHashedNow(queries, keyring, caller.cityId, found, numbers));
  const hashes = await hashesOf(queries, keyring, place, order, before, nowMs, numbers);
  if (!hashes.ok) return hashes;
  const startMs = Date.parse(order.start);
  const after: KeptAppointment = {
    appointmentId: before?.appointmentId ?? randomUUID(),
    channelId: caller.channelId,
    reference,
    officeId: order.officeId,
    serviceId: order.serviceId,
    startAt: instantOf(startMs),
    serviceDay: serviceDayOf(startMs, office.zone),
    deskId: order.deskId ?? null,
    locator: before?.locator ?? (await freeLocator(queries, caller.cityId)),
    ...hashes.value,
    cancelledAt: null,
    isCheckedIn: false,
  };
  if (before && isSame(before, after)) return succeed({ kept: before, did: 'unchanged' });
  if (before?.isCheckedIn) return refuseMember('already-checked-in', '/path/reference');
  await store(queries, caller.cityId, after, nowMs);
  await tellChanged(queries, caller.cityId, before, after, nowMs);
  const { appointmentId, officeId, serviceId, startAt } = after;
  const booked = { channelId: caller.channelId, reference, appointmentId, officeId, serviceId, start: startAt };
  await recordAudit(queries, caller, what, booked, nowMs);
  return succeed({ kept: after, did: before ? 'changed' : 'created' });
}

/** Cancels a booking of a channel. A second cancellation changes nothing. */
export async function cancel(
  queries: Queries,
  clock: Clock,
  caller: ChannelCaller,
  reference: string,
): Promise<Result<null, Refusal>> {
  await queries.query(CHANNELS.lock, [caller.cityId, caller.channelId]);
  return cancelAlone(queries, clock, caller, reference);
}

/**
 * Cancels a booking like `cancel`. The caller ensures that no other request with the same reference runs at this time. `by`: the page or
 * person that cancels; `null`: the booking system.
 */
export async function cancelAlone(
  queries: Queries,
  clock: Clock,
  caller: BookingCaller,
  reference: string,
  what = 'cancelAppointment',
  by: string | null = null,
): Promise<Result<null, Refusal>> {
  const held = await findByReference(queries, caller, reference);
  if (!held) return refuseMember('not-found', '/path/reference', NO_APPOINTMENT);
  await lockOffice(queries, { cityId: caller.cityId, officeId: held.officeId });
  // The stored booking is read again under the lock, because the citizen may have arrived in the meantime.
  const before = (await findByReference(queries, caller, reference)) ?? held;
  if (before.isCheckedIn) return refuseMember('already-checked-in', '/path/reference');
  if (stateOf(before) === 'cancelled') return succeed(null);
  const nowMs = clock.nowMs();
  await queries.query(KEPT_APPOINTMENTS.cancel, [caller.cityId, before.appointmentId, instantOf(nowMs), by]);
  await tellChanged(queries, caller.cityId, before, before, nowMs);
  const { appointmentId, officeId } = before;
  await recordAudit(queries, caller, what, { reference, appointmentId, officeId }, nowMs);
  return succeed(null);
}

const invalid = (member: keyof AppointmentOrder, detail: string) =>
  refuseMember('invalid-appointment', `/body/${member}`, detail);

/**
 * Refuses a reference or code that contains the document number of the same booking. The form of a code does not show this, because many
 * codes have the form of a passport number.
 */
function misnamedBy(reference: string, { documentNumber, code }: AppointmentOrder): Result<never, Refusal> | null {
  if (typeof documentNumber !== 'string') return null;
  if (holdsNumber(reference, documentNumber))
    return refuse({
      kind: 'malformed-request',
      errors: [{ pointer: '/path/reference', detail: 'expected a name of the booking, without its document number' }],
    });
  if (typeof code === 'string' && holdsNumber(code, documentNumber))
    return invalid('code', 'expected a code without the document number');
  return null;
}

function misfitOf(order: AppointmentOrder, { services, desks }: OfficeDetails, nowMs: number) {
  const startMs = Date.parse(order.start);
  if (!services.some(({ serviceId }) => serviceId === order.serviceId))
    return invalid('serviceId', 'expected a service of the office');
  if (order.deskId !== undefined && !desks.some(({ deskId }) => deskId === order.deskId))
    return invalid('deskId', 'expected a desk of the office');
  if (startMs % 1_000 !== 0) return invalid('start', 'expected whole seconds');
  if (startMs < nowMs - LONGEST_AGO_MS) return invalid('start', 'expected a future time');
  if (startMs > nowMs + FARTHEST_AHEAD_MS) return invalid('start', 'expected a time within two years');
  return null;
}

async function asHashedNow(
  queries: Queries,
  keyring: Keyring,
  cityId: CityId,
  kept: KeptAppointment,
  numbers: NumberHashes,
): Promise<KeptAppointment> {
  const { documentHash, keyNo, officeId } = kept;
  if (documentHash === null) return kept;
  const key = (await keysOf(queries, keyring, { cityId, officeId })).find((one) => one.keyNo === keyNo);
  return { ...kept, documentHash: null, slowHash: key ? await numbers.of(key.key, documentHash) : null };
}

type Hashes = Pick<KeptAppointment, 'keyNo' | 'documentHash' | 'slowHash' | 'codeHash'>;

/**
 * Returns the hashes of a booking's document number and code. Both are made with the same office key, usually the newest. If one of the
 * booking's earlier hashes stays, or if number and code are given again unchanged, this is the key of the earlier hashes.
 */
async function hashesOf(
  queries: Queries,
  keyring: Keyring,
  place: OfficePlace,
  { documentNumber, code }: AppointmentOrder,
  before: KeptAppointment | null,
  nowMs: number,
  numbers: NumberHashes,
): Promise<Result<Hashes, Refusal>> {
  const number = typeof documentNumber === 'string' ? readGivenNumber(documentNumber) : null;
  if (number && !number.ok)
    return invalid('documentNumber', 'expected a DNI, NIE or NIF with the correct letter, or a passport number');
  const ownCode = typeof code === 'string' ? readChannelCode(code, await formatsOf(queries, place.cityId)) : null;
  if (typeof code === 'string' && ownCode === null)
    return invalid('code', 'expected a code in a format that a channel of the city has registered');

  const staysOf = (given: string | null | undefined, hash: string | null | undefined): string | null =>
    given === undefined ? (hash ?? null) : null;
  const document = staysOf(documentNumber, before?.slowHash);
  const channelCode = staysOf(code, before?.codeHash);
  const stays = document !== null || channelCode !== null;
  if (before && stays && before.officeId !== place.officeId)
    return refuse({
      kind: 'bring-again',
      errors: [
        ...(document === null
          ? []
          : [{ pointer: '/body/documentNumber', detail: 'expected the number again, or null' }]),
        ...(channelCode === null ? [] : [{ pointer: '/body/code', detail: 'expected the code again, or null' }]),
      ],
    });
  const under = async ({ keyNo, key }: OfficeKey): Promise<Hashes> => ({
    keyNo,
    documentHash: null,
    slowHash: number?.ok ? await numbers.of(key, keyedHash(key, 'document', number.value)) : document,
    codeHash: ownCode === null ? channelCode : keyedHash(key, 'code', ownCode),
  });
  const newest = await newestKey(queries, keyring, place, nowMs);
  const itsKey = (await keysOf(queries, keyring, place)).find(({ keyNo }) => keyNo === before?.keyNo);
  if (!before || !itsKey || before.officeId !== place.officeId) return succeed(await under(newest));
  const asBefore = await under(itsKey);
  const isKnown = asBefore.slowHash === before.slowHash && asBefore.codeHash === before.codeHash;
  return succeed(stays || isKnown ? asBefore : await under(newest));
}

async function freeLocator(queries: Queries, cityId: CityId): Promise<string> {
  for (;;) {
    const locator = newLocator(() => randomBytes(LOCATOR_RANDOM_BYTES));
    if ((await queries.query(KEPT_APPOINTMENTS.isLocatorTaken, [cityId, locator])).length === 0) return locator;
  }
}

const COMPARED = [
  ...(['officeId', 'serviceId', 'startAt', 'deskId', 'locator'] as const),
  ...(['keyNo', 'slowHash', 'codeHash', 'cancelledAt'] as const),
];
const isSame = (some: KeptAppointment, other: KeptAppointment): boolean =>
  COMPARED.every((member) => some[member] === other[member]);

async function store(queries: Queries, cityId: CityId, kept: KeptAppointment, nowMs: number): Promise<void> {
  const { appointmentId, channelId, reference, officeId, serviceId, startAt, serviceDay, deskId, locator } = kept;
  await queries.query(KEPT_APPOINTMENTS.put, [
    cityId,
    appointmentId,
    channelId,
    reference,
    officeId,
    serviceId,
    startAt,
    serviceDay,
    deskId,
    locator,
    kept.keyNo,
    columnOf(kept.slowHash),
    kept.codeHash,
    instantOf(nowMs),
  ]);
}
