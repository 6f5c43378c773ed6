import { z } from 'zod';

/** A turn `appointment` was checked in, or accepted unverified, and then the clerk verifies it. */
export const VisitType = z.enum(['walk-in', 'appointment']);
export type VisitType = z.infer<typeof VisitType>;
