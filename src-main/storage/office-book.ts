import type Database from 'better-sqlite3';
import { OfficeTicket, PauseSaid, type TicketSaid } from '../contract/hub/kiosks.ts';
import { mergeTicket } from '../domain/shared-ticket.ts';
import { keptActOf, type LifeEvent } from '../domain/ticket-life.ts';
import type { HeardNumber, OfficeBook } from '../ports/office-book.ts';
import { guard } from './guard.ts';
import { deskEventsOf, LIVES_OF, openDeskPauseRows, openLifeRows } from './life-rows.ts';
import type { OutboxWriter } from './outbox-writer.ts';
import { madeOnce, whileUnwritten } from './while-unwritten.ts';

export interface OfficeBookParts {
  database: Database.Database;
  outboxWriter: OutboxWriter;
}

interface HeardRow {
  said: string;
  lives: string;
}

/** On the store's one connection. Nothing of it goes to the outbox or the journal: whoever said it says it again. */
export function openOfficeBook({ database, outboxWriter }: OfficeBookParts): OfficeBook {
  const lives = openLifeRows(database);
  const pauses = openDeskPauseRows(database);
  const tickets = openHeardRows(database);
  const ofDay = database.prepare<[number], HeardRow>(
    `SELECT said, ${LIVES_OF('heard_ticket')} AS lives FROM heard_ticket WHERE heard_no >= ? ORDER BY ticket_id`,
  );
  const numbersOf = madeOnce(numberOf);
  const readHeard = whileUnwritten(database, (from) => numbersOf(ofDay.all(Number(from))).flat());
  return {
    heard: ({ fromHeard }) => guard(() => readHeard(String(fromHeard))),
    hear: ({ fromSlot, aheadMs, tickets: said, pauses: paused }) =>
      outboxWriter.commit(() => {
        let isNew = false;
        for (const one of said) {
          const isNewHere = tickets.put(one.ticket, fromSlot, aheadMs);
          if (isNewHere) lives.settle(one.ticket.ticketId);
          isNew = lives.hear(one.ticket.ticketId, one.acts) || isNewHere || isNew;
        }
        for (const pause of paused) isNew = pauses.hear(pause) || isNew;
        return isNew;
      }),
    pauses: () => guard(() => pauses.last().flatMap((row) => PauseSaid.safeParse(row).data ?? [])),
  };
}

function openHeardRows(database: Database.Database) {
  const isOwn = database.prepare<[string], number>('SELECT count(*) FROM ticket WHERE ticket_id = ?').pluck();
  const find = database.prepare<[string], string>('SELECT said FROM heard_ticket WHERE ticket_id = ?').pluck();
  const put = database.prepare(
    `INSERT INTO heard_ticket (ticket_id, slot, service_day, said, heard_no)
     VALUES (@ticketId, @slot, @serviceDay, @said, (SELECT coalesce(max(heard_no), 0) + 1 FROM heard_ticket))
     ON CONFLICT (ticket_id) DO UPDATE SET said = excluded.said`,
  );
  return {
    /** Whether it says something new. Of a number that was given here nobody else knows better. */
    put(heard: TicketSaid['ticket'], fromSlot: number, aheadMs: number): boolean {
      const { ticketId } = heard;
      if ((isOwn.get(ticketId) ?? 0) > 0) return false;
      const before = find.get(ticketId);
      const known = before === undefined ? null : ticketOf(before);
      // Its place in the queue is by this kiosk's clock, as it was when the ticket was first heard of.
      const fresh = { ...heard, issuedAtMs: heard.issuedAtMs + aheadMs };
      const ticket = known === null ? fresh : mergeTicket(known, heard, known.slot === fromSlot);
      const said = JSON.stringify(ticket);
      if (said === before) return false;
      put.run({ ticketId, slot: ticket.slot, serviceDay: ticket.serviceDay, said });
      return true;
    },
  };
}

/** One that has rotted is heard anew. */
function ticketOf(said: string): OfficeTicket | null {
  try {
    return OfficeTicket.safeParse(JSON.parse(said)).data ?? null;
  } catch {
    return null;
  }
}

function numberOf({ said, lives }: HeardRow): HeardNumber[] {
  const ticket = ticketOf(said);
  if (ticket === null) return [];
  const servedEvents = ticket.served.flatMap((row): LifeEvent[] => {
    const act = keptActOf({ ...row, desk: row.by });
    return act === null ? [] : [{ id: row.id, rank: row.rank, by: row.by, act }];
  });
  const { slot, isVoided, ...callable } = ticket;
  return [{ slot, isVoided, ticket: callable, servedEvents, deskEvents: deskEventsOf(lives) }];
}

/** A number that another kiosk gave is needed on its own day alone; which that was is this kiosk's to say, by the order of hearing. */
export function openHeardCleaning(database: Database.Database): (firstDay: string) => number {
  const drop = database.prepare(
    `DELETE FROM heard_ticket WHERE heard_no <
       (SELECT from_heard FROM working_day WHERE service_day <= ? ORDER BY working_day_no DESC LIMIT 1)`,
  );
  return (firstDay) => drop.run(firstDay).changes;
}
