import { z } from 'zod';
import { Instant } from '../shared/times.ts';
import { TurnAnswer, TurnOffer, TurnRequest } from '../shared/turns-from-home.ts';
import type { BodyBounds } from './body-bounds.ts';

/** A kiosk's offers are shown for this long after `asOf`; the kiosk states them more often. */
export const OFFERS_HOLD_S = 100;
/** A kiosk gives no number to a citizen's request that is older than this. */
export const REQUEST_LIVES_S = 30;
export const MOST_REQUESTS = 100;
/** An answer takes less than 200 bytes, an offer less than 250. */
export const TURNS_BODY: BodyBounds = { sent: 65_536 };

/** A kiosk's statement about numbers from home: its offers, and its answers to requests. */
export const TurnsStatement = z.object({
  /** By the centre's clock. Of two statements the later one gives the offers. */
  asOf: Instant,
  offers: z.array(TurnOffer).max(36),
  answers: z.array(TurnAnswer).max(MOST_REQUESTS),
});
export type TurnsStatement = z.infer<typeof TurnsStatement>;
export const TurnRequests = z.object({ requests: z.array(TurnRequest).max(MOST_REQUESTS) });
