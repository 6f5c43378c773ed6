import { z } from 'zod';
import { Instant } from '../shared/times.ts';
import { TurnAnswer, TurnOffer, TurnRequest } from '../shared/turns-from-afar.ts';
import type { BodyBounds } from './body-bounds.ts';

/** How long after `asOf` the offers of a kiosk are shown; it states them more often. */
export const OFFERS_HOLD_S = 100;
/** A request without an answer is given no new number after this time. */
export const REQUEST_LIVES_S = 30;
export const MOST_REQUESTS = 100;
/** An answer takes less than 200 bytes, an offer less than 250. */
export const TURNS_BODY: BodyBounds = { sent: 65_536 };

/** A kiosk's word on numbers from afar: what it offers, and its answers to requests. */
export const TurnsStatement = z.object({
  /** The centre’s time: of two statements the later offers count. */
  asOf: Instant,
  offers: z.array(TurnOffer).max(36),
  answers: z.array(TurnAnswer).max(MOST_REQUESTS),
});
export type TurnsStatement = z.infer<typeof TurnsStatement>;
export const TurnRequests = z.object({ requests: z.array(TurnRequest).max(MOST_REQUESTS) });
