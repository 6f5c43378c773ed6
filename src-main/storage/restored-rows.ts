import type Database from 'better-sqlite3';
import { openAlarmRows, openDeskPauseRows, openDeskServicesRows } from '../calling/store/desk-rows.ts';
import { openHubEnds } from '../calling/store/hub-identities.ts';
import { openLifeRows } from '../calling/store/life-rows.ts';
import { openOrderRows } from '../centre/store/order-memory.ts';
import { openUpdateRows } from '../centre/store/update-memory.ts';
import type { TypeWithRows } from '../contract/shared/events.ts';
import { isDeskNumber } from '../domain/numbering.ts';
import { openPauseRows } from '../office/store/pause-memory.ts';
import { openServedRows } from '../staff/store/served-marks.ts';
import { INTO_TICKET, ticketRowOf } from '../tickets/store/ticket-columns.ts';
import { openAskedColumns, WITHDRAW } from '../tickets/store/ticket-rows.ts';
import { openEventRows } from './event-rows.ts';
import { type BesideTicket, type JournalRecord, knownEvent, ticketIssuedBy } from './journal-record.ts';

/** Writes a record's content into the kiosk's own tables, unless they have it already. */
type Restore = (record: JournalRecord) => void;

/**
 * Restores the rows of events that only the journal has, in addition to their event rows: a function for each type with `atKiosk: 'rows'`.
 */
const RESTORED: { readonly [Type in TypeWithRows]: (database: Database.Database) => Restore } = {
  'ticket-issued': restoreTicket,
  'ticket-print-ended': restorePrintEnd,
  'ticket-withdrawn': restoreWithdrawal,
  'appointment-checked-in': restoreCheckIn,
  'attention-asked': restoreAsked,
  'staff-acknowledged': restoreAsked,
  'service-paused': restorePause,
  'service-resumed': restoreResume,
  'order-ended': restoreOrder,
  'numbers-served': restoreServed,
  'served-undone': restoreServed,
  'ticket-life': restoreLife,
  'desk-paused': restoreDeskPause,
  'desk-services-chosen': restoreDeskServices,
  'desk-alarm-raised': restoreAlarm,
  'desk-alarm-ended': restoreAlarm,
  'desk-unpaired': restoreUnpaired,
  'update-ended': restoreUpdate,
};

export function openRestoredRows(database: Database.Database): Restore {
  const byType = new Map(Object.entries(RESTORED).map(([type, open]) => [type, open(database)]));
  return (record) => byType.get(record.event.type)?.(record);
}

const NOTHING_BESIDE: BesideTicket = { appointmentMs: null, deskId: null, replaces: null };

/**
 * Inserts a missing ticket with the print job `unknown`, because its paper may be in a citizen's hand: its number is not issued again, and
 * a repeated request finds the ticket.
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
      ticketRowOf(ticket, {
        ...{ requestId, issuedAtMs: atMs, ...beside },
        largePrint: largePrint ? 1 : null,
      }),
    );
    // Numbers that a desk gives by hand are not printed.
    const ended = isDeskNumber(ticket.number) ? ['not-sent', null] : ['unknown', 'interrupted'];
    insertJob.run(atMs, ...ended, atMs, ticket.ticketId);
  };
}

function restorePrintEnd(database: Database.Database): Restore {
  const endJob = database.prepare(
    `UPDATE paper_job SET state = ?, cause = ?, ended_at_ms = ?
     WHERE job_id = ? AND (state IN ('waiting', 'sending') OR (state = 'unknown' AND cause = 'interrupted'))`,
  );
  return ({ event, atMs }) => {
    const known = knownEvent(event);
    if (known?.type !== 'ticket-print-ended' || known.payload.duplicate) return;
    endJob.run(known.payload.state, known.payload.cause, atMs, known.payload.ticketId);
  };
}

function restoreWithdrawal(database: Database.Database): Restore {
  const withdraw = database.prepare(WITHDRAW);
  return ({ event, atMs }) => {
    const known = knownEvent(event);
    if (known?.type === 'ticket-withdrawn') withdraw.run(atMs, known.payload.ticketId);
  };
}

function restoreCheckIn(database: Database.Database): Restore {
  const insert = database.prepare(
    `INSERT OR IGNORE INTO check_in (ticket_id, appointment_id, service_day, start_ms)
     SELECT ticket_id, ?, service_day, ? FROM ticket WHERE ticket_id = ?`,
  );
  return ({ event }) => {
    const known = knownEvent(event);
    if (known?.type !== 'appointment-checked-in') return;
    const { appointmentId, appointmentStart, ticketId } = known.payload;
    insert.run(appointmentId, appointmentStart === null ? null : Date.parse(appointmentStart), ticketId);
  };
}

function restoreAsked(database: Database.Database): Restore {
  const columns = openAskedColumns(database);
  const rows = openEventRows(database);
  return (record) => {
    const known = knownEvent(record.event);
    if (known !== null && !rows.has(record)) columns.note(known);
  };
}

/** Restores the pause of a service. Records come in the sequence of their events, so the latest one counts. */
function restorePause(database: Database.Database): Restore {
  const rows = openPauseRows(database);
  return ({ event, atMs }) => {
    const known = knownEvent(event);
    if (known?.type !== 'service-paused') return;
    const { serviceId, reason, until } = known.payload;
    rows.put({ service_id: serviceId, reason, since_ms: atMs, until_ms: until === null ? null : Date.parse(until) });
  };
}

function restoreResume(database: Database.Database): Restore {
  const rows = openPauseRows(database);
  return ({ event }) => {
    const known = knownEvent(event);
    if (known?.type === 'service-resumed') rows.drop(known.payload.serviceId);
  };
}

function restoreServed(database: Database.Database): Restore {
  const rows = openServedRows(database);
  return ({ event, atMs }) => {
    const known = knownEvent(event);
    if (known?.type === 'numbers-served') rows.put(known.payload, atMs);
    if (known?.type === 'served-undone') rows.undo(known.payload.markId, atMs);
  };
}

/** Marks the centre's command as ended, so that it is not carried out again. */
function restoreOrder(database: Database.Database): Restore {
  const rows = openOrderRows(database);
  return ({ event, atMs }) => {
    const known = knownEvent(event);
    if (known?.type === 'order-ended') rows.end(known.payload.orderId, known.payload.action, atMs);
  };
}

function restoreLife(database: Database.Database): Restore {
  const rows = openLifeRows(database);
  return ({ event, atMs }) => {
    const known = knownEvent(event);
    if (known?.type === 'ticket-life') rows.put(known.payload, atMs);
  };
}

function restoreDeskPause(database: Database.Database): Restore {
  const rows = openDeskPauseRows(database);
  return ({ event, atMs }) => {
    const known = knownEvent(event);
    if (known?.type === 'desk-paused') rows.put(known.payload, atMs);
  };
}

function restoreDeskServices(database: Database.Database): Restore {
  const rows = openDeskServicesRows(database);
  return ({ event, atMs }) => {
    const known = knownEvent(event);
    if (known?.type === 'desk-services-chosen') rows.put(known.payload, atMs);
  };
}

function restoreAlarm(database: Database.Database): Restore {
  const rows = openAlarmRows(database);
  return ({ event, atMs }) => {
    const known = knownEvent(event);
    if (known?.type === 'desk-alarm-raised') {
      const { alarmId, deskId, ageMs } = known.payload;
      rows.raise({ alarmId, deskId, atMs: atMs - ageMs });
    }
    if (known?.type === 'desk-alarm-ended') rows.end(known.payload.alarmId, { by: known.payload.deskId, atMs });
  };
}

function restoreUnpaired(database: Database.Database): Restore {
  const end = openHubEnds(database);
  return ({ event, atMs }) => {
    const known = knownEvent(event);
    if (known?.type === 'desk-unpaired') end(known.payload.identityId, atMs);
  };
}

function restoreUpdate(database: Database.Database): Restore {
  const put = openUpdateRows(database);
  return ({ event }) => {
    const known = knownEvent(event);
    if (known?.type === 'update-ended') put(known.payload.updateId);
  };
}
