import type Database from 'better-sqlite3';
import type { PrintJobState } from '../../domain/print-job.ts';
import { TicketRecord } from '../../session/contract/kiosk-api.ts';
import type { PrintChange, Roll, SlipJob, SlipOrder } from '../ports/store.ts';
import type { TicketRows } from './ticket-rows.ts';

interface PrintJobRow {
  job_id: string;
  kind: SlipJob['kind'];
  code: string | null;
  ticket_id: string | null;
  service_id: SlipJob['serviceId'];
  language: SlipJob['language'];
  duplicate: 0 | 1;
  asked_at_ms: number;
  state: PrintJobState;
  cause: string | null;
}

export type PrintJobs = ReturnType<typeof openPrintJobs>;

export function openPrintJobs(database: Database.Database, tickets: Pick<TicketRows, 'readable'>) {
  const insert = database.prepare(
    `INSERT INTO paper_job (job_id, kind, ticket_no, service_id, language, code, duplicate, asked_at_ms, state)
     VALUES (?, ?, (SELECT ticket_no FROM ticket WHERE ticket_id = ?), ?, ?, ?, ?, ?, 'waiting')`,
  );
  const update = database.prepare(
    `UPDATE paper_job SET state = ?, cause = ?, printer = coalesce(?, printer),
       durable_at_ms = coalesce(durable_at_ms, ?), first_byte_at_ms = coalesce(?, first_byte_at_ms), ended_at_ms = ?
     WHERE job_id = ?`,
  );
  const unfinished = database.prepare<[], PrintJobRow>(
    `SELECT job.job_id, job.kind, ticket.ticket_id, job.code, coalesce(job.service_id, ticket.service_id) AS service_id,
            coalesce(job.language, ticket.language) AS language, job.duplicate, job.asked_at_ms, job.state, job.cause
     FROM paper_job AS job LEFT JOIN ticket ON ticket.ticket_no = job.ticket_no
     WHERE job.state IN ('waiting', 'sending') AND job.kind IN ('ticket', 'documents', 'attendance') ORDER BY job.paper_no`,
  );
  const countOut = database
    .prepare<[string], number>(
      `SELECT count(*) FROM paper_job AS job JOIN ticket ON ticket.ticket_no = job.ticket_no
       WHERE ticket.ticket_id = ? AND job.kind = 'ticket' AND job.state IN ('sending', 'printed', 'cancelled', 'unknown')`,
    )
    .pluck();

  return {
    /** Adds a ticket's first job under the ticket's own id, which saves a look-up. If not `wanted`, the job ends at once as `not-sent`. */
    addFirst(ticketId: string, askedAtMs: number, wanted: boolean): void {
      insert.run(ticketId, 'ticket', ticketId, null, null, null, 0, askedAtMs);
      if (!wanted) update.run('not-sent', null, null, null, null, askedAtMs, ticketId);
    },
    add({ jobId, kind, ticket, serviceId, language, code, duplicate, askedAtMs }: SlipOrder): void {
      const own = ticket ? [null, null] : [serviceId, language];
      insert.run(jobId, kind, ticket?.ticketId ?? null, ...own, code ?? null, duplicate ? 1 : 0, askedAtMs);
    },
    change(jobId: string, { job, printer, durableAtMs, firstByteAtMs, endedAtMs }: PrintChange): void {
      const times = [durableAtMs ?? null, firstByteAtMs ?? null, endedAtMs ?? null];
      update.run(job.state, job.cause, printer ?? null, ...times, jobId);
    },
    unfinished: (): SlipJob[] =>
      unfinished.all().flatMap((row) => {
        const ticket = row.ticket_id === null ? null : tickets.readable(row.ticket_id);
        return ticket === undefined ? [] : jobOf(row, ticket);
      }),
    mayBeOut: (ticketId: string): boolean => (countOut.get(ticketId) ?? 0) > 0,
    ...openRolls(database),
  };
}

function openRolls(database: Database.Database) {
  const count = database.prepare(
    `INSERT INTO roll (printer, papers, since_ms) VALUES (?, 1, ?)
     ON CONFLICT (printer) DO UPDATE SET papers = papers + 1`,
  );
  const start = database.prepare(
    `INSERT INTO roll (printer, papers, since_ms) VALUES (?, 0, ?)
     ON CONFLICT (printer) DO UPDATE SET papers = 0, since_ms = excluded.since_ms`,
  );
  const find = database.prepare<[string], Roll>('SELECT papers, since_ms AS sinceMs FROM roll WHERE printer = ?');
  return {
    roll: (printer: string): Roll | null => find.get(printer) ?? null,
    startRoll: (printer: string, nowMs: number): void => void start.run(printer, nowMs),
    countSlip: (printer: string, nowMs: number): void => void count.run(printer, nowMs),
  };
}

function jobOf(row: PrintJobRow, ticket: SlipJob['ticket']): SlipJob {
  return {
    jobId: row.job_id,
    kind: row.kind,
    ticket,
    serviceId: row.service_id,
    language: row.language,
    ...(row.code === null ? {} : { code: row.code }),
    duplicate: row.duplicate === 1,
    askedAtMs: row.asked_at_ms,
    job: { state: row.state, cause: TicketRecord.shape.print.shape.cause.parse(row.cause) },
  };
}
