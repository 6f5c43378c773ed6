import { z } from 'zod';
import { ServiceId, TicketId } from './ids.ts';
import { TicketLanguage } from './languages.ts';
import { QueueStateNow } from './queue-state.ts';

/** A service that gives numbers from afar now; `left`: how many until the end of the quarter of an hour. */
export const TurnOffer = z.object({
  serviceId: ServiceId,
  left: z.int().nonnegative(),
  /** Before a number given now; `null` while unknown. */
  queue: QueueStateNow.nullable(),
});
export type TurnOffer = z.infer<typeof TurnOffer>;

/** Why a kiosk gave no number. */
const NotGiven = z.enum(['closed', 'quota', 'too-late', 'not-offered', 'no-number']);
export type NotGiven = z.infer<typeof NotGiven>;

/** The same for a repeated request. */
export const TurnAnswer = z.object({
  requestId: z.uuid(),
  given: z.object({ ticketId: TicketId, followToken: z.string().regex(/^[A-Z2-7]{26}$/) }).nullable(),
  /** Only without a number. */
  notGiven: NotGiven.nullable(),
});
export type TurnAnswer = z.infer<typeof TurnAnswer>;

/** A request without an answer. `isLate`: the kiosk names the number that it has given already, and gives none. */
export const TurnRequest = z.object({
  requestId: z.uuid(),
  serviceId: ServiceId,
  /** A language of a newer centre is Catalan here. */
  language: TicketLanguage.catch('ca'),
  isLate: z.boolean(),
});
export type TurnRequest = z.infer<typeof TurnRequest>;
