import { z } from 'zod';
import { OfficeId, ServiceId } from '../shared/ids.ts';
import { LocalizedText } from '../shared/localized-text.ts';
import { QueueStateNow } from '../shared/queue-state.ts';
import { Instant, IsoDate } from '../shared/times.ts';

const OfficeTime = z.string().regex(/^\d\d:\d\d$/);

/**
 * The reason why an office or a service issues no tickets now. `hours`: outside its hours; `holiday`, `closure`: as in its profile;
 * `stopped`: its staff or the centre stopped it within its hours.
 */
const Closed = z.object({
  because: z.enum(['hours', 'holiday', 'closure', 'stopped']),
  reason: LocalizedText.nullable(),
  /** The next opening, on the office's clock; `null`: unknown. */
  opens: z.object({ date: IsoDate, time: OfficeTime }).nullable(),
});
export type Closed = z.infer<typeof Closed>;

const LiveService = z.object({
  serviceId: ServiceId,
  name: LocalizedText,
  /** `null`: the service issues tickets. */
  closed: Closed.nullable(),
  /** The queue ahead of a citizen who would take a number now. `null`: unknown. */
  queue: QueueStateNow.nullable(),
});
export type LiveService = z.infer<typeof LiveService>;

const LiveOffice = z.object({
  officeId: OfficeId,
  name: z.string(),
  address: z.string(),
  zone: z.string(),
  closed: Closed.nullable(),
  /** The closing time of today, `HH:MM`; `null`: the office is closed, or does not close today. */
  until: OfficeTime.nullable(),
  /** People in the queues of the office's open services, and the range that covers all their waits. `null`: unknown. */
  queue: QueueStateNow.nullable(),
  /**
   * If `queue` is unknown: the last time today at which it was known. `null`: the queue is known, was not known today, or the office is
   * closed or takes no walk-ins.
   */
  unknownSince: Instant.nullable(),
  /** Services for which the kiosk issues tickets. Empty: citizens visit the office only by appointment. */
  services: z.array(LiveService),
  /** True if citizens can book appointments at the office on the city's pages. */
  books: z.boolean(),
});
export type LiveOffice = z.infer<typeof LiveOffice>;

/** A city's offices at one moment, without sensitive offices and sensitive services. */
export const LiveOffices = z.object({ at: Instant, offices: z.array(LiveOffice) });
export type LiveOffices = z.infer<typeof LiveOffices>;
