import type { KioskOrder } from '../../src-main/contract/centre/orders.ts';
import type { KioskId } from '../../src-main/contract/shared/ids.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';

const COLUMNS = `order_id AS "orderId", kiosk_id AS "kioskId", action, deadline_at AS deadline, until_at AS until`;

export const ORDERS_OF_KIOSK = {
  these: `SELECT ${COLUMNS} FROM kiosk_order
    WHERE city_id = $1 AND kiosk_id = $2::uuid AND order_id = ANY ($3::uuid[])`,
  open: `SELECT ${COLUMNS} FROM kiosk_order
    WHERE city_id = $1 AND kiosk_id = $2::uuid AND deadline_at > $3::timestamptz
      AND NOT EXISTS (SELECT 1 FROM order_end AS ended WHERE ended.city_id = $1 AND ended.kiosk_id = $2::uuid
        AND ended.order_id = kiosk_order.order_id)
    ORDER BY ordered_at, order_id`,
} as const;

interface Kiosk {
  cityId: string;
  kioskId: KioskId;
}

/**
 * The commands to this kiosk, by order id. Every kiosk of the office gets the change that announces a command, but only the ordered kiosk
 * gets the command.
 */
export async function ordersById(
  queries: Queries,
  { cityId, kioskId }: Kiosk,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, KioskOrder>> {
  if (orderIds.length === 0) return new Map();
  const rows = await queries.query<KioskOrder>(ORDERS_OF_KIOSK.these, [cityId, kioskId, orderIds]);
  return new Map(rows.map((row) => [row.orderId, row]));
}

/** The unanswered commands that have not expired. The snapshot contains them for a kiosk that missed the changes that announced them. */
export const openOrders = (queries: Queries, { cityId, kioskId }: Kiosk, nowMs: number): Promise<KioskOrder[]> =>
  queries.query<KioskOrder>(ORDERS_OF_KIOSK.open, [cityId, kioskId, instantOf(nowMs)]);
