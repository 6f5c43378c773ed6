import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { TicketId } from '../../../../src-main/contract/kiosk-api.ts';
import { nextNumber } from '../../../../src-main/domain/numbering.ts';
import type { TicketOrder } from '../../../../src-main/ports/store.ts';
import { claimDataFolder } from '../../../../src-main/storage/data-folder.ts';
import { openDatabase } from '../../../../src-main/storage/database.ts';
import { MIGRATIONS } from '../../../../src-main/storage/migrations/index.ts';
import { createTicketStore } from '../../../../src-main/storage/ticket-store.ts';
import { newRequestId, service } from '../../../support/core-process.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const order = (change: Partial<TicketOrder> = {}): TicketOrder => ({
  ticketId: TicketId.parse(randomUUID()),
  requestId: newRequestId(),
  series: 'A',
  serviceDay: '2026-11-24',
  serviceId: service('empadronament'),
  way: 'walk-in',
  language: 'ca',
  followToken: null,
  ...change,
});

function open(file: string) {
  const database = openDatabase(file);
  if (!database.ok) throw new Error(database.error.detail);
  const store = createTicketStore(database.value, createManualClock(1_764_000_000_000));
  const issue = (change: Partial<TicketOrder> = {}) => store.issue(order(change), (last) => nextNumber(last));
  return { database: database.value, store, issue };
}

describe('the store', () => {
  test('counts each series and each service day by itself, without a gap', () => {
    const { issue } = open(join(temporaryFolder(), 'torn.db'));
    const labels = [issue(), issue(), issue({ series: 'B' }), issue({ serviceDay: '2026-11-25' }), issue()].map(
      (issued) => (issued.ok ? issued.value.label : issued.error.kind),
    );
    expect(labels).toEqual(['A001', 'A002', 'B001', 'A001', 'A003']);
  });

  test('goes on counting after it was closed and opened again', () => {
    const file = join(temporaryFolder(), 'torn.db');
    const first = open(file);
    first.issue();
    first.database.close();
    expect(open(file).issue()).toMatchObject({ ok: true, value: { label: 'A002' } });
  });

  test('finds a ticket by its request, as it was issued', () => {
    const { store, issue } = open(join(temporaryFolder(), 'torn.db'));
    const issued = issue();
    if (!issued.ok) throw new Error(issued.error.kind);
    const found = store.findByRequest(issued.value.requestId);
    expect(found).toEqual({ ok: true, value: { ...issued.value, durableAtMs: null } });
    expect(store.findByRequest(newRequestId())).toEqual({ ok: true, value: null });
  });

  test('writes counter, ticket, print job and event together or not at all', () => {
    const { database, store, issue } = open(join(temporaryFolder(), 'torn.db'));
    database.exec("CREATE TRIGGER refuse BEFORE INSERT ON outbox BEGIN SELECT raise(ABORT, 'no room'); END");
    expect(issue()).toMatchObject({ ok: false, error: { kind: 'store-failed' } });
    database.exec('DROP TRIGGER refuse');
    expect(store.countTickets('2026-11-24')).toEqual({ ok: true, value: 0 });
    expect(database.prepare('SELECT count(*) FROM counter').pluck().get()).toBe(0);
    expect(issue()).toMatchObject({ ok: true, value: { label: 'A001' } });
  });

  test('has one event in the outbox for each ticket and for each paper that came to an end', () => {
    const { database, store, issue } = open(join(temporaryFolder(), 'torn.db'));
    const issued = issue();
    if (!issued.ok) throw new Error(issued.error.kind);
    const { ticketId } = issued.value;
    store.recordPrint(ticketId, { job: { state: 'sending', cause: null } });
    store.recordPrint(
      ticketId,
      { job: { state: 'printed', cause: null }, firstByteAtMs: 1, endedAtMs: 2 },
      { type: 'ticket-print-ended', v: 1, payload: { ticketId, state: 'printed', cause: null, duplicate: false } },
    );
    expect(database.prepare('SELECT type FROM outbox ORDER BY seq').pluck().all()).toEqual([
      'ticket-issued',
      'ticket-print-ended',
    ]);
    expect(store.unfinishedPapers()).toEqual({ ok: true, value: [] });
  });

  test('says that the numbers are used up, and keeps nothing', () => {
    const { store } = open(join(temporaryFolder(), 'torn.db'));
    expect(store.issue(order(), () => null)).toEqual({ ok: false, error: { kind: 'numbers-exhausted' } });
    expect(store.countTickets('2026-11-24')).toEqual({ ok: true, value: 0 });
  });

  test('never lets two tickets share series, day and number, whatever the rule answers', () => {
    const { store } = open(join(temporaryFolder(), 'torn.db'));
    expect(store.issue(order(), () => 7).ok).toBe(true);
    expect(store.issue(order(), () => 7)).toMatchObject({ ok: false, error: { kind: 'store-failed' } });
  });
});

describe('opening the database', () => {
  test('sets what durability needs and reads it back', () => {
    const { database } = open(join(temporaryFolder(), 'torn.db'));
    expect(database.pragma('synchronous', { simple: true })).toBe(2);
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(database.pragma('foreign_keys', { simple: true })).toBe(1);
  });

  test('refuses a database of a newer Torn and leaves it untouched', () => {
    const file = join(temporaryFolder(), 'torn.db');
    const { database } = open(file);
    database.pragma('user_version = 99');
    database.close();
    const refused = openDatabase(file);
    expect(refused).toMatchObject({ ok: false, error: { kind: 'database-from-the-future' } });
    const again = new Database(file);
    expect(again.pragma('user_version', { simple: true })).toBe(99);
    again.close();
  });
});

describe('migrations', () => {
  test('carry a store of the first schema over, with its tickets and their papers', () => {
    const file = join(temporaryFolder(), 'torn.db');
    const before = new Database(file);
    before.exec(MIGRATIONS[0] ?? '');
    before.pragma('user_version = 1');
    const { ticketId, requestId } = order();
    before
      .prepare("INSERT INTO ticket VALUES (?, ?, 'A', '2026-11-24', 7, 'empadronament', 'walk-in', 'ca', 5)")
      .run(ticketId, requestId);
    before.prepare("INSERT INTO print_job VALUES (?, 'unknown', 'link-lost', 6, 7, 8)").run(ticketId);
    before.close();
    const { store } = open(file);
    expect(store.findByRequest(requestId)).toMatchObject({
      ok: true,
      value: { label: 'A007', durableAtMs: 6, print: { state: 'unknown', cause: 'link-lost', endedAtMs: 8 } },
    });
    expect(store.mayBeOnPaper(ticketId)).toEqual({ ok: true, value: true });
  });
});

describe('a roll of paper', () => {
  test('counts what was printed on it, and starts again when a new one is put in', () => {
    const { store, issue } = open(join(temporaryFolder(), 'torn.db'));
    for (let count = 0; count < 3; count += 1) {
      const issued = issue();
      if (!issued.ok) throw new Error(issued.error.kind);
      store.recordPrint(issued.value.ticketId, {
        job: { state: count < 2 ? 'printed' : 'unknown', cause: null },
        printer: 'main',
      });
    }
    expect(store.roll('main')).toMatchObject({ ok: true, value: { papers: 2 } });
    store.startRoll('main');
    expect(store.roll('main')).toMatchObject({ ok: true, value: { papers: 0 } });
  });
});

describe('a data folder', () => {
  test('belongs to one at a time', () => {
    const path = temporaryFolder();
    const first = claimDataFolder(path);
    expect(claimDataFolder(path)).toMatchObject({ ok: false, error: { kind: 'data-folder-in-use' } });
    if (first.ok) first.value.release();
    expect(claimDataFolder(path).ok).toBe(true);
  });

  test('that cannot be made is named', () => {
    const file = join(temporaryFolder(), 'a-file');
    writeFileSync(file, '');
    const path = join(file, 'data');
    const refused = claimDataFolder(path);
    expect(refused).toMatchObject({ ok: false, error: { kind: 'data-folder-not-writable' } });
    if (!refused.ok) expect(refused.error.detail).toContain(path);
  });
});
