import { z } from 'zod';
import { ServiceId, TicketId } from '../shared/ids.ts';
import { TicketLanguage } from '../shared/languages.ts';
import { QueueStateNow } from '../shared/queue-state.ts';
import { Instant } from '../shared/times.ts';
import type { BodyBounds } from './body-bounds.ts';

/** How long after `asOf` the offers of a kiosk are shown; it states them more often. */
export const OFFERS_HOLD_S = 100;
/** A request without an answer is given no new number after this time. */
export const REQUEST_LIVES_S = 30;
export const MOST_REQUESTS = 100;
/** An answer takes less than 200 bytes, an offer less than 250. */
export const TURNS_BODY: BodyBounds = { sent: 65_536 };

/** Why a kiosk gave no number. */
export const NOT_GIVEN = ['closed', 'quota', 'too-late', 'not-offered', 'no-number'] as const;
export type NotGiven = (typeof NOT_GIVEN)[number];

/** A service that gives numbers from afar now; `left`: how many until the end of the quarter of an hour. */
export const TurnOffer = z.object({
  serviceId: ServiceId,
  left: z.int().nonnegative(),
  /** Before a number given now; `null` while unknown. */
  queue: QueueStateNow.nullable(),
});
export type TurnOffer = z.infer<typeof TurnOffer>;

/** The same for a repeated request. */
export const TurnAnswer = z.object({
  requestId: z.uuid(),
  given: z.object({ ticketId: TicketId, followToken: z.string().regex(/^[A-Z2-7]{26}$/) }).nullable(),
  /** Only without a number. */
  notGiven: z.enum(NOT_GIVEN).nullable(),
});
export type TurnAnswer = z.infer<typeof TurnAnswer>;

/** A kiosk's word on numbers from afar: what it offers, and its answers to requests. */
export const TurnsStatement = z.object({
  /** The centre’s time: of two statements the later offers count. */
  asOf: Instant,
  offers: z.array(TurnOffer).max(36),
  answers: z.array(TurnAnswer).max(MOST_REQUESTS),
});
export type TurnsStatement = z.infer<typeof TurnsStatement>;

/** A request without an answer. `isLate`: the kiosk names the number that it has given already, and gives none. */
export const TurnRequest = z.object({
  requestId: z.uuid(),
  serviceId: ServiceId,
  language: TicketLanguage,
  isLate: z.boolean(),
});
export type TurnRequest = z.infer<typeof TurnRequest>;
export const TurnRequests = z.object({ requests: z.array(TurnRequest).max(MOST_REQUESTS) });
