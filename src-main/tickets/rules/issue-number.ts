import { type Band, bandsOf, deskBandsOf, nextIn, ownsNumber } from '../../domain/numbering.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { DayReading } from './time-label.ts';

/**
 * Chooses the next number of a series, and merges the series' counters after one copy of them (in journal or database) was lost. Pure: the
 * caller loads the rows in the transaction in which it writes the result, after the journal has recorded the ticket.
 *
 * I1  No two tickets share (office, series letter, service day, number). A number belongs to one slot (a kiosk's place in its office), a
 * slot to one enrolment of one kiosk. Within an enrolment the counter of (series, service day) only grows, is durable before the number is
 * visible, and after a loss continues from the greatest of the copies that are left. The clock decides only which service day's counter is
 * used.
 *
 * U2  No letter with its number is reused within `UNIQUE_FOR_MS` of real time, whatever clocks show. The series' state therefore carries
 * the last number from one service day to the next, unless there is evidence that the last ticket is old enough. This assumes that no
 * ticket is issued within `UNIQUE_FOR_MS` of 04:00, when a service day begins; an office open all night sees repeats at that time.
 *
 * No step needs a message from another process.
 */

/** A series letter with its number stays unique for this long; milliseconds of real time. */
export const UNIQUE_FOR_MS = 8 * 3_600_000;
/**
 * After a series has issued nothing for this long, every ticket in circulation is older than `UNIQUE_FOR_MS`. The margin covers
 * `JOB_LIFE_MS`, by which a printer may delay a ticket, and the printing itself.
 */
export const REST_MS = UNIQUE_FOR_MS + 15 * 60_000;

/** State of a series across service days; one row per series. */
export interface SeriesState {
  readonly last: number;
  /** A service day that is certainly not before the last ticket's; `null` while unknown. */
  readonly upper: string | null;
}

/** The last number issued under one service day, 0 if none. It is never deleted and never lowered. */
export interface Counter {
  readonly serviceDay: string;
  readonly last: number;
}

export interface IssueRows {
  /** True if a clerk issues the number at a desk; the numbers of desks have a counter of their own. */
  readonly atDesk?: boolean;
  /** The kiosk's slot; `null`: the kiosk has no slot, or another kiosk goes on with its numbers. */
  readonly slot: number | null;
  readonly counter: Counter;
  /** The state of the series; `null` before its first ticket. */
  readonly session: SeriesState | null;
}

/**
 * The last ticket of a series since this program started. It is kept only in memory, because a time of the monotonic clock means nothing
 * after a restart.
 */
export interface LastTicket {
  readonly serviceDay: string;
  readonly monotonicMs: number;
}

export interface Moment {
  readonly day: DayReading;
  readonly monotonicMs: number;
  /** `null` if the series has had no ticket since this program started. */
  readonly lastTicket: LastTicket | null;
}

/**
 * The rows to write in one commit (`counter`, `session`, and the clock row of the day's reading). The caller remembers `lastTicket` once
 * they are durable.
 */
export interface IssuedNumber {
  readonly number: number;
  readonly serviceDay: string;
  readonly counter: Counter;
  readonly session: SeriesState;
  readonly lastTicket: LastTicket;
}

export type NoNumber = { kind: 'no-slot' | 'numbers-exhausted' };

/**
 * Issues the next number of a series. `no-slot`: the kiosk has no slot or may not count in it, so citizens go to the desk.
 * `numbers-exhausted`: the slot has no number after the last one that is in use.
 * @throws RangeError when the counter belongs to another day
 */
export function issueNumber(
  { slot, counter, session, atDesk = false }: IssueRows,
  moment: Moment,
): Result<IssuedNumber, NoNumber> {
  const { serviceDay, basis } = moment.day;
  if (counter.serviceDay !== serviceDay)
    throw new RangeError(`the counter counts for ${counter.serviceDay}, but the service day is ${serviceDay}`);
  if (slot === null) return refuse({ kind: 'no-slot' });
  const floor =
    session === null || mayBeginAgain(session, moment) ? counter.last : Math.max(counter.last, session.last);
  const number = nextIn(atDesk ? deskBandsOf(slot) : bandsOf(slot), floor);
  if (number === null) return refuse({ kind: 'numbers-exhausted' });
  return succeed({
    number,
    serviceDay,
    counter: { serviceDay, last: number },
    session: { last: number, upper: basis === 'trusted' ? serviceDay : null },
    lastTicket: { serviceDay, monotonicMs: moment.monotonicMs },
  });
}

/**
 * Whether no ticket of an earlier service day is in use any more: the centre's time shows that a later day has begun, or the series has
 * issued nothing for long enough on the monotonic clock and the day has advanced. A later day alone is no evidence.
 */
function mayBeginAgain(session: SeriesState, { day, monotonicMs, lastTicket }: Moment): boolean {
  if (day.basis === 'trusted' && session.upper !== null && session.upper < day.serviceDay) return true;
  return (
    lastTicket !== null && monotonicMs - lastTicket.monotonicMs >= REST_MS && day.serviceDay > lastTicket.serviceDay
  );
}

/** Updates a series' state when the centre's time arrives: its last ticket cannot be later than that service day. */
export function anchorSeries(session: SeriesState, trustedServiceDay: string): SeriesState {
  return session.upper === null ? { last: session.last, upper: trustedServiceDay } : session;
}

export interface ReprintedTicket {
  readonly serviceDay: string;
  readonly number: number;
  /**
   * Whether a later ticket of the series may have the same number: such a ticket is known, or the counter of a later service day has
   * reached the number. The counter shows this even if a restored database has lost the ticket.
   */
  readonly givenAgain: boolean;
}

/** The rows after an allowed reprint. The caller writes `session` before it prints, and remembers `lastTicket` in memory. */
export interface Reprint {
  readonly session: SeriesState;
  readonly lastTicket: LastTicket;
}

/**
 * Allows a ticket to be printed again. Its number thereby returns to circulation and counts as the last of its series.
 * `ticket-of-another-day`: the number may belong to another citizen by now. A number of an earlier slot of the kiosk is refused too: the
 * kiosk may have lost that slot together with its latest tickets, and one of them may have the same number.
 */
export function bringBackNumber(
  { slot, session }: Pick<IssueRows, 'slot' | 'session'>,
  ticket: ReprintedTicket,
  { day, monotonicMs }: Pick<Moment, 'day' | 'monotonicMs'>,
): Result<Reprint, { kind: 'ticket-of-another-day' }> {
  const { serviceDay } = day;
  const isOwn = slot !== null && countsNumber(slot, ticket.number);
  if (session === null || !isOwn || ticket.number > session.last) return refuse({ kind: 'ticket-of-another-day' });
  if (ticket.serviceDay !== serviceDay || ticket.givenAgain) return refuse({ kind: 'ticket-of-another-day' });
  const known = session.upper === null || session.upper < serviceDay ? serviceDay : session.upper;
  return succeed({
    session: { last: session.last, upper: day.basis === 'trusted' ? known : null },
    lastTicket: { serviceDay, monotonicMs },
  });
}

const isIn = (bands: readonly Band[], number: number): boolean =>
  bands.some(({ first, last }) => first <= number && number <= last);

/** A number that is certainly on a ticket: this kiosk's disk, the centre or a sibling kiosk knows it. */
export interface KnownNumber {
  readonly series: string;
  readonly serviceDay: string;
  readonly number: number;
}

/** Whether a kiosk with this slot counts the number: a number of the slot itself, or a number that the kiosk issues for desks. */
export const countsNumber = (slot: number, number: number): boolean =>
  ownsNumber(slot, number) || isIn(deskBandsOf(slot), number);

/**
 * Raises a series' counter and state to a number that was certainly issued; `null` if they already cover it. A disk restored from a copy
 * lacks the number and would issue it again. `today`: the believed service day; a number of an earlier day raises only the counter of that
 * day.
 */
export function raiseToKnown(
  { counter, session }: Pick<IssueRows, 'counter' | 'session'>,
  number: number,
  today: string,
): (Pick<IssuedNumber, 'counter'> & { session: SeriesState | null }) | null {
  if (counter.last >= number) return null;
  const { serviceDay } = counter;
  const raised = { serviceDay, last: number };
  if (serviceDay < today || (session !== null && session.last >= number)) return { counter: raised, session };
  return { counter: raised, session: { last: number, upper: null } };
}

export interface SeriesRows {
  readonly counters: ReadonlyMap<string, number>;
  readonly session: SeriesState | null;
}

/**
 * Merges a series after one copy of its state was lost or restored: takes the greatest numbers and forgets when the last ticket was issued.
 * Both copies must belong to one enrolment, because another slot has other numbers.
 */
export function mergeSeries(some: SeriesRows, other: SeriesRows): SeriesRows {
  const counters = new Map(some.counters);
  for (const [serviceDay, last] of other.counters)
    counters.set(serviceDay, Math.max(last, counters.get(serviceDay) ?? 0));
  const last = Math.max(some.session?.last ?? 0, other.session?.last ?? 0);
  return { counters, session: last === 0 ? null : { last, upper: null } };
}
