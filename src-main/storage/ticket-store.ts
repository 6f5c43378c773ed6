import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import type { KioskEvent } from '../contract/events.ts';
import { TicketRecord } from '../contract/kiosk-api.ts';
import { type Result, refuse, succeed } from '../contract/result.ts';
import { formatLabel } from '../domain/numbering.ts';
import type { PrintJobState } from '../domain/print-job.ts';
import type { Clock } from '../ports/clock.ts';
import type { PaperJob, Roll, StoreFailure, TicketStore } from '../ports/store.ts';

/** A ticket with the newest job of its own paper. */
const SELECT_TICKET = `
  SELECT ticket.ticket_id, request_id, series, service_day, number, ticket.service_id, way, ticket.language, follow_token, issued_at_ms,
         state, cause, durable_at_ms, first_byte_at_ms, ended_at_ms
  FROM ticket JOIN paper_job ON job_id = (
    SELECT job_id FROM paper_job WHERE paper_job.ticket_id = ticket.ticket_id AND kind = 'ticket'
    ORDER BY asked_at_ms DESC LIMIT 1)`;

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
  state: PrintJobState;
  cause: string | null;
  durable_at_ms: number | null;
  first_byte_at_ms: number | null;
  ended_at_ms: number | null;
}

interface PaperRow {
  job_id: string;
  kind: 'ticket' | 'documents';
  ticket_id: string | null;
  service_id: PaperJob['serviceId'];
  language: PaperJob['language'];
  duplicate: 0 | 1;
  asked_at_ms: number;
  state: PrintJobState;
  cause: string | null;
}

/** The tickets of one kiosk on one connection. Every method is one synchronous transaction. */
export function createTicketStore(database: Database.Database, clock: Clock): TicketStore {
  const byRequest = database.prepare<[string], TicketRow>(`${SELECT_TICKET} WHERE request_id = ?`);
  const byId = database.prepare<[string], TicketRow>(`${SELECT_TICKET} WHERE ticket.ticket_id = ?`);
  const unfinished = database.prepare<[], PaperRow>(
    `SELECT job_id, kind, ticket_id, service_id, language, duplicate, asked_at_ms, state, cause
     FROM paper_job WHERE state IN ('waiting', 'sending') ORDER BY asked_at_ms, job_id`,
  );
  const lastNumber = database
    .prepare<[string, string], number>('SELECT last_number FROM counter WHERE series = ? AND service_day = ?')
    .pluck();
  const setCounter = database.prepare(
    `INSERT INTO counter (series, service_day, last_number) VALUES (?, ?, ?)
     ON CONFLICT (series, service_day) DO UPDATE SET last_number = excluded.last_number`,
  );
  const insertTicket = database.prepare(
    `INSERT INTO ticket (ticket_id, request_id, series, service_day, number, service_id, way, language, follow_token, issued_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertJob = database.prepare(
    `INSERT INTO paper_job (job_id, kind, ticket_id, service_id, language, duplicate, asked_at_ms, state)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting')`,
  );
  const updateJob = database.prepare(
    `UPDATE paper_job SET state = ?, cause = ?, printer = coalesce(?, printer),
       durable_at_ms = coalesce(durable_at_ms, ?), first_byte_at_ms = coalesce(?, first_byte_at_ms), ended_at_ms = ?
     WHERE job_id = ?`,
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
  const insertEvent = database.prepare('INSERT INTO outbox (event_id, type, v, at_ms, payload) VALUES (?, ?, ?, ?, ?)');
  const countOfDay = database.prepare<[string], number>('SELECT count(*) FROM ticket WHERE service_day = ?').pluck();
  const onPaper = database
    .prepare<[string], number>(
      `SELECT count(*) FROM paper_job
       WHERE ticket_id = ? AND kind = 'ticket' AND state IN ('sending', 'printed', 'cancelled', 'unknown')`,
    )
    .pluck();

  const append = (event: KioskEvent, atMs: number) =>
    insertEvent.run(randomUUID(), event.type, event.v, atMs, JSON.stringify(event.payload));

  const issue = database.transaction<TicketStore['issue']>((order, next) => {
    const { ticketId, requestId, series, serviceDay, serviceId, way, language, followToken } = order;
    const number = next(lastNumber.get(series, serviceDay) ?? 0);
    if (number === null) return refuse({ kind: 'numbers-exhausted' });
    const atMs = clock.wallMs();
    setCounter.run(series, serviceDay, number);
    insertTicket.run(ticketId, requestId, series, serviceDay, number, serviceId, way, language, followToken, atMs);
    // The ticket's first paper carries its id: one row found without another look-up.
    insertJob.run(ticketId, 'ticket', ticketId, serviceId, language, 0, atMs);
    append(
      {
        type: 'ticket-issued',
        v: 1,
        payload: { ticketId, series, serviceDay, number, serviceId, way, language, followToken },
      },
      atMs,
    );
    return succeed({
      ...order,
      number,
      label: formatLabel(series, number),
      issuedAtMs: atMs,
      durableAtMs: null,
      print: { state: 'waiting', cause: null, firstByteAtMs: null, endedAtMs: null },
    });
  });

  const recordPrint = database.transaction<(...args: Parameters<TicketStore['recordPrint']>) => void>(
    (jobId, change, event) => {
      const { job, printer, durableAtMs, firstByteAtMs, endedAtMs } = change;
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
      if (event) append(event, endedAtMs ?? clock.wallMs());
    },
  );

  const ticketOf = (ticketId: string): TicketRecord | null => {
    const row = byId.get(ticketId);
    return row ? toTicket(row) : null;
  };

  return {
    findByRequest: (requestId) =>
      guard(() => {
        const row = byRequest.get(requestId);
        return row ? toTicket(row) : null;
      }),
    findTicket: (ticketId) => guard(() => ticketOf(ticketId)),
    issue(order, next) {
      const attempt = guard(() => issue.immediate(order, next));
      if (!attempt.ok) return attempt;
      if (!attempt.value.ok) return attempt.value;
      return succeed({ ...attempt.value.value, durableAtMs: clock.wallMs() });
    },
    addPaper: ({ jobId, kind, ticket, serviceId, language, duplicate, askedAtMs }) =>
      guard(() => {
        insertJob.run(jobId, kind, ticket?.ticketId ?? null, serviceId, language, duplicate ? 1 : 0, askedAtMs);
        return null;
      }),
    recordPrint: (jobId, change, event) =>
      guard(() => {
        recordPrint.immediate(jobId, change, event);
        return null;
      }),
    unfinishedPapers: () =>
      guard(() =>
        unfinished.all().map((row) => ({
          jobId: row.job_id,
          kind: row.kind,
          ticket: row.ticket_id === null ? null : ticketOf(row.ticket_id),
          serviceId: row.service_id,
          language: row.language,
          duplicate: row.duplicate === 1,
          askedAtMs: row.asked_at_ms,
          job: { state: row.state, cause: row.cause },
        })),
      ),
    mayBeOnPaper: (ticketId) => guard(() => (onPaper.get(ticketId) ?? 0) > 0),
    countTickets: (serviceDay) => guard(() => countOfDay.get(serviceDay) ?? 0),
    roll: (printer) => guard(() => rollOf.get(printer) ?? null),
    startRoll: (printer) =>
      guard(() => {
        newRoll.run(printer, clock.wallMs());
        return null;
      }),
    recordEvent: (event) =>
      guard(() => {
        append(event, clock.wallMs());
        return null;
      }),
  };
}

function guard<T>(work: () => T): Result<T, StoreFailure> {
  try {
    return succeed(work());
  } catch (error) {
    if (error instanceof Database.SqliteError)
      return refuse({ kind: 'store-failed', detail: `${error.code}: ${error.message}` });
    throw error;
  }
}

function toTicket(row: TicketRow): TicketRecord {
  return TicketRecord.parse({
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
    issuedAtMs: row.issued_at_ms,
    durableAtMs: row.durable_at_ms,
    print: {
      state: row.state,
      cause: row.cause,
      firstByteAtMs: row.first_byte_at_ms,
      endedAtMs: row.ended_at_ms,
    },
  });
}
