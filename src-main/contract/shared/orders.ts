import { z } from 'zod';

/**
 * Remote orders of the centre. `pause`: all services, until a time or the end of the service day. `restart`: the program, while the kiosk
 * is unused.
 */
export const ORDER_ACTIONS = ['print-test', 'pause', 'resume', 'restart', 'send-diagnostics', 'forget-pin'] as const;
/** Orders that two people give together. `forget-pin`: the next person who opens the technician's page chooses the PIN. */
export const CONFIRMED_ACTIONS = ['forget-pin'] as const;
export const OrderAction = z.enum(ORDER_ACTIONS);
export type OrderAction = z.infer<typeof OrderAction>;

/** Length of sent diagnostics in UTF-16 units; the oldest log lines are dropped to fit. */
export const MAX_DIAGNOSTICS_LENGTH = 1_500_000;
