import type { IssuedNumber, LastTicket } from '../../../src-main/tickets/rules/issue-number.ts';
import type { Anchor, ClockRow } from '../../../src-main/tickets/rules/time-label.ts';
import type { Database, Journal } from './disk.ts';

/**
 * - `I1` no two tickets share (office, letter, service day, number)
 * - `I2` a ticket that a person has seen stays at its kiosk or at the centre
 * - `U2` no label (letter and number) is issued again within eight hours of real time
 * - `I4` every ticket that a person has seen reaches the centre, once, unless the disk that had it was lost
 * - `C1` the centre gets no number twice, and no sequence number of an epoch (count of rebuilds and restores of a kiosk's data) twice
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
  shown: boolean;
  /** Whether the ticket was lost with database and journal, so that its loss breaks no promise. */
  excused: boolean;
}

export interface Violation {
  readonly invariant: Invariant;
  readonly detail: string;
}

export interface World {
  readonly variant: Variant;
  readonly series: number;
  readonly kiosks: Kiosk[];
  readonly tickets: Ticket[];
  readonly centre: Centre;
  readonly counts: Counts;
  readonly tell: ((line: string) => void) | null;
  realMs: number;
  broken: Violation | null;
  nextSlot: number;
  enrolments: number;
  requests: number;
  readonly byKey: Map<number, number>;
  readonly lastSeen: Map<number, { ticket: number; atMs: number }>;
  /** The number of kiosks by which the planted fault `chooseResidue` divides numbers. */
  classes: number;
}

export interface Centre {
  readonly stored: Set<number>;
  readonly byKey: Map<number, number>;
  readonly byPlace: Map<string, number>;
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
  /** The count of numbers that a kiosk gave to a different kiosk. */
  given: number;
}

export interface Kiosk {
  readonly index: number;
  running: boolean;
  /** The number of starts. An answer to an earlier run of the process is dropped. */
  boot: number;
  bootedAtMs: number;
  /** Milliseconds by which the wall clock is ahead of real time. */
  wallOffsetMs: number;
  previousOffsetMs: number;
  database: Database | null;
  journal: Journal | null;
  backups: Database[];
  oldJournal: Journal | null;
  /** Whether the journal is an old copy and the kiosk has not noticed this. */
  journalIsOld: boolean;
  anchor: Anchor | null;
  lastTickets: (LastTicket | null)[];
  waiting: PrintJob[];
  visible: number[];
  lastRequest: { request: number; series: number; atMs: number } | null;
  /** Tickets with numbers of other kiosks, with the moment at which each number came. */
  ofOthers: Map<number, { boot: number; monotonicMs: number }>;
  online: boolean;
  /** Data of planted faults: `heard` has the highest known numbers, `classes` the number of kiosks, `lease` a leader's lease. */
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
  /** The issued number; `null`: the number comes from a different kiosk, which counts it. */
  issued: IssuedNumber | null;
  clock: ClockRow;
  learned?: () => void;
}

export interface Line {
  /** Whether a kiosk stores the numbers that it gives to other kiosks. */
  readonly isCounted: boolean;
  /** Whether a ticket gets the service day of the kiosk that counted its number. */
  readonly keepsDay: boolean;
  /** Whether a kiosk asks the kiosk that counted a number before reprinting an old ticket with it. */
  readonly asksOwner: boolean;
}

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
  /** The rules by which kiosks in contact share one sequence of numbers. */
  readonly line: Line;
  mayPrint(world: World, kiosk: Kiosk, job: PrintJob): boolean;
  /** Chooses the next number; `null`: none. */
  choose(world: World, kiosk: Kiosk, series: number): Choice | null;
}
