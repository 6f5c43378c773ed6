import type Database from 'better-sqlite3';
import type { FeedAppointment } from '../../contract/centre/appointments.ts';
import { lastKnown } from '../../storage/guard.ts';
import type { HeldAppointment } from '../ports/appointments.ts';

interface CheckInRow {
  ticket_id: string;
  appointment_id: string | null;
  service_id: string;
  start_ms: number | null;
  issued_at_ms: number;
  /** Hash of a typed code whose appointment is unknown; one row per hash. */
  code_hash: string | null;
}

/** SQL that finds withdrawn tickets of which the centre may not know yet. */
const UNHEARD = `SELECT CASE WHEN json_valid(payload) THEN payload ->> '$.ticketId' ELSE '' END FROM event
  WHERE type = 'ticket-withdrawn' AND ord > (SELECT delivered_ord FROM centre)`;

/**
 * Opens two sets: the appointments with a ticket issued here, and the appointments that are free again because the citizen gave up the
 * ticket.
 */
export function openCheckInsHere(database: Database.Database) {
  const counting = database.prepare<[], CheckInRow>(
    `SELECT check_in.ticket_id, check_in.appointment_id, ticket.service_id, check_in.start_ms, ticket.issued_at_ms,
       check_in_code.code_hash
     FROM check_in JOIN ticket ON ticket.ticket_id = check_in.ticket_id
     LEFT JOIN check_in_code ON check_in_code.ticket_id = check_in.ticket_id
     WHERE ticket.withdrawn_at_ms IS NULL AND coalesce(check_in.appointment_id, check_in_code.code_hash) IS NOT NULL
     ORDER BY ticket.ticket_no`,
  );
  const freed = database
    .prepare<[], string>(
      `SELECT check_in.appointment_id FROM check_in JOIN ticket ON ticket.ticket_id = check_in.ticket_id
       WHERE ticket.withdrawn_at_ms IS NOT NULL AND check_in.appointment_id IS NOT NULL`,
    )
    .pluck();
  const unlink = database.prepare(
    `UPDATE check_in SET appointment_id = NULL
     WHERE appointment_id = ?
       AND ticket_id IN (SELECT ticket_id FROM ticket WHERE withdrawn_at_ms IS NOT NULL)
       AND ticket_id NOT IN (${UNHEARD})`,
  );
  const unheard = database
    .prepare<[], string | null>(`SELECT appointment_id FROM check_in WHERE ticket_id IN (${UNHEARD})`)
    .pluck();
  const dropCheckIns = database.prepare('DELETE FROM check_in WHERE service_day <= ?');
  const dropCodes = database.prepare('DELETE FROM check_in_code WHERE service_day <= ?');
  const countingHere = lastKnown(() => counting.all(), []);
  const freedHere = lastKnown(() => freed.all(), []);
  const unheardHere = lastKnown(() => unheard.all(), []);

  return {
    /**
     * Returns the centre's appointments (`feed`), updated by the tickets issued here. Adds an appointment for each ticket whose appointment
     * the feed lacks or of which only the typed code is known.
     */
    held(
      feed: readonly FeedAppointment[],
      heldOf: (appointment: FeedAppointment) => HeldAppointment,
    ): HeldAppointment[] {
      const marks = marksOf(countingHere());
      const free = new Set(freedHere());
      const known = feed.map((appointment): HeldAppointment => {
        if (markOf(marks, appointment) !== undefined) return { ...heldOf(appointment), state: 'checked-in' };
        if (appointment.state !== 'checked-in' || !free.has(appointment.appointmentId)) return heldOf(appointment);
        return heldOf({ ...appointment, state: appointment.movedTo === null ? 'booked' : 'moved' });
      });
      const inFeed = new Set(feed.map(({ appointmentId }) => appointmentId));
      const ofTickets = [...marks.byAppointment].flatMap(([appointmentId, mark]) =>
        inFeed.has(appointmentId) ? [] : [heldByTicket(appointmentId, mark, null)],
      );
      const ofCodes = [...marks.byCode].map(([codeHash, mark]) => heldByTicket(mark.ticket_id, mark, codeHash));
      return [...known, ...ofTickets, ...ofCodes];
    },
    /** Returns the valid ticket of an appointment; `undefined` if there is none. `appointment`: the centre's data about it, if any. */
    ticketOf(appointmentId: string, appointment: FeedAppointment | undefined): string | undefined {
      const marks = marksOf(counting.all());
      const mark = marks.byAppointment.get(appointmentId) ?? (appointment && markOf(marks, appointment));
      // An appointment that `held` makes from a ticket's code alone has the ticket's id.
      return (
        mark?.ticket_id ?? [...marks.byCode.values()].find(({ ticket_id }) => ticket_id === appointmentId)?.ticket_id
      );
    },
    /**
     * Records that the centre reports a check-in of this appointment. If the ticket issued here was withdrawn and the centre knows that,
     * the citizen has checked in at another kiosk, so the withdrawn ticket no longer frees the appointment. The caller runs this inside a
     * transaction.
     */
    heardCheckedIn: (appointmentId: string): void => void unlink.run(appointmentId),
    /**
     * Whether the centre reports a check-in for an appointment whose ticket was withdrawn here, although this kiosk has already sent the
     * withdrawal. The report may be older than the withdrawal and mean the check-in here, or be newer and mean a check-in at another kiosk.
     */
    isInDoubt(feed: readonly FeedAppointment[]): boolean {
      const [free, waiting, marks] = [new Set(freedHere()), new Set(unheardHere()), marksOf(countingHere())];
      return feed.some(
        (appointment) =>
          appointment.state === 'checked-in' &&
          free.has(appointment.appointmentId) &&
          !waiting.has(appointment.appointmentId) &&
          markOf(marks, appointment) === undefined,
      );
    },
    drop(serviceDay: string): void {
      dropCheckIns.run(serviceDay);
      dropCodes.run(serviceDay);
    },
  };
}

/**
 * Deletes check-ins before this day. They are left over if the certain time was unknown, because `createDayEnd` then ends no day. Returns
 * how many rows it deleted.
 */
export function openCheckInCleaning(database: Database.Database): (firstDay: string) => number {
  const drops = ['check_in', 'check_in_code'].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE service_day < ?`),
  );
  return (firstDay) => drops.reduce((count, drop) => count + drop.run(firstDay).changes, 0);
}

interface Marks {
  readonly byAppointment: ReadonlyMap<string, CheckInRow>;
  readonly byCode: ReadonlyMap<string, CheckInRow>;
}

/** Indexes the rows by appointment and by code; the newest row wins. */
const marksOf = (rows: readonly CheckInRow[]): Marks => ({
  byAppointment: new Map(rows.flatMap((row) => (row.appointment_id === null ? [] : [[row.appointment_id, row]]))),
  byCode: new Map(rows.flatMap((row) => (row.code_hash === null ? [] : [[row.code_hash, row]]))),
});

const markOf = (
  { byAppointment, byCode }: Marks,
  { appointmentId, locatorHash, codeHash }: FeedAppointment,
): CheckInRow | undefined =>
  byAppointment.get(appointmentId) ?? byCode.get(locatorHash) ?? (codeHash === null ? undefined : byCode.get(codeHash));

/** Makes an appointment from a ticket issued here, because the centre's feed lacks it. */
const heldByTicket = (
  appointmentId: string,
  { service_id, start_ms, issued_at_ms }: CheckInRow,
  locatorHash: string | null,
): HeldAppointment => ({
  appointmentId,
  serviceId: service_id,
  startMs: start_ms ?? issued_at_ms,
  deskId: null,
  documentHash: null,
  locatorHash,
  codeHash: null,
  state: 'checked-in',
});
