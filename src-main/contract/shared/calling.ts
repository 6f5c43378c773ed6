import { z } from 'zod';
import { USUAL_CALLING } from '../../domain/calling-order.ts';

const { weights, headStartMinutes, earlyMinutes } = USUAL_CALLING;
const Weight = z.int().min(1).max(20);
const Minutes = z.int().min(0).max(60);

/**
 * Settings for the sequence in which an office's desks call tickets, if it differs from `USUAL_CALLING`. `CallingRule` in
 * `domain/calling-order.ts` explains the members.
 */
export const CallingSetting = z.strictObject({
  /** Weight of one minute of waiting, by class of citizens; at least 1, so that no class waits for ever. */
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
  askFromMinutes: z.int().min(15).max(240).optional(),
});
