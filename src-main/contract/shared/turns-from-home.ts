import { z } from 'zod';
import { ServiceId, TicketId } from './ids.ts';
import { TicketLanguage } from './languages.ts';
import { QueueStateNow } from './queue-state.ts';

/** A service that gives numbers from home now; `left`: how many it still gives in this quarter of an hour. */
export const TurnOffer = z.object({
  serviceId: ServiceId,
  left: z.int().nonnegative(),
  /** The queue before a number given now; `null` while unknown. */
  queue: QueueStateNow.nullable(),
});
export type TurnOffer = z.infer<typeof TurnOffer>;

/** The reason why a kiosk gave no number. */
const NotGiven = z.enum(['closed', 'quota', 'too-late', 'not-offered', 'no-number']);
export type NotGiven = z.infer<typeof NotGiven>;

/** The answer to a request; a repeated request gets the same answer. */
export const TurnAnswer = z.object({
  requestId: z.uuid(),
  given: z.object({ ticketId: TicketId, followToken: z.string().regex(/^[A-Z2-7]{26}$/) }).nullable(),
  /** The reason, only in an answer without a number. */
  notGiven: NotGiven.nullable(),
});
export type TurnAnswer = z.infer<typeof TurnAnswer>;

/** An unanswered request. `isLate`: the kiosk names the number that it has already given, and gives no new one. */
export const TurnRequest = z.object({
  requestId: z.uuid(),
  serviceId: ServiceId,
  /** The language; one that this program does not know, from a newer centre, becomes Catalan. */
  language: TicketLanguage.catch('ca'),
  isLate: z.boolean(),
});
export type TurnRequest = z.infer<typeof TurnRequest>;
