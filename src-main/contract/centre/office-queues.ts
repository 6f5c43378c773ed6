import { z } from 'zod';
import { ServiceId } from '../shared/ids.ts';
import { QueueStateNow } from '../shared/queue-state.ts';
import { Instant } from '../shared/times.ts';
import type { BodyBounds } from './body-bounds.ts';
import { QUEUE_STATEMENT_HOLDS_S } from './queue-statement.ts';

/** As long as what a kiosk says of its own queues. */
export const OFFICE_QUEUE_HOLDS_S = QUEUE_STATEMENT_HOLDS_S;
/** In one statement. */
export const MOST_QUEUES = 100;
/** Each of them takes less than 250 bytes. */
export const OFFICE_QUEUES_BODY: BodyBounds = { sent: 65_536 };

/** How queues stand that another system keeps for an office: what a person who takes a turn now has before them. */
export const OfficeQueuesStated = z.object({
  queues: z
    .array(
      z.object({
        /** `null`: every service of the office that is not named here. */
        serviceId: ServiceId.nullable(),
        /** `null`: a queue of its own, of which nobody knows now how it stands; what was stated of it before holds on for its time. */
        state: QueueStateNow.extend({
          /** How many seconds ago that system said so. */
          ageS: z.int().min(0).max(OFFICE_QUEUE_HOLDS_S),
        }).nullable(),
      }),
    )
    .min(1)
    .max(MOST_QUEUES),
});
export type OfficeQueuesStated = z.infer<typeof OfficeQueuesStated>;

/** Services that were named and that the office does not have: nothing is kept of them. */
export const OfficeQueuesTaken = z.object({ unknown: z.array(ServiceId) });

/** One of them as kiosks hear of it; `asOf` by the centre’s time. */
export const OfficeQueue = QueueStateNow.extend({ serviceId: ServiceId, asOf: Instant });
export type OfficeQueue = z.infer<typeof OfficeQueue>;

/** Each is read by itself (`OfficeQueue`). */
export const OfficeQueues = z.array(z.unknown()).max(MOST_QUEUES);
