import { TICKET_LANGUAGES, type TicketLanguage } from '../../config/languages.ts';
import type { CityId } from '../../src-main/contract/shared/ids.ts';
import { addDays } from '../../src-main/domain/calendar-day.ts';
import { instantOfLocal, serviceDayOf } from '../../src-main/domain/service-day.ts';
import { type Keyring, unlessLost } from '../appointments/keyring.ts';
import { type Clock, instantOf } from '../clock.ts';
import type { Database, Queries } from '../database/database.ts';
import type { Contact, ContactKind } from './address.ts';

export const CONTACTS = {
  put: `INSERT INTO contact (city_id, appointment_id, by, sealed, language, kept_at, until_at)
    VALUES ($1, $2::uuid, $3, $4, $5, $6::timestamptz, $7::timestamptz)
    ON CONFLICT (city_id, appointment_id) DO UPDATE SET
      by = EXCLUDED.by, sealed = EXCLUDED.sealed, language = EXCLUDED.language, until_at = EXCLUDED.until_at`,
  moved: 'UPDATE contact SET until_at = $3::timestamptz WHERE city_id = $1 AND appointment_id = $2::uuid RETURNING by',
  plan: `INSERT INTO contact_message (city_id, appointment_id, kind, subject, message_id, next_try_at)
    VALUES ($1, $2::uuid, $3, $4, gen_random_uuid(), $5::timestamptz) ON CONFLICT (city_id, appointment_id, kind, subject) DO NOTHING`,
  read: 'SELECT by, sealed, language FROM contact WHERE city_id = $1 AND appointment_id = $2::uuid',
  forget: 'DELETE FROM contact WHERE city_id = $1 AND appointment_id = $2::uuid RETURNING by',
  forgetOver: `DELETE FROM contact WHERE city_id = $1 AND (until_at <= $2::timestamptz OR NOT EXISTS
    (SELECT 1 FROM appointment WHERE appointment.city_id = $1
      AND appointment.appointment_id = contact.appointment_id AND appointment.cancelled_at IS NULL)) RETURNING by`,
  forgetProofs: 'DELETE FROM contact_proof WHERE city_id = $1 AND until_at <= $2::timestamptz',
  all: `SELECT appointment_id AS "appointmentId", by, sealed, language, until_at AS until FROM contact
    WHERE city_id = $1 ORDER BY appointment_id`,
} as const;

const DAY_MS = 86_400_000;
const REMINDED_BEFORE_MS = DAY_MS;
/** An appointment that is booked less than this before its start gets a confirmation, but no reminder. */
const NEAR_MS = REMINDED_BEFORE_MS + 3_600_000;

export type MessageKind = 'confirmed' | 'reminder' | 'lost-hour';

export interface KeptContact extends Contact {
  token: string;
  language: TicketLanguage;
}

export interface ContactParts {
  database: Database;
  clock: Clock;
  keyring: Keyring;
}

export interface BookingToReach {
  appointmentId: string;
  token: string;
  start: string;
  /** The end of the appointment's day at the office. The address is deleted then. */
  dayEndsMs: number;
  language: TicketLanguage;
}

const boundTo = (cityId: CityId, appointmentId: string) => ['torn-contact', cityId, appointmentId] as const;

/** Returns the end of a booking's day in its office's zone. If a change of clocks skips that midnight, the end is at noon. */
export function dayEndOf({ start, zone }: { start: string; zone: string }): number {
  const next = addDays(serviceDayOf(Date.parse(start), zone), 1);
  return instantOfLocal(`${next} 00:00`, zone) ?? instantOfLocal(`${next} 12:00`, zone) ?? Date.parse(start) + DAY_MS;
}

/** Stores a person's address, encrypted, until the day of their appointment is over. Without a key to encrypt it, it is not stored. */
export async function keepContact(
  queries: Queries,
  { clock, keyring }: Pick<ContactParts, 'clock' | 'keyring'>,
  cityId: CityId,
  { by, address }: Contact,
  { appointmentId, token, start, dayEndsMs, language }: BookingToReach,
): Promise<void> {
  const sealed = keyring.encryptValue(boundTo(cityId, appointmentId), Buffer.from(JSON.stringify({ address, token })));
  if (sealed === null) return;
  const nowMs = clock.nowMs();
  const row = [cityId, appointmentId, by, sealed, language, instantOf(nowMs), instantOf(dayEndsMs)];
  await queries.query(CONTACTS.put, row);
  await planHour(queries, cityId, appointmentId, start, nowMs);
}

export async function contactMoved(
  queries: Queries,
  clock: Clock,
  cityId: CityId,
  { appointmentId, start, dayEndsMs }: Pick<BookingToReach, 'appointmentId' | 'start' | 'dayEndsMs'>,
): Promise<void> {
  const nowMs = clock.nowMs();
  if ((await queries.query(CONTACTS.moved, [cityId, appointmentId, instantOf(dayEndsMs)])).length === 0) return;
  await planHour(queries, cityId, appointmentId, start, nowMs);
}

/**
 * Plans a message to a person whose appointment cannot take place at its time, because of a closure or a new plan, so that they choose
 * another time. There is one message for each lost time.
 */
export const hourLost = (
  { database, clock }: ContactParts,
  cityId: CityId,
  { appointmentId, start }: Pick<BookingToReach, 'appointmentId' | 'start'>,
): Promise<void> => plan(database, cityId, appointmentId, 'lost-hour', start, clock.nowMs());

/** Plans the messages about the time of an appointment: the confirmation, and the reminder if the appointment is far enough ahead. */
async function planHour(
  queries: Queries,
  cityId: CityId,
  appointmentId: string,
  start: string,
  nowMs: number,
): Promise<void> {
  await plan(queries, cityId, appointmentId, 'confirmed', start, nowMs);
  const startMs = Date.parse(start);
  if (startMs - nowMs >= NEAR_MS)
    await plan(queries, cityId, appointmentId, 'reminder', start, startMs - REMINDED_BEFORE_MS);
}

/** Plans a message about an appointment at `start`. The message is not sent if the appointment has another time when the message is due. */
async function plan(
  queries: Queries,
  cityId: CityId,
  appointmentId: string,
  kind: MessageKind,
  start: string,
  atMs: number,
): Promise<void> {
  const isReached = await queries.query(CONTACTS.read, [cityId, appointmentId]);
  if (isReached.length > 0)
    await queries.query(CONTACTS.plan, [cityId, appointmentId, kind, new Date(start).toISOString(), instantOf(atMs)]);
}

export async function readKept(
  { database, keyring }: Pick<ContactParts, 'database' | 'keyring'>,
  cityId: CityId,
  appointmentId: string,
): Promise<KeptContact | null> {
  const [row] = await database.query<SealedRow>(CONTACTS.read, [cityId, appointmentId]);
  return row === undefined ? null : opened(keyring, cityId, appointmentId, row);
}

interface SealedRow {
  by: ContactKind;
  sealed: string;
  language: string;
}

/** @throws UnknownKey */
function opened(
  keyring: Keyring,
  cityId: CityId,
  appointmentId: string,
  { by, sealed, language }: SealedRow,
): KeptContact {
  const text = keyring.decryptValue(boundTo(cityId, appointmentId), sealed).toString();
  const { address, token } = JSON.parse(text) as { address: string; token: string };
  return { by, address, token, language: TICKET_LANGUAGES.find((one) => one === language) ?? 'ca' };
}

/** Deletes an address and its unsent messages. Returns whether an address was stored. */
export const forgetContact = async (queries: Queries, cityId: CityId, appointmentId: string): Promise<boolean> =>
  (await queries.query(CONTACTS.forget, [cityId, appointmentId])).length > 0;

export async function forgetOver(queries: Queries, cityId: CityId, nowMs: number): Promise<number> {
  await queries.query(CONTACTS.forgetProofs, [cityId, instantOf(nowMs)]);
  return (await queries.query(CONTACTS.forgetOver, [cityId, instantOf(nowMs)])).length;
}

/**
 * Finds the appointments of an address when its owner asks what is stored about them. Every row is decrypted, because no index by address
 * exists.
 */
export async function appointmentsOf(
  { database, keyring }: Pick<ContactParts, 'database' | 'keyring'>,
  cityId: CityId,
  { by, address }: Contact,
): Promise<{ appointmentId: string; token: string; until: string }[]> {
  const rows = await database.query<SealedRow & { appointmentId: string; until: string }>(CONTACTS.all, [cityId]);
  return rows.flatMap((row) => {
    const kept = row.by === by ? unlessLost(() => opened(keyring, cityId, row.appointmentId, row)) : null;
    return kept?.address === address ? [{ appointmentId: row.appointmentId, token: kept.token, until: row.until }] : [];
  });
}
