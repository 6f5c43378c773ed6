import type Database from 'better-sqlite3';
import type { TicketRecord } from '../contract/kiosk/kiosk-api.ts';
import { DEFAULT_ATTENTION } from '../contract/kiosk/view-state.ts';
import type { KioskEvent } from '../contract/shared/events.ts';
import {
  type IssuedNumber,
  issueNumber,
  type LastTicket,
  type NoNumber,
  reprintNumber,
} from '../domain/issue-number.ts';
import { countedAs, deskCounter, formatLabel } from '../domain/numbering.ts';
import { type Result, refuse, succeed } from '../domain/result.ts';
import type { DayReading } from '../domain/time-label.ts';
import type { Clock } from '../ports/clock.ts';
import type { NoReprintCause, TicketOrder } from '../ports/store.ts';
import type { KeptClock } from './clock-row.ts';
import type { BesideTicket } from './journal-record.ts';
import type { RecordEvent } from './outbox-writer.ts';
import type { PrintJobs } from './print-jobs.ts';
import type { SeriesNumbers } from './series-numbers.ts';
import { INTO_TICKET, ticketRowOf } from './ticket-columns.ts';
import type { TicketRows } from './ticket-rows.ts';

type Revoked = { kind: 'kiosk-revoked' };
export type NoReprint = { kind: NoReprintCause };

export interface IssuingParts {
  database: Database.Database;
  /** `null` until the kiosk has its numbers. */
  slot: number | null;
  clock: Clock;
  kept: KeptClock;
  readDay: () => DayReading;
  series: SeriesNumbers;
  tickets: TicketRows;
  jobs: PrintJobs;
  /** Of the office's profile from the centre; `null` without one. */
  configVersion: () => number | null;
}

/** What gives a number to a person, or gives it back into a hand; each inside of a transaction of its caller's. */
export interface Issuing {
  issue(order: TicketOrder, record: RecordEvent): Result<TicketRecord, NoNumber | Revoked>;
  /** A reprint brings a number back into somebody's hand: only today's, and only while nobody else has it. */
  reprint(ticket: TicketRecord): Result<null, NoReprint>;
}

export function openIssuing(parts: IssuingParts): Issuing {
  const { database, slot, clock, kept, readDay, series, jobs, configVersion } = parts;
  /** Of this boot alone: a monotonic clock says nothing of another one. */
  const lastTickets = new Map<string, LastTicket>();
  const isRevoked = database.prepare<[], number>('SELECT revoked FROM centre').pluck();
  const insertTicket = database.prepare(`INSERT ${INTO_TICKET}`);
  const addCheckIn = openCheckIns(database);

  function nextNumber(name: string, day: DayReading, atDesk: boolean): Result<IssuedNumber, NoNumber> {
    const { serviceDay } = day;
    const counter = { serviceDay, last: series.counter(name, serviceDay) ?? 0 };
    const lastTicket = lastTickets.get(name) ?? null;
    return issueNumber(
      { slot, counter, session: series.session(name), atDesk },
      { day, monotonicMs: clock.monotonicMs(), lastTicket },
    );
  }

  function keepNumber(name: string, day: DayReading, { counter, session }: IssuedNumber): void {
    series.setCounter(name, day.serviceDay, counter.last);
    series.setSession(name, session);
    kept.keep(day.row);
  }

  return {
    issue(order, record) {
      if (isRevoked.get() === 1) return refuse({ kind: 'kiosk-revoked' });
      const { requestId, largePrint, atDesk = false } = order;
      const name = atDesk ? deskCounter(order.series) : order.series;
      const day = readDay();
      const { serviceDay } = day;
      const version = configVersion();
      const issued = nextNumber(name, day, atDesk);
      if (!issued.ok) return issued;
      const { number, lastTicket } = issued.value;
      const atMs = clock.wallMs();
      const event = eventOf(order, serviceDay, number, version);
      const beside = besideOf(order);
      record({ event, requestId, atMs, serviceDay, beside, ...(largePrint ? { largePrint } : {}) });
      keepNumber(name, day, issued.value);
      const print = largePrint ? 1 : null;
      insertTicket.run(ticketRowOf(event.payload, { requestId, issuedAtMs: atMs, ...beside, largePrint: print }));
      addCheckIn(order, serviceDay, atMs, record);
      jobs.addFirst(order.ticketId, atMs, !atDesk);
      lastTickets.set(name, lastTicket);
      return succeed(recordOf(order, serviceDay, number, atMs));
    },
    reprint: (ticket) => reprint(parts, lastTickets, ticket),
  };
}

function reprint(
  { slot, clock, readDay, series, tickets }: IssuingParts,
  lastTickets: Map<string, LastTicket>,
  ticket: TicketRecord,
): Result<null, NoReprint> {
  const { serviceDay, number } = ticket;
  if (tickets.isVoided(ticket.ticketId)) return refuse({ kind: 'ticket-voided' });
  const name = countedAs(ticket.series, number);
  const rows = { slot, session: series.session(name) };
  const givenAgain = tickets.isNumberGivenLater(ticket);
  const moment = { day: readDay(), monotonicMs: clock.monotonicMs() };
  const allowed = reprintNumber(rows, { serviceDay, number, givenAgain }, moment);
  if (!allowed.ok) return allowed;
  series.setSession(name, allowed.value.session);
  lastTickets.set(name, allowed.value.lastTicket);
  return succeed(null);
}

/** Of somebody who said to have an appointment. */
function openCheckIns(
  database: Database.Database,
): (order: TicketOrder, serviceDay: string, atMs: number, record: RecordEvent) => void {
  const insert = database.prepare(
    'INSERT INTO check_in (ticket_id, appointment_id, service_day, start_ms) VALUES (?, ?, ?, ?)',
  );
  const insertCode = database.prepare('INSERT INTO check_in_code (code_hash, ticket_id, service_day) VALUES (?, ?, ?)');
  return ({ ticketId, checkIn, codeHashes = [] }, serviceDay, atMs, record) => {
    if (checkIn === undefined) return;
    for (const codeHash of new Set(codeHashes)) insertCode.run(codeHash, ticketId, serviceDay);
    const payload = { ticketId, ...checkIn };
    record({ event: { type: 'appointment-checked-in', v: 1, payload }, requestId: null, atMs, serviceDay });
    const startMs = checkIn.appointmentStart === null ? null : Date.parse(checkIn.appointmentStart);
    insert.run(ticketId, checkIn.appointmentId, serviceDay, startMs);
  };
}

type TicketIssued = Extract<KioskEvent, { type: 'ticket-issued' }>;

function eventOf(order: TicketOrder, serviceDay: string, number: number, version: number | null): TicketIssued {
  const { ticketId, series, serviceId, visitType, language, followToken, attention = DEFAULT_ATTENTION } = order;
  return {
    type: 'ticket-issued',
    v: 1,
    payload: {
      ticketId,
      series,
      serviceDay,
      number,
      serviceId,
      way: visitType,
      language,
      followToken,
      ...(version === null ? {} : { configVersion: version }),
      ...(attention.preferential ? { preferential: true } : {}),
      ...(attention.comeAndFetch ? { comeAndFetch: true } : {}),
    },
  };
}

const besideOf = ({ appointment, replaces = [] }: TicketOrder): BesideTicket => ({
  appointmentMs: appointment?.startMs ?? null,
  deskId: appointment?.deskId ?? null,
  replaces: replaces.length > 0 ? replaces.join(' ') : null,
});

function recordOf(order: TicketOrder, serviceDay: string, number: number, atMs: number): TicketRecord {
  const { attention: asked = DEFAULT_ATTENTION, checkIn: _, codeHashes: __, appointment = null, ...others } = order;
  const { atDesk = false, ...named } = others;
  return {
    ...named,
    appointment,
    withdrawnAtMs: null,
    replaces: [...(order.replaces ?? [])],
    largePrint: order.largePrint ?? false,
    asked,
    acknowledged: null,
    serviceDay,
    number,
    label: formatLabel(order.series, number),
    issuedAtMs: atMs,
    durableAtMs: null,
    print: {
      state: atDesk ? 'not-sent' : 'waiting',
      cause: null,
      firstByteAtMs: null,
      endedAtMs: atDesk ? atMs : null,
    },
  };
}
