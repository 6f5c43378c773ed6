import { z } from 'zod';

/** How a person arrives. An `appointment` turn is checked in, or taken on trust and verified by the clerk. */
export const VisitType = z.enum(['walk-in', 'appointment']);
export type VisitType = z.infer<typeof VisitType>;
