import { z } from 'zod';
import { Instant } from '../shared/times.ts';
import { TurnAnswer, TurnOffer, TurnRequest } from '../shared/turns-from-home.ts';
import type { BodyBounds } from './body-bounds.ts';

/** Seconds after `asOf` for which a kiosk's offers are shown. The kiosk states them again before that time is over. */
export const OFFERS_HOLD_S = 100;
/** Seconds for which a citizen's request is valid. A kiosk that receives it later gives no number. */
export const REQUEST_LIVES_S = 30;
export const MOST_REQUESTS = 100;
/** An answer takes less than 200 bytes, an offer less than 250. */
export const TURNS_BODY: BodyBounds = { sent: 65_536 };

/** A kiosk's statement about numbers from home: its offers, and its answers to requests. */
export const TurnsStatement = z.object({
  /**
   * The time of the statement, by the centre's clock. The centre shows the offers of the statement with the later time, whichever arrives
   * first.
   */
  asOf: Instant,
  offers: z.array(TurnOffer).max(36),
  answers: z.array(TurnAnswer).max(MOST_REQUESTS),
});
export type TurnsStatement = z.infer<typeof TurnsStatement>;
export const TurnRequests = z.object({ requests: z.array(TurnRequest).max(MOST_REQUESTS) });
