import type { KioskDay } from '../../src-main/contract/centre/city-overview.ts';
import { addDays } from '../../src-main/domain/calendar-day.ts';
import { instantOfLocal, SERVICE_DAY_BEGINS_AT, serviceDayOf } from '../../src-main/domain/service-day.ts';
import { KIOSK_DAYS_SHOWN } from '../../src-main/domain/trouble-kinds.ts';

const MINUTE_MS = 60_000;
/** An event that arrives within this delay, in ms, does not show that the network was down. */
export const LATE_MS = 2 * MINUTE_MS;

interface Span {
  fromMs: number;
  untilMs: number;
}

export interface DaySpan extends Span {
  day: string;
}

/** Returns the service days that a kiosk's page shows, the oldest first, today last. */
export function shownDays(nowMs: number, zone: string): DaySpan[] {
  const today = serviceDayOf(nowMs, zone);
  return Array.from({ length: KIOSK_DAYS_SHOWN }, (_, index) =>
    daySpan(addDays(today, index + 1 - KIOSK_DAYS_SHOWN), zone),
  );
}

export function daySpan(day: string, zone: string): DaySpan {
  const beginOf = (of: string): number =>
    // The fallback never applies in zones whose clocks change at two or three o'clock.
    instantOfLocal(`${of} ${SERVICE_DAY_BEGINS_AT}`, zone) ?? Date.parse(`${of}T${SERVICE_DAY_BEGINS_AT}Z`);
  return { day, fromMs: beginOf(day), untilMs: beginOf(addDays(day, 1)) };
}

/** `conditions` are sorted by time. */
export interface KioskPast {
  days: readonly DaySpan[];
  nowMs: number;
  tickets: readonly { day: string; count: number }[];
  conditions: readonly { atMs: number; printer: string; condition: string }[];
  startsMs: readonly number[];
  /** Times without contact, each from an event until its arrival. They may overlap. */
  apart: readonly Span[];
}

export function daysOf({ days, nowMs, tickets, conditions, startsMs, apart }: KioskPast): KioskDay[] {
  const { spans, faultsMs } = withoutPrinting(conditions, nowMs);
  const joined = merged(apart);
  return days.map((day) => ({
    day: day.day,
    tickets: tickets.reduce((sum, row) => sum + (row.day === day.day ? row.count : 0), 0),
    unprinted: minutesIn(day, spans),
    faults: momentsIn(day, faultsMs),
    apart: minutesIn(day, joined),
    starts: momentsIn(day, startsMs),
  }));
}

const prints = (condition: string): boolean => condition === 'ready' || condition === 'paper-low';

/** Returns the times in which no printer could print, and the moments at which a printer began to fail. */
function withoutPrinting(
  conditions: KioskPast['conditions'],
  nowMs: number,
): { spans: readonly Span[]; faultsMs: readonly number[] } {
  const now = new Map<string, string>();
  const spans: Span[] = [];
  const faultsMs: number[] = [];
  let since: number | null = null;
  for (const { atMs, printer, condition } of conditions) {
    if (!prints(condition) && prints(now.get(printer) ?? 'ready')) faultsMs.push(atMs);
    now.set(printer, condition);
    if (![...now.values()].some(prints)) {
      since ??= atMs;
      continue;
    }
    if (since !== null) spans.push({ fromMs: since, untilMs: atMs });
    since = null;
  }
  if (since !== null) spans.push({ fromMs: since, untilMs: nowMs });
  return { spans, faultsMs };
}

function merged(spans: readonly Span[]): readonly Span[] {
  const joined: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = joined.at(-1);
    if (last !== undefined && span.fromMs <= last.untilMs) last.untilMs = Math.max(last.untilMs, span.untilMs);
    else joined.push({ ...span });
  }
  return joined;
}

const minutesIn = (day: Span, spans: readonly Span[]): number =>
  Math.round(
    spans.reduce(
      (sum, { fromMs, untilMs }) => sum + Math.max(0, Math.min(untilMs, day.untilMs) - Math.max(fromMs, day.fromMs)),
      0,
    ) / MINUTE_MS,
  );

const momentsIn = ({ fromMs, untilMs }: Span, moments: readonly number[]): number =>
  moments.filter((ms) => ms >= fromMs && ms < untilMs).length;
