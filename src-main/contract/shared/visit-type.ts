import { z } from 'zod';

/**
 * The type of a turn. `appointment`: the citizen checked in for an appointment, or stated one that the kiosk could not verify; then the
 * clerk verifies it.
 */
export const VisitType = z.enum(['walk-in', 'appointment']);
export type VisitType = z.infer<typeof VisitType>;
