import { inAlphabet } from './locator.ts';

/**
 * Numbers that citizens take at home. A turn from afar keeps its place in the line while its holder is coming, and enters the calling order
 * once the holder has proven to be in the office.
 */

/** What an office's profile says about numbers from afar. */
export interface FromHomeRule {
  /** Of the calls of a service while a citizen waits in the hall, at most this share (in %) go to turns from afar that pass this citizen. */
  readonly share: number;
  /** Minutes that a turn is kept for its holder once it is next: at first, and each time that it was put behind. */
  readonly holdMinutes: number;
  /** The services that give numbers from afar, with the most of them in a quarter of an hour. */
  readonly services: readonly { readonly serviceId: string; readonly perQuarter: number }[];
}

/** The writer of a kiosk's own acts on a ticket. No desk has this name: profiles refuse it. */
export const KIOSK_WRITER = 'torn-kiosk';

const QUARTER_MS = 15 * 60_000;
const MINUTE_MS = 60_000;

export const quarterOf = (atMs: number): number => Math.floor(atMs / QUARTER_MS);

/** How many numbers from afar a service may give now; `issuedAtMs`: when it gave those of today. */
export function quotaLeft(rule: FromHomeRule, serviceId: string, issuedAtMs: readonly number[], nowMs: number): number {
  const { perQuarter = 0 } = rule.services.find((one) => one.serviceId === serviceId) ?? {};
  // A time ahead of the clock counts too: a clock that was set back must not open the quarter again.
  const used = issuedAtMs.filter((atMs) => quarterOf(atMs) >= quarterOf(nowMs)).length;
  return Math.max(0, perQuarter - used);
}

/** A citizen who waits in the hall, or a turn from afar whose holder has arrived. */
export interface PersonInHall {
  /** Since when the citizen is in the hall, milliseconds since 1970. */
  readonly inHallSinceMs: number;
  readonly isFromAfar: boolean;
}

/** A call of the same service. */
export interface PastCall extends PersonInHall {
  readonly calledAtMs: number;
}

/**
 * Whether the next call may go to `one` although `others` wait. A citizen is passed by a turn from afar that is called before, and whose
 * holder came to the hall later.
 */
export function mayPass(
  one: PersonInHall,
  others: readonly PersonInHall[],
  calls: readonly PastCall[],
  { share }: Pick<FromHomeRule, 'share'>,
): boolean {
  const passes = (call: PersonInHall, other: PersonInHall): boolean =>
    call.isFromAfar && call.inHallSinceMs > other.inHallSinceMs;
  return others.every((other) => {
    if (!passes(one, other)) return true;
    const since = calls.filter(({ calledAtMs }) => calledAtMs > other.inHallSinceMs);
    const passed = since.filter((call) => passes(call, other)).length;
    return (passed + 1) * 100 <= share * (since.length + 1);
  });
}

/** Times that a turn waits behind before it ends. */
export const MOST_TIMES_BEHIND = 2;

export interface ComingTurn {
  readonly timesBehind: number;
  /** How long no citizen of its service who is in the hall would have been called before it; `null`: one would be called before it now. */
  readonly nextForMs: number | null;
}

/** What happens to a turn whose holder has not arrived; `null`: nothing yet. */
export function withoutHolder(
  { timesBehind, nextForMs }: ComingTurn,
  { holdMinutes }: Pick<FromHomeRule, 'holdMinutes'>,
): 'put-behind' | 'lapse' | null {
  if (nextForMs === null || nextForMs < holdMinutes * MINUTE_MS) return null;
  return timesBehind < MOST_TIMES_BEHIND ? 'put-behind' : 'lapse';
}

/** Characters at the end of the follow token by which every kiosk of the office knows it again; the others stay secret. */
const MARK_CHARACTERS = 8;
const PROOF_DIGITS = 4;

/** The mark of a ticket's code; kiosks of an office give it to each other in place of the token. */
export const arrivalMark = (followToken: string): string => followToken.slice(-MARK_CHARACTERS);

/** The digits that prove an arrival together with the number, typed at a kiosk; from the token or its mark. */
const arrivalDigits = (tokenOrMark: string): string =>
  [...tokenOrMark.slice(-PROOF_DIGITS)].map((character) => (character.codePointAt(0) ?? 0) % 10).join('');

/** `A052-1234`: the number and the digits of its proof, as on the phone. */
export const arrivalCode = (label: string, followToken: string): string => `${label}-${arrivalDigits(followToken)}`;

/** One or two letters, three or four digits of the number and four of the proof, whose letters may be typed as their look-alikes. */
export const isArrivalCode = (typed: string): boolean => /^[A-Z0-9]{1,2}\d{7,8}$/.test(inAlphabet(typed));

export const isSameCode = (typed: string, code: string): boolean => inAlphabet(typed) === inAlphabet(code);
