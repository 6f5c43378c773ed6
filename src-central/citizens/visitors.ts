import { ADDRESSES_OF_NETWORK, networkOf } from '../booking/visitors.ts';
import type { Clock } from '../clock.ts';

/**
 * The difficulty of the easiest puzzle in bits. A computer solves it in half a second, an old phone in some seconds, while the reader
 * chooses.
 */
const LEAST_BITS = 17;
const MOST_BITS = 22;
/**
 * An address may make this many holds a day before its puzzles become harder. Each time its holds double, its puzzles get a further bit.
 */
const USUAL_HOLDS = 4;
/**
 * A form without an answer to its puzzle waits. Each such form waits this much longer than the previous form of the same address. The step
 * doubles with each further bit of the address's puzzles, up to `MOST_STEP_MS`.
 */
const LINE_STEP_MS = 6_000;
const MOST_STEP_MS = 120_000;
const MOST_IN_LINE = 4;
const MOST_ADDRESSES = 50_000;

interface Counted {
  holds: number;
  lineEndsMs: number;
}

export type Visitors = ReturnType<typeof createVisitors>;

/**
 * Counts waiting forms and holds per address and day, under a hash of the address that changes every day (`Booking.visitorOf`). The counts
 * are in memory, separate in each replica, and lost at a restart. Beyond `MOST_ADDRESSES` the oldest are forgotten.
 */
export function createVisitors(clock: Clock, leastBits: number = LEAST_BITS) {
  let day = '';
  const counts = new Map<string, Counted>();
  function countedOf(name: string): Counted {
    const today = new Date(clock.nowMs()).toISOString().slice(0, 10);
    if (day !== today) counts.clear();
    day = today;
    const known = counts.get(name);
    if (known !== undefined) return known;
    // The oldest address is forgotten: if a full count refused new ones, a stranger could fill it and lock out everybody else.
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
    bitsOf: (name: string): number => Math.min(MOST_BITS, leastBits + harderBy(name)),
    /** Returns the time until which a form without an answer waits. `null`: too many forms of this address wait. */
    joinLine(name: string, nowMs: number): number | null {
      const counted = countedOf(name);
      const stepMs = Math.min(MOST_STEP_MS, LINE_STEP_MS * 2 ** harderBy(name));
      const readyMs = Math.max(nowMs, counted.lineEndsMs) + stepMs;
      if (readyMs > nowMs + MOST_IN_LINE * stepMs) return null;
      counted.lineEndsMs = readyMs;
      return readyMs;
    },
    countHold(name: string): void {
      countedOf(name).holds += 1;
      const network = networkOf(name);
      if (network !== null) countedOf(network).holds += 1;
    },
  };
}
