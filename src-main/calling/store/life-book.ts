import type Database from 'better-sqlite3';
import type { OutboxWriter } from '../../centre/store/outbox-writer.ts';
import { TicketId } from '../../contract/shared/ids.ts';
import { columnsOf } from '../../domain/ticket-life.ts';
import type { Clock } from '../../ports/clock.ts';
import { guard, RottenRow } from '../../storage/guard.ts';
import type { LifeBook, NewDeskEvent } from '../ports/life-book.ts';
import { openDeskPauseRows, openLifeRows } from './life-rows.ts';

export interface LifeBookParts {
  database: Database.Database;
  outboxWriter: OutboxWriter;
  clock: Clock;
  dayOf: (instantMs: number) => string;
}

/** Uses the store's only connection; the event for the centre is in the same transaction. */
export function openLifeBook({ database, outboxWriter, clock, dayOf }: LifeBookParts): LifeBook {
  const rows = openLifeRows(database);
  const pauses = openDeskPauseRows(database);
  const find = database.prepare<[string], { ticketId: string; deskId: string }>(
    'SELECT ticket_id AS ticketId, desk_id AS deskId FROM life_event WHERE life_id = ?',
  );
  return {
    write: (event) =>
      outboxWriter.commit((record) => {
        if (rows.has(event.id)) return null;
        const atMs = clock.wallMs();
        const payload = payloadOf(event);
        record({
          event: { type: 'ticket-life', v: 1, payload },
          ...{ requestId: null, atMs, serviceDay: dayOf(atMs) },
        });
        rows.put(payload, atMs);
        return null;
      }),
    ticketOf: (lifeId) =>
      guard(() => {
        const found = find.get(lifeId);
        if (found === undefined) return null;
        const ticketId = TicketId.safeParse(found.ticketId);
        if (!ticketId.success) throw new RottenRow('what a desk did');
        return { ticketId: ticketId.data, deskId: found.deskId };
      }),
    pause: (order) =>
      outboxWriter.commit((record) => {
        if (pauses.has(order.orderId)) return null;
        const atMs = clock.wallMs();
        record({
          event: { type: 'desk-paused', v: 1, payload: order },
          ...{ requestId: null, atMs, serviceDay: dayOf(atMs) },
        });
        pauses.put(order, atMs);
        return null;
      }),
    paused: () => guard(() => pauses.now()),
  };
}

function payloadOf({ id: lifeId, ticketId, rank, by: deskId, act, note, ageMs }: NewDeskEvent) {
  const { target, undoes } = columnsOf(act);
  return {
    ...{ lifeId, ticketId, rank, deskId, act: act.kind, ageMs: Math.round(ageMs) },
    ...(target !== null && { to: target }),
    ...(undoes !== null && { undoes }),
    ...(note !== null && { note }),
  };
}
