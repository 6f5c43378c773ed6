import type { KeptDeadLetter } from '../../centre/ports/outbox.ts';
import type { Turn } from '../../contract/shared/panel.ts';
import type { PartLevel } from '../../contract/shared/part-level.ts';
import type { Result } from '../../domain/result.ts';
import type { Touches, TouchMatrix } from '../../domain/touch-calibration.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { EventKind, StoreFinding } from '../../session/contract/event-catalogue.ts';
import type { CardAddress, NetworkEntry, NetworksView } from '../contract/networks.ts';
import type { DiagnosticsStage, SelfTestLack, SelfTestPart } from '../rules/self-test.ts';

/** State of the stored data, for a technician. Times are milliseconds since 1970. */
export interface StoreCare {
  /** The result of comparing journal and database at the program's start, and the time of the comparison. */
  finding: StoreFinding;
  comparedAtMs: number;
  backupAtMs(): number | null;
  /** Bytes used by data and journal; `null` if the disk does not answer. */
  usedBytes(): number | null;
  freeBytes(): number | null;
  leastFreeBytes: number;
  /** Why the last backup or the last deletion of old rows failed; `null`: neither failed. */
  trouble(): 'housekeeping-failed' | 'retention-failed' | null;
}

/** A logged event for the technician; `times` counts repetitions in a row. */
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
  notices: () => readonly { name: string; licence: string }[];
}

/** The result for one tested part. `says`: good, a lack that is no fault, or the event of `EVENT_CATALOGUE` that names the fault. */
export interface SelfTestRow {
  part: SelfTestPart;
  says: 'good' | SelfTestLack | EventKind;
  level: PartLevel;
}

/** The kiosk's self-test, which runs some seconds after each start and on request. */
export interface SelfTest {
  /** The result of the last self-test; `null` before the first. */
  last(): { rows: readonly SelfTestRow[]; atMs: number } | null;
  isRunning(): boolean;
  /** Starts a test unless one is running; `asks`: also contacts the centre. `last` shows the result. */
  run(asks: boolean): void;
  onChange(listener: () => void): void;
}

/** Data from which remote support finds faults, for a file on a USB stick or for the centre. It contains no personal data and no secret. */
export interface Diagnostics {
  state(): { stage: DiagnosticsStage; file: string | null };
  save(): void;
  /** Returns the diagnostics as text of limited length, without the oldest log lines if it would be longer. */
  text(): string;
  /** Called when the technician leaves the page. Clears the state, unless a file is being saved. */
  forget(): void;
  onChange(listener: () => void): void;
}

export interface MachineClock {
  nowMs(): number;
  isPlausible(): boolean;
  readonly canBeSet: boolean;
  /** Asks a service of the machine to set the clock; `false`: it could not be asked. `setting` shows the result. */
  set(wallMs: number): boolean;
  setting(): 'setting' | 'set' | 'not-set' | null;
  /** To be called each second. `offsetMs`: the centre's time minus this clock's; `null` while unknown. */
  look(offsetMs: number | null): void;
}

export interface TouchPanel {
  readonly canBeCalibrated: boolean;
  /** `disagree`: no matrix fits the last touches. `undone`: the last trial was not confirmed in time, so its matrix was taken back. */
  state(): { stage: 'none' | 'trying' | 'kept' | 'undone' | 'disagree'; endsInSeconds: number };
  /** The matrix of the current trial; `null` without a trial. */
  tried(): TouchMatrix | null;
  /** Begins a trial with a matrix computed from touched crosses. `false`: a trial is running already, or the service could not be asked. */
  calibrate(touches: Omit<Touches, 'before'>): boolean;
  confirm(): void;
  /** To be called each second: restores the earlier matrix if the trial was not confirmed in time. */
  look(): void;
}

/**
 * The machine's network cards. `state` shows the result of each command. A command that returns `false` was not begun: NetworkManager
 * cannot be used, another command is running, or the credentials do not fit the network.
 */
export interface Networks {
  /** Returns the last reading of the cards, and starts a new reading if the last is some seconds old. */
  state(): NetworksView;
  find(card: string): boolean;
  setAddress(card: string, address: CardAddress): boolean;
  /** `network`: the name of a found Wi-Fi network; `null`: the network at the cable. */
  join(card: string, network: string | null, entry: NetworkEntry): boolean;
  onChange(listener: () => void): void;
}

export interface Machine {
  care: StoreCare;
  deadLetters(count: number): Result<KeptDeadLetter[], StoreFailure>;
  recentEvents(): readonly LoggedEvent[];
  programs: Programs;
  selfTest: SelfTest;
  diagnostics: Diagnostics;
  clock: MachineClock;
  touch: TouchPanel;
  networks: Networks;
  canTurn: boolean;
  /** Asks a service of the machine to turn the picture; `false`: it could not be asked. */
  turn(degrees: Turn): boolean;
}
