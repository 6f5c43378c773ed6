import { AppointmentSetting } from '../../src-main/contract/shared/office-profile.ts';
import { daysHeld } from '../../src-main/domain/days-held.ts';
import { serviceDayOf } from '../../src-main/domain/service-day.ts';
import { calendarOf } from '../configuration/calendars.ts';
import type { OfficeDetails } from '../configuration/newest-office.ts';

/** Returns the service days whose appointments the office's kiosks store, today first. */
export function heldDaysOf(
  { zone, hours, services, calendarId, appointments }: OfficeDetails,
  nowMs: number,
): string[] {
  const all = [...services.flatMap((service) => service.hours ?? []), ...(hours ? [hours] : [])];
  const { openingDaysAhead } = appointments ?? AppointmentSetting.parse({});
  return daysHeld(all, calendarOf(calendarId), serviceDayOf(nowMs, zone), openingDaysAhead);
}
