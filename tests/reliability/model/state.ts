import type { IssuedNumber, LastTicket } from '../../../src-main/tickets/rules/issue-number.ts';
import type { Anchor, ClockRow } from '../../../src-main/tickets/rules/time-label.ts';
import type { Database, Journal } from './disk.ts';

/**
 * - `I1` no two tickets share (office, letter, service day, number)
 * - `I2` what was visible is durable
 * - `U2` no letter with its number comes back within eight hours of real time
 * - `I4` every ticket that was visible reaches the centre, once, unless the disk that held it was lost
 * - `C1` the centre sees no number and no place in an epoch twice
 */
export const INVARIANTS = ['I1', 'I2', 'U2', 'I4', 'C1'] as const;
export type Invariant = (typeof INVARIANTS)[number];

export interface Ticket {
  readonly id: number;
  readonly kiosk: number;
  readonly request: number;
  readonly series: number;
  readonly serviceDay: string;
  readonly number: number;
  readonly incarnation: string;
  readonly epoch: number;
  readonly seq: number;
  readonly pressedAtMs: number;
  /** Its number was on a screen or on paper. */
  shown: boolean;
  /** Both disks that held it are gone. */
  excused: boolean;
}

export interface Violation {
  readonly invariant: Invariant;
  readonly detail: string;
}

/** One office, its real time, and what people and the centre have seen. */
export interface World {
  readonly variant: Variant;
  readonly series: number;
  readonly kiosks: Kiosk[];
  readonly tickets: Ticket[];
  readonly centre: Centre;
  readonly counts: Counts;
  /** Gets every step, or `null`. */
  readonly tell: ((line: string) => void) | null;
  realMs: number;
  broken: Violation | null;
  nextSlot: number;
  enrolments: number;
  requests: number;
  /** Ticket by its printed label. */
  readonly byKey: Map<number, number>;
  /** When a letter with its number was last visible, and on whose ticket. */
  readonly lastSeen: Map<number, { ticket: number; atMs: number }>;
  /** For the control with residue classes. */
  classes: number;
}

export interface Centre {
  readonly stored: Set<number>;
  readonly byKey: Map<number, number>;
  readonly byPlace: Map<string, number>;
  /** Highest number by letter and day. */
  readonly highest: Map<number, number>;
}

export interface Counts {
  papers: number;
  crashes: number;
  jumps: number;
  restores: number;
  journalLosses: number;
  doubleLosses: number;
  refusals: number;
  /** Numbers that one kiosk gave another. */
  given: number;
}

/** One kiosk: its two disks, its process's memory, and what the world saw of it. */
export interface Kiosk {
  readonly index: number;
  running: boolean;
  /** Counts processes: an answer to an earlier one is lost. */
  boot: number;
  bootedAtMs: number;
  /** How far the wall clock is ahead of real time. */
  wallOffsetMs: number;
  previousOffsetMs: number;
  database: Database | null;
  journal: Journal | null;
  backups: Database[];
  /** A copy that a person once made of the journal. */
  oldJournal: Journal | null;
  /** The journal is such a copy, and the kiosk has not found out yet. */
  journalIsOld: boolean;
  anchor: Anchor | null;
  lastTickets: (LastTicket | null)[];
  waiting: PrintJob[];
  /** Tickets of this kiosk that people have seen. */
  visible: number[];
  lastRequest: { request: number; series: number; atMs: number } | null;
  /** Tickets with numbers of other kiosks, and when these came. */
  ofOthers: Map<number, { boot: number; monotonicMs: number }>;
  online: boolean;
  /** What three of the controls know: the highest known number, the residue classes, a leader's lease. */
  heard: Map<number, number>;
  classes: number;
  lease: { holder: number; untilWallMs: number };
}

export interface PrintJob {
  ticket: number;
  pressedMonotonicMs: number;
  wallMs: number;
  boot: number;
}

export const FAULTS = ['kill', 'power', 'clock', 'database', 'journal', 'both', 'partition', 'loss'] as const;
export type Fault = (typeof FAULTS)[number];

export interface Choice {
  number: number;
  serviceDay: string;
  /** `null`: another kiosk counts it. */
  issued: IssuedNumber | null;
  clock: ClockRow;
  /** What else the process knows once the number is durable. */
  learned?: () => void;
}

export interface Line {
  /** Numbers given to other kiosks count as its own. */
  readonly isCounted: boolean;
  /** A ticket has the service day by which its number was counted. */
  readonly keepsDay: boolean;
  /** A number's owner is asked before its paper is printed again much later. */
  readonly asksOwner: boolean;
}

/** A way of giving numbers: the product's, or one that breaks a promise on purpose. */
export interface Variant {
  readonly name: string;
  readonly leastKiosks: 1 | 2;
  readonly faults: ReadonlySet<Fault>;
  readonly checks: ReadonlySet<Invariant>;
  readonly journal: boolean;
  /** `synchronous=FULL`: a finished commit survives a power cut. */
  readonly durableCommits: boolean;
  readonly printsFirst: boolean;
  readonly jobsOutliveTheProcess: boolean;
  /** How kiosks in contact give the numbers of one line. */
  readonly line: Line;
  mayPrint(world: World, kiosk: Kiosk, job: PrintJob): boolean;
  /** `null`: no number. */
  choose(world: World, kiosk: Kiosk, series: number): Choice | null;
}
