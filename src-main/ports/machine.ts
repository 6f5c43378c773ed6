import type { EventKind } from '../contract/kiosk/event-catalogue.ts';
import type { StoreFinding } from '../contract/kiosk/store-findings.ts';
import type { Result } from '../domain/result.ts';
import type { KeptDeadLetter } from './outbox.ts';
import type { StoreFailure } from './store.ts';

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

/** The machine that this kiosk runs on, as its technician reads it. */
export interface Machine {
  care: StoreCare;
  /** At most `count`, the oldest first. */
  deadLetters(count: number): Result<KeptDeadLetter[], StoreFailure>;
  /** The newest first. */
  recentEvents(): readonly LoggedEvent[];
  programs: Programs;
}
