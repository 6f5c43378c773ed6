import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import type { KioskEvent } from '../contract/events.ts';
import { TicketRecord } from '../contract/kiosk-api.ts';
import { type Result, refuse, succeed } from '../contract/result.ts';
import { formatLabel } from '../domain/numbering.ts';
import type { Clock } from '../ports/clock.ts';
import type { StoreFailure, TicketStore } from '../ports/store.ts';

const SELECT_TICKET = `
  SELECT ticket_id, request_id, series, service_day, number, service_id, way, language, issued_at_ms,
         state, cause, durable_at_ms, first_byte_at_ms, ended_at_ms
  FROM ticket JOIN print_job USING (ticket_id)`;

interface TicketRow {
  ticket_id: string;
  request_id: string;
  series: string;
  service_day: string;
  number: number;
  service_id: string;
  way: string;
  language: string;
  issued_at_ms: number;
  state: string;
  cause: string | null;
  durable_at_ms: number | null;
  first_byte_at_ms: number | null;
  ended_at_ms: number | null;
}

/** The tickets of one kiosk on one connection. Every method is one synchronous transaction. */
export function createTicketStore(database: Database.Database, clock: Clock): TicketStore {
  const byRequest = database.prepare<[string], TicketRow>(`${SELECT_TICKET} WHERE request_id = ?`);
  const unfinished = database.prepare<[], TicketRow>(
    `${SELECT_TICKET} WHERE state IN ('waiting', 'sending') ORDER BY issued_at_ms, number`,
  );
  const lastNumber = database
    .prepare<[string, string], number>('SELECT last_number FROM counter WHERE series = ? AND service_day = ?')
    .pluck();
  const setCounter = database.prepare(
    `INSERT INTO counter (series, service_day, last_number) VALUES (?, ?, ?)
     ON CONFLICT (series, service_day) DO UPDATE SET last_number = excluded.last_number`,
  );
  const insertTicket = database.prepare(
    `INSERT INTO ticket (ticket_id, request_id, series, service_day, number, service_id, way, language, issued_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertJob = database.prepare(`INSERT INTO print_job (ticket_id, state) VALUES (?, 'waiting')`);
  const updateJob = database.prepare(
    `UPDATE print_job SET state = ?, cause = ?, durable_at_ms = coalesce(durable_at_ms, ?),
       first_byte_at_ms = coalesce(?, first_byte_at_ms), ended_at_ms = ?
     WHERE ticket_id = ?`,
  );
  const insertEvent = database.prepare('INSERT INTO outbox (event_id, type, v, at_ms, payload) VALUES (?, ?, ?, ?, ?)');
  const countOfDay = database.prepare<[string], number>('SELECT count(*) FROM ticket WHERE service_day = ?').pluck();

  const append = (event: KioskEvent, atMs: number) =>
    insertEvent.run(randomUUID(), event.type, event.v, atMs, JSON.stringify(event.payload));

  const issue = database.transaction<TicketStore['issue']>((order, next) => {
    const { ticketId, requestId, series, serviceDay, serviceId, way, language } = order;
    const number = next(lastNumber.get(series, serviceDay) ?? 0);
    if (number === null) return refuse({ kind: 'numbers-exhausted' });
    const atMs = clock.wallMs();
    setCounter.run(series, serviceDay, number);
    insertTicket.run(ticketId, requestId, series, serviceDay, number, serviceId, way, language, atMs);
    insertJob.run(ticketId);
    append(
      { type: 'ticket-issued', v: 1, payload: { ticketId, series, serviceDay, number, serviceId, way, language } },
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
    (ticketId, change, event) => {
      const { job, durableAtMs, firstByteAtMs, endedAtMs } = change;
      updateJob.run(job.state, job.cause, durableAtMs ?? null, firstByteAtMs ?? null, endedAtMs ?? null, ticketId);
      if (event) append(event, endedAtMs ?? clock.wallMs());
    },
  );

  return {
    findByRequest: (requestId) =>
      guard(() => {
        const row = byRequest.get(requestId);
        return row ? toRecord(row) : null;
      }),
    issue(order, next) {
      const attempt = guard(() => issue.immediate(order, next));
      if (!attempt.ok) return attempt;
      if (!attempt.value.ok) return attempt.value;
      return succeed({ ...attempt.value.value, durableAtMs: clock.wallMs() });
    },
    recordPrint: (ticketId, change, event) =>
      guard(() => {
        recordPrint.immediate(ticketId, change, event);
        return null;
      }),
    unfinishedPrints: () => guard(() => unfinished.all().map(toRecord)),
    countTickets: (serviceDay) => guard(() => countOfDay.get(serviceDay) ?? 0),
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

function toRecord(row: TicketRow): TicketRecord {
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
