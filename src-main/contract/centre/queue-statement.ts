import { z } from 'zod';
import { QueueStateNow } from '../shared/queue-state.ts';
import { Instant } from '../shared/times.ts';
import type { BodyBounds } from './body-bounds.ts';

/** So long after `asOf` nobody is shown what a statement says: nobody knows any more whether it holds. */
export const QUEUE_STATEMENT_HOLDS_S = 90;
export const MOST_STATED_TICKETS = 1_000;
/** Each of them takes less than 150 bytes. */
export const QUEUE_STATEMENT_BODY: BodyBounds = { sent: 262_144, unpacked: 262_144 };

/** Before which turns how many people wait, as the kiosk knows it whose numbers desks call; of a ticket that is not named nothing is known. */
export const QueueStatement = z.object({
  /** By the centre’s time: of two the later holds, in whatever order they come. */
  asOf: Instant,
  tickets: z.array(QueueStateNow.extend({ ticketId: z.uuid() })).max(MOST_STATED_TICKETS),
});
export type QueueStatement = z.infer<typeof QueueStatement>;
