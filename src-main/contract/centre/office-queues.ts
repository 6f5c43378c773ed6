import { z } from 'zod';
import { ServiceId } from '../shared/ids.ts';
import { QueueStateNow } from '../shared/queue-state.ts';
import { Instant } from '../shared/times.ts';
import type { BodyBounds } from './body-bounds.ts';
import { QUEUE_STATEMENT_HOLDS_S } from './queue-statement.ts';

/** Seconds for which a statement of queues may be shown, the same as for a kiosk's own statement. */
export const OFFICE_QUEUE_HOLDS_S = QUEUE_STATEMENT_HOLDS_S;
export const MOST_QUEUES = 100;
/** Limit for a statement; one queue takes less than 250 bytes. */
export const OFFICE_QUEUES_BODY: BodyBounds = { sent: 65_536 };

/** States of queues that another system manages for an office. A state is the queue ahead of a citizen who would take a number now. */
export const OfficeQueuesStated = z.object({
  queues: z
    .array(
      z.object({
        /** `null`: every service of the office that is not listed. */
        serviceId: ServiceId.nullable(),
        /**
         * `null`: the service has a queue of its own, whose present state the other system does not know. An earlier state of that queue
         * stays valid until it expires.
         */
        state: QueueStateNow.extend({
          /** Age of the other system's data in seconds. */
          ageS: z.int().min(0).max(OFFICE_QUEUE_HOLDS_S),
        }).nullable(),
      }),
    )
    .min(1)
    .max(MOST_QUEUES),
});
export type OfficeQueuesStated = z.infer<typeof OfficeQueuesStated>;

/** The answer to a statement. `unknown`: listed services that the office does not have; the centre ignores them. */
export const OfficeQueuesTaken = z.object({ unknown: z.array(ServiceId) });

/** One queue as sent to kiosks; `asOf` is by the centre's clock. */
export const OfficeQueue = QueueStateNow.extend({ serviceId: ServiceId, asOf: Instant });
export type OfficeQueue = z.infer<typeof OfficeQueue>;

/** Queues as sent to kiosks. Each is parsed separately (`OfficeQueue`). */
export const OfficeQueues = z.array(z.unknown()).max(MOST_QUEUES);
