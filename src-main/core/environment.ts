import type { SearchedNetwork } from '../../hardware/discovery/announced.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Push } from '../session/contract/kiosk-api.ts';
import type { LogHistory } from '../technician/machine/log-history.ts';
import type { RestartReason } from '../technician/steps/restart-policy.ts';

export interface CoreEnvironment {
  clock: Clock;
  log: Log;
  history: LogHistory;
  push: (message: Push) => void;
  version: string;
  /** Electron version of the shell that started the core; `null` without a shell. */
  electron: string | null;
  /** Requests a restart at once, because only a start makes journal and database agree. */
  startAgain: (detail: string) => void;
  /** Requests a restart once the current print job has ended, because only a start repairs a damaged database. */
  startToMend: (detail: string) => void;
  startAnew: (reason: RestartReason) => void;
  deviceRoot: string;
  network: SearchedNetwork;
  /** Folder through which the kiosk sends requests to services of the machine; `null` or absent: there are no such services. */
  runtimeFolder?: string | null;
  /** Total time the machine was suspended, in milliseconds, counted from an arbitrary moment. */
  sleptMs: () => number;
}
