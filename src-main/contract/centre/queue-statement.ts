import { z } from 'zod';
import { Slug } from '../shared/ids.ts';
import { QueueStateNow } from '../shared/queue-state.ts';
import { Instant } from '../shared/times.ts';
import type { BodyBounds } from './body-bounds.ts';

/** A statement may be shown for this long after `asOf`; later it may be wrong. */
export const QUEUE_STATEMENT_HOLDS_S = 90;
export const MOST_STATED_TICKETS = 1_000;
export const MOST_STATED_SERVICES = 100;
/** Limit for a statement; one ticket takes less than 150 bytes. */
export const QUEUE_STATEMENT_BODY: BodyBounds = { sent: 262_144, unpacked: 262_144 };

/** Number of people before each turn, stated by the kiosk whose numbers desks call. Tickets that it does not list have an unknown queue. */
export const QueueStatement = z.object({
  /** By the centre's clock. Of two statements the later one counts, whichever arrives first. */
  asOf: Instant,
  tickets: z
    .array(QueueStateNow.extend({ ticketId: z.uuid(), coming: z.literal(true).optional() }))
    .max(MOST_STATED_TICKETS),
  /** The queue before a turn of each service that would be taken now; an earlier kiosk states none. */
  services: z
    .array(QueueStateNow.extend({ serviceId: Slug }))
    .max(MOST_STATED_SERVICES)
    .default([]),
});
export type QueueStatement = z.infer<typeof QueueStatement>;
