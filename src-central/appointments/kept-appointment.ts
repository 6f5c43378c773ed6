import type { AppointmentState, ChannelId } from '../../src-main/contract/centre/appointments.ts';
import type { CityId, OfficeId, ServiceId } from '../../src-main/contract/shared/ids.ts';
import type { Queries } from '../database/database.ts';
import { isWithdrawn } from '../projections/ticket-events.ts';
import { hashOfColumn } from './number-hash.ts';

/** SQL for whether a kiosk of the appointment's office has reported the check-in, and its ticket was not withdrawn. */
const IS_CHECKED_IN = `EXISTS (SELECT 1 FROM appointment_check_in AS check_in
      WHERE check_in.city_id = $1 AND check_in.appointment_id = appointment.appointment_id
        AND check_in.office_id = appointment.office_id AND NOT ${isWithdrawn('check_in')}) AS "isCheckedIn"`;
const COLUMNS = `appointment.appointment_id AS "appointmentId", appointment.channel_id AS "channelId",
    appointment.reference, appointment.office_id AS "officeId", appointment.service_id AS "serviceId",
    appointment.start_at AS "startAt", appointment.service_day AS "serviceDay", appointment.desk_id AS "deskId",
    appointment.locator, appointment.key_no AS "keyNo", appointment.document_hash AS "documentHash",
    CASE WHEN appointment.slow_hash_at = appointment.changed_at THEN appointment.slow_hash END AS "slowHash",
    appointment.code_hash AS "codeHash", appointment.cancelled_at AS "cancelledAt", ${IS_CHECKED_IN}`;

export const KEPT_APPOINTMENTS = {
  byReference: `SELECT ${COLUMNS} FROM appointment WHERE city_id = $1 AND channel_id = $2 AND reference = $3`,
  byIds: `SELECT ${COLUMNS} FROM appointment WHERE city_id = $1 AND appointment_id = ANY ($2::uuid[])`,
  ofDays: `SELECT ${COLUMNS} FROM appointment
    WHERE city_id = $1 AND office_id = $2 AND service_day = ANY ($3::date[]) AND locator IS NOT NULL`,
  put: `INSERT INTO appointment (city_id, appointment_id, channel_id, reference, office_id, service_id, start_at, service_day,
      desk_id, locator, key_no, slow_hash, code_hash, booked_at, changed_at, slow_hash_at, cancelled_at)
    VALUES ($1, $2::uuid, $3, $4, $5, $6, $7::timestamptz, $8::date, $9, $10, $11::int, $12, $13, $14::timestamptz,
      $14::timestamptz, $14::timestamptz, NULL)
    ON CONFLICT (city_id, appointment_id) DO UPDATE SET
      (office_id, service_id, start_at, service_day, desk_id, locator, key_no, document_hash, slow_hash, code_hash, changed_at,
        slow_hash_at, cancelled_at)
      = (EXCLUDED.office_id, EXCLUDED.service_id, EXCLUDED.start_at, EXCLUDED.service_day, EXCLUDED.desk_id, EXCLUDED.locator,
        EXCLUDED.key_no, NULL, EXCLUDED.slow_hash, EXCLUDED.code_hash, EXCLUDED.changed_at, EXCLUDED.slow_hash_at, NULL)`,
  cancel: `UPDATE appointment SET cancelled_at = $3::timestamptz, changed_at = $3::timestamptz, cancelled_by = $4,
      slow_hash_at = CASE WHEN slow_hash_at = changed_at THEN $3::timestamptz END
    WHERE city_id = $1 AND appointment_id = $2::uuid`,
  isLocatorTaken: 'SELECT 1 FROM appointment WHERE city_id = $1 AND locator = $2',
} as const;

export interface KeptAppointment {
  appointmentId: string;
  channelId: ChannelId;
  reference: string;
  officeId: OfficeId;
  serviceId: ServiceId;
  startAt: string;
  serviceDay: string;
  deskId: string | null;
  locator: string | null;
  keyNo: number;
  /** A fast hash of the document number by an earlier release, until `hashAnew` replaces it. */
  documentHash: string | null;
  slowHash: string | null;
  codeHash: string | null;
  cancelledAt: string | null;
  isCheckedIn: boolean;
}

const keptOf = (row: KeptAppointment): KeptAppointment => ({ ...row, slowHash: hashOfColumn(row.slowHash) });

export async function findByReference(
  queries: Queries,
  { cityId, channelId }: { cityId: CityId; channelId: ChannelId },
  reference: string,
): Promise<KeptAppointment | null> {
  const [row] = await queries.query<KeptAppointment>(KEPT_APPOINTMENTS.byReference, [cityId, channelId, reference]);
  return row ? keptOf(row) : null;
}

export async function findByIds(queries: Queries, cityId: CityId, ids: readonly string[]): Promise<KeptAppointment[]> {
  if (ids.length === 0) return [];
  return (await queries.query<KeptAppointment>(KEPT_APPOINTMENTS.byIds, [cityId, [...new Set(ids)]])).map(keptOf);
}

export async function findOfDays(
  queries: Queries,
  { cityId, officeId }: { cityId: CityId; officeId: OfficeId },
  days: readonly string[],
): Promise<KeptAppointment[]> {
  return (await queries.query<KeptAppointment>(KEPT_APPOINTMENTS.ofDays, [cityId, officeId, days])).map(keptOf);
}

/**
 * The state of an appointment. A visitor who checked in has a valid ticket, so a later cancellation at the centre does not change the
 * state.
 */
export const stateOf = ({ isCheckedIn, cancelledAt }: KeptAppointment): AppointmentState =>
  isCheckedIn ? 'checked-in' : cancelledAt === null ? 'booked' : 'cancelled';
