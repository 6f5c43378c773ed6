import type { LastTicket } from '../../../src-main/domain/issue-number.ts';
import { type Anchor, confirmClock } from '../../../src-main/domain/time-label.ts';
import type { Database, Journal } from './disk.ts';
import { dayOf, type World } from './world.ts';

/** One kiosk: its two disks, what its process remembers, and the world's view of it. */
export interface Kiosk {
  readonly index: number;
  running: boolean;
  /** Counts processes: an answer to another one reaches nobody. */
  boot: number;
  bootedAtMs: number;
  /** What the wall clock is ahead of real time. */
  wallOffsetMs: number;
  previousOffsetMs: number;
  database: Database | null;
  journal: Journal | null;
  backups: Database[];
  /** A copy that somebody made of the journal once. */
  oldJournal: Journal | null;
  /** The journal is such a copy, and the kiosk has not met it yet. */
  journalIsOld: boolean;
  anchor: Anchor | null;
  lastTickets: (LastTicket | null)[];
  waiting: PrintJob[];
  /** Tickets of this kiosk that people have seen. */
  visible: number[];
  lastRequest: { request: number; series: number; atMs: number } | null;
  online: boolean;
  /** What three of the controls know: the highest number heard of, the classes of residues, the lease of a leader. */
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

export const wallOf = (world: World, kiosk: Kiosk): number => world.realMs + kiosk.wallOffsetMs;
export const monotonicOf = (world: World, kiosk: Kiosk): number => world.realMs - kiosk.bootedAtMs;

export function setClock(world: World, kiosk: Kiosk, offsetMs: number): void {
  kiosk.previousOffsetMs = kiosk.wallOffsetMs;
  kiosk.wallOffsetMs = offsetMs;
  world.counts.jumps += 1;
  world.tell?.(`kiosk ${kiosk.index}: its clock says ${new Date(wallOf(world, kiosk)).toISOString()}`);
}

/** A person at the kiosk says that its clock is right, whether it is or not. */
export function confirm(world: World, kiosk: Kiosk): void {
  if (!kiosk.running || kiosk.database === null) return;
  kiosk.database.clock = confirmClock(wallOf(world, kiosk), dayOf);
  world.tell?.(`kiosk ${kiosk.index}: a person finds its clock right`);
}
