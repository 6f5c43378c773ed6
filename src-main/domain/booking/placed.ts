import { type LineDay, MINUTES_OF_DAY, type OfficeDay } from './office-day.ts';
import { type Asker, minutesOf } from './plan.ts';

/**
 * A taken place: an appointment made through any channel, a hold, an offer to a person on the waiting list, or the place of a cancelled
 * appointment that is not free again yet.
 */
export interface Taken {
  readonly id: string;
  readonly startMs: number;
  /** The visit's services in sequence; another system's appointment has one service. */
  readonly services: readonly string[];
  /** Length of the visit; `null` for another system's appointment, which takes the plan's minutes of its service. */
  readonly minutes: number | null;
  /** The group of desks in which the visit has a place; `null`: it has none yet. */
  readonly lineId: string | null;
  readonly deskId: string | null;
  /**
   * The moment at which the visit got its place, milliseconds since 1970. Infinite for the place of a cancelled appointment that is not
   * free again yet: it is placed after all visits, so it displaces none.
   */
  readonly placedMs: number;
  readonly asker: Asker;
}

/** A visit for which the day has no room any more. */
export interface Hit {
  readonly taken: Taken;
  readonly because: 'closed' | 'plan' | 'full';
}

/** The place-minutes (places times minutes) taken in one line: by minute, by clock hour and by class of people. */
export interface LineUse {
  readonly day: LineDay;
  readonly atOnce: Uint16Array;
  readonly hours: number[];
  readonly classes: Record<AskerClass, number>;
  unproven: number;
  atDesk: number;
  /** Place-minutes of holds whose people have not proven themselves yet (`Asker.isPending`). */
  pending: number;
}

export interface PlacedDay {
  readonly day: OfficeDay;
  readonly taken: readonly Taken[];
  readonly uses: readonly LineUse[];
  readonly lineOf: ReadonlyMap<string, string>;
  readonly hits: readonly Hit[];
}

export type AskerClass = 'plain' | 'telephone' | 'help' | 'telephone-help';

export const classOf = ({ door, needsHelp }: Asker): AskerClass =>
  door === 'telephone' ? (needsHelp ? 'telephone-help' : 'telephone') : needsHelp ? 'help' : 'plain';

/** Whether the shares count the person as unproven, which is possible only at the doors `web` and `kiosk` (see `DOORS`). */
export const isUnproven = ({ door, isProven }: Asker): boolean => !isProven && (door === 'web' || door === 'kiosk');

/**
 * Gives every visit of a day its place. Visits that already have a line keep it while the line still takes them, the earliest placed first;
 * all other visits take the places that are left. Therefore a visit without a place never displaces one that has a place. A visit that is a
 * hit because its line is `full` still counts in that line.
 */
export function placeDay(day: OfficeDay, taken: readonly Taken[]): PlacedDay {
  const uses = day.lines.map(newUse);
  const lineOf = new Map<string, string>();
  const hits: Hit[] = [];
  const inOrder = taken.toSorted((a, b) => a.placedMs - b.placedMs || (a.id < b.id ? -1 : 1));
  const others: Taken[] = [];
  for (const one of inOrder) {
    const own = one.lineId === null ? undefined : uses.find((use) => use.day.line.lineId === one.lineId);
    const span = spanOf(day, one);
    if (own && span && takes(own, one) && fits(day, own, one.services, span)) {
      use(own, one, span);
      lineOf.set(one.id, own.day.line.lineId);
    } else others.push(one);
  }
  for (const one of others) {
    const span = spanOf(day, one);
    if (span === null || one.placedMs === Number.POSITIVE_INFINITY) continue;
    if (!day.isOpen(one.services, span.start, span.minutes)) {
      hits.push({ taken: one, because: 'closed' });
      continue;
    }
    const candidates = uses.filter((use) => takes(use, one));
    // Only another system's appointment has no `minutes`. No line of this plan takes it, so it takes no place and is no hit.
    if (candidates.length === 0 && one.minutes === null) continue;
    const [best] = candidates.filter((use) => fits(day, use, one.services, span)).toSorted(byRoom(span));
    if (best) {
      use(best, one, span);
      lineOf.set(one.id, best.day.line.lineId);
      continue;
    }
    const [crowded] = candidates.filter((use) => hasPlaces(use, span));
    hits.push({ taken: one, because: crowded ? 'full' : 'plan' });
    if (crowded) use(crowded, one, span);
  }
  return { day, taken, uses, lineOf, hits };
}

export interface Span {
  readonly start: number;
  readonly minutes: number;
}

function spanOf(day: OfficeDay, { startMs, minutes, services }: Taken): Span | null {
  const start = day.minuteAt(startMs);
  return start < 0 || start >= MINUTES_OF_DAY
    ? null
    : { start, minutes: minutes ?? minutesOf(day.plan, services) ?? day.plan.step };
}

const newUse = (day: LineDay): LineUse => ({
  day,
  atOnce: new Uint16Array(MINUTES_OF_DAY),
  hours: day.hourMinutes.map(() => 0),
  classes: { plain: 0, telephone: 0, help: 0, 'telephone-help': 0 },
  unproven: 0,
  atDesk: 0,
  pending: 0,
});

/**
 * Whether a visit may be in a line: a visit to a specialist in the line of the specialist's desk, any other visit in a line without a desk.
 */
export const takes = ({ day: { line } }: LineUse, { services, deskId }: Pick<Taken, 'services' | 'deskId'>): boolean =>
  line.deskId === deskId && services.every((serviceId) => line.services.includes(serviceId));

const hasPlaces = ({ day: { places } }: LineUse, { start, minutes }: Span): boolean => {
  for (let minute = start; minute < start + minutes; minute += 1) if ((places[minute] ?? 0) === 0) return false;
  return true;
};

/** Whether one of the line's desks is free, and the office is open, in every minute of `span`. */
export function fits(
  day: OfficeDay,
  { day: { places }, atOnce }: LineUse,
  services: readonly string[],
  span: Span,
): boolean {
  const { start, minutes } = span;
  for (let minute = start; minute < start + minutes; minute += 1)
    if ((atOnce[minute] ?? 0) >= (places[minute] ?? 0)) return false;
  return day.isOpen(services, start, minutes);
}

export const byRoom =
  (span: Span) =>
  (a: LineUse, b: LineUse): number =>
    roomOf(b, span) - roomOf(a, span);

function roomOf({ day: { places }, atOnce }: LineUse, { start, minutes }: Span): number {
  let least = Number.POSITIVE_INFINITY;
  for (let minute = start; minute < start + minutes; minute += 1)
    least = Math.min(least, (places[minute] ?? 0) - (atOnce[minute] ?? 0));
  return least;
}

function use(line: LineUse, { asker }: Pick<Taken, 'asker'>, { start, minutes }: Span): void {
  for (let minute = start; minute < Math.min(start + minutes, MINUTES_OF_DAY); minute += 1) {
    line.atOnce[minute] = (line.atOnce[minute] ?? 0) + 1;
    const hour = Math.floor(minute / 60);
    line.hours[hour] = (line.hours[hour] ?? 0) + 1;
  }
  line.classes[classOf(asker)] += minutes;
  if (isUnproven(asker)) line.unproven += minutes;
  if (asker.door === 'desk') line.atDesk += minutes;
  if (asker.isPending) line.pending += minutes;
}
