import type { CityId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import { newestOffice } from '../configuration/newest-office.ts';
import { type OfficePlace, recordChange } from '../configuration/office-changes.ts';
import type { Queries } from '../database/database.ts';
import { heldDaysOf } from './held-days.ts';
import type { KeptAppointment } from './kept-appointment.ts';

export const TELL_CHANGED = {
  depart: `INSERT INTO appointment_departure (city_id, office_id, service_day, appointment_id, service_id, start_at, desk_id)
    VALUES ($1, $2, $3::date, $4::uuid, $5, $6::timestamptz, $7)
    ON CONFLICT (city_id, office_id, service_day, appointment_id) DO UPDATE SET
      (service_id, start_at, desk_id) = (EXCLUDED.service_id, EXCLUDED.start_at, EXCLUDED.desk_id)`,
} as const;

/**
 * Tells the kiosks of an appointment's former and present office that it has changed, if they store its day. Stores its former office and
 * time if its office or day has changed. The caller holds the locks of both offices.
 */
export async function tellChanged(
  queries: Queries,
  cityId: CityId,
  before: KeptAppointment | null,
  after: KeptAppointment,
  nowMs: number,
): Promise<void> {
  const hasMoved = before && (before.officeId !== after.officeId || before.serviceDay !== after.serviceDay);
  if (hasMoved) {
    const { officeId, serviceDay, appointmentId, serviceId, startAt, deskId } = before;
    const departure = [cityId, officeId, serviceDay, appointmentId, serviceId, startAt, deskId];
    await queries.query(TELL_CHANGED.depart, departure);
  }
  const held = new Set<OfficeId>();
  for (const { officeId, serviceDay } of before ? [before, after] : [after])
    if (await isHeld(queries, { cityId, officeId }, serviceDay, nowMs)) held.add(officeId);
  const change = { kind: 'appointment-changed', content: { appointmentId: after.appointmentId } } as const;
  for (const officeId of held) await recordChange(queries, { cityId, officeId }, change, nowMs);
}

async function isHeld(queries: Queries, place: OfficePlace, serviceDay: string, nowMs: number): Promise<boolean> {
  const office = await newestOffice(queries, place);
  return office !== null && heldDaysOf(office, nowMs).includes(serviceDay);
}
