import { QUEUE_STATEMENT_HOLDS_S, type QueueStatement } from '../../src-main/contract/centre/queue-statement.ts';
import { QueueStateNow } from '../../src-main/contract/shared/queue-state.ts';
import type { QueueState } from '../../src-main/domain/queue-state.ts';
import { succeed } from '../../src-main/domain/result.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import type { Centre } from '../replica-context.ts';
import type { Handler } from '../server/operation.ts';
import type { FoundTurn } from './find-turn.ts';

const HOLDS_MS = QUEUE_STATEMENT_HOLDS_S * 1_000;

export const STATED_QUEUE = {
  /**
   * A kiosk's statement of its queue changes nothing if it is late or repeated, unless the stored statement lies in the future because a
   * clock was set back.
   */
  keep: `INSERT INTO queue_statement (city_id, kiosk_id, office_id, as_of, tickets, services, services_at)
    VALUES ($1, $2::uuid, $3, $4::timestamptz, $5::jsonb, $7::jsonb,
      CASE WHEN $7::jsonb = '[]' THEN NULL ELSE $4::timestamptz END)
    ON CONFLICT (city_id, kiosk_id) DO UPDATE SET office_id = EXCLUDED.office_id, as_of = EXCLUDED.as_of,
      tickets = EXCLUDED.tickets, services = EXCLUDED.services,
      services_at = coalesce(EXCLUDED.services_at, queue_statement.services_at)
    WHERE EXCLUDED.as_of > queue_statement.as_of OR queue_statement.as_of > $6::timestamptz`,
  ofTicket: `SELECT tickets -> $3::text AS state FROM queue_statement
    WHERE city_id = $1 AND office_id = $2 AND as_of > $4::timestamptz AND as_of < $5::timestamptz AND tickets ? $3::text
    ORDER BY as_of DESC LIMIT 1`,
} as const;

export const stateQueue =
  ({ database }: Centre): Handler<'stateQueue'> =>
  async ({ body: { asOf, tickets, services }, caller: { cityId, kioskId, officeId }, receivedAtMs }) => {
    // A time in the future is replaced by the present, so that a kiosk whose clock was ahead can replace its statement later.
    const asOfMs = Math.min(Date.parse(asOf), receivedAtMs);
    const latest = instantOf(receivedAtMs + HOLDS_MS);
    await database.query(STATED_QUEUE.keep, [
      cityId,
      kioskId,
      officeId,
      instantOf(asOfMs),
      JSON.stringify(byTicket(tickets)),
      latest,
      JSON.stringify(services),
    ]);
    return succeed({ body: null });
  };

const byTicket = (tickets: QueueStatement['tickets']): Record<string, QueueState & { coming?: true | undefined }> =>
  Object.fromEntries(tickets.map(({ ticketId, ...state }) => [ticketId, state]));

/** Returns the queue ahead of a ticket. `null`: no kiosk has reported it recently. */
export async function statedQueue(
  queries: Queries,
  { place: { cityId, officeId }, ticketId }: Pick<FoundTurn, 'place' | 'ticketId'>,
  nowMs: number,
): Promise<QueueState | null> {
  const span = [instantOf(nowMs - HOLDS_MS), instantOf(nowMs + HOLDS_MS)];
  const [row] = await queries.query<{ state: unknown }>(STATED_QUEUE.ofTicket, [cityId, officeId, ticketId, ...span]);
  return QueueStateNow.safeParse(row?.state).data ?? null;
}
