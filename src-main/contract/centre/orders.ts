import { z } from 'zod';
import { KioskId } from '../shared/ids.ts';
import { MAX_DIAGNOSTICS_LENGTH, OrderAction } from '../shared/orders.ts';
import { Instant } from '../shared/times.ts';

/** An order that a kiosk has not heard by then is not carried out; without a `deadline`, so long. */
export const USUAL_ORDER_LIFE_MS = 15 * 60_000;
export const LONGEST_ORDER_LIFE_MS = 86_400_000;

export const OrderToKiosk = z
  .strictObject({ action: OrderAction, deadline: Instant.optional(), until: Instant.optional() })
  .refine(({ action, until }) => until === undefined || action === 'pause', {
    path: ['until'],
    error: 'only a pause has an end',
  });
export const OrderGiven = z.object({ orderId: z.uuid(), deadline: Instant });

/** As its kiosk hears it: an action that the kiosk does not know is refused. */
export const KioskOrder = z.object({
  orderId: z.uuid(),
  kioskId: KioskId,
  action: z.string().min(1).max(40),
  deadline: Instant,
  /** Of a pause; `null` without an end. */
  until: Instant.nullable(),
});
export type KioskOrder = z.infer<typeof KioskOrder>;

/** `done`, or why not. */
const OrderEnd = z.object({ result: z.string(), at: Instant });
export const GivenOrder = KioskOrder.omit({ kioskId: true }).extend({
  orderedAt: Instant,
  /** A token's name; empty once it is no longer kept. */
  orderedBy: z.string(),
  /** `null` while the kiosk has not said. */
  end: OrderEnd.nullable(),
});
export type GivenOrder = z.infer<typeof GivenOrder>;
/** Newest first. */
export const GivenOrders = z.object({ orders: z.array(GivenOrder) });

/** A kiosk's answer to an order; `lines` are lines of JSON, nothing personal and no secret in them. */
export const DiagnosticsSent = z.strictObject({ lines: z.string().min(1).max(MAX_DIAGNOSTICS_LENGTH) });
export const KeptDiagnostics = z.object({ orderId: z.uuid(), receivedAt: Instant, lines: z.string() });
