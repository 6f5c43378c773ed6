import type { IssuedNumber, LastTicket } from '../../../src-main/tickets/rules/issue-number.ts';
import type { Anchor, ClockRow } from '../../../src-main/tickets/rules/time-label.ts';
import type { Database, Journal } from './disk.ts';

/**
 * - `I1` no two tickets share (office, letter, service day, number)
 * - `I2` what was visible is durable
 * - `U2` no label (letter and number) comes back within eight hours of real time
 * - `I4` every ticket that was visible reaches the centre, once, unless the disk that had it was lost
 * - `C1` the centre gets no number twice, and no sequence number of an epoch twice
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
  /** Whether the number was on a screen or on paper. */
  shown: boolean;
  /** Whether both disks with the ticket are lost. */
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
  /** Receives a line for every step; `null`: nothing is reported. */
  readonly tell: ((line: string) => void) | null;
  realMs: number;
  broken: Violation | null;
  nextSlot: number;
  enrolments: number;
  requests: number;
  /** The ticket for each printed label. */
  readonly byKey: Map<number, number>;
  /** The last time at which each label (letter and number) was visible, and the ticket that had it. */
  readonly lastSeen: Map<number, { ticket: number; atMs: number }>;
  /** The number of residue classes, for the control that uses them. */
  classes: number;
}

export interface Centre {
  readonly stored: Set<number>;
  readonly byKey: Map<number, number>;
  readonly byPlace: Map<string, number>;
  /** The highest number for each letter and day. */
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
  /** The number of numbers that one kiosk gave another. */
  given: number;
}

/** A kiosk: its two disks, its process's memory, and what people saw at it. */
export interface Kiosk {
  readonly index: number;
  running: boolean;
  /** The number of starts. An answer to an earlier process is dropped. */
  boot: number;
  bootedAtMs: number;
  /** Milliseconds by which the wall clock is ahead of real time. */
  wallOffsetMs: number;
  previousOffsetMs: number;
  database: Database | null;
  journal: Journal | null;
  backups: Database[];
  /** A copy of the journal that a person once made. */
  oldJournal: Journal | null;
  /** Whether the journal is an old copy and the kiosk has not noticed this. */
  journalIsOld: boolean;
  anchor: Anchor | null;
  lastTickets: (LastTicket | null)[];
  waiting: PrintJob[];
  /** Tickets of this kiosk that people have seen. */
  visible: number[];
  lastRequest: { request: number; series: number; atMs: number } | null;
  /** Tickets with numbers of other kiosks, with the moment at which each number came. */
  ofOthers: Map<number, { boot: number; monotonicMs: number }>;
  online: boolean;
  /** Data of three of the controls: the highest known number, the residue classes, a leader's lease. */
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
  /** The issued number; `null`: another kiosk counts it. */
  issued: IssuedNumber | null;
  clock: ClockRow;
  /** Updates the process's memory once the number is durable. */
  learned?: () => void;
}

export interface Line {
  /** Whether a kiosk counts the numbers that it gives to other kiosks. */
  readonly isCounted: boolean;
  /** Whether a ticket gets the service day for which its number was counted. */
  readonly keepsDay: boolean;
  /** Whether the kiosk that counted a number is asked before its paper is printed again much later. */
  readonly asksOwner: boolean;
}

/** A way of issuing numbers: the product's, or a faulty one. */
export interface Variant {
  readonly name: string;
  readonly leastKiosks: 1 | 2;
  readonly faults: ReadonlySet<Fault>;
  readonly checks: ReadonlySet<Invariant>;
  readonly journal: boolean;
  /** Whether a finished commit survives a power cut (`synchronous=FULL`). */
  readonly durableCommits: boolean;
  readonly printsFirst: boolean;
  readonly jobsOutliveTheProcess: boolean;
  /** How kiosks in contact share one line of numbers. */
  readonly line: Line;
  mayPrint(world: World, kiosk: Kiosk, job: PrintJob): boolean;
  /** Chooses the next number; `null`: none. */
  choose(world: World, kiosk: Kiosk, series: number): Choice | null;
}
