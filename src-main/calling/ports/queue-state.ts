import type { QueueState } from '../../domain/queue-state.ts';

/** The present state of the queues; `null`: unknown, because a wrong number is worse than none. */
export interface QueueStates {
  /** The queue ahead of a ticket that would be issued now. */
  ofService(serviceId: string): QueueState | null;
  /** The queue ahead of a ticket that was issued already; `null` also for a ticket that no longer waits. */
  ofTicket(ticketId: string): QueueState | null;
}
