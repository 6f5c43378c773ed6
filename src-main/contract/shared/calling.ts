import { z } from 'zod';
import { USUAL_CALLING } from '../../domain/calling-order.ts';

const { weights, headStartMinutes, earlyMinutes } = USUAL_CALLING;
const Weight = z.int().min(1).max(20);
const Minutes = z.int().min(0).max(60);

/** In which order an office calls those who wait for a service, where it is not the usual; the words are those of `domain/calling-order.ts`. */
export const CallingSetting = z.strictObject({
  /** What a minute of waiting counts for: at least 1, so that nobody starves. */
  weights: z
    .strictObject({
      appointment: Weight.default(weights.appointment),
      preferential: Weight.default(weights.preferential),
      'walk-in': Weight.default(weights['walk-in']),
    })
    .prefault({}),
  headStartMinutes: z
    .strictObject({
      appointment: Minutes.default(headStartMinutes.appointment),
      preferential: Minutes.default(headStartMinutes.preferential),
      'walk-in': Minutes.default(headStartMinutes['walk-in']),
    })
    .prefault({}),
  earlyMinutes: Minutes.default(earlyMinutes),
  /** Whoever would wait so long, or longer, is asked before they take a turn. */
  askFromMinutes: z.int().min(15).max(240).optional(),
});
