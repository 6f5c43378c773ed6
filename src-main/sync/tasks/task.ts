import type { Acknowledgement } from '../../contract/shared/acknowledgement.ts';
import type { KioskRevocation } from '../../contract/shared/kiosk-revocation.ts';
import type { Result } from '../../domain/result.ts';
import type { CentreMemory, Enrolment } from '../../ports/centre-memory.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Outbox } from '../../ports/outbox.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { DeviceKey } from '../../security/device-key.ts';
import type { SigningKey } from '../../security/keys.ts';
import type { CallFault } from '../call-fault.ts';
import type { CentreClient } from '../centre-client.ts';
import type { SchedulerEvent, SyncTask } from '../sync-scheduler.ts';

/** Kept in an event. */
export const LONGEST_REASON = 200;

/** What every task works with. */
export interface TaskParts {
  client: CentreClient;
  memory: CentreMemory;
  outbox: Outbox;
  deviceKey: DeviceKey;
  /** Of the kiosk's data: one enrolment. */
  incarnation: string;
  enrolment: () => Enrolment | null;
  key: () => SigningKey | null;
  onNewKey: (key: SigningKey) => void;
  /** Called before appointments of these service days are kept. */
  prepareDays: (serviceDays: readonly string[]) => Promise<Result<null, StoreFailure>>;
  /** There is something to send and to ask: the centre has lost its memory, is another release, or knows now what it may have told before. */
  onNewMemory: () => void;
  /** Somebody is coming to whoever asked, who may still stand here. */
  onAcknowledged: (acknowledgement: Acknowledgement) => void;
  /** An order to this kiosk may be new. */
  onOrdered: () => void;
  /** Other kiosks of the office that the centre has revoked, by statements that it has signed. False when the disk refuses. */
  onRevocations: (revocations: readonly KioskRevocation[]) => boolean;
  /** How queues of the office stand that another system keeps, as it came. */
  onQueues: (queues: readonly unknown[]) => void;
  clock: Clock;
  log: Log;
}

export interface TaskContext extends TaskParts {
  /** Which snapshot was last taken since this program started. */
  snapshot: {
    /** Its service day: another day has other appointments. `null` while one is to be taken. */
    day: string | null;
  };
}

/** How a task ended, for the scheduler; `fault` is what a technician should know. */
export interface TaskResult {
  event: SchedulerEvent;
  fault: CallFault | null;
}

export const done = (task: SyncTask, more: boolean): TaskResult => ({
  event: { type: 'done', task, more },
  fault: null,
});

export const failed = (fault: CallFault | null = null): TaskResult => ({
  event: { type: 'failed', retryAfterMs: fault?.retryAfterMs ?? null },
  fault,
});

/** The disk refuses. */
export const unsaved = (): TaskResult => failed();

export const pathOfKiosk = ({ cityId, kioskId }: Enrolment) => ({ cityId, kioskId });
