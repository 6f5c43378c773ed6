import { TicketRecord } from '../contract/kiosk/kiosk-api.ts';
import { DEFAULT_ATTENTION } from '../contract/kiosk/view-state.ts';
import type { KioskEvent } from '../contract/shared/events.ts';
import {
  anchorSession,
  issueNumber,
  type LastTicket,
  type NoNumber,
  reprintNumber,
  type Session,
} from '../domain/issue-number.ts';
import { formatLabel } from '../domain/numbering.ts';
import type { PrintJobState } from '../domain/print-job.ts';
import { type Result, refuse, succeed } from '../domain/result.ts';
import { type Anchor, type ClockRow, confirmClock, readServiceDay } from '../domain/time-label.ts';
import type { Clock } from '../ports/clock.ts';
import type { PaperJob, PaperOrder, PrintChange, Roll, TicketOrder, TicketStore } from '../ports/store.ts';
import type { FactWriter, RecordFact } from './fact-writer.ts';
import { guard, RottenRow } from './guard.ts';
import { mendIndexes } from './indexes.ts';
import type { OpenedStore } from './open-store.ts';

type Revoked = { kind: 'kiosk-revoked' };
type NoReprint = { kind: 'ticket-of-another-day' | 'ticket-voided' };

/** A ticket with the newest job of its own paper. Each column by its table: a newer program may have given any of them one of the same name. */
const SELECT_TICKET = `
  SELECT ticket.ticket_id, ticket.request_id, ticket.series, ticket.service_day, ticket.number, ticket.service_id, ticket.way, ticket.language,
         ticket.follow_token, ticket.issued_at_ms, ticket.appointment_ms, ticket.desk_id,
         paper_job.state, paper_job.cause, paper_job.durable_at_ms, paper_job.first_byte_at_ms, paper_job.ended_at_ms
  FROM ticket JOIN paper_job ON paper_job.paper_no = (
    SELECT max(own.paper_no) FROM paper_job AS own WHERE own.ticket_no = ticket.ticket_no AND own.kind = 'ticket')`;

/** Of a quarter of an hour in a busy office. */
const RECENT_TICKETS = 100;

interface TicketRow {
  ticket_id: string;
  request_id: string;
  series: string;
  service_day: string;
  number: number;
  service_id: string;
  way: string;
  language: string;
  follow_token: string | null;
  issued_at_ms: number;
  appointment_ms: number | null;
  desk_id: string | null;
  state: PrintJobState;
  cause: string | null;
  durable_at_ms: number | null;
  first_byte_at_ms: number | null;
  ended_at_ms: number | null;
}

interface PaperRow {
  job_id: string;
  kind: PaperJob['kind'];
  code: string | null;
  ticket_id: string | null;
  service_id: PaperJob['serviceId'];
  language: PaperJob['language'];
  duplicate: 0 | 1;
  asked_at_ms: number;
  state: PrintJobState;
  cause: string | null;
}

export interface TicketStoreParts {
  opened: OpenedStore;
  facts: FactWriter;
  clock: Clock;
  /** The service day of an instant in the office's zone. */
  dayOf: (instantMs: number) => string;
  /** The central service's time, once it has been heard in this boot. */
  anchor: () => Anchor | null;
  /** Of the office's profile from the centre; `null` without one. */
  configVersion: () => number | null;
  /** An index had rotted and has been made anew. */
  onIndexMended?: (detail: string) => void;
}

/** The tickets of one kiosk on one connection, every fact in both copies. Every method is one synchronous transaction. */
export function createTicketStore(parts: TicketStoreParts): TicketStore {
  const { opened, facts, clock, dayOf, anchor, configVersion, onIndexMended = () => {} } = parts;
  const { database, identity } = opened;
  /** Of this boot alone: a monotonic clock says nothing of another one. */
  const lastTickets = new Map<string, LastTicket>();
  const byRequest = database.prepare<[string], TicketRow>(`${SELECT_TICKET} WHERE ticket.request_id = ?`);
  /** Reads the rows themselves: the unary plus keeps the index on `request_id` out of it. */
  const recentOf = database
    .prepare<[string], string>(
      `SELECT ticket_id FROM (SELECT ticket_id, request_id FROM ticket ORDER BY ticket_no DESC LIMIT ${RECENT_TICKETS})
       WHERE +request_id = ?`,
    )
    .pluck();
  const byId = database.prepare<[string], TicketRow>(`${SELECT_TICKET} WHERE ticket.ticket_id = ?`);
  const byFollowToken = database.prepare<[string, string], TicketRow>(
    `${SELECT_TICKET} WHERE ticket.service_day = ? AND ticket.follow_token = ?`,
  );
  const unfinished = database.prepare<[], PaperRow>(
    `SELECT job.job_id, job.kind, ticket.ticket_id, job.code, coalesce(job.service_id, ticket.service_id) AS service_id,
            coalesce(job.language, ticket.language) AS language, job.duplicate, job.asked_at_ms, job.state, job.cause
     FROM paper_job AS job LEFT JOIN ticket ON ticket.ticket_no = job.ticket_no
     WHERE job.state IN ('waiting', 'sending') AND job.kind IN ('ticket', 'documents', 'attendance') ORDER BY job.paper_no`,
  );
  const lastNumber = database
    .prepare<[string, string], number>('SELECT last_number FROM counter WHERE series = ? AND service_day = ?')
    .pluck();
  const setCounter = database.prepare(
    `INSERT INTO counter (series, service_day, last_number) VALUES (?, ?, ?)
     ON CONFLICT (series, service_day) DO UPDATE SET last_number = excluded.last_number`,
  );
  const sessionOf = database.prepare<[string], Session>('SELECT last, upper FROM session WHERE series = ?');
  const setSession = database.prepare(
    `INSERT INTO session (series, last, upper) VALUES (?, ?, ?)
     ON CONFLICT (series) DO UPDATE SET last = excluded.last, upper = excluded.upper`,
  );
  const clockRow = database.prepare<[], ClockRow>(
    'SELECT last_service_day AS lastServiceDay, last_wall_ms AS lastWallMs FROM kiosk',
  );
  const setClockRow = database.prepare('UPDATE kiosk SET last_service_day = ?, last_wall_ms = ?');
  const givenLater = database
    .prepare<[{ ticketId: string; series: string; number: number; serviceDay: string }], number>(
      `SELECT (SELECT count(*) FROM ticket AS later, ticket AS own
               WHERE own.ticket_id = @ticketId AND later.series = @series AND later.number = @number AND later.ticket_no > own.ticket_no)
            + (SELECT count(*) FROM counter WHERE series = @series AND service_day > @serviceDay AND last_number >= @number)`,
    )
    .pluck();
  const insertTicket = database.prepare(
    `INSERT INTO ticket (ticket_id, request_id, series, service_day, number, service_id, way, language, follow_token, issued_at_ms,
       config_version, preferential, come_and_fetch, appointment_ms, desk_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertCheckIn = database.prepare(
    'INSERT INTO check_in (ticket_id, appointment_id, service_day, start_ms) VALUES (?, ?, ?, ?)',
  );
  const insertJob = database.prepare(
    `INSERT INTO paper_job (job_id, kind, ticket_no, service_id, language, code, duplicate, asked_at_ms, state)
     VALUES (?, ?, (SELECT ticket_no FROM ticket WHERE ticket_id = ?), ?, ?, ?, ?, ?, 'waiting')`,
  );
  const updateJob = database.prepare(
    `UPDATE paper_job SET state = ?, cause = ?, printer = coalesce(?, printer),
       durable_at_ms = coalesce(durable_at_ms, ?), first_byte_at_ms = coalesce(?, first_byte_at_ms), ended_at_ms = ?
     WHERE job_id = ?`,
  );
  const isRevoked = database.prepare<[], number>('SELECT revoked FROM centre').pluck();
  const isVoided = database.prepare<[string], number>('SELECT count(*) FROM voided_ticket WHERE ticket_id = ?').pluck();
  const undatedSessions = database.prepare<[], Session & { series: string }>(
    'SELECT series, last, upper FROM session WHERE upper IS NULL',
  );
  const countPaper = database.prepare(
    `INSERT INTO roll (printer, papers, since_ms) VALUES (?, 1, ?)
     ON CONFLICT (printer) DO UPDATE SET papers = papers + 1`,
  );
  const newRoll = database.prepare(
    `INSERT INTO roll (printer, papers, since_ms) VALUES (?, 0, ?)
     ON CONFLICT (printer) DO UPDATE SET papers = 0, since_ms = excluded.since_ms`,
  );
  const rollOf = database.prepare<[string], Roll>('SELECT papers, since_ms AS sinceMs FROM roll WHERE printer = ?');
  const countOfDay = database.prepare<[string], number>('SELECT count(*) FROM ticket WHERE service_day = ?').pluck();
  const onPaper = database
    .prepare<[string], number>(
      `SELECT count(*) FROM paper_job AS job JOIN ticket ON ticket.ticket_no = job.ticket_no
       WHERE ticket.ticket_id = ? AND job.kind = 'ticket' AND job.state IN ('sending', 'printed', 'cancelled', 'unknown')`,
    )
    .pluck();

  const readDay = () =>
    readServiceDay(
      { wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs() },
      anchor(),
      clockRow.get() ?? { lastServiceDay: null, lastWallMs: null },
      dayOf,
    );

  function issueNow(order: TicketOrder, record: RecordFact): Result<TicketRecord, NoNumber | Revoked> {
    if (isRevoked.get() === 1) return refuse({ kind: 'kiosk-revoked' });
    const { ticketId, requestId, series, serviceId, way, language, followToken } = order;
    const { attention = DEFAULT_ATTENTION, appointment, checkIn, ...named } = order;
    const day = readDay();
    const { serviceDay } = day;
    const version = configVersion();
    const outcome = issueNumber(
      {
        slot: identity?.slot ?? null,
        counter: { serviceDay, last: lastNumber.get(series, serviceDay) ?? 0 },
        session: sessionOf.get(series) ?? null,
      },
      { day, monotonicMs: clock.monotonicMs(), lastTicket: lastTickets.get(series) ?? null },
    );
    if (!outcome.ok) return outcome;
    const { number, counter, session, lastTicket } = outcome.value;
    const atMs = clock.wallMs();
    record({
      event: {
        type: 'ticket-issued',
        v: 1,
        payload: {
          ticketId,
          series,
          serviceDay,
          number,
          serviceId,
          way,
          language,
          followToken,
          ...(version === null ? {} : { configVersion: version }),
          ...(attention.preferential ? { preferential: true } : {}),
          ...(attention.comeAndFetch ? { comeAndFetch: true } : {}),
        },
      },
      requestId,
      atMs,
      serviceDay,
    });
    setCounter.run(series, serviceDay, counter.last);
    setSession.run(series, session.last, session.upper);
    setClockRow.run(day.row.lastServiceDay, day.row.lastWallMs);
    insertTicket.run(
      ticketId,
      requestId,
      series,
      serviceDay,
      number,
      serviceId,
      way,
      language,
      followToken,
      atMs,
      version,
      attention.preferential ? 1 : null,
      attention.comeAndFetch ? 1 : null,
      appointment?.startMs ?? null,
      appointment?.deskId ?? null,
    );
    if (checkIn !== undefined) {
      const { appointmentId, appointmentStart } = checkIn;
      record({
        event: { type: 'appointment-checked-in', v: 1, payload: { ticketId, ...checkIn } },
        requestId: null,
        atMs,
        serviceDay,
      });
      const startMs = appointmentStart === null ? null : Date.parse(appointmentStart);
      insertCheckIn.run(ticketId, appointmentId, serviceDay, startMs);
    }
    // The ticket's first paper carries its id: one row found without another look-up.
    insertJob.run(ticketId, 'ticket', ticketId, null, null, null, 0, atMs);
    lastTickets.set(series, lastTicket);
    return succeed({
      ...named,
      appointment: appointment ?? null,
      serviceDay,
      number,
      label: formatLabel(series, number),
      issuedAtMs: atMs,
      durableAtMs: null,
      print: { state: 'waiting', cause: null, firstByteAtMs: null, endedAtMs: null },
    });
  }

  function recordPrintNow(jobId: string, change: PrintChange, event: KioskEvent | undefined, record: RecordFact): null {
    const { job, printer, durableAtMs, firstByteAtMs, endedAtMs } = change;
    const atMs = endedAtMs ?? clock.wallMs();
    if (event) record({ event, requestId: null, atMs, serviceDay: dayOf(atMs) });
    updateJob.run(
      job.state,
      job.cause,
      printer ?? null,
      durableAtMs ?? null,
      firstByteAtMs ?? null,
      endedAtMs ?? null,
      jobId,
    );
    if (job.state === 'printed' && printer !== undefined) countPaper.run(printer, clock.wallMs());
    return null;
  }

  /** A reprint brings a number back into somebody's hand: only today's, and only while nobody else has it. */
  function reprintNow({ ticketId, series, serviceDay, number }: TicketRecord): Result<null, NoReprint> {
    if ((isVoided.get(ticketId) ?? 0) > 0) return refuse({ kind: 'ticket-voided' });
    const rows = { slot: identity?.slot ?? null, session: sessionOf.get(series) ?? null };
    const givenAgain = (givenLater.get({ ticketId, series, number, serviceDay }) ?? 0) > 0;
    const moment = { day: readDay(), monotonicMs: clock.monotonicMs() };
    const allowed = reprintNumber(rows, { serviceDay, number, givenAgain }, moment);
    if (!allowed.ok) return allowed;
    setSession.run(series, allowed.value.session.last, allowed.value.session.upper);
    lastTickets.set(series, allowed.value.lastTicket);
    return succeed(null);
  }

  function addPaperNow(order: PaperOrder): Result<null, NoReprint> {
    const { jobId, kind, ticket, serviceId, language, code, duplicate, askedAtMs } = order;
    const allowed = kind === 'ticket' && ticket ? reprintNow(ticket) : succeed(null);
    if (!allowed.ok) return allowed;
    const own = ticket ? [null, null] : [serviceId, language];
    insertJob.run(jobId, kind, ticket?.ticketId ?? null, ...own, code ?? null, duplicate ? 1 : 0, askedAtMs);
    return succeed(null);
  }

  const ticketOf = (ticketId: string): TicketRecord | null => {
    const row = byId.get(ticketId);
    return row ? toTicket(row) : null;
  };

  /** Past the index, which may have rotted: a second touch must not become a second ticket. Somebody who asks again does so soon. */
  function recentByRequest(requestId: string): TicketRow | undefined {
    if (recentOf.get(requestId) === undefined || !mendIndexes(database)) return undefined;
    onIndexMended('a ticket was not found by its request');
    return byRequest.get(requestId);
  }

  /** `undefined` for one of a newer program, or that has rotted: it stays as it is, and keeps no other from coming out. */
  function readableTicket(ticketId: string): TicketRecord | null | undefined {
    try {
      return ticketOf(ticketId);
    } catch (error) {
      if (error instanceof RottenRow) return undefined;
      throw error;
    }
  }

  return {
    findByRequest: (requestId) =>
      guard(() => {
        const row = byRequest.get(requestId) ?? recentByRequest(requestId);
        return row ? toTicket(row) : null;
      }),
    findByFollowToken: (followToken) =>
      guard(() => {
        const row = byFollowToken.get(readDay().serviceDay, followToken);
        return row ? toTicket(row) : null;
      }),
    findTicket: (ticketId) => guard(() => ticketOf(ticketId)),
    issue(order) {
      const attempt = facts.commit((record) => issueNow(order, record));
      if (!attempt.ok) return attempt;
      if (!attempt.value.ok) return attempt.value;
      return succeed({ ...attempt.value.value, durableAtMs: clock.wallMs() });
    },
    addPaper(order) {
      const attempt = facts.commit(() => addPaperNow(order));
      return attempt.ok ? attempt.value : attempt;
    },
    recordPrint: (jobId, change, event) => facts.commit((record) => recordPrintNow(jobId, change, event, record)),
    unfinishedPapers: () =>
      guard(() =>
        unfinished.all().flatMap((row) => {
          const ticket = row.ticket_id === null ? null : readableTicket(row.ticket_id);
          if (ticket === undefined) return [];
          return {
            jobId: row.job_id,
            kind: row.kind,
            ticket,
            serviceId: row.service_id,
            language: row.language,
            ...(row.code === null ? {} : { code: row.code }),
            duplicate: row.duplicate === 1,
            askedAtMs: row.asked_at_ms,
            job: { state: row.state, cause: row.cause },
          };
        }),
      ),
    mayBeOnPaper: (ticketId) => guard(() => (onPaper.get(ticketId) ?? 0) > 0),
    countTickets: (serviceDay) => guard(() => countOfDay.get(serviceDay) ?? 0),
    roll: (printer) => guard(() => rollOf.get(printer) ?? null),
    startRoll: (printer) =>
      facts.commit(() => {
        newRoll.run(printer, clock.wallMs());
        return null;
      }),
    confirmClock: () =>
      facts.commit(() => {
        const row = confirmClock(clock.wallMs(), dayOf);
        setClockRow.run(row.lastServiceDay, row.lastWallMs);
        return null;
      }),
    serviceDay: () => guard(() => readDay().serviceDay),
    timeTrusted: () =>
      facts.commit(() => {
        const day = readDay();
        if (day.basis !== 'trusted') return null;
        for (const { series, ...session } of undatedSessions.all()) {
          const { last, upper } = anchorSession(session, day.serviceDay);
          setSession.run(series, last, upper);
        }
        return null;
      }),
    recordEvent: (event) =>
      facts.commit((record) => {
        const atMs = clock.wallMs();
        record({ event, requestId: null, atMs, serviceDay: dayOf(atMs) });
        return null;
      }),
  };
}

function toTicket(row: TicketRow): TicketRecord {
  const ticket = TicketRecord.safeParse({
    ticketId: row.ticket_id,
    requestId: row.request_id,
    series: row.series,
    serviceDay: row.service_day,
    number: row.number,
    label: formatLabel(row.series, row.number),
    serviceId: row.service_id,
    way: row.way,
    language: row.language,
    followToken: row.follow_token,
    appointment: row.appointment_ms === null ? null : { startMs: row.appointment_ms, deskId: row.desk_id },
    issuedAtMs: row.issued_at_ms,
    durableAtMs: row.durable_at_ms,
    print: {
      state: row.state,
      cause: row.cause,
      firstByteAtMs: row.first_byte_at_ms,
      endedAtMs: row.ended_at_ms,
    },
  });
  if (!ticket.success) throw new RottenRow(`ticket ${row.ticket_id}`);
  return ticket.data;
}
