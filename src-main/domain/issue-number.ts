import { type Band, bandsOf, deskBandsOf, nextIn, ownsNumber } from './numbering.ts';
import type { DayReading } from './time-label.ts';

/**
 * The one step that gives a number, and what becomes of its state when copies are lost. Pure: the caller loads the rows in the
 * transaction in which it writes what comes back, after the journal holds the ticket.
 *
 * I1  No two tickets share (office, series letter, service day, number). A number has one slot, a slot one enrolment of one kiosk;
 *     within it the counter of (series, service day) only grows, is durable before the number is visible, and is the greatest of the
 *     copies after a loss. Clocks only choose which counter.
 * U2  No letter with its number comes back within `UNIQUE_FOR_MS` of real time, whatever clocks say: the session carries the last
 *     number over from one service day to the next unless there is evidence that it is that old. It supposes that nobody takes a
 *     ticket within `UNIQUE_FOR_MS` of 04:00; an office open all night meets repeats then.
 *
 * No step needs a message from anybody.
 */

/** For so long, milliseconds of real time, a letter with its number stays one person's. */
export const UNIQUE_FOR_MS = 8 * 3_600_000;
/**
 * A series at rest for so long has nothing younger than `UNIQUE_FOR_MS` in anybody's hand: a number may come out of the printer
 * `JOB_LIFE_MS` after it was given, and paper takes its time.
 */
export const REST_MS = UNIQUE_FOR_MS + 15 * 60_000;

/** Where a series stands, whatever the service day; on disk, one row for each series. */
export interface SeriesState {
  /** Last number given. */
  readonly last: number;
  /** A service day known not to be earlier than that of the last ticket; `null` (`?` in the design) while nobody knows. */
  readonly upper: string | null;
}

/** Last number given under one service day, 0 when none. Kept for as long as tickets are, and never set back. */
export interface Counter {
  readonly serviceDay: string;
  readonly last: number;
}

/** What is on disk about the series that a number is wanted of. */
export interface IssueRows {
  /** A clerk gives it to somebody who stands at a desk; otherwise it is one of the kiosk's own. Both are counted apart. */
  readonly atDesk?: boolean;
  /** `null` until a person has given the kiosk its slot. */
  readonly slot: number | null;
  /** Of this series and the service day that was read. */
  readonly counter: Counter;
  /** `null` before the first ticket of the series. */
  readonly session: SeriesState | null;
}

/** The last ticket of a series in this boot: kept in memory alone, for a monotonic clock says nothing of another boot. */
export interface LastTicket {
  readonly serviceDay: string;
  readonly monotonicMs: number;
}

export interface Moment {
  readonly day: DayReading;
  readonly monotonicMs: number;
  /** `null` when the series had no ticket in this boot. */
  readonly lastTicket: LastTicket | null;
}

/** What to write in one commit (`counter`, `session`, and the clock row of the day's reading), and to remember once it is durable. */
export interface IssuedNumber {
  readonly number: number;
  readonly serviceDay: string;
  readonly counter: Counter;
  readonly session: SeriesState;
  readonly lastTicket: LastTicket;
}

export type NoNumber = { kind: 'no-slot' } | { kind: 'numbers-exhausted' };

export type IssueResult = { ok: true; value: IssuedNumber } | { ok: false; error: NoNumber };

/**
 * The next number of a series. `no-slot`: the kiosk is nobody yet, its citizens go to the desk. `numbers-exhausted`: every number of
 * the slot above the floor is used. Throws a RangeError when the counter is not that of the day.
 */
export function issueNumber({ slot, counter, session, atDesk = false }: IssueRows, moment: Moment): IssueResult {
  const { serviceDay, basis } = moment.day;
  if (counter.serviceDay !== serviceDay)
    throw new RangeError(`the counter is of ${counter.serviceDay}, the day is ${serviceDay}`);
  if (slot === null) return { ok: false, error: { kind: 'no-slot' } };
  const floor =
    session === null || mayBeginAgain(session, moment) ? counter.last : Math.max(counter.last, session.last);
  const number = nextIn(atDesk ? deskBandsOf(slot) : bandsOf(slot), floor);
  if (number === null) return { ok: false, error: { kind: 'numbers-exhausted' } };
  return {
    ok: true,
    value: {
      number,
      serviceDay,
      counter: { serviceDay, last: number },
      session: { last: number, upper: basis === 'trusted' ? serviceDay : null },
      lastTicket: { serviceDay, monotonicMs: moment.monotonicMs },
    },
  };
}

/**
 * Whether the numbers of an earlier service day are out of use: the central service says that a later one has begun, or the series
 * has rested long enough by the clock that nobody sets and the day goes on. The day alone is no evidence.
 */
function mayBeginAgain(session: SeriesState, { day, monotonicMs, lastTicket }: Moment): boolean {
  if (day.basis === 'trusted' && session.upper !== null && session.upper < day.serviceDay) return true;
  return (
    lastTicket !== null && monotonicMs - lastTicket.monotonicMs >= REST_MS && day.serviceDay > lastTicket.serviceDay
  );
}

/** A session once an anchor is there: its last ticket, whenever it was, is not later than the trusted service day of now. */
export function anchorSeries(session: SeriesState, trustedServiceDay: string): SeriesState {
  return session.upper === null ? { last: session.last, upper: trustedServiceDay } : session;
}

export interface ReprintedTicket {
  readonly serviceDay: string;
  readonly number: number;
  /**
   * Whether its number may be on a later ticket of the series: such a ticket is known, or the counter of a later service day has
   * come as far. The counter knows it even where a restored database has lost the ticket.
   */
  readonly givenAgain: boolean;
}

/** What to write before the paper is sent, and to remember with it. */
export interface Reprint {
  readonly session: SeriesState;
  readonly lastTicket: LastTicket;
}

/**
 * The same ticket on paper once more: it brings a number back into somebody's hand, and so counts as the last of its series.
 * `ticket-of-another-day`: its number may be somebody else's by now. So may every number of an earlier slot of this kiosk, for
 * what it gave after the backup that remembers the ticket is lost.
 */
export function reprintNumber(
  { slot, session }: Pick<IssueRows, 'slot' | 'session'>,
  ticket: ReprintedTicket,
  { day, monotonicMs }: Pick<Moment, 'day' | 'monotonicMs'>,
): { ok: true; value: Reprint } | { ok: false; error: { kind: 'ticket-of-another-day' } } {
  const { serviceDay } = day;
  const isOwn = slot !== null && (ownsNumber(slot, ticket.number) || isIn(deskBandsOf(slot), ticket.number));
  if (session === null || !isOwn || ticket.number > session.last)
    return { ok: false, error: { kind: 'ticket-of-another-day' } };
  if (ticket.serviceDay !== serviceDay || ticket.givenAgain)
    return { ok: false, error: { kind: 'ticket-of-another-day' } };
  const known = session.upper === null || session.upper < serviceDay ? serviceDay : session.upper;
  return {
    ok: true,
    value: {
      session: { last: session.last, upper: day.basis === 'trusted' ? known : null },
      lastTicket: { serviceDay, monotonicMs },
    },
  };
}

const isIn = (bands: readonly Band[], number: number): boolean =>
  bands.some(({ first, last }) => first <= number && number <= last);

/** A number that is on a ticket, of this kiosk's disk, its centre or a sibling. */
export interface KnownNumber {
  readonly series: string;
  readonly serviceDay: string;
  readonly number: number;
}

/** Whether a kiosk with this slot counts a number: its own, and those that it gives at desks. */
export const countsNumber = (slot: number, number: number): boolean =>
  ownsNumber(slot, number) || isIn(deskBandsOf(slot), number);

/**
 * The rows after a number that this kiosk counts is known to be given, or `null` where they allow for it already. A disk that was put back from a
 * copy has not got it, and would give it a second time. `today`: the service day that is believed; a number of an earlier day is counted there alone.
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

/** Everything one copy knows of the numbers of a series. */
export interface SeriesRows {
  /** Last number given, by service day. */
  readonly counters: ReadonlyMap<string, number>;
  readonly session: SeriesState | null;
}

/**
 * What is known of a series after a copy was lost or set back: the greatest of both, and nothing about when its last ticket was.
 * Both copies must be of one enrolment: another slot's numbers say nothing about these.
 */
export function mergeSeries(some: SeriesRows, other: SeriesRows): SeriesRows {
  const counters = new Map(some.counters);
  for (const [serviceDay, last] of other.counters)
    counters.set(serviceDay, Math.max(last, counters.get(serviceDay) ?? 0));
  const last = Math.max(some.session?.last ?? 0, other.session?.last ?? 0);
  return { counters, session: last === 0 ? null : { last, upper: null } };
}
