import { z } from 'zod';
import type { AppointmentFeed, FeedAppointment, OfficeKey } from '../../src-main/contract/centre/appointments.ts';
import { OfficeId, PublicKey, ServiceId } from '../../src-main/contract/shared/ids.ts';
import { serviceDayOf } from '../../src-main/domain/service-day.ts';
import { keyedHash } from '../../src-main/signing/keyed-hash.ts';
import { instantOf } from '../clock.ts';
import { newestOffice } from '../configuration/newest-office.ts';
import { lockOffice, type OfficePlace } from '../configuration/office-changes.ts';
import type { Queries } from '../database/database.ts';
import type { Centre } from '../replica-context.ts';
import { formatsOf } from './channels.ts';
import { forgetOver } from './forget-over.ts';
import { hashAnew } from './hash-anew.ts';
import { heldDaysOf } from './held-days.ts';
import { findByIds, findOfDays, type KeptAppointment, stateOf } from './kept-appointment.ts';
import type { Keyring } from './keyring.ts';
import { hashedNumber } from './number-hash.ts';
import { keysOf } from './office-keys.ts';

export const FEED = {
  departuresOfDays: `SELECT appointment_id AS "appointmentId" FROM appointment_departure
    WHERE city_id = $1 AND office_id = $2 AND service_day = ANY ($3::date[])`,
  departures: `SELECT appointment_id AS "appointmentId", service_id AS "serviceId",
      start_at AS "startAt", service_day AS "serviceDay", desk_id AS "deskId"
    FROM appointment_departure WHERE city_id = $1 AND office_id = $2 AND appointment_id = ANY ($3::uuid[])
    ORDER BY appointment_id, service_day DESC`,
  /**
   * `document` is parsed in this file, not by PostgreSQL: one document that jsonb cannot hold would break the snapshots of the whole city.
   */
  offices: `SELECT DISTINCT ON (office_id) office_id AS "officeId", document
    FROM profile_version WHERE city_id = $1 ORDER BY office_id, version DESC`,
  tokenKeys: `SELECT public_key AS "publicKey" FROM token_key
    WHERE city_id = $1 AND needed_until > $2::timestamptz ORDER BY needed_until DESC LIMIT 20`,
  isOver: `SELECT 1 FROM appointment
    WHERE city_id = $1 AND office_id = $2 AND service_day < $3::date
      AND (locator IS NOT NULL OR slow_hash IS NOT NULL) LIMIT 1`,
} as const;

/**
 * Returns the appointments for the snapshot that a kiosk of the office takes once a day. `undefined`: the office has no profile, hence no
 * time zone.
 */
export async function feedOf(
  centre: Pick<Centre, 'database' | 'clock' | 'logger' | 'keyring'>,
  place: OfficePlace,
): Promise<AppointmentFeed | undefined> {
  const { database, clock, keyring } = centre;
  const office = await newestOffice(database, place);
  if (office === null) return undefined;
  const nowMs = clock.nowMs();
  const today = serviceDayOf(nowMs, office.zone);
  await forgetIfOver(database, place, today, nowMs);
  hashAnew(centre, place);
  const days = heldDaysOf(office, nowMs);
  const { cityId, officeId } = place;
  const departed = await database.query<{ appointmentId: string }>(FEED.departuresOfDays, [cityId, officeId, days]);
  const here = await findOfDays(database, place, days);
  const gone = departed.map(({ appointmentId }) => appointmentId);
  const elsewhere = await findByIds(database, cityId, gone);
  const all = [...new Map([...elsewhere, ...here].map((one) => [one.appointmentId, one])).values()];
  const tokenKeys = await database.query<{ publicKey: string }>(FEED.tokenKeys, [cityId, instantOf(nowMs)]);
  const appointments = await asHeldBy(database, keyring, place, days, all);
  return {
    days,
    appointments: appointments.toSorted((a, b) => (byPlace(a) < byPlace(b) ? -1 : 1)),
    keys: await keysOf(database, keyring, place),
    tokenKeys: tokenKeys.map(({ publicKey }) => PublicKey.parse(publicKey)),
    formats: await formatsOf(database, cityId),
    offices: await officesOf(database, place),
  };
}

const byPlace = ({ start, appointmentId }: FeedAppointment): string => `${start} ${appointmentId}`;

/**
 * Deletes the identifying data of past appointments when a kiosk takes its daily snapshot. Bookings do the same, but an office without new
 * bookings has no other occasion before the night.
 */
async function forgetIfOver(
  database: Centre['database'],
  place: OfficePlace,
  today: string,
  nowMs: number,
): Promise<void> {
  const over = await database.query(FEED.isOver, [place.cityId, place.officeId, today]);
  if (over.length === 0) return;
  await database.transaction(async (queries) => {
    await lockOffice(queries, place);
    await forgetOver(queries, place, today, nowMs);
  });
}

/**
 * Returns the current state of appointments for the kiosks of an office, by appointment id. Left out: appointments that were never in this
 * office, and appointments whose identifying data or key was deleted.
 */
export async function appointmentsFor(
  { database, clock, keyring }: Pick<Centre, 'database' | 'clock' | 'keyring'>,
  place: OfficePlace,
  ids: readonly string[],
): Promise<ReadonlyMap<string, FeedAppointment>> {
  const office = ids.length === 0 ? null : await newestOffice(database, place);
  if (office === null) return new Map();
  const days = heldDaysOf(office, clock.nowMs());
  const appointments = await asHeldBy(database, keyring, place, days, await findByIds(database, place.cityId, ids));
  return new Map(appointments.map((one) => [one.appointmentId, one]));
}

interface Departure extends Pick<FeedAppointment, 'appointmentId' | 'serviceDay' | 'deskId'> {
  serviceId: string;
  startAt: string;
}

/**
 * Returns appointments as the kiosks of this office store them. An appointment that has moved to another office, or to a day that the
 * kiosks do not store, appears as moved, with its earlier time at this office.
 */
async function asHeldBy(
  queries: Queries,
  keyring: Keyring,
  place: OfficePlace,
  days: readonly string[],
  all: readonly KeptAppointment[],
): Promise<FeedAppointment[]> {
  const keys = await keysOf(queries, keyring, place);
  const isThere = ({ officeId, serviceDay }: KeptAppointment): boolean =>
    officeId === place.officeId && days.includes(serviceDay);
  const gone = all.filter((kept) => !isThere(kept)).map(({ appointmentId }) => appointmentId);
  const departures =
    gone.length === 0 ? [] : await queries.query<Departure>(FEED.departures, [place.cityId, place.officeId, gone]);
  const isHeld = ({ serviceDay }: Departure): boolean => days.includes(serviceDay);
  const byId = Map.groupBy(departures, ({ appointmentId }) => appointmentId);
  return all.flatMap((kept) => {
    const left = byId.get(kept.appointmentId) ?? [];
    const departure = left.find(isHeld);
    if (kept.officeId !== place.officeId) return goneFrom(kept, departure ?? left[0], keys);
    const here = heldHere(kept, keys);
    return departure === undefined
      ? here
      : here.map((appointment) => ({ ...appointment, ...movedFrom(departure, kept) }));
  });
}

type Moved = Pick<FeedAppointment, 'serviceId' | 'start' | 'serviceDay' | 'deskId' | 'state' | 'movedTo'>;

const movedFrom = ({ serviceId, startAt, serviceDay, deskId }: Departure, kept: KeptAppointment): Moved => {
  const state = stateOf(kept);
  return {
    serviceId: ServiceId.parse(serviceId),
    start: startAt,
    serviceDay,
    deskId,
    state: state === 'booked' ? 'moved' : state,
    movedTo: { officeId: kept.officeId, start: kept.startAt },
  };
};

function heldHere(kept: KeptAppointment, keys: readonly OfficeKey[]): FeedAppointment[] {
  const key = keys.find(({ keyNo }) => keyNo === kept.keyNo);
  if (kept.locator === null || key === undefined) return [];
  const { appointmentId, serviceId, startAt, serviceDay, channelId, deskId, keyNo, slowHash, codeHash } = kept;
  return [
    {
      appointmentId,
      serviceId,
      start: startAt,
      serviceDay,
      channelId,
      deskId,
      state: stateOf(kept),
      movedTo: null,
      keyNo,
      document: hashedNumber(slowHash),
      documentHash: null,
      locatorHash: keyedHash(key.key, 'locator', kept.locator),
      codeHash,
    },
  ];
}

/**
 * Returns an appointment that has moved to another office, for the kiosks of the office that it has left. It has no hashes of number and
 * code, because these are made with the other office's key. The kiosks find it by its locator or QR code.
 */
function goneFrom(
  kept: KeptAppointment,
  departure: Departure | undefined,
  keys: readonly OfficeKey[],
): FeedAppointment[] {
  const key = keys.at(-1);
  if (departure === undefined || key === undefined || kept.locator === null) return [];
  return [
    {
      appointmentId: kept.appointmentId,
      channelId: kept.channelId,
      ...movedFrom(departure, kept),
      keyNo: key.keyNo,
      document: null,
      documentHash: null,
      codeHash: null,
      locatorHash: keyedHash(key.key, 'locator', kept.locator),
    },
  ];
}

/** Only these members are read, because the profile version may predate today's schema. */
const PlaceOfOffice = z.object({ name: z.string(), address: z.string() });

async function officesOf(queries: Queries, { cityId }: OfficePlace): Promise<AppointmentFeed['offices']> {
  const rows = await queries.query<{ officeId: string; document: string }>(FEED.offices, [cityId]);
  return rows.flatMap(({ officeId, document }) => {
    const read = PlaceOfOffice.safeParse(JSON.parse(document));
    return read.success ? [{ officeId: OfficeId.parse(officeId), ...read.data }] : [];
  });
}
