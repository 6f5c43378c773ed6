import type { QueueState } from '../../domain/queue-state.ts';

/** The present state of the queues; `null`: unknown, because a wrong number is worse than none. */
export interface QueueStates {
  /** The queue before a turn that would be taken now. */
  ofService(serviceId: string): QueueState | null;
  /** The queue before a turn that was taken already. */
  ofTicket(ticketId: string): QueueState | null;
}
