import { z } from 'zod';

/** How a citizen arrives. An `appointment` turn is checked in, or accepted on trust and verified by the clerk. */
export const VisitType = z.enum(['walk-in', 'appointment']);
export type VisitType = z.infer<typeof VisitType>;
