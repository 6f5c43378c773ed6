import type { EventKind } from '../contract/kiosk/event-catalogue.ts';
import type { StoreFinding } from '../contract/kiosk/store-findings.ts';
import type { Turn } from '../contract/shared/panel.ts';
import type { PartLevel } from '../contract/shared/part-level.ts';
import type { Result } from '../domain/result.ts';
import type { DiagnosticsStage, SelfTestLack, SelfTestPart } from '../domain/self-test.ts';
import type { KeptDeadLetter } from './outbox.ts';
import type { StoreFailure } from './store-failure.ts';

/** How the data on this machine's disks do. Times are milliseconds since 1970. */
export interface StoreCare {
  /** What the two copies were when the program started, and when they were compared. */
  finding: StoreFinding;
  comparedAtMs: number;
  /** When the newest copy for safety was made; `null` before the first. */
  backupAtMs(): number | null;
  /** What data and journal take; `null` where the disk does not answer. */
  usedBytes(): number | null;
  freeBytes(): number | null;
  /** At least so much has to be free. */
  leastFreeBytes: number;
  /** Why the last backup was not made, or old rows were not deleted; `null`: nothing failed the last time. */
  trouble(): 'housekeeping-failed' | 'retention-failed' | null;
}

/** An event of the log, as it is told to a technician: which, when, how often in a row. */
export interface LoggedEvent {
  no: number;
  kind: EventKind;
  atMs: number;
  times: number;
}

export interface Programs {
  node: string;
  /** `null` where no shell has started the core. */
  electron: string | null;
  sqlite: string;
  /** What of others ships with it: read when it is asked for. */
  notices: () => readonly { name: string; licence: string }[];
}

/** One part that was tested. `says`: in order, nothing that is missing, or a word of the event catalogue. */
export interface SelfTestRow {
  part: SelfTestPart;
  says: 'good' | SelfTestLack | EventKind;
  level: PartLevel;
}

/** The kiosk looks at itself, some seconds after each start and whenever somebody asks. */
export interface SelfTest {
  /** `null` before the first. */
  last(): { rows: readonly SelfTestRow[]; atMs: number } | null;
  isRunning(): boolean;
  /** One at a time; `asks`: the centre too. What comes of it is in `last`. */
  run(asks: boolean): void;
  onChange(listener: () => void): void;
}

/** What somebody elsewhere needs to find a fault, in a file on a memory that was plugged in. Nothing personal and no secret is in it. */
export interface Diagnostics {
  /** `file`: what it was saved as. */
  state(): { stage: DiagnosticsStage; file: string | null };
  save(): void;
  /** The same as text of a bounded length, without the oldest lines of the log where it is longer. */
  text(): string;
  /** The page is left: what came of the last one is of no interest any more. */
  forget(): void;
  onChange(listener: () => void): void;
}

/** The clock of the machine. Times are milliseconds since 1970. */
export interface MachineClock {
  nowMs(): number;
  /** It was set once, and shows no time that is certainly over. */
  isPlausible(): boolean;
  /** A service of the machine sets it on demand. */
  readonly canBeSet: boolean;
  /** Asks that service; `false`: nothing could be asked. What comes of it is in `setting`. */
  set(wallMs: number): boolean;
  /** Of the last try; `null` before any. */
  setting(): 'setting' | 'set' | 'not-set' | null;
  /** To be called each second. `offsetMs`: what the clock lacks to the centre's; `null` while that is not known. */
  look(offsetMs: number | null): void;
}

/** The machine that this kiosk runs on, as its technician reads it. */
export interface Machine {
  care: StoreCare;
  /** At most `count`, the oldest first. */
  deadLetters(count: number): Result<KeptDeadLetter[], StoreFailure>;
  /** The newest first. */
  recentEvents(): readonly LoggedEvent[];
  programs: Programs;
  selfTest: SelfTest;
  diagnostics: Diagnostics;
  clock: MachineClock;
  /** A service of the machine turns the picture. */
  canTurn: boolean;
  /** Asks that service; `false`: nothing could be asked. */
  turn(degrees: Turn): boolean;
}
