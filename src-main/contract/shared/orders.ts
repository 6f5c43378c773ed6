import { z } from 'zod';

/**
 * What a person at the centre lets a kiosk do from afar. `pause`: all services take no turns, until a time or the end of the service day.
 * `restart`: the program, at a moment when nobody is there.
 */
export const ORDER_ACTIONS = ['print-test', 'pause', 'resume', 'restart', 'send-diagnostics'] as const;
export const OrderAction = z.enum(ORDER_ACTIONS);
export type OrderAction = z.infer<typeof OrderAction>;

/** Of diagnostics that are sent, in UTF-16 units; older lines of the log are left out for it. */
export const MAX_DIAGNOSTICS_LENGTH = 1_500_000;
