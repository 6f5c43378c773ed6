import { z } from 'zod';
import { ServiceId } from './ids.ts';

/**
 * Settings of numbers that citizens take at home on the city's page, with the terms of `domain/from-home.ts`. An office without them gives
 * no such numbers.
 */
export const FromHomeSetting = z.strictObject({
  share: z.int().min(0).max(100).default(25),
  holdMinutes: z.int().min(5).max(60).default(15),
  services: z
    .array(z.strictObject({ serviceId: ServiceId, perQuarter: z.int().min(1).max(60) }))
    .min(1)
    .max(36),
});
