import type Database from 'better-sqlite3';
import { ServiceId } from '../contract/shared/ids.ts';
import { bandsOf, DESK_SLOT } from '../domain/numbering.ts';
import type { DayBook, NumberOfDay } from '../ports/day-book.ts';
import { guard, RottenRow } from './guard.ts';
import { AT_NO_DESK, deskEventsOf, LIVES_OF } from './life-rows.ts';
import { MARKS, SERVED, servedEventsOf } from './served-marks.ts';
import { COUNT_TICKETS, type PrintedTicketRow, selectTickets, ticketOf } from './ticket-rows.ts';
import { madeOnce, whileUnwritten } from './while-unwritten.ts';

type Row = PrintedTicketRow & { isVoided: 0 | 1; marks: string; lives: string };

interface WaitingRow {
  serviceId: string;
  count: number;
  oldestAtMs: number;
}

const VOIDED = 'EXISTS (SELECT 1 FROM voided_ticket WHERE voided_ticket.ticket_id = ticket.ticket_id)';
const COUNTS = `ticket.withdrawn_at_ms IS NULL AND NOT ${VOIDED} AND NOT ${SERVED} AND ${AT_NO_DESK}`;
/** A number of the desk's slot never had paper: nobody waits for one. */
const IS_DESKS = bandsOf(DESK_SLOT)
  .map(({ first, last }) => `ticket.number BETWEEN ${first} AND ${last}`)
  .join(' OR ');
const UNPRINTED = `${COUNTS} AND paper_job.state IN ('not-sent', 'cancelled', 'unknown') AND NOT (${IS_DESKS})`;
/** With what the centre, the staff and desks have said of each. */
const SELECT = selectTickets(`${VOIDED} AS isVoided, ${MARKS} AS marks`, `${LIVES_OF('ticket')} AS lives`);

/** What the staff ask of a day, read from the tickets' own rows. */
export function openDayBook(database: Database.Database): DayBook {
  const waiting = database.prepare<[string], WaitingRow>(
    `SELECT service_id AS serviceId, count(*) AS count, min(issued_at_ms) AS oldestAtMs
     FROM ticket WHERE service_day = ? AND ${COUNTS} GROUP BY service_id`,
  );
  const withNumber = database.prepare<[string, number], Row>(
    `${SELECT} WHERE ticket.service_day = ? AND ticket.number = ? ORDER BY ticket.ticket_no`,
  );
  const unprinted = database.prepare<[string, number], Row>(
    `${SELECT} WHERE ticket.service_day = ? AND ${UNPRINTED} ORDER BY ticket.ticket_no DESC LIMIT ?`,
  );
  const countUnprinted = database
    .prepare<[string], number>(`${COUNT_TICKETS} WHERE ticket.service_day = ? AND ${UNPRINTED}`)
    .pluck();
  const list = database.prepare<[string, number], Row>(
    `${SELECT} WHERE ticket.service_day = ? AND ${COUNTS} ORDER BY ticket.ticket_no DESC LIMIT ?`,
  );
  const all = database.prepare<[string], Row>(`${SELECT} WHERE ticket.service_day = ? ORDER BY ticket.ticket_no`);
  const numbersOf = madeOnce(numberOf);
  const readAll = whileUnwritten(database, (serviceDay) => numbersOf(all.all(serviceDay)).flat());
  const strip = database
    .prepare<[string, string], number>('SELECT count(*) FROM desk_strip WHERE series = ? AND service_day = ?')
    .pluck();
  const note = database.prepare<[string, string]>(
    `INSERT INTO desk_strip (series, service_day) VALUES (?, ?)
     ON CONFLICT (series) DO UPDATE SET service_day = excluded.service_day`,
  );
  return {
    waiting: (serviceDay) => guard(() => waiting.all(serviceDay).map(waitingOf)),
    withNumber: (serviceDay, number) => guard(() => withNumber.all(serviceDay, number).flatMap(numberOf)),
    unprinted: (serviceDay, most) => guard(() => unprinted.all(serviceDay, most).flatMap(numberOf)),
    countUnprinted: (serviceDay) => guard(() => countUnprinted.get(serviceDay) ?? 0),
    list: (serviceDay, most) => guard(() => list.all(serviceDay, most).flatMap(numberOf).toReversed()),
    all: (serviceDay) => guard(() => readAll(serviceDay)),
    hasStrip: (series, serviceDay) => guard(() => (strip.get(series, serviceDay) ?? 0) > 0),
    noteStrip: (series, serviceDay) =>
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

/** One that a newer program wrote, or that has rotted, keeps no other from being seen. */
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
