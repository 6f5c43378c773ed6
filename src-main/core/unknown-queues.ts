import type { QueueStates } from '../ports/queue-state.ts';

/** While nobody calls numbers through Torn: nothing is known, and nothing is shown. */
export const unknownQueues: QueueStates = { ofService: () => null, ofTicket: () => null };
