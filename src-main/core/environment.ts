import type { SearchedNetwork } from '../../hardware/discovery/searched-network.ts';
import type { RestartReason } from '../application/restart-policy.ts';
import type { Push } from '../contract/kiosk/kiosk-api.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { LogHistory } from './log-history.ts';

/** What the process gives the core. */
export interface CoreEnvironment {
  clock: Clock;
  log: Log;
  /** What the log has told last. */
  history: LogHistory;
  push: (message: Push) => void;
  /** Torn's own version. */
  version: string;
  /** Of the shell that has started the core; `null` without one. */
  electron: string | null;
  /** Asks for a new start of the program, when only that makes the two copies of the data agree. */
  startAgain: (detail: string) => void;
  /** Asks for a new start, once a ticket under way has ended, because only that mends a damaged database. */
  startToMend: (detail: string) => void;
  /** Asks for a new start at a moment when nobody is here: the kiosk is enrolled, or its office's profile has changed. */
  startAnew: (reason: RestartReason) => void;
  /** Under which /dev and /sys are. */
  deviceRoot: string;
  /** Where printers of the network are looked for. */
  network: SearchedNetwork;
  /** Where services of the machine read what the kiosk asks of them; `null` or absent: there are none. */
  runtimeFolder?: string | null;
  /** How long the machine has slept so far, in milliseconds since any start. */
  sleptMs: () => number;
}
