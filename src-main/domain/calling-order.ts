/**
 * Whom a desk calls next for a service. Everybody counts by how long they have waited, a minute of some for more than a minute of others: whoever
 * waits on gains on all who come after, so that no class ever starves, however many of another come. Nothing is remembered from call to call:
 * desks that know of the same people choose the same.
 */

export const CALLING_CLASSES = ['appointment', 'preferential', 'walk-in'] as const;
export type CallingClass = (typeof CALLING_CLASSES)[number];

export interface CallingRule {
  /** What a minute of waiting counts for; more than 0. */
  readonly weights: Readonly<Record<CallingClass, number>>;
  /** Minutes that count as waited from the beginning: when somebody comes, and of an appointment when its hour has come. */
  readonly headStartMinutes: Readonly<Record<CallingClass, number>>;
  /** How long before its hour an appointment may be called, where nobody else waits. */
  readonly earlyMinutes: number;
}

/** At its hour an appointment goes before a walk-in of less than 40 minutes; somebody with preference, who has just come, of less than 30. */
export const USUAL_CALLING: CallingRule = {
  weights: { appointment: 4, preferential: 3, 'walk-in': 1 },
  headStartMinutes: { appointment: 10, preferential: 10, 'walk-in': 0 },
  earlyMinutes: 10,
};

export interface WaitingPerson {
  readonly ticketId: string;
  readonly class: CallingClass;
  /** From when their waiting counts, milliseconds since 1970: the hour of an appointment that was checked in, otherwise when they came. */
  readonly dueMs: number;
}

const MINUTE_MS = 60_000;

/** First whoever is to be called now, then everybody else as they would be called now. Appointments that are not due come last, by their hour. */
export const callingOrder = <Person extends WaitingPerson>(
  waiting: readonly Person[],
  rule: CallingRule,
  nowMs: number,
): Person[] =>
  waiting
    .map((person) => ({ person, count: countOf(person, rule, nowMs) }))
    .toSorted(compare)
    .map(({ person }) => person);

/** `null` where nobody waits who may be called now. */
export function nextToCall<Person extends WaitingPerson>(
  waiting: readonly Person[],
  rule: CallingRule,
  nowMs: number,
): Person | null {
  let first: Counted<Person> | null = null;
  for (const person of waiting) {
    const counted = { person, count: countOf(person, rule, nowMs) };
    if (first === null || compare(counted, first) < 0) first = counted;
  }
  return first !== null && !isEarly(first.person, rule, nowMs) ? first.person : null;
}

/** Whether a desk would call `one` now, rather than `other`. */
export function goesBefore(one: WaitingPerson, other: WaitingPerson | null, rule: CallingRule, nowMs: number): boolean {
  if (isEarly(one, rule, nowMs)) return false;
  if (other === null) return true;
  const counts = countOf(other, rule, nowMs) - countOf(one, rule, nowMs);
  return counts < 0 || (counts === 0 && inTheirClass(one, other) < 0);
}

interface Counted<Person> {
  readonly person: Person;
  readonly count: number;
}

/** Nobody who has come today is called so much later: what says so is a clock that was wrong when they came, or is now. */
const MOST_EARLY_MS = 12 * 60 * MINUTE_MS;

/** A walk-in may be called whatever time of arrival a wrong clock wrote. */
const isBeforeHour = ({ class: own, dueMs }: WaitingPerson, nowMs: number): boolean =>
  own === 'appointment' && dueMs > nowMs && dueMs - nowMs <= MOST_EARLY_MS;

const isEarly = (person: WaitingPerson, rule: CallingRule, nowMs: number): boolean =>
  isBeforeHour(person, nowMs) && person.dueMs - rule.earlyMinutes * MINUTE_MS > nowMs;

function countOf(person: WaitingPerson, rule: CallingRule, nowMs: number): number {
  if (isBeforeHour(person, nowMs)) return -1;
  const { class: own, dueMs } = person;
  return (Math.max(0, nowMs - dueMs) / MINUTE_MS + rule.headStartMinutes[own]) * rule.weights[own];
}

const compare = (one: Counted<WaitingPerson>, other: Counted<WaitingPerson>): number =>
  other.count - one.count || inTheirClass(one.person, other.person);

/** How two of one class follow each other, at whatever time. */
export const inTheirClass = (one: WaitingPerson, other: WaitingPerson): number =>
  one.dueMs - other.dueMs || (one.ticketId < other.ticketId ? -1 : one.ticketId > other.ticketId ? 1 : 0);
