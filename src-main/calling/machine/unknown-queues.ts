import type { QueueStates } from '../ports/queue-state.ts';

/** The queues of an office in which numbers are not called through Torn. */
export const unknownQueues: QueueStates = { ofService: () => null, ofTicket: () => null };
