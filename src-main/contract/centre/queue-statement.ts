import { z } from 'zod';
import { Slug } from '../shared/ids.ts';
import { QueueStateNow } from '../shared/queue-state.ts';
import { Instant } from '../shared/times.ts';
import type { BodyBounds } from './body-bounds.ts';

/** Seconds after `asOf` for which a statement may be shown. After that it may be wrong. */
export const QUEUE_STATEMENT_HOLDS_S = 90;
export const MOST_STATED_TICKETS = 1_000;
export const MOST_STATED_SERVICES = 100;
/** Limit for a statement; one ticket takes less than 150 bytes. */
export const QUEUE_STATEMENT_BODY: BodyBounds = { sent: 262_144, unpacked: 262_144 };

/**
 * The people who wait ahead of each ticket, as stated by a kiosk that serves desks (`hub` in the profile). The queue ahead of a ticket that
 * is not in `tickets` is unknown.
 */
export const QueueStatement = z.object({
  /** The time of the statement, by the centre's clock. The centre keeps the statement with the later time, whichever arrives first. */
  asOf: Instant,
  tickets: z
    .array(QueueStateNow.extend({ ticketId: z.uuid(), coming: z.literal(true).optional() }))
    .max(MOST_STATED_TICKETS),
  /**
   * The queue ahead of a citizen who would take a number now, by service. A service is missing if its queue is unknown or not public; empty
   * from a kiosk of an earlier release.
   */
  services: z
    .array(QueueStateNow.extend({ serviceId: Slug }))
    .max(MOST_STATED_SERVICES)
    .default([]),
});
export type QueueStatement = z.infer<typeof QueueStatement>;
