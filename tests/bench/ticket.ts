import { fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { startVirtualPrinter } from '../../hardware/simulator/virtual-printer.ts';
import type { ViewState } from '../../src-main/session/contract/view-state.ts';
import { type CoreProcess, newRequestId, service, startCoreProcess } from '../support/core-process.ts';
import { virtualProfile } from '../support/printing.ts';
import { compare, type Figure } from './figures.ts';

const TICKETS = 500;
const WARM_UP = 30;
const HUNDRED = 100;
/** At this speed 500 papers take half a minute. Only the measured `touch-to-confirmed` depends on it. */
const SPEED_MM_PER_S = 3_000;
/** A job begins with these bytes (ESC @). Requests for the printer's state come before them. */
const JOB_START = Buffer.from([0x1b, 0x40]);

/**
 * Measures the time from a touch's command to its answer (the number is on disk), to the first byte of the job at the
 * printer, and to the screen "take your ticket" (the printer has confirmed), with a real core and a virtual printer
 * over a network. The baseline is the least work for a ticket on the same disk, measured between the tickets: one
 * commit with synchronous=FULL, and one fdatasync of a journal record's size. The last hundred tickets are also compared with the first
 * hundred, because a touch must not become slower with each ticket of the day.
 */
export async function benchTicket(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'torn-bench-'));
  const printer = await startVirtualPrinter({ profile: virtualProfile, speedMmPerS: SPEED_MM_PER_S });
  const core = startCoreProcess({
    data: join(folder, 'data'),
    printer: `torn-virtual@tcp://127.0.0.1:${printer.port}`,
  });
  const commit = bareCommit(folder);
  const times = { durable: [] as number[], firstByte: [] as number[], confirmed: [] as number[], bare: [] as number[] };
  let firstByteAt = 0;
  printer.onReceive((bytes) => {
    if (firstByteAt === 0 && Buffer.from(bytes).includes(JOB_START)) firstByteAt = performance.now();
  });
  try {
    await core.waitFor('printer', ({ value }) => value.condition === 'ready');
    for (let count = -WARM_UP; count < TICKETS; count += 1) {
      const start = performance.now();
      commit();
      const bare = performance.now() - start;
      const ticket = await takeOne(core, () => {
        firstByteAt = 0;
      });
      if (count < 0) continue;
      times.bare.push(bare);
      times.durable.push(ticket.durableMs);
      times.firstByte.push(firstByteAt - ticket.touchedAt);
      times.confirmed.push(ticket.confirmedMs);
    }
  } finally {
    await core.stop();
    await printer.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return [
    ...compare('touch-to-durable', times.durable, times.bare),
    ...compare('late-in-the-day', times.durable.slice(-HUNDRED), times.durable.slice(0, HUNDRED)),
    ...compare('touch-to-first-byte', times.firstByte, times.bare),
    ...compare('touch-to-confirmed', times.confirmed, times.bare),
  ];
}

/** Takes a ticket by the calls that a citizen's touches send. `atTouch` runs just before the call that requests the ticket. */
export async function takeOne(core: CoreProcess, atTouch: () => void) {
  const front = await viewWhere(core, ({ view }) => view.screen === 'idle');
  await core.call('openEntry', { stamp: stampOf(front), visitType: 'walk-in' });
  const list = await viewWhere(core, ({ view }) => view.screen === 'services');
  atTouch();
  const touchedAt = performance.now();
  const answer = await core.call('takeTicket', {
    stamp: stampOf(list),
    requestId: newRequestId(),
    serviceId: service('empadronament'),
    visitType: 'walk-in',
    language: 'ca',
  });
  const durableMs = performance.now() - touchedAt;
  if (!answer.ok) throw new Error(answer.error.kind);
  const taken = await viewWhere(core, ({ view }) => view.screen === 'take-ticket' || view.screen === 'printer-trouble');
  const confirmedMs = performance.now() - touchedAt;
  if (taken.view.screen !== 'take-ticket') throw new Error('the ticket did not come out');
  await core.call('finish', { stamp: stampOf(taken) });
  return { touchedAt, durableMs, confirmedMs };
}

const stampOf = ({ sessionId, stateNo }: ViewState) => ({ sessionId, stateNo });

async function viewWhere(core: CoreProcess, test: (state: ViewState) => boolean): Promise<ViewState> {
  const newest = core.pushes.findLast((push) => push.push === 'view');
  if (newest?.push === 'view' && test(newest.value)) return newest.value;
  return (await core.waitForNext('view', ({ value }) => test(value))).value;
}

const RECORD_BYTES = 430;

/** Returns the least durable work of a ticket: an fdatasync of a journal record's size, and one commit with synchronous=FULL. */
export function bareCommit(folder: string): () => void {
  const database = new Database(join(folder, 'bare.db'));
  database.pragma('locking_mode = EXCLUSIVE');
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE bare (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT');
  const insert = database.prepare('INSERT INTO bare (text) VALUES (?)');
  const journal = openSync(join(folder, 'bare.journal'), 'a');
  const record = Buffer.alloc(RECORD_BYTES, 'x');
  return () => {
    writeSync(journal, record);
    fdatasyncSync(journal);
    insert.run('x'.repeat(200));
  };
}
