import { z } from 'zod';

/**
 * The orders that a centre can send to a kiosk. `pause`: pauses all services, until a time or the end of the service day. `restart`:
 * restarts the program, while no citizen uses the kiosk.
 */
export const ORDER_ACTIONS = ['print-test', 'pause', 'resume', 'restart', 'send-diagnostics', 'forget-pin'] as const;
/** Orders that need two people. `forget-pin`: the next person who opens the technician's page chooses the PIN. */
export const CONFIRMED_ACTIONS = ['forget-pin'] as const;
export const OrderAction = z.enum(ORDER_ACTIONS);
export type OrderAction = z.infer<typeof OrderAction>;

/** Longest diagnostics in UTF-16 units. The kiosk leaves out the oldest lines of its log if the diagnostics would be longer. */
export const MAX_DIAGNOSTICS_LENGTH = 1_500_000;
