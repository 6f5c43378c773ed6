import { z } from 'zod';
import { OfficeId, ServiceId } from '../shared/ids.ts';
import { LocalizedText } from '../shared/localized-text.ts';
import { QueueStateNow } from '../shared/queue-state.ts';
import { Instant, IsoDate } from '../shared/times.ts';

const OfficeTime = z.string().regex(/^\d\d:\d\d$/);

/**
 * The reason why an office or a service gives no turns now. `hours`: its hours; `holiday`, `closure`: as in its profile; `stopped`: its
 * staff or the centre stopped it within its hours.
 */
const Closed = z.object({
  because: z.enum(['hours', 'holiday', 'closure', 'stopped']),
  /** The holiday's name, or the closure's reason. */
  reason: LocalizedText.nullable(),
  /** The next opening, by the office's clock; `null`: unknown. */
  opens: z.object({ date: IsoDate, time: OfficeTime }).nullable(),
});
export type Closed = z.infer<typeof Closed>;

const LiveService = z.object({
  serviceId: ServiceId,
  name: LocalizedText,
  /** Why the service gives no turns; `null`: it gives turns. */
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
  /** The end of the office's hours today, `HH:MM`; `null`: the office is closed, or does not close today. */
  until: OfficeTime.nullable(),
  /** People in the queues of the office's open services, and the range that covers their waits. `null`: unknown. */
  queue: QueueStateNow.nullable(),
  /** The moment today when an unknown queue was last known. `null`: the queue is known, or was not known today. */
  unknownSince: Instant.nullable(),
  /** Services for which the kiosk gives turns. Empty: visits to the office are by appointment alone. */
  services: z.array(LiveService),
  /** True if the city's pages can book hours of the office. */
  books: z.boolean(),
});
export type LiveOffice = z.infer<typeof LiveOffice>;

/** A city's offices at one moment, without those that are sensitive, and without sensitive services. */
export const LiveOffices = z.object({ at: Instant, offices: z.array(LiveOffice) });
export type LiveOffices = z.infer<typeof LiveOffices>;
