/**
 * Decides which citizen a desk calls next for a service. Each minute of waiting counts by the weight of the citizen's class, so a citizen
 * who has waited long enough precedes every newcomer, and no class waits for ever. The result depends only on the waiting citizens, the
 * rule and the time: desks that know the same citizens choose the same.
 */

export const CALLING_CLASSES = ['appointment', 'preferential', 'walk-in'] as const;
export type CallingClass = (typeof CALLING_CLASSES)[number];

export interface CallingRule {
  /** Weight of one minute of waiting; more than 0. */
  readonly weights: Readonly<Record<CallingClass, number>>;
  /** Minutes of waiting with which a citizen's wait begins at `WaitingPerson.dueMs`. */
  readonly headStartMinutes: Readonly<Record<CallingClass, number>>;
  /** An appointment may be called this long before its start while no other citizen waits. */
  readonly earlyMinutes: number;
}

/**
 * At its start an appointment precedes a walk-in who has waited less than 40 minutes; a preferential citizen who has just arrived precedes
 * a walk-in who has waited less than 30.
 */
export const USUAL_CALLING: CallingRule = {
  weights: { appointment: 4, preferential: 3, 'walk-in': 1 },
  headStartMinutes: { appointment: 10, preferential: 10, 'walk-in': 0 },
  earlyMinutes: 10,
};

export interface WaitingPerson {
  readonly ticketId: string;
  readonly class: CallingClass;
  /**
   * The moment from which the waiting counts, milliseconds since 1970: the start of an appointment if the citizen checked in for it in
   * time, otherwise the issue of the number, or the last time that a number from home was put behind the citizens in the hall.
   */
  readonly dueMs: number;
}

const MINUTE_MS = 60_000;

/** Sorts all waiting citizens, the next to be called first. Appointments that have not started come last, sorted by their start. */
export const callingOrder = <Person extends WaitingPerson>(
  waiting: readonly Person[],
  rule: CallingRule,
  nowMs: number,
): Person[] =>
  waiting
    .map((person) => ({ person, count: countOf(person, rule, nowMs) }))
    .toSorted(compare)
    .map(({ person }) => person);

/** Returns the citizen to call next; `null` if no waiting citizen may be called now. */
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

/** Whether a desk would call `one` now rather than `other`. `other` is `null` if no other citizen waits. */
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

/**
 * An appointment that starts later than this from now is not treated as early. A citizen who has arrived today has no appointment so far
 * ahead, so the clock must be wrong.
 */
const MOST_EARLY_MS = 12 * 60 * MINUTE_MS;

/**
 * Whether an appointment has not started yet. Always `false` for other classes, so that a walk-in whose arrival a wrong clock dated in the
 * future can still be called.
 */
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

/** Sorts citizens of one class; the result does not depend on the time. */
export const inTheirClass = (one: WaitingPerson, other: WaitingPerson): number =>
  one.dueMs - other.dueMs || (one.ticketId < other.ticketId ? -1 : 1);
