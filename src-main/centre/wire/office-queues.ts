import { OFFICE_QUEUE_HOLDS_S, OfficeQueue } from '../../contract/centre/office-queues.ts';
import type { QueueState } from '../../domain/queue-state.ts';
import type { TrustedTime } from './trusted-time.ts';

const HOLDS_MS = OFFICE_QUEUE_HOLDS_S * 1_000;

/** The last received states of queues that another system manages for this office; kept in memory only, because they expire quickly. */
export interface OfficeQueuesHeard {
  heard(queues: readonly unknown[]): void;
  /** The state of a service's queue; `null`: unknown, expired, or of unknown age. */
  ofService(serviceId: string): QueueState | null;
}

/** `time`: the centre's time, by which each state expires; after a suspend of the machine it is unknown, and no state counts. */
export function createOfficeQueues(time: Pick<TrustedTime, 'nowMs'>): OfficeQueuesHeard {
  let known: ReadonlyMap<string, OfficeQueue> = new Map();
  return {
    heard(candidates) {
      const queues = candidates.flatMap((candidate) => OfficeQueue.safeParse(candidate).data ?? []);
      known = new Map(queues.map((queue) => [queue.serviceId, queue]));
    },
    ofService(serviceId) {
      const [found, nowMs] = [known.get(serviceId), time.nowMs()];
      if (found === undefined || nowMs === null || Math.abs(nowMs - Date.parse(found.asOf)) >= HOLDS_MS) return null;
      return { waiting: found.waiting, minutes: found.minutes };
    },
  };
}
