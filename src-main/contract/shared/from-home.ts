import { z } from 'zod';
import { ServiceId } from './ids.ts';

/**
 * Numbers that citizens take at home on the city's page; the terms are those of `domain/from-home.ts`. A profile without this gives none.
 */
export const FromHomeSetting = z.strictObject({
  share: z.int().min(0).max(100).default(25),
  holdMinutes: z.int().min(5).max(60).default(15),
  services: z
    .array(z.strictObject({ serviceId: ServiceId, perQuarter: z.int().min(1).max(60) }))
    .min(1)
    .max(36),
});
