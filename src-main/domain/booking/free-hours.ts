import { addDays } from '../calendar-day.ts';
import { MINUTES_OF_DAY, type OfficeDay } from './office-day.ts';
import { byRoom, fits, type LineUse, type PlacedDay, type Span, takes } from './placed.ts';
import { type Asker, minutesOf } from './plan.ts';
import { sharesAllow } from './shares.ts';

export interface Wish {
  readonly errands: readonly string[];
  readonly deskId: string | null;
  readonly asker: Asker;
}

/** The present moment, and its date in the office (`YYYY-MM-DD`). */
export interface Asked {
  readonly today: string;
  readonly nowMs: number;
}

/**
 * Returns the id of the line (a group of equal desks) that would take a visit starting at this instant; `null`: the time is not free, or
 * the plan does not offer it.
 */
export function lineFor(placed: PlacedDay, wish: Wish, startMs: number, asked: Asked): string | null {
  const { day } = placed;
  const start = day.minuteAt(startMs);
  const minutes = minutesOf(day.plan, wish.errands);
  if (minutes === null || start < 0 || day.instantAt(start) !== startMs || !isOfferedOn(day, asked)) return null;
  return lineAt(placed, wish, { start, minutes }, startMs, asked)?.day.line.lineId ?? null;
}

function lineAt({ day, uses }: PlacedDay, wish: Wish, span: Span, startMs: number, asked: Asked): LineUse | null {
  const { plan } = day;
  if (span.start % plan.step !== 0 || span.start + span.minutes > MINUTES_OF_DAY) return null;
  if (startMs < asked.nowMs + plan.ahead.leastMinutes * 60_000 || startMs <= asked.nowMs) return null;
  const isToday = day.date === asked.today;
  const visit = { services: wish.errands, deskId: wish.deskId };
  const isFree = (line: LineUse): boolean =>
    takes(line, visit) &&
    fits(day, line, wish.errands, span) &&
    sharesAllow(line, plan.shares, wish.asker, span, isToday);
  return uses.filter(isFree).toSorted(byRoom(span))[0] ?? null;
}

const isOfferedOn = ({ date, plan }: OfficeDay, { today }: Asked): boolean =>
  date >= today && date <= addDays(today, plan.ahead.mostDays);

export function freeStarts(placed: PlacedDay, wish: Wish, asked: Asked): number[] {
  const { day, uses } = placed;
  const minutes = minutesOf(day.plan, wish.errands);
  if (minutes === null || !isOfferedOn(day, asked)) return [];
  const starts: number[] = [];
  for (let start = 0; start < MINUTES_OF_DAY; start += day.plan.step) {
    if (!uses.some(({ day: { places } }) => (places[start] ?? 0) > 0)) continue;
    const startMs = day.instantAt(start);
    if (startMs !== null && lineAt(placed, wish, { start, minutes }, startMs, asked) !== null) starts.push(startMs);
  }
  return starts;
}

/** Returns the `most` free starts nearest to a wanted start, the nearest first. */
export const nearestTo = (startMs: number, starts: readonly number[], most: number): number[] =>
  starts.toSorted((a, b) => Math.abs(a - startMs) - Math.abs(b - startMs) || a - b).slice(0, most);
