import { z } from 'zod';
import { ServiceId, TicketId } from './ids.ts';
import { TicketLanguage } from './languages.ts';
import { QueueStateNow } from './queue-state.ts';

/**
 * Settings of numbers that citizens take at home on the city's page; `FromHomeRule` in `domain/from-home.ts` explains the members. An
 * office without these settings gives no such numbers.
 */
export const FromHomeSetting = z.strictObject({
  share: z.int().min(0).max(100).default(25),
  holdMinutes: z.int().min(5).max(60).default(15),
  services: z
    .array(z.strictObject({ serviceId: ServiceId, perQuarter: z.int().min(1).max(60) }))
    .min(1)
    .max(36),
});

/** A service that gives numbers from home now. `left`: the numbers that it still gives in this quarter of an hour. */
export const TurnOffer = z.object({
  serviceId: ServiceId,
  left: z.int().nonnegative(),
  /** The queue ahead of a citizen who would take a number now; `null` while unknown. */
  queue: QueueStateNow.nullable(),
});
export type TurnOffer = z.infer<typeof TurnOffer>;

const NotGiven = z.enum(['closed', 'quota', 'too-late', 'not-offered', 'no-number']);
export type NotGiven = z.infer<typeof NotGiven>;

/** The kiosk's answer to a citizen's request for a number from home. A repeated request gets the same answer. */
export const TurnAnswer = z.object({
  requestId: z.uuid(),
  given: z.object({ ticketId: TicketId, followToken: z.string().regex(/^[A-Z2-7]{26}$/) }).nullable(),
  notGiven: NotGiven.nullable(),
});
export type TurnAnswer = z.infer<typeof TurnAnswer>;

/**
 * A citizen's request for a number from home that the kiosk has not answered yet. `isLate`: the request is too old for a new number; the
 * kiosk only repeats a number that it gave for the same request earlier, if any.
 */
export const TurnRequest = z.object({
  requestId: z.uuid(),
  serviceId: ServiceId,
  /** A language that only a newer centre knows becomes Catalan. */
  language: TicketLanguage.catch('ca'),
  isLate: z.boolean(),
});
export type TurnRequest = z.infer<typeof TurnRequest>;
