import type Database from 'better-sqlite3';
import { openAlarmRows, openDeskPauseRows, openDeskServicesRows } from '../calling/store/desk-rows.ts';
import { openHubEnds } from '../calling/store/hub-identities.ts';
import { openLifeRows } from '../calling/store/life-rows.ts';
import { openOrderRows } from '../centre/store/order-memory.ts';
import { openUpdateRows } from '../centre/store/update-memory.ts';
import type { EventOf, EventType, KioskEvent, TypeWithRows } from '../contract/shared/events.ts';
import { isDeskNumber } from '../domain/numbering.ts';
import { openPauseRows } from '../office/store/pause-memory.ts';
import { openServedRows } from '../staff/store/served-marks.ts';
import { openAskedColumns, WITHDRAW } from '../tickets/store/ticket-rows.ts';
import { openEventRows } from './event-rows.ts';
import { type BesideTicket, type JournalRecord, knownEvent, ticketIssuedBy } from './journal-record.ts';
import { INTO_TICKET, ticketRowOf } from './ticket-columns.ts';

/** Writes a record's content into the kiosk's own tables, unless they have it already. */
type Restore = (record: JournalRecord) => void;

/**
 * For each event type whose data the kiosk's own tables contain too (`atKiosk: 'rows'`), a function that restores the rows of an event that
 * only the journal has; the event's own row is restored elsewhere. Records come in the sequence of their events, so the latest pause or
 * resumption of a service counts.
 */
const RESTORED: { readonly [Type in TypeWithRows]: (database: Database.Database) => Restore } = {
  'ticket-issued': restoreTicket,
  'ticket-print-ended': ifKnown('ticket-print-ended', restorePrintEnd),
  'ticket-withdrawn': ifKnown('ticket-withdrawn', (database) => {
    const withdraw = database.prepare(WITHDRAW);
    return ({ payload }, { atMs }) => void withdraw.run(atMs, payload.ticketId);
  }),
  'appointment-checked-in': ifKnown('appointment-checked-in', restoreCheckIn),
  'attention-asked': ifKnown('attention-asked', restoreAsked),
  'staff-acknowledged': ifKnown('staff-acknowledged', restoreAsked),
  'service-paused': ifKnown('service-paused', (database) => {
    const rows = openPauseRows(database);
    return ({ payload: { serviceId, reason, until } }, { atMs }) =>
      rows.put({ service_id: serviceId, reason, since_ms: atMs, until_ms: until === null ? null : Date.parse(until) });
  }),
  'service-resumed': ifKnown('service-resumed', (database) => {
    const rows = openPauseRows(database);
    return ({ payload }) => rows.drop(payload.serviceId);
  }),
  // A restored command of the centre is not carried out again.
  'order-ended': ifKnown('order-ended', (database) => {
    const rows = openOrderRows(database);
    return ({ payload }, { atMs }) => rows.end(payload.orderId, payload.action, atMs);
  }),
  'numbers-served': ifKnown('numbers-served', (database) => {
    const rows = openServedRows(database);
    return ({ payload }, { atMs }) => rows.put(payload, atMs);
  }),
  'served-undone': ifKnown('served-undone', (database) => {
    const rows = openServedRows(database);
    return ({ payload }, { atMs }) => rows.undo(payload.markId, atMs);
  }),
  'ticket-life': ifKnown('ticket-life', (database) => {
    const rows = openLifeRows(database);
    return ({ payload }, { atMs }) => rows.put(payload, atMs);
  }),
  'desk-paused': ifKnown('desk-paused', (database) => {
    const rows = openDeskPauseRows(database);
    return ({ payload }, { atMs }) => rows.put(payload, atMs);
  }),
  'desk-services-chosen': ifKnown('desk-services-chosen', (database) => {
    const rows = openDeskServicesRows(database);
    return ({ payload }, { atMs }) => rows.put(payload, atMs);
  }),
  'desk-alarm-raised': ifKnown('desk-alarm-raised', (database) => {
    const rows = openAlarmRows(database);
    return ({ payload: { alarmId, deskId, ageMs } }, { atMs }) => rows.raise({ alarmId, deskId, atMs: atMs - ageMs });
  }),
  'desk-alarm-ended': ifKnown('desk-alarm-ended', (database) => {
    const rows = openAlarmRows(database);
    return ({ payload }, { atMs }) => rows.end(payload.alarmId, { by: payload.deskId, atMs });
  }),
  'desk-unpaired': ifKnown('desk-unpaired', (database) => {
    const end = openHubEnds(database);
    return ({ payload }, { atMs }) => end(payload.identityId, atMs);
  }),
  'update-ended': ifKnown('update-ended', (database) => {
    const put = openUpdateRows(database);
    return ({ payload }) => put(payload.updateId);
  }),
};

export function openRestoredRows(database: Database.Database): Restore {
  const byType = new Map(Object.entries(RESTORED).map(([type, open]) => [type, open(database)]));
  return (record) => byType.get(record.event.type)?.(record);
}

/** Skips an event whose content only a newer program knows. */
function ifKnown<Type extends EventType>(
  type: Type,
  open: (database: Database.Database) => (event: EventOf<Type>, record: JournalRecord) => void,
): (database: Database.Database) => Restore {
  const isOfType = (event: KioskEvent | null): event is EventOf<Type> => event?.type === type;
  return (database) => {
    const restore = open(database);
    return (record) => {
      const event = knownEvent(record.event);
      if (isOfType(event)) restore(event, record);
    };
  };
}

const NOTHING_BESIDE: BesideTicket = { appointmentMs: null, deskId: null, replaces: null };

/**
 * Inserts a missing ticket, so that its number is not issued again and a repeated request finds the ticket. Its print job is `unknown`,
 * because the slip may already be in a citizen's hand.
 */
function restoreTicket(database: Database.Database): Restore {
  const insertTicket = database.prepare(`INSERT OR IGNORE ${INTO_TICKET}`);
  const insertJob = database.prepare(
    `INSERT OR IGNORE INTO paper_job
       (job_id, kind, ticket_no, duplicate, asked_at_ms, state, cause, ended_at_ms)
     SELECT ticket_id, 'ticket', ticket_no, 0, ?, ?, ?, ? FROM ticket WHERE ticket_id = ?`,
  );
  return ({ event, requestId, atMs, largePrint, beside = NOTHING_BESIDE }) => {
    const ticket = ticketIssuedBy(event);
    if (!ticket || requestId === null) return;
    insertTicket.run(
      ticketRowOf(ticket, { requestId, issuedAtMs: atMs, ...beside, largePrint: largePrint ? 1 : null }),
    );
    // Numbers that a desk gives by hand are not printed.
    const ended = isDeskNumber(ticket.number) ? ['not-sent', null] : ['unknown', 'interrupted'];
    insertJob.run(atMs, ...ended, atMs, ticket.ticketId);
  };
}

function restorePrintEnd(database: Database.Database) {
  const endJob = database.prepare(
    `UPDATE paper_job SET state = ?, cause = ?, ended_at_ms = ?
     WHERE job_id = ? AND (state IN ('waiting', 'sending') OR (state = 'unknown' AND cause = 'interrupted'))`,
  );
  return ({ payload }: EventOf<'ticket-print-ended'>, { atMs }: JournalRecord): void => {
    if (!payload.duplicate) endJob.run(payload.state, payload.cause, atMs, payload.ticketId);
  };
}

function restoreCheckIn(database: Database.Database) {
  const insert = database.prepare(
    `INSERT OR IGNORE INTO check_in (ticket_id, appointment_id, service_day, start_ms)
     SELECT ticket_id, ?, service_day, ? FROM ticket WHERE ticket_id = ?`,
  );
  return ({ payload: { appointmentId, appointmentStart, ticketId } }: EventOf<'appointment-checked-in'>): void =>
    void insert.run(appointmentId, appointmentStart === null ? null : Date.parse(appointmentStart), ticketId);
}

function restoreAsked(database: Database.Database) {
  const columns = openAskedColumns(database);
  const rows = openEventRows(database);
  return (event: KioskEvent, record: JournalRecord): void => {
    if (!rows.has(record)) columns.note(event);
  };
}
