import { ADDRESSES_OF_NETWORK, networkOf } from '../booking/visitors.ts';
import type { Clock } from '../clock.ts';

/**
 * The difficulty in bits of the easiest puzzle. A computer solves it in half a second, an old phone in some seconds, while the reader
 * chooses.
 */
const LEAST_BITS = 17;
const MOST_BITS = 22;
/** Holds of an address per day before its puzzles become harder; each doubling of the holds adds a bit. */
const USUAL_HOLDS = 4;
/** Milliseconds that each form of an address waits in the line for browsers without scripts, at first and at most. */
const LINE_STEP_MS = 6_000;
const MOST_STEP_MS = 120_000;
/** The most forms of one address in the line at once, and the most addresses that a replica counts. */
const MOST_IN_LINE = 4;
const MOST_ADDRESSES = 50_000;

interface Counted {
  holds: number;
  /** The time at which the last form of this address leaves the line. */
  lineEndsMs: number;
}

/**
 * Counts the forms and holds of an address on a day, under the address's hash of that day (`Booking.visitorOf`), in memory alone. A restart
 * loses all counts; beyond `MOST_ADDRESSES` the oldest are forgotten. Each replica counts for itself.
 */
export interface Visitors {
  /** The difficulty of the address's next puzzle, in bits. */
  bitsOf(name: string): number;
  /** The time at which a form without an answer may go on. `null`: too many forms of this address wait already. */
  joinLine(name: string, nowMs: number): number | null;
  countHold(name: string): void;
}

export function createVisitors(clock: Clock, leastBits: number = LEAST_BITS): Visitors {
  let day = '';
  const counts = new Map<string, Counted>();
  function countedOf(name: string): Counted {
    const today = new Date(clock.nowMs()).toISOString().slice(0, 10);
    if (day !== today) counts.clear();
    day = today;
    const known = counts.get(name);
    if (known !== undefined) return known;
    // Forgets the oldest: if a full count refused new addresses, a stranger could close the line to every address that comes later.
    const [oldest] = counts.keys();
    if (counts.size >= MOST_ADDRESSES && oldest !== undefined) counts.delete(oldest);
    const counted = { holds: 0, lineEndsMs: 0 };
    counts.set(name, counted);
    return counted;
  }
  const harderThan = (name: string, usual: number): number =>
    Math.max(0, Math.ceil(Math.log2(((counts.get(name)?.holds ?? 0) + 1) / usual)));
  const harderBy = (name: string): number => {
    const network = networkOf(name);
    const own = harderThan(name, USUAL_HOLDS);
    return network === null ? own : Math.max(own, harderThan(network, USUAL_HOLDS * ADDRESSES_OF_NETWORK));
  };
  return {
    bitsOf: (name) => Math.min(MOST_BITS, leastBits + harderBy(name)),
    joinLine(name, nowMs) {
      const counted = countedOf(name);
      const stepMs = Math.min(MOST_STEP_MS, LINE_STEP_MS * 2 ** harderBy(name));
      const readyMs = Math.max(nowMs, counted.lineEndsMs) + stepMs;
      if (readyMs > nowMs + MOST_IN_LINE * stepMs) return null;
      counted.lineEndsMs = readyMs;
      return readyMs;
    },
    countHold(name) {
      countedOf(name).holds += 1;
      const network = networkOf(name);
      if (network !== null) countedOf(network).holds += 1;
    },
  };
}
