import type Database from 'better-sqlite3';
import { keptActOf } from '../../domain/ticket-life.ts';
import { guard } from '../../storage/guard.ts';
import type { OutboxWriter } from '../../storage/outbox-writer.ts';
import { madeOnce, whileUnwritten } from '../../storage/while-unwritten.ts';
import type { KnownNumber } from '../../tickets/rules/issue-number.ts';
import type { RaiseNumbers } from '../../tickets/store/raise-numbers.ts';
import { AlarmSaid, OfficeTicket, PauseSaid, ServicesSaid, type TicketSaid } from '../contract/kiosks.ts';
import type { HeardNumber, OfficeBook } from '../ports/office-book.ts';
import { mergeTicket } from '../rules/shared-ticket.ts';
import { openAlarmRows, openDeskPauseRows, openDeskServicesRows } from './desk-rows.ts';
import { deskEventsOf, LIVES_OF, openLifeRows } from './life-rows.ts';

export interface OfficeBookParts {
  database: Database.Database;
  outboxWriter: OutboxWriter;
  raise: RaiseNumbers;
}

interface HeardRow {
  said: string;
  lives: string;
}

/**
 * Uses the store's only connection. Data from sibling kiosks enters neither outbox nor journal, because each sibling reports it itself. If
 * the data contains numbers of this kiosk, this kiosk's counters are raised above them in the same commit.
 */
export function openOfficeBook({ database, outboxWriter, raise }: OfficeBookParts): OfficeBook {
  const lives = openLifeRows(database);
  const pauses = openDeskPauseRows(database);
  const services = openDeskServicesRows(database);
  const alarms = openAlarmRows(database);
  const tickets = openHeardRows(database);
  const ofDay = database.prepare<[number], HeardRow>(
    `SELECT said, ${LIVES_OF('heard_ticket')} AS lives FROM heard_ticket WHERE heard_no >= ? ORDER BY ticket_id`,
  );
  const anothers = database
    .prepare<[KnownNumber & { ticketId: string }], number>(
      'SELECT count(*) FROM ticket WHERE service_day = @serviceDay AND series = @series AND number = @number AND ticket_id <> @ticketId',
    )
    .pluck();
  const isAnothers = (known: KnownNumber & { ticketId: string }): boolean => (anothers.get(known) ?? 0) > 0;
  const numbersOf = madeOnce(numberOf);
  const readHeard = whileUnwritten(database, (from) => numbersOf(ofDay.all(Number(from))).flat());
  return {
    heard: ({ fromHeard }) => guard(() => readHeard(String(fromHeard))),
    hear: ({ fromSlot, tickets: said, pauses: paused, ...others }) =>
      outboxWriter.commit((record) => {
        raise(
          said.flatMap(({ ticket }) => knownIn(ticket)),
          record,
        );
        let isNew = false;
        for (const one of said) {
          const isNewHere = tickets.put(one.ticket, fromSlot);
          if (isNewHere) lives.settle(one.ticket.ticketId);
          isNew = lives.hear(one.ticket.ticketId, one.acts) || isNewHere || isNew;
        }
        for (const pause of paused) isNew = pauses.hear(pause) || isNew;
        for (const choice of others.services) isNew = services.hear(choice) || isNew;
        for (const alarm of others.alarms) isNew = alarms.hear(alarm) || isNew;
        return isNew;
      }),
    count: (said) =>
      outboxWriter.commit((record) => {
        raise(
          said.flatMap(({ ticket }) => knownIn(ticket)),
          record,
        );
        return said.flatMap(({ ticket }) =>
          knownIn(ticket).some((known) => isAnothers({ ...known, ticketId: ticket.ticketId }))
            ? [{ label: ticket.label, serviceDay: ticket.serviceDay }]
            : [],
        );
      }),
    pauses: () => guard(() => pauses.last().flatMap((row) => PauseSaid.safeParse(row).data ?? [])),
    services: () => guard(() => services.last().flatMap((row) => ServicesSaid.safeParse(row).data ?? [])),
    alarms: () => guard(() => alarms.all().flatMap((row) => AlarmSaid.safeParse(row).data ?? [])),
  };
}

/** Returns the number in a label; the inverse of `formatLabel`. */
function knownIn({ label, serviceDay }: OfficeTicket): KnownNumber[] {
  const { series, digits } = /^(?<series>[A-Z]+)(?<digits>\d{3,7})$/.exec(label)?.groups ?? {};
  return series === undefined || digits === undefined ? [] : [{ series, serviceDay, number: Number(digits) }];
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
    /**
     * Saves a sibling's ticket; returns true if anything was new. Tickets issued here are ignored, because this kiosk knows most about
     * them.
     */
    put(heard: TicketSaid['ticket'], fromSlot: number): boolean {
      const { ticketId } = heard;
      if ((isOwn.get(ticketId) ?? 0) > 0) return false;
      const before = find.get(ticketId);
      const known = before === undefined ? null : ticketOf(before);
      const ticket = known === null ? heard : mergeTicket(known, heard, known.slot === fromSlot);
      const said = JSON.stringify(ticket);
      if (said === before) return false;
      put.run({ ticketId, slot: ticket.slot, serviceDay: ticket.serviceDay, said });
      return true;
    },
  };
}

/** A corrupt row counts as unknown, so that the sibling's next answer replaces it. */
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
  const servedEvents = ticket.served.map(({ id, rank, by, ...row }) => ({
    id,
    rank,
    by,
    act: keptActOf({ ...row, desk: by }),
  }));
  const { slot, isVoided, ...callable } = ticket;
  return [{ slot, isVoided, ticket: callable, servedEvents, deskEvents: deskEventsOf(lives) }];
}

/**
 * Deletes siblings' numbers of days before `firstDay`. The day of a number is decided by the sequence in which the numbers arrived here.
 */
export function openHeardCleaning(database: Database.Database): (firstDay: string) => number {
  const drop = database.prepare(
    `DELETE FROM heard_ticket WHERE heard_no <
       (SELECT from_heard FROM working_day WHERE service_day <= ? ORDER BY working_day_no DESC LIMIT 1)`,
  );
  return (firstDay) => drop.run(firstDay).changes;
}
