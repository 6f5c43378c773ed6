import type Database from 'better-sqlite3';
import { openLifeRows } from '../../calling/store/life-rows.ts';
import type { EventOf, KioskEvent } from '../../contract/shared/events.ts';
import { arrivalMark } from '../../domain/arrival-code.ts';
import { KIOSK_WRITER } from '../../domain/from-home.ts';
import { countedAs, deskCounter, formatLabel } from '../../domain/numbering.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { TicketRecord } from '../../session/contract/kiosk-api.ts';
import { DEFAULT_ATTENTION } from '../../session/contract/view-state.ts';
import type { KeptClock } from '../../storage/clock-row.ts';
import type { BesideTicket } from '../../storage/journal-record.ts';
import type { RecordEvent } from '../../storage/outbox-writer.ts';
import { INTO_TICKET, ticketRowOf } from '../../storage/ticket-columns.ts';
import type { NoReprintCause, NotGiven, NumberWantedBy, TicketOrder } from '../ports/store.ts';
import {
  bringBackNumber,
  type IssuedNumber,
  issueNumber,
  type LastTicket,
  type NoNumber,
} from '../rules/issue-number.ts';
import { type GivenNumber, mayBeGivenAway, mayGoOnTicket, PRINTED_UNASKED_MS } from '../rules/number-line.ts';
import type { DayReading, ServiceDay } from '../rules/time-label.ts';
import type { PrintJobs } from './print-jobs.ts';
import type { SeriesNumbers } from './series-numbers.ts';
import type { ServiceDays } from './service-day.ts';
import type { NumberedTicket, TicketRows } from './ticket-rows.ts';

type Revoked = { kind: 'kiosk-revoked' };
export type NoReprint = { kind: NoReprintCause };

export interface IssuingParts {
  database: Database.Database;
  slot: number | null;
  /** Whether this kiosk may issue its own numbers: false while another kiosk goes on with the numbers of its slot. */
  mayCount: () => boolean;
  clock: Clock;
  kept: KeptClock;
  days: ServiceDays;
  series: SeriesNumbers;
  tickets: TicketRows;
  jobs: PrintJobs;
  /** Version of the centre's profile in use; `null` without one. */
  configVersion: () => number | null;
}

/** Issues numbers, and allows reprints. Each call runs inside the caller's transaction. */
export function openIssuing(parts: IssuingParts) {
  const { database, clock, kept, days, tickets, jobs, configVersion } = parts;
  const counting = openCounting(parts);
  /** Monotonic time at which each number of a sibling kiosk arrived since this program started, by ticket id. */
  const ofOthers = new Map<string, number>();
  const isRevoked = database.prepare<[], number>('SELECT revoked FROM centre').pluck();
  const insertTicket = database.prepare(`INSERT ${INTO_TICKET}`);
  const addCheckIn = openCheckIns(database);
  const addComing = openComing(database);
  return {
    issue(order: TicketOrder, record: RecordEvent): Result<TicketRecord, NoNumber | Revoked> {
      if (isRevoked.get() === 1) return refuse({ kind: 'kiosk-revoked' });
      const { requestId, largePrint, atDesk = false } = order;
      const name = atDesk ? deskCounter(order.series) : order.series;
      const day = days.read();
      const { serviceDay } = day;
      days.gives(day);
      const version = configVersion();
      const given = numberOfAnother(parts, order, serviceDay);
      const counted = given === null ? counting.next(name, day, atDesk) : succeed(null);
      if (!counted.ok) return counted;
      const number = given ?? counted.value?.number;
      if (number === undefined) throw new Error('no number was drawn for the ticket');
      const atMs = clock.wallMs();
      const event = eventOf(order, serviceDay, number, version);
      const beside = besideOf(order);
      record({ event, requestId, atMs, serviceDay, beside, ...(largePrint ? { largePrint } : {}) });
      if (counted.value === null) kept.keep(day.row);
      else counting.keep(name, day, counted.value);
      const print = largePrint ? 1 : null;
      insertTicket.run(ticketRowOf(event.payload, { requestId, issuedAtMs: atMs, ...beside, largePrint: print }));
      addCheckIn(order, serviceDay, atMs, record);
      addComing(order, serviceDay, atMs, record);
      jobs.addFirst(order.ticketId, atMs, isPrintedNow(order));
      if (counted.value === null) ofOthers.set(order.ticketId, clock.monotonicMs());
      else counting.remember(name, counted.value);
      days.gave(day);
      return succeed(recordOf(order, serviceDay, number, atMs));
    },
    giveAway: (wanted: NumberWantedBy, record: RecordEvent): Result<GivenNumber, NotGiven> =>
      isRevoked.get() === 1 ? refuse({ kind: 'kiosk-revoked' }) : giveAway(parts, counting, wanted, record),
    /**
     * Allows a reprint, which puts a number back into circulation. Only a number of today is allowed, and only while no other ticket has
     * it. `isStillTheirs`: the sibling kiosk that issued the number has confirmed both.
     */
    reprint(ticket: TicketRecord, isStillTheirs: boolean): Result<null, NoReprint> {
      if (tickets.isVoided(ticket.ticketId)) return refuse({ kind: 'ticket-voided' });
      const cameMs = ofOthers.get(ticket.ticketId);
      const isToday = ticket.serviceDay === days.read().serviceDay;
      const isFresh = isToday && cameMs !== undefined && clock.monotonicMs() - cameMs <= PRINTED_UNASKED_MS;
      return isFresh || isStillTheirs ? succeed(null) : counting.bringBack(ticket);
    },
    bringBack: (given: GivenNumber & { readonly series: string }): Result<null, NoReprint> =>
      counting.bringBack({ ...given, ticketId: null }),
  };
}

function giveAway(
  { slot, clock, days }: IssuingParts,
  counting: Counting,
  { series: name, serviceDay: wantedDay }: NumberWantedBy,
  record: RecordEvent,
): Result<GivenNumber, NotGiven> {
  const day = days.read();
  const { serviceDay } = day;
  if (wantedDay !== serviceDay) return refuse({ kind: 'other-day' });
  const issued = counting.next(name, day, false);
  if (!issued.ok) return issued;
  const { number } = issued.value;
  if (slot === null || !mayBeGivenAway(slot, number)) return refuse({ kind: 'numbers-exhausted' });
  const event: KioskEvent = { type: 'number-given', v: 1, payload: { series: name, serviceDay, number } };
  record({ event, requestId: null, atMs: clock.wallMs(), serviceDay });
  days.gives(day);
  counting.keep(name, day, issued.value);
  counting.remember(name, issued.value);
  days.gave(day);
  return succeed({ serviceDay, number });
}

type Counting = ReturnType<typeof openCounting>;

function openCounting({ slot, mayCount, clock, kept, days, series, tickets }: IssuingParts) {
  const lastTickets = new Map<string, LastTicket>();
  return {
    next(name: string, day: DayReading, atDesk: boolean): Result<IssuedNumber, NoNumber> {
      const { serviceDay } = day;
      const counter = { serviceDay, last: series.counter(name, serviceDay) ?? 0 };
      const lastTicket = lastTickets.get(name) ?? null;
      return issueNumber(
        { slot: mayCount() ? slot : null, counter, session: series.session(name), atDesk },
        { day, monotonicMs: clock.monotonicMs(), lastTicket },
      );
    },
    /** The caller runs this inside its transaction. */
    keep(name: string, day: DayReading, { counter, session }: IssuedNumber): void {
      series.setCounter(name, day.serviceDay, counter.last);
      series.setSession(name, session);
      kept.keep(day.row);
    },
    /** Remembers the series' last ticket only in memory, because a time of the monotonic clock means nothing after a restart. */
    remember: (name: string, { lastTicket }: IssuedNumber): void => void lastTickets.set(name, lastTicket),
    /** `ticketId`: `null` for a sibling kiosk's ticket. */
    bringBack(ticket: NumberedTicket): Result<null, NoReprint> {
      const { serviceDay, number } = ticket;
      const name = countedAs(ticket.series, number);
      const rows = { slot, session: series.session(name) };
      const givenAgain = tickets.isNumberGivenLater(ticket);
      const moment = { day: days.read(), monotonicMs: clock.monotonicMs() };
      const allowed = bringBackNumber(rows, { serviceDay, number, givenAgain }, moment);
      if (!allowed.ok) return allowed;
      series.setSession(name, allowed.value.session);
      lastTickets.set(name, allowed.value.lastTicket);
      return succeed(null);
    },
  };
}

/** Returns the number that a sibling kiosk issued for this ticket; `null`: the ticket gets one of this kiosk's own numbers. */
function numberOfAnother(
  { tickets, days }: IssuingParts,
  { given, series, atDesk = false }: TicketOrder,
  serviceDay: ServiceDay,
): number | null {
  if (given === undefined || atDesk || !mayGoOnTicket(given, given.fromSlot, serviceDay)) return null;
  // A sibling kiosk whose disk was restored may issue a number a second time.
  return tickets.isTaken({ series, number: given.number }, days.listed()) ? null : given.number;
}

/** Writes further rows and events of a new ticket in the transaction that issues the ticket. */
type AddToTicket = (order: TicketOrder, serviceDay: string, atMs: number, record: RecordEvent) => void;

function openCheckIns(database: Database.Database): AddToTicket {
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

/**
 * Writes the act `come` (the holder is still to come) in the ticket's transaction, so that no desk calls the ticket before its holder has
 * arrived.
 */
function openComing(database: Database.Database): AddToTicket {
  const rows = openLifeRows(database);
  return ({ ticketId, followToken, fromHome }, serviceDay, atMs, record) => {
    if (fromHome === undefined) return;
    const payload = {
      lifeId: fromHome.lifeId,
      ticketId,
      rank: 1,
      deskId: KIOSK_WRITER,
      act: 'come' as const,
      ageMs: 0,
      to: arrivalMark(followToken ?? ''),
    };
    record({ event: { type: 'ticket-life', v: 1, payload }, requestId: null, atMs, serviceDay });
    rows.put(payload, atMs);
  };
}

const isPrintedNow = ({ atDesk = false, fromHome }: TicketOrder): boolean => !atDesk && fromHome === undefined;

function eventOf(
  order: TicketOrder,
  serviceDay: string,
  number: number,
  version: number | null,
): EventOf<'ticket-issued'> {
  const { ticketId, series, serviceId, visitType, language, followToken, attention = DEFAULT_ATTENTION } = order;
  const payload = {
    ticketId,
    series,
    serviceDay,
    number,
    serviceId,
    way: visitType,
    language,
    followToken,
    ...(version === null ? {} : { configVersion: version }),
    ...(attention.preferential ? { preferential: true as const } : {}),
    ...(attention.comeAndFetch ? { comeAndFetch: true as const } : {}),
  };
  return { type: 'ticket-issued', v: 1, payload };
}

const besideOf = ({ appointment, replaces = [] }: TicketOrder): BesideTicket => ({
  appointmentMs: appointment?.startMs ?? null,
  deskId: appointment?.deskId ?? null,
  replaces: replaces.length > 0 ? replaces.join(' ') : null,
});

function recordOf(order: TicketOrder, serviceDay: string, number: number, atMs: number): TicketRecord {
  const { ticketId, requestId, series, serviceId, visitType, language, followToken, appointment = null } = order;
  const { attention: asked = DEFAULT_ATTENTION, replaces = [], largePrint = false } = order;
  const ended = isPrintedNow(order)
    ? { state: 'waiting' as const, endedAtMs: null }
    : { state: 'not-sent' as const, endedAtMs: atMs };
  return {
    ticketId,
    requestId,
    series,
    serviceDay,
    number,
    label: formatLabel(series, number),
    serviceId,
    visitType,
    language,
    followToken,
    appointment,
    issuedAtMs: atMs,
    withdrawnAtMs: null,
    replaces: [...replaces],
    largePrint,
    asked,
    acknowledged: null,
    durableAtMs: null,
    print: { ...ended, cause: null, firstByteAtMs: null },
  };
}
