import type Database from 'better-sqlite3';
import type { Acknowledgement } from '../../contract/shared/acknowledgement.ts';
import type { KioskEvent } from '../../contract/shared/events.ts';
import { countedAs, formatLabel } from '../../domain/numbering.ts';
import type { PrintJobState } from '../../domain/print-job.ts';
import { TicketRecord } from '../../session/contract/kiosk-api.ts';
import { RottenRow } from '../../storage/guard.ts';
import { mendIndexes } from '../../storage/indexes.ts';
import { TICKET_COLUMNS, type TicketRow } from '../../storage/ticket-columns.ts';
import type { ListedDay } from '../rules/working-day.ts';

export interface PrintedTicketRow extends TicketRow {
  state: PrintJobState;
  cause: string | null;
  durableAtMs: number | null;
  firstByteAtMs: number | null;
  endedAtMs: number | null;
}

const PRINTED_TICKET = `${TICKET_COLUMNS}, paper_job.state, paper_job.cause, paper_job.durable_at_ms AS durableAtMs,
         paper_job.first_byte_at_ms AS firstByteAtMs, paper_job.ended_at_ms AS endedAtMs`;
const FROM_PRINTED = `
  FROM ticket JOIN paper_job ON paper_job.paper_no = (
    SELECT max(own.paper_no) FROM paper_job AS own WHERE own.ticket_no = ticket.ticket_no AND own.kind = 'ticket')`;

/** Builds a query for tickets, each with its newest print job. `further`: columns besides those of `PRINTED_TICKET`. */
export const selectTickets = (...further: readonly string[]): string =>
  `SELECT ${[PRINTED_TICKET, ...further].join(', ')} ${FROM_PRINTED}`;
export const COUNT_TICKETS = `SELECT count(*) ${FROM_PRINTED}`;
const SELECT_TICKET = selectTickets();

/** Parameters: the time, then the ticket's id. */
export const WITHDRAW = 'UPDATE ticket SET withdrawn_at_ms = ? WHERE ticket_id = ? AND withdrawn_at_ms IS NULL';

/** Saves a holder's requests to the staff and the staff's acknowledgement. Ids that are not tickets are ignored. */
export function openAskedColumns(database: Database.Database) {
  const ask = database.prepare(
    'UPDATE ticket SET asked_preferential = ?, asked_come_and_fetch = ? WHERE ticket_id = ?',
  );
  const see = database.prepare('UPDATE ticket SET seen_preferential = ?, seen_come_and_fetch = ? WHERE ticket_id = ?');
  const acknowledge = ({ subjectId, preferential, comeAndFetch }: Acknowledgement) =>
    void see.run(Number(preferential), Number(comeAndFetch), subjectId);
  return {
    acknowledge,
    note({ type, payload }: KioskEvent) {
      if (type === 'attention-asked')
        ask.run(Number(payload.preferential), Number(payload.comeAndFetch), payload.ticketId);
      if (type === 'staff-acknowledged') acknowledge(payload);
    },
  };
}

/** Number of the newest tickets that `recentOf` searches: a busy office issues this many in a quarter of an hour. */
const RECENT_TICKETS = 100;

export type TicketRows = ReturnType<typeof openTicketRows>;

export type NumberedTicket = Pick<TicketRecord, 'series' | 'number' | 'serviceDay'> & { ticketId: string | null };

/** A withdrawn ticket does not count towards the day's limit. */
const WALK_INS_OF_DAY =
  "SELECT count(*) FROM ticket WHERE ticket_no >= ? AND service_id = ? AND way = 'walk-in' AND withdrawn_at_ms IS NULL";

/** The methods that return a ticket, except `readable`, throw `RottenRow` for a row that this program cannot have written. */
export function openTicketRows(database: Database.Database, onIndexMended: (detail: string) => void) {
  const byRequest = database.prepare<[string], PrintedTicketRow>(`${SELECT_TICKET} WHERE ticket.request_id = ?`);
  const byId = database.prepare<[string], PrintedTicketRow>(`${SELECT_TICKET} WHERE ticket.ticket_id = ?`);
  const byFollowToken = database.prepare<[number, string], PrintedTicketRow>(
    `${SELECT_TICKET} WHERE ticket.ticket_no >= ? AND ticket.follow_token = ?`,
  );
  /** The unary plus keeps SQLite from using the index on `request_id`. */
  const recentOf = database
    .prepare<[string], string>(
      `SELECT ticket_id FROM (SELECT ticket_id, request_id FROM ticket ORDER BY ticket_no DESC LIMIT ${RECENT_TICKETS})
       WHERE +request_id = ?`,
    )
    .pluck();
  const countOfDay = database.prepare<[number], number>('SELECT count(*) FROM ticket WHERE ticket_no >= ?').pluck();
  const walkInsOfDay = database.prepare<[number, string], number>(WALK_INS_OF_DAY).pluck();
  const voided = database.prepare<[string], number>('SELECT count(*) FROM voided_ticket WHERE ticket_id = ?').pluck();
  const withdrawn = database
    .prepare<[string], number>('SELECT count(*) FROM ticket WHERE ticket_id = ? AND withdrawn_at_ms IS NOT NULL')
    .pluck();
  const withdraw = database.prepare(WITHDRAW);
  const givenLater = database
    .prepare<[NumberedTicket & { counter: string }], number>(
      `SELECT (SELECT count(*) FROM ticket AS later, ticket AS own
               WHERE own.ticket_id = @ticketId AND later.series = @series AND later.number = @number AND later.ticket_no > own.ticket_no)
            + (SELECT count(*) FROM counter WHERE series = @counter AND service_day > @serviceDay AND last_number >= @number)`,
    )
    .pluck();

  /**
   * Searches without the index, which may be corrupt, so that a second touch does not issue a second ticket. Only recent tickets matter,
   * because a repeated request comes soon.
   */
  function recentByRequest(requestId: string): PrintedTicketRow | undefined {
    if (recentOf.get(requestId) === undefined || !mendIndexes(database)) return undefined;
    onIndexMended('the index had no entry of a ticket’s request');
    return byRequest.get(requestId);
  }
  const find = (ticketId: string): TicketRecord | null => ticketOf(byId.get(ticketId));

  return {
    byRequest: (requestId: string): TicketRecord | null =>
      ticketOf(byRequest.get(requestId) ?? recentByRequest(requestId)),
    byFollowToken: ({ fromTicket }: ListedDay, followToken: string): TicketRecord | null =>
      ticketOf(byFollowToken.get(fromTicket, followToken)),
    byId: find,
    /** Returns `undefined` for a corrupt row or one of a newer program, so that it does not block the other tickets. */
    readable(ticketId: string): TicketRecord | null | undefined {
      try {
        return find(ticketId);
      } catch (error) {
        if (error instanceof RottenRow) return undefined;
        throw error;
      }
    },
    count: ({ fromTicket }: ListedDay): number => countOfDay.get(fromTicket) ?? 0,
    countWalkIns: ({ fromTicket }: ListedDay, serviceId: string): number =>
      walkInsOfDay.get(fromTicket, serviceId) ?? 0,
    isVoided: (ticketId: string): boolean => (voided.get(ticketId) ?? 0) > 0,
    isWithdrawn: (ticketId: string): boolean => (withdrawn.get(ticketId) ?? 0) > 0,
    isTaken: openTaken(database),
    /** Records that the holder gave up the ticket; the earliest time is kept. */
    withdraw: (ticketId: string, atMs: number): void => void withdraw.run(atMs, ticketId),
    /**
     * Whether another ticket may have this number by now: a later ticket has it, or the counter of a later service day has reached it.
     * `ticketId`: `null` for a sibling kiosk's ticket.
     */
    isNumberGivenLater: ({ ticketId, series, number, serviceDay }: NumberedTicket): boolean =>
      (givenLater.get({ ticketId, series, number, serviceDay, counter: countedAs(series, number) }) ?? 0) > 0,
  };
}

/** Whether a ticket of today already has this number, here or at a sibling kiosk. */
function openTaken(database: Database.Database) {
  const taken = database
    .prepare<[{ series: string; number: number; label: string; fromTicket: number; fromHeard: number }], number>(
      `SELECT (SELECT count(*) FROM ticket WHERE ticket_no >= @fromTicket AND series = @series AND number = @number)
            + (SELECT count(*) FROM heard_ticket WHERE heard_no >= @fromHeard AND json_valid(said)
                 AND json_extract(said, '$.label') = @label)`,
    )
    .pluck();
  return (
    { series, number }: Pick<NumberedTicket, 'series' | 'number'>,
    { fromTicket, fromHeard }: ListedDay,
  ): boolean => (taken.get({ series, number, label: formatLabel(series, number), fromTicket, fromHeard }) ?? 0) > 0;
}

export function ticketOf(found: PrintedTicketRow | undefined): TicketRecord | null {
  if (found === undefined) return null;
  const { ticketId, requestId, series, serviceDay, number, serviceId, visitType, language, followToken } = found;
  const { issuedAtMs, withdrawnAtMs, appointmentMs, deskId, replaces, largePrint } = found;
  const { state, cause, durableAtMs, firstByteAtMs, endedAtMs } = found;
  const ticket = TicketRecord.safeParse({
    ticketId,
    requestId,
    series,
    serviceDay,
    number,
    serviceId,
    visitType,
    language,
    followToken,
    issuedAtMs,
    withdrawnAtMs,
    ...askedOf(found),
    label: formatLabel(series, number),
    appointment: appointmentMs === null ? null : { startMs: appointmentMs, deskId },
    replaces: replaces?.split(' ') ?? [],
    largePrint: largePrint === 1,
    durableAtMs,
    print: { state, cause, firstByteAtMs, endedAtMs },
  });
  if (!ticket.success) throw new RottenRow(`ticket ${ticketId}`);
  return ticket.data;
}

const askedOf = (row: TicketRow): Pick<TicketRecord, 'asked' | 'acknowledged'> => ({
  asked: {
    preferential: (row.askedPreferential ?? row.preferential) === 1,
    comeAndFetch: (row.askedComeAndFetch ?? row.comeAndFetch) === 1,
  },
  acknowledged:
    row.seenPreferential === null || row.seenComeAndFetch === null
      ? null
      : { preferential: row.seenPreferential === 1, comeAndFetch: row.seenComeAndFetch === 1 },
});
