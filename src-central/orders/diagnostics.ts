import { succeed } from '../../src-main/domain/result.ts';
import { instantOf } from '../clock.ts';
import type { Centre } from '../replica-context.ts';
import { type Handler, refuseMember } from '../server/operation.ts';
import { officeOfOrdered } from './give-order.ts';

export const DIAGNOSTICS = {
  /**
   * Stores a kiosk's lines only for a `send-diagnostics` command, and never replaces the lines of a later command, so that a repeated
   * request changes nothing.
   */
  keep: `INSERT INTO kiosk_diagnostics (city_id, kiosk_id, order_id, ordered_at, received_at, lines)
    SELECT $1, kiosk_id, order_id, ordered_at, $4::timestamptz, $5::text FROM kiosk_order
    WHERE city_id = $1 AND kiosk_id = $2::uuid AND order_id = $3::uuid AND action = 'send-diagnostics'
    ON CONFLICT (city_id, kiosk_id) DO UPDATE SET order_id = EXCLUDED.order_id, ordered_at = EXCLUDED.ordered_at,
      received_at = EXCLUDED.received_at, lines = EXCLUDED.lines
    WHERE EXCLUDED.ordered_at >= kiosk_diagnostics.ordered_at RETURNING order_id`,
  read: `SELECT order_id AS "orderId", received_at AS "receivedAt", lines FROM kiosk_diagnostics
    WHERE city_id = $1 AND kiosk_id = $2::uuid`,
} as const;

export const sendDiagnostics =
  ({ database }: Centre): Handler<'sendDiagnostics'> =>
  async ({ params: { orderId }, body: { lines }, caller: { cityId, kioskId }, receivedAtMs }) => {
    const kept = await database.query(DIAGNOSTICS.keep, [cityId, kioskId, orderId, instantOf(receivedAtMs), lines]);
    return kept.length > 0
      ? succeed({ body: null })
      : refuseMember('not-found', '/path/orderId', 'the kiosk has no order with this id that waits for diagnostics');
  };

export const readDiagnostics =
  ({ database }: Centre): Handler<'readDiagnostics'> =>
  async (request) => {
    const office = await officeOfOrdered(database, request);
    if (!office.ok) return office;
    const { cityId, kioskId } = request.params;
    const [kept] = await database.query<{ orderId: string; receivedAt: string; lines: string }>(DIAGNOSTICS.read, [
      cityId,
      kioskId,
    ]);
    return kept
      ? succeed({ body: kept })
      : refuseMember('not-found', '/path/kioskId', 'the kiosk has sent no diagnostics');
  };
