import type { CityId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import type { AlarmToRaise } from '../administration/alarms.ts';
import { lockOffice, recordChange } from '../configuration/office-changes.ts';
import type { Queries } from '../database/database.ts';
import type { CheckIn } from './appointment-events.ts';
import { isWithdrawn, type Withdrawal } from './ticket-events.ts';

/**
 * SQL for whether a check-in counts. It does not if its ticket was given up, or if the appointment belongs to another office, because
 * kiosks check in appointments of their own office only.
 */
const counts = (
  checkIn: string,
): string => `NOT ${isWithdrawn(checkIn)} AND NOT EXISTS (SELECT 1 FROM appointment AS booked
          WHERE booked.city_id = $1 AND booked.appointment_id = ${checkIn}.appointment_id
            AND booked.office_id <> ${checkIn}.office_id)`;

/**
 * SQL for the ticket that holds the appointment of `check_in`. If several tickets have checked in for it, this is the first by time if
 * trusted clocks date them all, otherwise the first that the centre received.
 */
export const FIRST_CHECK_IN = `SELECT first.ticket_id FROM appointment_check_in AS first
        WHERE first.city_id = check_in.city_id AND first.appointment_id = check_in.appointment_id
          AND ${counts('first')}
        ORDER BY CASE WHEN (SELECT bool_or(other.time_uncertain) FROM appointment_check_in AS other
            WHERE other.city_id = check_in.city_id AND other.appointment_id = check_in.appointment_id
              AND ${counts('other')})
          THEN first.received_at ELSE first.happened_at END,
          first.received_at, first.kiosk_id, first.epoch, first.seq, first.ticket_id LIMIT 1`;

export const CHECK_IN_CONFLICTS = {
  offices: `SELECT DISTINCT office_id AS "officeId" FROM appointment
    WHERE city_id = $1 AND appointment_id = ANY ($2::uuid[]) ORDER BY office_id`,
  ofTickets: `SELECT ticket_id AS "ticketId", appointment_id AS "appointmentId" FROM appointment_check_in
    WHERE city_id = $1 AND kiosk_id = $2::uuid AND ticket_id = ANY ($3::uuid[]) AND appointment_id IS NOT NULL`,
  find: `SELECT check_in.appointment_id AS "appointmentId", check_in.ticket_id AS "ticketId",
      appointment.office_id AS "officeId", appointment.cancelled_at IS NOT NULL AS "isCancelled",
      coalesce(appointment.office_id <> check_in.office_id, false) AS "isElsewhere",
      EXISTS (SELECT 1 FROM appointment_departure AS departure
        WHERE departure.city_id = $1 AND departure.office_id = check_in.office_id
          AND departure.appointment_id = check_in.appointment_id) AS "wasHere",
      coalesce(appointment.start_at <> check_in.start_at, false) AS "hasMoved",
      ${isWithdrawn('check_in')} AS "isGivenUp",
      (SELECT count(*) FROM appointment_check_in AS other
        WHERE other.city_id = check_in.city_id AND other.appointment_id = check_in.appointment_id
          AND ${counts('other')}) AS times
    FROM appointment_check_in AS check_in
    LEFT JOIN appointment ON appointment.city_id = check_in.city_id AND appointment.appointment_id = check_in.appointment_id
    WHERE check_in.city_id = $1 AND check_in.kiosk_id = $2::uuid AND check_in.ticket_id = ANY ($3::uuid[])
      AND check_in.appointment_id IS NOT NULL
    ORDER BY check_in.appointment_id, check_in.ticket_id`,
} as const;

interface Found {
  appointmentId: string;
  ticketId: string;
  officeId: OfficeId | null;
  isCancelled: boolean;
  /**
   * True if the appointment belongs to another office than the kiosk's. `wasHere`: it was at the kiosk's office, on a day that is not over.
   */
  isElsewhere: boolean;
  wasHere: boolean;
  hasMoved: boolean;
  /** True if the citizen gave the ticket up later. The office's kiosks receive the changed appointment; no alarm is raised. */
  isGivenUp: boolean;
  times: number;
}

export type CheckInOrNot = Pick<CheckIn, 'ticketId' | 'appointmentId'>;

/** Returns the check-ins of an upload, and earlier check-ins whose tickets were given up in this upload. */
export async function checkInsOf(
  queries: Queries,
  { cityId, kioskId }: { cityId: CityId; kioskId: string },
  checkIns: readonly CheckIn[],
  withdrawals: readonly Withdrawal[],
): Promise<CheckInOrNot[]> {
  if (withdrawals.length === 0) return [...checkIns];
  const undone = await queries.query<CheckInOrNot>(CHECK_IN_CONFLICTS.ofTickets, [
    cityId,
    kioskId,
    withdrawals.map(({ ticketId }) => ticketId),
  ]);
  return [...checkIns, ...undone];
}

const appointmentsOf = (checkIns: readonly CheckInOrNot[]): string[] =>
  checkIns.flatMap(({ appointmentId }) => appointmentId ?? []);

/**
 * Returns the offices that an upload with these check-ins must lock until it commits, so that a channel cannot change one of the
 * appointments at the same time.
 */
export async function officesOfCheckIns(
  queries: Queries,
  cityId: CityId,
  checkIns: readonly CheckInOrNot[],
): Promise<OfficeId[]> {
  const ids = appointmentsOf(checkIns);
  if (ids.length === 0) return [];
  const rows = await queries.query<{ officeId: OfficeId }>(CHECK_IN_CONFLICTS.offices, [cityId, ids]);
  return rows.map(({ officeId }) => officeId);
}

/**
 * Tells the offices' kiosks of the check-ins, and returns alarms for check-ins in conflict. The caller holds the locks of the kiosk and of
 * the offices, and has stored the check-ins.
 */
export async function settleCheckIns(
  queries: Queries,
  { cityId, kioskId }: { cityId: CityId; kioskId: string },
  checkIns: readonly CheckInOrNot[],
  nowMs: number,
): Promise<AlarmToRaise[]> {
  if (appointmentsOf(checkIns).length === 0) return [];
  const tickets = checkIns.map(({ ticketId }) => ticketId);
  const found = await queries.query<Found>(CHECK_IN_CONFLICTS.find, [cityId, kioskId, tickets]);
  const officeByAppointment = new Map(
    found.flatMap(({ appointmentId, officeId, isElsewhere }) =>
      officeId && !isElsewhere ? [[appointmentId, officeId]] : [],
    ),
  );
  for (const [appointmentId, officeId] of officeByAppointment) {
    // The appointment may have moved since the offices were looked up, so its new office is locked too.
    await lockOffice(queries, { cityId, officeId });
    const change = { kind: 'appointment-changed', content: { appointmentId } } as const;
    await recordChange(queries, { cityId, officeId }, change, nowMs);
  }
  return found.flatMap(
    ({ appointmentId, ticketId, isCancelled, isElsewhere, wasHere, hasMoved, isGivenUp, times }): AlarmToRaise[] => {
      if (isGivenUp) return [];
      const about = { subject: `${appointmentId} ${ticketId}`, kioskId, detail: `${appointmentId} ${ticketId}` };
      if (isElsewhere) return [{ ...about, kind: wasHere ? 'checked-in-after-move' : 'checked-in-elsewhere' }];
      return [
        ...(isCancelled ? [{ ...about, kind: 'checked-in-after-cancel' as const }] : []),
        ...(hasMoved && !isCancelled ? [{ ...about, kind: 'checked-in-after-move' as const }] : []),
        ...(times > 1
          ? [{ kind: 'checked-in-twice' as const, subject: appointmentId, kioskId, detail: appointmentId }]
          : []),
      ];
    },
  );
}
