import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type CoreProcess, newRequestId, service, startCoreProcess } from '../support/core-process.ts';
import { giveSlotTo } from '../support/slot.ts';
import { type Figure, percentile } from './figures.ts';

const DAYS = 365;
const TICKETS_A_DAY = 1_000;
const SERIES = ['A', 'B', 'C', 'D'];
const MEASURED = 300;
const DAY_MS = 86_400_000;

/**
 * Measures a store with a year of a busy office against an empty one: the time from the process's start to the first
 * ticket's answer, the time of later answers, and the size on disk.
 */
export async function benchYear(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'torn-year-'));
  try {
    const empty = join(folder, 'empty');
    const full = join(folder, 'full');
    for (const data of [empty, full]) giveSlotTo(data);
    fillYear(join(full, 'torn.db'));
    const sizeMb = statSync(join(full, 'torn.db')).size / 1_000_000;
    // The two stores are measured one after the other, so that neither core slows the other.
    const figures = { empty: await measure(empty), full: await measure(full) };
    return [
      figure('year-start-to-first-ticket', figures.full.firstMs, 'ms', figures.empty.firstMs),
      figure('year-ticket-p50', percentile(figures.full.tickets, 0.5), 'ms', percentile(figures.empty.tickets, 0.5)),
      figure('year-ticket-p99', percentile(figures.full.tickets, 0.99), 'ms', percentile(figures.empty.tickets, 0.99)),
      figure('year-bytes-a-ticket', (sizeMb * 1_000_000) / (DAYS * TICKETS_A_DAY), 'bytes', 754),
      figure('year-size', sizeMb, 'MB', 275),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000;

const figure = (name: string, value: number, unit: string, baseline: number): Figure => ({
  name,
  value: round(value),
  unit,
  baseline: round(baseline),
  ratio: round(value / baseline),
});

async function measure(data: string): Promise<{ firstMs: number; tickets: number[] }> {
  const startedAt = performance.now();
  const core = startCoreProcess({ data });
  await takeOne(core);
  const firstMs = performance.now() - startedAt;
  const tickets: number[] = [];
  for (let count = 0; count < MEASURED; count += 1) {
    const askedAt = performance.now();
    await takeOne(core);
    tickets.push(performance.now() - askedAt);
  }
  await core.stop();
  return { firstMs, tickets };
}

async function takeOne(core: CoreProcess): Promise<void> {
  const answer = await core.call('takeTicket', {
    requestId: newRequestId(),
    serviceId: service('empadronament'),
    language: 'ca',
  });
  if (!answer.ok) throw new Error(answer.error.kind);
}

/** Writes a year's rows, sorted by time: a program start each day, and tickets, each with a paper and two events. */
function fillYear(file: string): void {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = OFF');
  const ticket = database.prepare(
    `INSERT INTO ticket (ticket_id, request_id, series, service_day, number, service_id, way, language, issued_at_ms,
       config_version)
     VALUES (?, ?, ?, ?, ?, 'empadronament', 'walk-in', 'ca', ?, 12)`,
  );
  const paper = database.prepare(
    `INSERT INTO paper_job (job_id, kind, ticket_no, duplicate, asked_at_ms, state, printer, durable_at_ms, first_byte_at_ms,
       ended_at_ms)
     VALUES (?, 'ticket', ?, 0, ?, 'printed', 'main', ?, ?, ?)`,
  );
  const event = database.prepare(
    `INSERT INTO event (epoch, seq, event_id, type, v, at_ms, ticket_no, payload, boot_no, mono_ms, trusted)
     VALUES (0, ?, randomblob(16), ?, 1, ?, ?, ?, ?, ?, 1)`,
  );
  const boot = database.prepare('INSERT INTO boot (boot_id) VALUES (?)');
  const counter = database.prepare('INSERT INTO counter VALUES (?, ?, ?)');
  const firstMs = Date.now() - DAYS * DAY_MS;
  let seq = 0;
  database.transaction(() => {
    for (let day = 0; day < DAYS; day += 1) {
      const startMs = firstMs + day * DAY_MS;
      const bootNo = boot.run(randomUUID()).lastInsertRowid;
      const serviceDay = new Date(startMs).toISOString().slice(0, 10);
      for (let count = 0; count < TICKETS_A_DAY; count += 1) {
        const ticketId = randomUUID();
        const series = SERIES[count % SERIES.length] ?? 'A';
        const number = Math.floor(count / SERIES.length) + 1;
        const atMs = startMs + count * 20_000 + 0.25;
        const ticketNo = ticket.run(ticketId, randomUUID(), series, serviceDay, number, atMs).lastInsertRowid;
        paper.run(ticketId, ticketNo, atMs, atMs + 1.5, atMs + 3.5, atMs + 900.5);
        seq += 1;
        event.run(seq, 'ticket-issued', atMs, ticketNo, null, bootNo, count * 20_000);
        seq += 1;
        const ended = { ticketId, state: 'printed', cause: null, duplicate: false };
        event.run(seq, 'ticket-print-ended', atMs + 900, null, JSON.stringify(ended), bootNo, count * 20_000 + 900);
      }
      for (const series of SERIES) counter.run(series, serviceDay, TICKETS_A_DAY / SERIES.length);
    }
  })();
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
}
