/**
 * Rules for numbers that citizens take at home. Such a turn keeps its place in the queue while its holder is coming, and desks call it only
 * once the holder has proven to be in the office.
 */

export interface FromHomeRule {
  /**
   * The largest percentage of a service's calls that may go to turns from home ahead of a citizen who was in the hall earlier. It is
   * counted for each such citizen, over the calls made while that citizen waits.
   */
  readonly share: number;
  /**
   * Minutes for which a turn from home that would be called next waits for its holder. Then it is put behind the citizens in the hall; once
   * it would be called next again, it waits as long again.
   */
  readonly holdMinutes: number;
  /** The services that give numbers from home. `perQuarter`: how many numbers at most in a quarter of an hour. */
  readonly services: readonly { readonly serviceId: string; readonly perQuarter: number }[];
}

/**
 * The writer (`LifeEvent.by`) of acts that a kiosk, and not a desk, makes on a ticket. No desk has this id, because `OfficeProfile` refuses
 * it.
 */
export const KIOSK_WRITER = 'torn-kiosk';

const QUARTER_MS = 15 * 60_000;
const MINUTE_MS = 60_000;

export const quarterOf = (atMs: number): number => Math.floor(atMs / QUARTER_MS);

/**
 * Returns how many numbers from home a service may still give in this quarter of an hour. `issuedAtMs`: the times at which today's numbers
 * from home were given.
 */
export function quotaLeft(rule: FromHomeRule, serviceId: string, issuedAtMs: readonly number[], nowMs: number): number {
  const { perQuarter = 0 } = rule.services.find((one) => one.serviceId === serviceId) ?? {};
  // A time ahead of the clock counts too. Otherwise a clock that was set back would let the service give the same quarter's numbers twice.
  const used = issuedAtMs.filter((atMs) => quarterOf(atMs) >= quarterOf(nowMs)).length;
  return Math.max(0, perQuarter - used);
}

/** A citizen in the hall. The number was taken there or at home (`isFromHome`). */
export interface PersonInHall {
  /** Time of arrival in the hall, milliseconds since 1970. */
  readonly inHallSinceMs: number;
  readonly isFromHome: boolean;
}

export interface PastCall extends PersonInHall {
  readonly calledAtMs: number;
}

/** Whether a turn from home passes another citizen if it is called first, because its holder came to the hall later than that citizen. */
export const passes = (call: PersonInHall, other: PersonInHall): boolean =>
  call.isFromHome && call.inHallSinceMs > other.inHallSinceMs;

/** Whether `share` allows the next call to go to `one`, ahead of those of `others` who were in the hall earlier. */
function mayPass(
  one: PersonInHall,
  others: readonly PersonInHall[],
  calls: readonly PastCall[],
  { share }: Pick<FromHomeRule, 'share'>,
): boolean {
  return others.every((other) => {
    if (!passes(one, other)) return true;
    const since = calls.filter(({ calledAtMs }) => calledAtMs > other.inHallSinceMs);
    const passed = since.filter((call) => passes(call, other)).length;
    return (passed + 1) * 100 <= share * (since.length + 1);
  });
}

/**
 * Largest number of times that a turn is put behind the citizens in the hall. If its holder does not arrive after that either, the turn
 * ends (`lapse`).
 */
export const MOST_TIMES_BEHIND = 2;

export interface TurnInHall extends PersonInHall {
  readonly serviceId: string;
}

/**
 * Moves turns from home behind all other turns if a call now would let them pass a citizen beyond `share`. Each of the two groups keeps its
 * sequence.
 */
export function withinShare<Turn extends object>(
  ordered: readonly Turn[],
  turnOf: (turn: Turn) => TurnInHall,
  callsOf: (serviceId: string) => readonly PastCall[],
  rule: Pick<FromHomeRule, 'share'>,
): Turn[] {
  const turns = ordered.map(turnOf);
  const isHeld = (one: TurnInHall): boolean => {
    const others = turns.filter((other) => other !== one && other.serviceId === one.serviceId);
    return one.isFromHome && !mayPass(one, others, callsOf(one.serviceId), rule);
  };
  const held = new Set(ordered.filter((_, at) => turns[at] !== undefined && isHeld(turns[at])));
  return [...ordered.filter((one) => !held.has(one)), ...held];
}

export interface ComingTurn {
  readonly timesBehind: number;
  /**
   * Time for which this turn would have been called ahead of every citizen of its service in the hall, milliseconds; `null`: a citizen in
   * the hall would be called first.
   */
  readonly nextForMs: number | null;
}

/** Decides whether a turn whose holder has not arrived is put behind the citizens in the hall, or ends; `null`: neither yet. */
export function withoutHolder(
  { timesBehind, nextForMs }: ComingTurn,
  { holdMinutes }: Pick<FromHomeRule, 'holdMinutes'>,
): 'put-behind' | 'lapse' | null {
  if (nextForMs === null || nextForMs < holdMinutes * MINUTE_MS) return null;
  return timesBehind < MOST_TIMES_BEHIND ? 'put-behind' : 'lapse';
}
