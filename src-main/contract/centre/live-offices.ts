import { z } from 'zod';
import { OfficeId, ServiceId } from '../shared/ids.ts';
import { LocalizedText } from '../shared/localized-text.ts';
import { QueueStateNow } from '../shared/queue-state.ts';
import { Instant, IsoDate } from '../shared/times.ts';

const OfficeTime = z.string().regex(/^\d\d:\d\d$/);

/**
 * Why an office or a service gives no turns now. `hours`: its hours; `holiday`, `closure`: as in its profile; `stopped`: its staff or the
 * centre stopped it within its hours.
 */
const Closed = z.object({
  because: z.enum(['hours', 'holiday', 'closure', 'stopped']),
  /** The holiday's name, or the closure's reason. */
  reason: LocalizedText.nullable(),
  /** When it opens again, by the office's clock; `null`: unknown. */
  opens: z.object({ date: IsoDate, time: OfficeTime }).nullable(),
});
export type Closed = z.infer<typeof Closed>;

const LiveService = z.object({
  serviceId: ServiceId,
  name: LocalizedText,
  /** `null`: it gives turns. */
  closed: Closed.nullable(),
  /** People before a turn that would be taken now, and its wait in minutes. `null`: unknown. */
  queue: QueueStateNow.nullable(),
});
export type LiveService = z.infer<typeof LiveService>;

const LiveOffice = z.object({
  officeId: OfficeId,
  name: z.string(),
  address: z.string(),
  zone: z.string(),
  closed: Closed.nullable(),
  /** Today's end of its hours, `HH:MM`; `null`: it is closed, or does not close today. */
  until: OfficeTime.nullable(),
  /** People in the queues of its open services, and the range that covers their waits. `null`: unknown. */
  queue: QueueStateNow.nullable(),
  /** While the queue is unknown: when it was last known, today. `null`: it is known, or was not today. */
  unknownSince: Instant.nullable(),
  /** Services for which turns are taken at the kiosk. Empty: the office is visited by appointment alone. */
  services: z.array(LiveService),
  /** Hours can be booked at the city's pages. */
  books: z.boolean(),
});
export type LiveOffice = z.infer<typeof LiveOffice>;

/** A city's offices at one moment, without those that are sensitive, and without sensitive services. */
export const LiveOffices = z.object({ at: Instant, offices: z.array(LiveOffice) });
export type LiveOffices = z.infer<typeof LiveOffices>;
