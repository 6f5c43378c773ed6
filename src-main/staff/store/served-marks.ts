import type Database from 'better-sqlite3';
import type { EventOf } from '../../contract/shared/events.ts';
import { isInRange } from '../../domain/numbering.ts';
import type { LifeEvent } from '../../domain/ticket-life.ts';
import { guard } from '../../storage/guard.ts';
import type { ReportingParts } from '../../storage/outbox-writer.ts';
import type { ServedMarks, ServedNumbers } from '../ports/served-marks.ts';

type Said = EventOf<'numbers-served'>['payload'];

const MEANS = `mark.series = ticket.series
  AND (mark.service_day = ticket.service_day OR ticket.ticket_no BETWEEN mark.from_ticket AND mark.to_ticket)
  AND ${isInRange('ticket.number', 'mark.first_number', 'mark.last_number')}
  AND (ticket.number = mark.last_number OR NOT EXISTS (SELECT 1 FROM check_in
    WHERE check_in.ticket_id = ticket.ticket_id AND check_in.start_ms > mark.appointments_until_ms))`;
const UNDONE = 'EXISTS (SELECT 1 FROM served_undo WHERE served_undo.mark_id = mark.mark_id)';

export const SERVED = `EXISTS (SELECT 1 FROM served_mark AS mark WHERE ${MEANS} AND NOT ${UNDONE})`;
export const MARKS = `(SELECT json_group_array(json_object('id', mark.mark_id, 'rank', mark.rank, 'undone', ${UNDONE}))
  FROM served_mark AS mark WHERE ${MEANS})`;

export function servedEventsOf(marks: string): LifeEvent[] {
  const read = JSON.parse(marks) as { id: string; rank: number; undone: 0 | 1 }[];
  return read.flatMap(({ id, rank, undone }): LifeEvent[] => [
    { id, rank, by: 'staff', act: { kind: 'finish' } },
    ...(undone === 1
      ? [{ id: `undo ${id}`, rank: rank + 1, by: 'staff', act: { kind: 'undo', undoes: id } } as const]
      : []),
  ]);
}

/** Opens the rows of marks. An event may arrive twice, and the undoing of a mark may arrive before the mark. */
export function openServedRows(database: Database.Database) {
  const put = database.prepare(
    `INSERT OR IGNORE INTO served_mark
       (mark_id, series, service_day, first_number, last_number, appointments_until_ms, rank, said_at_ms, from_ticket, to_ticket)
     VALUES (@markId, @series, @serviceDay, @from, @to, @untilMs, @rank, @atMs, @fromTicket,
       iif(@fromTicket IS NULL, NULL, (SELECT max(ticket_no) FROM ticket)))`,
  );
  const undo = database.prepare('INSERT OR IGNORE INTO served_undo (mark_id, said_at_ms) VALUES (?, ?)');
  const rank = database.prepare<[], number>('SELECT coalesce(max(rank), 0) + 1 FROM served_mark').pluck();
  const saidAt = database.prepare<[string], number>('SELECT said_at_ms FROM served_mark WHERE mark_id = ?').pluck();
  const isUndone = database.prepare<[string], number>('SELECT count(*) FROM served_undo WHERE mark_id = ?').pluck();
  return {
    /** `fromTicket`: first ticket of the day; `null` if only the day's date is known. */
    put: ({ appointmentsUntil, ...said }: Said, atMs: number, fromTicket: number | null = null): void =>
      void put.run({ ...said, untilMs: Date.parse(appointmentsUntil), atMs, fromTicket }),
    undo: (markId: string, atMs: number): void => void undo.run(markId, atMs),
    nextRank: (): number => rank.get() ?? 1,
    saidAtMs: (markId: string): number | undefined => saidAt.get(markId),
    isUndone: (markId: string): boolean => (isUndone.get(markId) ?? 0) > 0,
  };
}

/**
 * Returns a function that deletes old marks. A mark is kept while the database has a ticket of its day or of an earlier day; if it has no
 * tickets, marks are kept from `firstDay` on.
 */
export function openServedCleaning(database: Database.Database): (firstDay: string) => void {
  const dropMarks = database.prepare(
    'DELETE FROM served_mark WHERE service_day < (SELECT coalesce(min(service_day), ?) FROM ticket)',
  );
  const dropUndone = database.prepare('DELETE FROM served_undo WHERE mark_id NOT IN (SELECT mark_id FROM served_mark)');
  return (firstDay) => {
    dropMarks.run(firstDay);
    dropUndone.run();
  };
}

/** Opens the marks on the store's only connection, because each change is in one transaction with its event for the centre. */
export function openServedMarks({ database, outboxWriter, clock, dayOf }: ReportingParts): ServedMarks {
  const rows = openServedRows(database);
  const count = database
    .prepare<[Omit<ServedNumbers, 'today'> & { serviceDay: string; fromTicket: number }], number>(
      `WITH mark (series, service_day, first_number, last_number, appointments_until_ms, from_ticket, to_ticket)
         AS (VALUES (@series, @serviceDay, @first, @last, @appointmentsUntilMs, @fromTicket, 9e15))
       SELECT count(*) FROM mark, ticket WHERE ${MEANS} AND ticket.withdrawn_at_ms IS NULL
         AND NOT EXISTS (SELECT 1 FROM voided_ticket WHERE voided_ticket.ticket_id = ticket.ticket_id) AND NOT ${SERVED}`,
    )
    .pluck();
  const isRecent = (markId: string, mostMs: number): boolean =>
    Math.abs(clock.wallMs() - (rows.saidAtMs(markId) ?? -Infinity)) <= mostMs;
  return {
    note: (markId, { series, today: { serviceDay, fromTicket }, first, last, appointmentsUntilMs }) =>
      outboxWriter.commit((record) => {
        const atMs = clock.wallMs();
        const payload: Said = {
          markId,
          series,
          serviceDay,
          from: first,
          to: last,
          rank: rows.nextRank(),
          appointmentsUntil: new Date(appointmentsUntilMs).toISOString(),
        };
        record({
          event: { type: 'numbers-served', v: 1, payload },
          requestId: null,
          atMs,
          serviceDay: dayOf(atMs),
        });
        rows.put(payload, atMs, fromTicket);
        return null;
      }),
    mayUndo(markId, mostMs) {
      const found = guard(() => !rows.isUndone(markId) && isRecent(markId, mostMs));
      return found.ok && found.value;
    },
    undo: (markId, mostMs) =>
      outboxWriter.commit((record) => {
        if (!isRecent(markId, mostMs)) return false;
        const atMs = clock.wallMs();
        if (rows.isUndone(markId)) return true;
        record({
          event: { type: 'served-undone', v: 1, payload: { markId } },
          requestId: null,
          atMs,
          serviceDay: dayOf(atMs),
        });
        rows.undo(markId, atMs);
        return true;
      }),
    count: ({ today: { serviceDay, fromTicket }, ...numbers }) =>
      guard(() => count.get({ ...numbers, serviceDay, fromTicket }) ?? 0),
  };
}
