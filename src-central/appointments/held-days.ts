import { fileURLToPath } from 'node:url';
import { loadCalendar } from '../../src-main/configuration/load.ts';
import type { HolidayCalendar } from '../../src-main/contract/shared/holiday-calendar.ts';
import { AppointmentSetting } from '../../src-main/contract/shared/office-profile.ts';
import { daysHeld } from '../../src-main/domain/days-held.ts';
import { serviceDayOf } from '../../src-main/domain/service-day.ts';
import type { OfficeDetails } from '../configuration/newest-office.ts';

const configDir = fileURLToPath(new URL('../../config', import.meta.url));
const calendars = new Map<string, HolidayCalendar>();

/** A calendar that cannot be loaded counts as one without holidays: its holidays then count as opening days. */
export function calendarOf(calendarId: string): HolidayCalendar {
  const known = calendars.get(calendarId);
  if (known) return known;
  const loaded = loadCalendar({ calendarId, configDir });
  const calendar = loaded.ok ? loaded.value : { calendarId, holidays: [], toConfirm: [] };
  calendars.set(calendarId, calendar);
  return calendar;
}

/** The service days whose appointments the kiosks of an office hold, today first, according to the profile. */
export function heldDaysOf(
  { zone, hours, services, calendarId, appointments }: OfficeDetails,
  nowMs: number,
): string[] {
  const all = [...services.flatMap((service) => service.hours ?? []), ...(hours ? [hours] : [])];
  const { openingDaysAhead } = appointments ?? AppointmentSetting.parse({});
  return daysHeld(all, calendarOf(calendarId), serviceDayOf(nowMs, zone), openingDaysAhead);
}
