import { fileURLToPath } from 'node:url';
import { loadCalendar } from '../../src-main/configuration/load.ts';
import { offeredToOffices } from '../../src-main/configuration/offered-offices.ts';
import type { HolidayCalendar } from '../../src-main/contract/shared/holiday-calendar.ts';

const configDir = fileURLToPath(new URL('../../config', import.meta.url));
const calendars = new Map<string, HolidayCalendar>();

/** A calendar that cannot be loaded counts as having no holidays, so the office is open on them. */
export function calendarOf(calendarId: string): HolidayCalendar {
  const known = calendars.get(calendarId);
  if (known) return known;
  const loaded = loadCalendar({ calendarId, configDir });
  const calendar = loaded.ok ? loaded.value : { calendarId, holidays: [], toConfirm: [] };
  calendars.set(calendarId, calendar);
  return calendar;
}

let offered: ReturnType<typeof offeredToOffices> | null = null;

export function offeredNames(): ReturnType<typeof offeredToOffices> {
  offered ??= offeredToOffices(configDir);
  return offered;
}
