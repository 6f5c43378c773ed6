import { z } from 'zod';
import { KioskId } from '../shared/ids.ts';
import { CONFIRMED_ACTIONS, MAX_DIAGNOSTICS_LENGTH, OrderAction } from '../shared/orders.ts';
import { Instant } from '../shared/times.ts';

/** An order without a `deadline` is valid for this long; a kiosk that receives it later does not carry it out. */
export const USUAL_ORDER_LIFE_MS = 15 * 60_000;
export const LONGEST_ORDER_LIFE_MS = 86_400_000;

export const OrderToKiosk = z
  .strictObject({
    action: OrderAction.exclude(CONFIRMED_ACTIONS),
    deadline: Instant.optional(),
    until: Instant.optional(),
  })
  .refine(({ action, until }) => until === undefined || action === 'pause', {
    path: ['until'],
    error: 'only a pause may have `until`',
  });
/** An order that needs two people. The centre sends it to the kiosk once a second person has confirmed it. */
export const OrderToPropose = z.strictObject({ action: z.enum(CONFIRMED_ACTIONS), deadline: Instant.optional() });
export const OrderGiven = z.object({ orderId: z.uuid(), deadline: Instant });

/** The order as sent to its kiosk. The kiosk refuses an action that it does not know, so `action` is any text. */
export const KioskOrder = z.object({
  orderId: z.uuid(),
  kioskId: KioskId,
  action: z.string().min(1).max(40),
  deadline: Instant,
  /** End of a pause; `null`: a pause until the end of the service day, or another action. */
  until: Instant.nullable(),
});
export type KioskOrder = z.infer<typeof KioskOrder>;

/** `done`, or the reason for a failure. */
const OrderEnd = z.object({ result: z.string(), at: Instant });
export const GivenOrder = KioskOrder.omit({ kioskId: true }).extend({
  orderedAt: Instant,
  /** Empty once the token that gave the order is deleted. */
  orderedBy: z.string(),
  /** `null` until the kiosk has answered. */
  end: OrderEnd.nullable(),
});
export type GivenOrder = z.infer<typeof GivenOrder>;
/** An order that waits until its deadline for a second person. */
export const OrderProposal = z.object({
  orderId: z.uuid(),
  action: z.string(),
  proposedAt: Instant,
  proposedBy: z.string(),
  deadline: Instant,
});
export type OrderProposal = z.infer<typeof OrderProposal>;
export const GivenOrders = z.object({ orders: z.array(GivenOrder), proposals: z.array(OrderProposal) });

/** A kiosk's answer to the order `send-diagnostics`. `lines`: lines of JSON without personal data and secrets. */
export const DiagnosticsSent = z.strictObject({ lines: z.string().min(1).max(MAX_DIAGNOSTICS_LENGTH) });
export const KeptDiagnostics = z.object({ orderId: z.uuid(), receivedAt: Instant, lines: z.string() });
