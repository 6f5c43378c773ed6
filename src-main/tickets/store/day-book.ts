import type Database from 'better-sqlite3';
import { AT_NO_DESK, deskEventsOf, LIVES_OF, WAITS_OR_PARKED } from '../../calling/store/life-rows.ts';
import { ServiceId } from '../../contract/shared/ids.ts';
import { addDays } from '../../domain/calendar-day.ts';
import { bandsOf, DESK_SLOT } from '../../domain/numbering.ts';
import { MARKS, SERVED, servedEventsOf } from '../../staff/store/served-marks.ts';
import { guard, RottenRow } from '../../storage/guard.ts';
import { madeOnce, whileUnwritten } from '../../storage/while-unwritten.ts';
import type { DayBook, NumberOfDay } from '../ports/day-book.ts';
import { COUNT_TICKETS, type PrintedTicketRow, selectTickets, ticketOf } from './ticket-rows.ts';

type Row = PrintedTicketRow & { isVoided: 0 | 1; marks: string; lives: string };

interface WaitingRow {
  serviceId: string;
  count: number;
  oldestAtMs: number;
}

const VOIDED = 'EXISTS (SELECT 1 FROM voided_ticket WHERE voided_ticket.ticket_id = ticket.ticket_id)';
const IS_VALID = `ticket.withdrawn_at_ms IS NULL AND NOT ${VOIDED} AND NOT ${SERVED}`;
const COUNTS = `${IS_VALID} AND ${AT_NO_DESK}`;
const LISTED = `${IS_VALID} AND ${WAITS_OR_PARKED}`;
/** SQL condition for a number issued at a desk: it has no paper, so none is missing. */
const IS_DESKS = bandsOf(DESK_SLOT)
  .map(({ first, last }) => `ticket.number BETWEEN ${first} AND ${last}`)
  .join(' OR ');
/** SQL condition for a turn taken at home: the citizen has it on the phone, so no paper is missing. */
const IS_FROM_HOME = `EXISTS (SELECT 1 FROM life_event WHERE life_event.ticket_id = ticket.ticket_id AND life_event.act = 'come')`;
const UNPRINTED = `${COUNTS} AND paper_job.state IN ('not-sent', 'cancelled', 'unknown')
  AND NOT (${IS_DESKS}) AND NOT ${IS_FROM_HOME}`;
/** SQL that selects tickets, each with the acts of centre, staff and desks on it. */
const SELECT = selectTickets(`${VOIDED} AS isVoided, ${MARKS} AS marks`, `${LIVES_OF('ticket')} AS lives`);

export function openDayBook(database: Database.Database): DayBook {
  const waiting = database.prepare<[number], WaitingRow>(
    `SELECT service_id AS serviceId, count(*) AS count, min(issued_at_ms) AS oldestAtMs
     FROM ticket WHERE ticket_no >= ? AND ${COUNTS} GROUP BY service_id`,
  );
  const withNumber = database.prepare<[number, number], Row>(
    `${SELECT} WHERE ticket.ticket_no >= ? AND ticket.number = ? ORDER BY ticket.ticket_no`,
  );
  const unprinted = database.prepare<[number, number], Row>(
    `${SELECT} WHERE ticket.ticket_no >= ? AND ${UNPRINTED} ORDER BY ticket.ticket_no DESC LIMIT ?`,
  );
  const countUnprinted = database
    .prepare<[number], number>(`${COUNT_TICKETS} WHERE ticket.ticket_no >= ? AND ${UNPRINTED}`)
    .pluck();
  const list = database.prepare<[number, number], Row>(
    `${SELECT} WHERE ticket.ticket_no >= ? AND ${LISTED} ORDER BY ticket.ticket_no DESC LIMIT ?`,
  );
  const countListed = database
    .prepare<[number], number>(`${COUNT_TICKETS} WHERE ticket.ticket_no >= ? AND ${LISTED}`)
    .pluck();
  const all = database.prepare<[number], Row>(`${SELECT} WHERE ticket.ticket_no >= ? ORDER BY ticket.ticket_no`);
  const earlier = database.prepare<[string, number], Row>(
    `${SELECT} WHERE ticket.service_day = ? AND ticket.ticket_no < ? ORDER BY ticket.ticket_no`,
  );
  const numbersOf = madeOnce(numberOf);
  const readAll = whileUnwritten(database, (from) => numbersOf(all.all(Number(from))).flat());
  const strip = database
    .prepare<[string, string, number], number>(
      `SELECT count(*) FROM desk_strip WHERE series = ?
         AND (service_day = ? OR service_day IN (SELECT service_day FROM ticket WHERE ticket_no >= ?))`,
    )
    .pluck();
  const note = database.prepare<[string, string]>(
    `INSERT INTO desk_strip (series, service_day) VALUES (?, ?)
     ON CONFLICT (series) DO UPDATE SET service_day = excluded.service_day`,
  );
  return {
    waiting: ({ fromTicket }) => guard(() => waiting.all(fromTicket).map(waitingOf)),
    withNumber: ({ fromTicket }, number) => guard(() => withNumber.all(fromTicket, number).flatMap(numberOf)),
    unprinted: ({ fromTicket }, most) => guard(() => unprinted.all(fromTicket, most).flatMap(numberOf)),
    countUnprinted: ({ fromTicket }) => guard(() => countUnprinted.get(fromTicket) ?? 0),
    list: ({ fromTicket }, most) => guard(() => list.all(fromTicket, most).flatMap(numberOf).toReversed()),
    countListed: ({ fromTicket }) => guard(() => countListed.get(fromTicket) ?? 0),
    all: ({ fromTicket }) => guard(() => readAll(String(fromTicket))),
    earlier: (daysAgo, { serviceDay, fromTicket }) =>
      guard(() => earlier.all(addDays(serviceDay, -daysAgo), fromTicket).flatMap(numberOf)),
    hasStrip: (series, { serviceDay, fromTicket }) => guard(() => (strip.get(series, serviceDay, fromTicket) ?? 0) > 0),
    noteStrip: (series, { serviceDay }) =>
      guard(() => {
        note.run(series, serviceDay);
        return null;
      }),
  };
}

function waitingOf({ serviceId, ...row }: WaitingRow) {
  const known = ServiceId.safeParse(serviceId);
  if (!known.success) throw new RottenRow('a ticket');
  return { serviceId: known.data, ...row };
}

/** A row of a newer program or a corrupt one is skipped, so that it does not hide the others. */
function numberOf({ isVoided, marks, lives, ...row }: Row): NumberOfDay[] {
  try {
    const ticket = ticketOf(row);
    if (ticket === null) return [];
    const deskEvents = deskEventsOf(lives);
    return [{ ticket, isVoided: isVoided === 1, servedEvents: servedEventsOf(marks), deskEvents }];
  } catch (error) {
    if (error instanceof RottenRow) return [];
    throw error;
  }
}
