import type { Fault, ScriptedFault } from '../../../hardware/simulator/virtual-printer.ts';
import { createRandom, type Random } from '../random.ts';
import { kindOf, type TicketKind } from './ticket-slip.ts';

/** Tickets that are taken at the same moment, and the faults of the printer meanwhile. */
export interface Round {
  /** The number of tickets, 1 to 3. */
  tickets: number;
  faultyTickets: number;
  faults: readonly ScriptedFault[];
  atOnce: readonly Fault[];
  /** A serial cable is pulled `afterMs` after the tickets are taken, and plugged in again after `forMs`; `null`: not pulled. */
  torn: { afterMs: number; forMs: number } | null;
  /** Whether the person asks for a reprint if the paper may not have come out. */
  reprints: boolean;
}

/**
 * Chooses the byte of a ticket at which the next fault begins, so that every byte is used in turn. Faults that cut the link have a separate
 * turn.
 */
export interface Strikes {
  next(kind: TicketKind, fault: Fault): number;
  /** The share of a ticket's bytes at which a cut link was planned, 0 to 1. */
  cut(kind: TicketKind): number;
}

export interface ScheduleOptions {
  seed: number;
  stationNo: number;
  tickets: number;
  overPty: boolean;
  strikes: Strikes;
}

const FAULTY_SHARE = 0.45;
const SECOND_FAULT_SHARE = 0.15;
const AT_ONCE_SHARE = 0.1;
const AT_LINE_SHARE = 0.15;
const PRINTED_LINES = 3;
/** The share of paper, cover and cutter faults that last longer than the queue waits before it gives a ticket up. */
const FORGOTTEN_SHARE = 0.02;
const FORGOTTEN_MS = 8_000;
const REPRINT_SHARE = 0.3;
const PULLED_MS = 400;

type Make = (random: Random) => Fault;
const short = (random: Random) => random.int(5, 80);
const medium = (random: Random) => random.int(80, 400);
const long = (random: Random) => random.int(400, 1_400);
const anyLength = (random: Random) => random.pick([short, short, medium, long])(random);
const mending = (random: Random) =>
  random.chance(FORGOTTEN_SHARE) ? FORGOTTEN_MS : random.pick([short, medium, medium, long])(random);

const FAULTS: readonly Make[] = [
  () => ({ kind: 'reset' }),
  () => ({ kind: 'half-close' }),
  (random) => ({ kind: 'unplugged', forMs: anyLength(random) }),
  (random) => ({ kind: 'stall', forMs: anyLength(random) }),
  (random) => ({ kind: 'silent', forMs: anyLength(random) }),
  (random) => ({ kind: 'late-answers', byMs: anyLength(random), forMs: anyLength(random) }),
  () => ({ kind: 'wrong-id' }),
  () => ({ kind: 'stale-id' }),
  (random) => ({ kind: 'paper-out', mendedAfterMs: mending(random) }),
  (random) => ({ kind: 'cover-open', mendedAfterMs: mending(random) }),
  (random) => ({ kind: 'cutter-stuck', mendedAfterMs: mending(random) }),
  (random) => ({ kind: 'head-hot', forMs: anyLength(random) }),
  (random) => ({ kind: 'garbage', bytes: random.bytes(random.int(1, 40)) }),
  (random) => ({ kind: 'garbled-answers', bytes: random.bytes(random.int(0, 8)), count: random.int(1, 6) }),
  (random) => ({ kind: 'power-cycle', offMs: anyLength(random) }),
];
/** On a serial line the cable is also pulled just after the tickets are taken, about as often as any single fault of `FAULTS`. */
const PULLED_SHARE = 1 / FAULTS.length;

/**
 * Adapts a fault to a serial line. A serial line has no connection to reset, so the cable is pulled. It is pulled for longer than a ticket
 * takes, because a shorter break within a ticket cannot be noticed: the printer prints the rest and confirms the job.
 */
function onLine(fault: Fault, overPty: boolean): Fault {
  if (!overPty || (fault.kind !== 'reset' && fault.kind !== 'unplugged')) return fault;
  return { kind: 'unplugged', forMs: PULLED_MS + (fault.kind === 'unplugged' ? fault.forMs : 0) };
}

export function planRounds({ seed, stationNo, tickets, overPty, strikes }: ScheduleOptions): Round[] {
  const random = createRandom(seed, stationNo);
  const rounds: Round[] = [];
  for (let first = 1; first <= tickets; ) {
    const count = Math.min(tickets - first + 1, random.chance(0.85) ? 1 : random.int(2, 3));
    rounds.push(planRound(random, first, count, overPty, strikes));
    first += count;
  }
  return rounds;
}

function planRound(random: Random, first: number, tickets: number, overPty: boolean, strikes: Strikes): Round {
  const faults: ScriptedFault[] = [];
  const atOnce: Fault[] = [];
  let torn: Round['torn'] = null;
  let faultyTickets = 0;
  for (let jobNo = 1; jobNo <= tickets; jobNo += 1) {
    if (!random.chance(FAULTY_SHARE)) continue;
    faultyTickets += 1;
    if (overPty && random.chance(PULLED_SHARE)) {
      torn = { afterMs: random.int(0, 20), forMs: anyLength(random) };
      continue;
    }
    const count = random.chance(SECOND_FAULT_SHARE) ? 2 : 1;
    for (let faultNo = 0; faultNo < count; faultNo += 1) {
      const fault = onLine(random.pick(FAULTS)(random), overPty);
      if (random.chance(AT_ONCE_SHARE)) atOnce.push(fault);
      else if (random.chance(AT_LINE_SHARE)) faults.push({ atJob: jobNo, atLine: random.int(1, PRINTED_LINES), fault });
      else faults.push({ atJob: jobNo, atByte: strikes.next(kindOf(first + jobNo - 1), fault), fault });
    }
  }
  return { tickets, faultyTickets, faults, atOnce, torn, reprints: random.chance(REPRINT_SHARE) };
}

const CUTS: ReadonlySet<Fault['kind']> = new Set(['reset', 'unplugged']);

/** `lengths`: the bytes of each kind of ticket. */
export function createStrikes(lengths: Readonly<Record<TicketKind, number>>): Strikes {
  const walks = (): Record<TicketKind, Walk> => ({
    plain: createWalk(lengths.plain),
    qr: createWalk(lengths.qr),
    picture: createWalk(lengths.picture),
  });
  const cuts = walks();
  const others = walks();
  return {
    next: (kind, fault) => (CUTS.has(fault.kind) ? cuts : others)[kind].next(),
    cut: (kind) => cuts[kind].covered(),
  };
}

interface Walk {
  next(): number;
  covered(): number;
}

/**
 * Visits the numbers 1 to `length` in strides. A few steps are then spread over the whole range, and `length` steps visit each number once.
 */
export function createWalk(length: number): Walk {
  let stride = Math.max(1, Math.floor(length * 0.618));
  while (gcd(stride, length) !== 1) stride += 1;
  let at = 0;
  let steps = 0;
  return {
    next() {
      steps += 1;
      at = (at + stride) % length;
      return at + 1;
    },
    covered: () => Math.min(1, steps / length),
  };
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
