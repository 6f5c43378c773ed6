import { z } from 'zod';
import { Slug } from '../shared/ids.ts';
import { QueueStateNow } from '../shared/queue-state.ts';
import { Instant } from '../shared/times.ts';
import type { BodyBounds } from './body-bounds.ts';

/** How long after `asOf` a statement may be shown; afterwards it may be wrong. */
export const QUEUE_STATEMENT_HOLDS_S = 90;
export const MOST_STATED_TICKETS = 1_000;
export const MOST_STATED_SERVICES = 100;
/** Limit of a statement; one ticket takes less than 150 bytes. */
export const QUEUE_STATEMENT_BODY: BodyBounds = { sent: 262_144, unpacked: 262_144 };

/** Number of people waiting before each turn, from the kiosk whose numbers desks call; nothing is known about unlisted tickets. */
export const QueueStatement = z.object({
  /** The centre’s time: the later of two statements wins, whatever their order of arrival. */
  asOf: Instant,
  tickets: z
    .array(QueueStateNow.extend({ ticketId: z.uuid(), coming: z.literal(true).optional() }))
    .max(MOST_STATED_TICKETS),
  /** The queue before a turn taken now, for each service; an earlier kiosk states none. */
  services: z
    .array(QueueStateNow.extend({ serviceId: Slug }))
    .max(MOST_STATED_SERVICES)
    .default([]),
});
export type QueueStatement = z.infer<typeof QueueStatement>;
