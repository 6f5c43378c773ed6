import { OFFICE_QUEUE_HOLDS_S, OfficeQueue } from '../contract/centre/office-queues.ts';
import type { QueueState } from '../domain/queue-state.ts';
import type { TrustedTime } from './trusted-time.ts';

const HOLDS_MS = OFFICE_QUEUE_HOLDS_S * 1_000;

/** What the centre said last of queues that another system keeps for this office; in memory alone, since it is old after so short a time. */
export interface OfficeQueuesHeard {
  /** One that cannot be read is as one that is not said. */
  heard(queues: readonly unknown[]): void;
  /** `null`: not said, or too long ago, or nobody knows how long ago. */
  ofService(serviceId: string): QueueState | null;
}

/** `time`: the centre's, by which each state is dated; a machine that has slept has none, and believes nothing. */
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
