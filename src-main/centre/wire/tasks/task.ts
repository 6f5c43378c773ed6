import type { Acknowledgement } from '../../../contract/shared/acknowledgement.ts';
import type { KioskRevocation } from '../../../contract/shared/kiosk-revocation.ts';
import type { Result } from '../../../domain/result.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Log } from '../../../ports/log.ts';
import type { StoreFailure } from '../../../ports/store-failure.ts';
import type { DeviceKey } from '../../../security/device-key.ts';
import type { EventKind } from '../../../session/contract/event-catalogue.ts';
import type { SigningKey } from '../../../signing/keys.ts';
import type { CentreMemory, Enrolment } from '../../ports/centre-memory.ts';
import type { Outbox } from '../../ports/outbox.ts';
import type { CallFault } from '../call-fault.ts';
import type { CentreClient } from '../centre-client.ts';
import type { SchedulerEvent, SyncTask } from '../sync-scheduler.ts';

/** Largest number of characters of a reason in an event. */
export const LONGEST_REASON = 200;

export interface TaskParts {
  client: CentreClient;
  memory: CentreMemory;
  outbox: Outbox;
  deviceKey: DeviceKey;
  /**
   * The incarnation (id of one enrolment of this kiosk) whose events this kiosk sends; each newly assigned slot comes with a new
   * incarnation.
   */
  incarnation: string;
  enrolment: () => Enrolment | null;
  key: () => SigningKey | null;
  onNewKey: (key: SigningKey) => void;
  prepareDays: (serviceDays: readonly string[]) => Promise<Result<null, StoreFailure>>;
  /**
   * Loads the function that seals the hash of a personal code (`NamedCode`) with the machine's key; `null`: this kiosk saves no codes. The
   * function returns `null` for malformed text.
   */
  keyForCodes: () => Promise<Result<((hash: string) => string | null) | null, StoreFailure>>;
  /**
   * Called when the kiosk should push and pull again: the centre lost data or has a new release, this disk is an old copy, or check-ins are
   * in doubt.
   */
  onNewMemory: () => void;
  onAcknowledged: (acknowledgement: Acknowledgement) => void;
  onOrdered: () => void;
  /** Called with the centre's signed revocations of the office's other kiosks. Returns false if a write to disk failed. */
  onRevocations: (revocations: readonly KioskRevocation[]) => boolean;
  onQueues: (queues: readonly unknown[]) => void;
  clock: Clock;
  log: Log;
}

export interface TaskContext extends TaskParts {
  snapshot: {
    /** Service day of the snapshot, because another day has other appointments; `null` requests a new snapshot. */
    day: string | null;
  };
}

/** The result of a task: `event` for the scheduler, `fault` for the technician. */
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

export const unsaved = (): TaskResult => failed();

export const pathOfKiosk = ({ cityId, kioskId }: Enrolment) => ({ cityId, kioskId });

/** Path and signer of a request that an enrolled kiosk may repeat, because it changes nothing a second time. */
export const signedBy = (enrolment: Enrolment, key: SigningKey) =>
  ({ params: pathOfKiosk(enrolment), signer: { key, tag: 'kiosk', count: null } }) as const;

/** Path and signer, by `signedBy`, with the present enrolment and key; `null`: the kiosk is not enrolled. */
export type AsKiosk = () => ReturnType<typeof signedBy> | null;

export function isSaved(
  { log }: Pick<TaskContext, 'log'>,
  saved: Result<unknown, { kind: EventKind; detail: string }>,
): boolean {
  if (!saved.ok) log.event(saved.error.kind, { detail: saved.error.detail });
  return saved.ok;
}
