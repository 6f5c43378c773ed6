import type { KeptDeadLetter } from '../../centre/ports/outbox.ts';
import type { Turn } from '../../contract/shared/panel.ts';
import type { PartLevel } from '../../contract/shared/part-level.ts';
import type { Result } from '../../domain/result.ts';
import type { Touches, TouchMatrix } from '../../domain/touch-calibration.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { EventKind } from '../../session/contract/event-catalogue.ts';
import type { StoreFinding } from '../../session/contract/store-findings.ts';
import type { DiagnosticsStage, SelfTestLack, SelfTestPart } from '../rules/self-test.ts';
import type { Networks } from './networks.ts';

/** State of the stored data. Times are milliseconds since 1970. */
export interface StoreCare {
  /** The result of comparing journal and database at the program's start, and when they were compared. */
  finding: StoreFinding;
  comparedAtMs: number;
  /** Time of the newest backup; `null` before the first. */
  backupAtMs(): number | null;
  /** Size of data and journal; `null` if the disk does not answer. */
  usedBytes(): number | null;
  freeBytes(): number | null;
  leastFreeBytes: number;
  /** Why the last backup or the last deletion of old rows failed; `null`: both succeeded. */
  trouble(): 'housekeeping-failed' | 'retention-failed' | null;
}

/** A logged event for the technician; `times` counts consecutive repetitions. */
export interface LoggedEvent {
  no: number;
  kind: EventKind;
  atMs: number;
  times: number;
}

export interface Programs {
  node: string;
  /** Version of Electron; `null` if no shell started the core. */
  electron: string | null;
  sqlite: string;
  /** Licences of bundled software, read on demand. */
  notices: () => readonly { name: string; licence: string }[];
}

/** One tested part. `says`: good, an acceptable lack, or an event of the catalogue. */
export interface SelfTestRow {
  part: SelfTestPart;
  says: 'good' | SelfTestLack | EventKind;
  level: PartLevel;
}

/** The kiosk's self-test, some seconds after each start and on demand. */
export interface SelfTest {
  /** The result of the last test; `null` before the first. */
  last(): { rows: readonly SelfTestRow[]; atMs: number } | null;
  isRunning(): boolean;
  /** Starts a test unless one is running; `asks`: also asks the centre. `last` shows the result. */
  run(asks: boolean): void;
  onChange(listener: () => void): void;
}

/** A file on USB memory for finding faults elsewhere. It contains no personal data and no secret. */
export interface Diagnostics {
  /** `file`: its name. */
  state(): { stage: DiagnosticsStage; file: string | null };
  save(): void;
  /** Returns the diagnostics as text of limited length; drops the oldest log lines if needed. */
  text(): string;
  /** Clears the state when the page is left. */
  forget(): void;
  onChange(listener: () => void): void;
}

/** The clock of the machine. Times are milliseconds since 1970. */
export interface MachineClock {
  nowMs(): number;
  /** Whether the clock was ever set and shows no time that is certainly over. */
  isPlausible(): boolean;
  /** Whether a service of the machine sets the clock on demand. */
  readonly canBeSet: boolean;
  /** Asks that service to set the clock; `false`: it could not be asked. `setting` shows the outcome. */
  set(wallMs: number): boolean;
  /** Outcome of the last attempt to set the clock; `null` before any. */
  setting(): 'setting' | 'set' | 'not-set' | null;
  /** To be called each second. `offsetMs`: the centre's time minus the clock's; `null` while unknown. */
  look(offsetMs: number | null): void;
}

/** The touch panel of the machine. */
export interface TouchPanel {
  /** Whether a service of the machine gives the touch panel a matrix on demand. */
  readonly canBeCalibrated: boolean;
  /** `disagree`: no matrix fits the last touches. `undone`: the last trial was not confirmed in time. */
  state(): { stage: 'none' | 'trying' | 'kept' | 'undone' | 'disagree'; endsInSeconds: number };
  /** The matrix of the running trial. */
  tried(): TouchMatrix | null;
  /** Begins a trial by touched crosses. `false`: a trial runs already, or the service could not be asked. */
  calibrate(touches: Omit<Touches, 'before'>): boolean;
  /** Ends the trial and keeps its matrix. */
  confirm(): void;
  /** To be called each second: restores the earlier matrix if the trial was not confirmed in time. */
  look(): void;
}

/** The machine that this kiosk runs on, as its technician reads it. */
export interface Machine {
  care: StoreCare;
  /** Returns rejected events, at most `count`, the oldest first. */
  deadLetters(count: number): Result<KeptDeadLetter[], StoreFailure>;
  /** Returns the remembered events of the log, the newest first. */
  recentEvents(): readonly LoggedEvent[];
  programs: Programs;
  selfTest: SelfTest;
  diagnostics: Diagnostics;
  clock: MachineClock;
  touch: TouchPanel;
  networks: Networks;
  /** Whether a service of the machine turns the picture. */
  canTurn: boolean;
  /** Asks that service to turn the picture; `false`: it could not be asked. */
  turn(degrees: Turn): boolean;
}
