import { z } from 'zod';

/**
 * Remote orders of the centre. `pause`: all services, until a time or the end of the service day. `restart`: the program, while the kiosk
 * is unused.
 */
export const ORDER_ACTIONS = ['print-test', 'pause', 'resume', 'restart', 'send-diagnostics'] as const;
export const OrderAction = z.enum(ORDER_ACTIONS);
export type OrderAction = z.infer<typeof OrderAction>;

/** Length of sent diagnostics in UTF-16 units; the oldest log lines are dropped to fit. */
export const MAX_DIAGNOSTICS_LENGTH = 1_500_000;
