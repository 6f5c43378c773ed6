import { classOf, isUnproven, type LineUse, type Span } from './placed.ts';
import type { Asker, PlanShares } from './plan.ts';

/**
 * Holds whose people have not proven themselves yet (`Asker.isPending`) may together take at most this part of a line's day, in percent.
 * The only such hold may take more.
 */
const MOST_PENDING = 50;

/**
 * Whether the shares of a line leave room for this person's visit.
 * - `walkIn` stays free in each clock hour. At a specialist's desk it stays free in the day as a whole, because one visit may fill an hour.
 * - `sameDay`, `telephone` and `help` are parts of the day. A person who may use one of these parts may also use the part open to all, so
 * the limit for a class of people (`AskerClass`) is the sum of all parts open to that class.
 */
export function sharesAllow(line: LineUse, shares: PlanShares, asker: Asker, span: Span, isToday: boolean): boolean {
  const { day, hours, classes } = line;
  const { minutes } = span;
  const bookable = 100 - shares.walkIn;
  if (day.line.deskId === null)
    for (const [hour, more] of hoursOf(span))
      if (((hours[hour] ?? 0) + more) * 100 > (day.hourMinutes[hour] ?? 0) * bookable) return false;

  const common = bookable - (isToday ? 0 : shares.sameDay) - shares.telephone - shares.help;
  const within = (used: number, percent: number): boolean => (used + minutes) * 100 <= day.dayMinutes * percent;
  const { plain, telephone, help } = classes;
  const all = plain + telephone + help + classes['telephone-help'];
  const asked = classOf(asker);
  if (!within(all, common + shares.telephone + shares.help)) return false;
  if (asked === 'plain' && !within(plain, common)) return false;
  if ((asked === 'plain' || asked === 'telephone') && !within(plain + telephone, common + shares.telephone))
    return false;
  if ((asked === 'plain' || asked === 'help') && !within(plain + help, common + shares.help)) return false;
  // The person who made a pending hold may never prove themselves, so 010 and identified people keep the rest of the day.
  if (asker.isPending && line.pending > 0 && !within(line.pending, MOST_PENDING)) return false;
  // The limit for desks does not apply to a specialist's line, because the specialist's own desk makes most bookings in it.
  const isCapped = asker.door === 'desk' && day.line.deskId === null && shares.desk !== undefined;
  if (isCapped && !within(line.atDesk, shares.desk ?? 0)) return false;
  return !isUnproven(asker) || within(line.unproven, shares.unproven);
}

function* hoursOf({ start, minutes }: Span): Generator<[hour: number, minutes: number]> {
  const end = start + minutes;
  for (let at = start; at < end; ) {
    const hour = Math.floor(at / 60);
    const next = Math.min(end, (hour + 1) * 60);
    yield [hour, next - at];
    at = next;
  }
}
