import type Database from 'better-sqlite3';
import type { KioskOrder } from '../../contract/centre/orders.ts';
import { lastKnown } from '../../storage/guard.ts';
import type { ReportingParts } from '../../storage/outbox-writer.ts';
import type { Order, OrderMemory } from '../ports/orders.ts';

/**
 * Ended commands are kept for this long after their deadline, so that a command that the centre sends again is not carried out again. The
 * centre gives a command at most a day to be carried out.
 */
const KEPT_PAST_DEADLINE_MS = 90 * 86_400_000;

export interface OrderRows {
  put(order: KioskOrder): void;
  begin(orderId: string): boolean;
  /** Ends a command, even one known only from the journal; true if it had not ended. */
  end(orderId: string, action: string, atMs: number): boolean;
  dropOver(nowMs: number): void;
}

export function openOrderRows(database: Database.Database): OrderRows {
  const put = database.prepare<[string, string, number | null, number]>(
    `INSERT OR IGNORE INTO centre_order (order_id, action, until_ms, deadline_ms, state) VALUES (?, ?, ?, ?, 'waiting')`,
  );
  const begin = database.prepare<[string]>(
    `UPDATE centre_order SET state = 'begun' WHERE order_id = ? AND state = 'waiting'`,
  );
  const end = database.prepare<[string, string, number]>(
    `INSERT INTO centre_order (order_id, action, until_ms, deadline_ms, state) VALUES (?, ?, NULL, ?, 'ended')
     ON CONFLICT (order_id) DO UPDATE SET state = 'ended' WHERE state <> 'ended'`,
  );
  const dropOver = database.prepare<[number]>(
    `DELETE FROM centre_order WHERE state = 'ended' AND deadline_ms < ? - ${KEPT_PAST_DEADLINE_MS}`,
  );
  return {
    put: ({ orderId, action, until, deadline }) =>
      void put.run(orderId, action, until === null ? null : Date.parse(until), Date.parse(deadline)),
    begin: (orderId) => begin.run(orderId).changes > 0,
    end: (orderId, action, atMs) => end.run(orderId, action, atMs).changes > 0,
    dropOver: (nowMs) => void dropOver.run(nowMs),
  };
}

/**
 * Stores the centre's commands on the store's only connection, because the end of a command is in one transaction with the event that
 * reports it.
 */
export function openOrderMemory({ database, outboxWriter, clock, dayOf }: ReportingParts): OrderMemory {
  const rows = openOrderRows(database);
  const select = database.prepare<[string], Order>(
    `SELECT order_id AS orderId, action, until_ms AS untilMs, deadline_ms AS deadlineMs FROM centre_order
     WHERE state = ? ORDER BY deadline_ms, order_id`,
  );
  return {
    waiting: lastKnown(() => select.all('waiting'), []),
    begun: lastKnown(() => select.all('begun'), []),
    begin: (orderId) => outboxWriter.commit(() => rows.begin(orderId)),
    end: ({ orderId, action }, result) =>
      outboxWriter.commit((record) => {
        const atMs = clock.wallMs();
        // The journal gets the event before the database gets the row. If the power fails in between, the next start ends the command from
        // the journal.
        record({
          event: { type: 'order-ended', v: 1, payload: { orderId, action, result } },
          requestId: null,
          atMs,
          serviceDay: dayOf(atMs),
        });
        rows.end(orderId, action, atMs);
        rows.dropOver(atMs);
        return null;
      }),
  };
}
