import type { QueueState } from '../domain/queue-state.ts';

/** What is known of the queues at this moment, by whoever calls; `null` is nothing: a number that may be wrong is worse than none. */
export interface QueueStates {
  /** Before a turn of the service that would be taken now. */
  ofService(serviceId: string): QueueState | null;
  /** Before a turn that was taken. */
  ofTicket(ticketId: string): QueueState | null;
}
