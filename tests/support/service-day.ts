import type { ServiceDayReading } from '../../src-main/tickets/ports/service-day.ts';
import { readServiceDay, type ServiceDay } from '../../src-main/tickets/rules/time-label.ts';
import type { ListedDay } from '../../src-main/tickets/rules/working-day.ts';

const NOON = { wallMs: Date.UTC(2026, 5, 1, 12), monotonicMs: 0 };

export const serviceDay = (day: string): ServiceDay =>
  readServiceDay(NOON, null, { lastServiceDay: null, lastWallMs: null }, () => day).serviceDay;

export const listedDay = (day: string): ListedDay => ({ serviceDay: serviceDay(day), fromTicket: 0, fromHeard: 0 });

export const readingOf = (day: string): ServiceDayReading => ({
  now: () => listedDay(day),
  reached: () => serviceDay(day),
  doubt: () => null,
  choose: () => ({ ok: true, value: false }),
});
