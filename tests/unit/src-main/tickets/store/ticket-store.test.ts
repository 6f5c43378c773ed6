import { randomUUID } from 'node:crypto';
import { appendFileSync, copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { claimDataFolder } from '../../../../../src-main/storage/data-folder.ts';
import { openDatabase } from '../../../../../src-main/storage/database.ts';
import { readJournal } from '../../../../../src-main/storage/journal.ts';
import { MIGRATIONS } from '../../../../../src-main/storage/migrations/index.ts';
import type { TicketOrder, TicketStore } from '../../../../../src-main/tickets/ports/store.ts';
import { newRequestId } from '../../../../support/core-process.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { must } from '../../../../support/must.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { loseDatabase, openTestStore } from '../../../../support/test-store.ts';
import { issueTicket, ticketOrder } from '../../../../support/ticket-order.ts';

const NOON_MS = Date.parse('2026-11-24T11:00:00Z');
const DAY_MS = 86_400_000;

function open(data = temporaryFolder(), clock = createManualClock(NOON_MS)) {
  const kept = openTestStore(data, clock);
  const issue = (change: Partial<TicketOrder> = {}) => kept.store.issue(ticketOrder(change));
  const label = (change: Partial<TicketOrder> = {}) => {
    const issued = issue(change);
    return issued.ok ? issued.value.label : issued.error.kind;
  };
  const give = (change: Partial<TicketOrder> = {}) => issueTicket(kept.store, change);
  return { ...kept, clock, data, database: kept.opened.database, issue, label, give };
}

describe('the store', () => {
  test('counts each series by itself, without a gap', () => {
    const { label } = open();
    expect([label(), label(), label({ series: 'B' }), label()]).toEqual(['A001', 'A002', 'B001', 'A003']);
  });

  test('begins again on the next day only if the series has rested while the kiosk ran', () => {
    const { label, clock } = open();
    label();
    clock.advance(DAY_MS);
    expect(label()).toBe('A001');
  });

  test('continues counting after a night switched off, because the age of the last ticket is unknown', () => {
    const clock = createManualClock(NOON_MS);
    const first = open(temporaryFolder(), clock);
    first.label();
    first.close();
    clock.setWall(NOON_MS + DAY_MS);
    expect(open(first.data, clock).label()).toBe('A002');
  });

  test('remembers the day of its last ticket: a clock in 1970 at the next start does not change it', () => {
    const first = open();
    first.label();
    first.close();
    const again = open(first.data, createManualClock(0));
    expect(again.store.today.now().serviceDay).toBe('2026-11-24');
    expect(again.store.today.doubt()).toEqual({ believed: '2026-11-24', clock: '1969-12-31' });
    expect(again.give()).toMatchObject({ label: 'A002', serviceDay: '2026-11-24' });
  });

  test('finds a ticket by its request, unchanged', () => {
    const { store, give } = open();
    const issued = give();
    expect(store.findByRequest(issued.requestId)).toEqual({ ok: true, value: { ...issued, durableAtMs: null } });
    expect(store.findByRequest(newRequestId())).toEqual({ ok: true, value: null });
  });

  test('requests a restart if the database refuses a ticket that the journal has; the next start finds it, and its number is used up', () => {
    const { database, store, broken, data, clock, close } = open();
    database.exec("CREATE TRIGGER refuse BEFORE INSERT ON ticket BEGIN SELECT raise(ABORT, 'no room'); END");
    const lost = ticketOrder();
    expect(store.issue(lost)).toMatchObject({ ok: false, error: { kind: 'store-failed' } });
    expect(broken).toHaveLength(1);
    database.exec('DROP TRIGGER refuse');
    expect(store.issue(ticketOrder())).toMatchObject({ ok: false, error: { kind: 'store-failed' } });
    close();
    const again = open(data, clock);
    expect(again.opened.finding).toEqual({ kind: 'journal-replayed', records: 1 });
    expect(again.store.findByRequest(lost.requestId)).toMatchObject({
      ok: true,
      value: { label: 'A001', print: { state: 'unknown', cause: 'interrupted' } },
    });
    expect(again.label()).toBe('A002');
  });

  test('has one event for each ticket and for each finished slip, in both copies', () => {
    const { database, store, give, data } = open();
    const { ticketId } = give();
    store.recordPrint(ticketId, { job: { state: 'sending', cause: null } });
    store.recordPrint(
      ticketId,
      { job: { state: 'printed', cause: null }, firstByteAtMs: 1, endedAtMs: NOON_MS },
      { type: 'ticket-print-ended', v: 1, payload: { ticketId, state: 'printed', cause: null, duplicate: false } },
    );
    const types = ['slot-given', 'ticket-issued', 'ticket-print-ended'];
    expect(database.prepare('SELECT type FROM event ORDER BY ord').pluck().all()).toEqual(types);
    const reading = readJournal(join(data, 'journal'));
    expect(reading.state === 'good' && reading.records.map(({ event }) => event.type)).toEqual(types);
    expect(store.unfinishedSlips()).toEqual({ ok: true, value: [] });
  });

  test('gives no number without a slot', () => {
    const { store } = openTestStore(temporaryFolder(), createManualClock(NOON_MS), null);
    expect(store.issue(ticketOrder())).toEqual({ ok: false, error: { kind: 'no-slot' } });
  });

  test('reprints no ticket of another day', () => {
    const { store, give, clock } = open();
    const ticket = give();
    const again = () =>
      store.addSlip({
        jobId: randomUUID(),
        kind: 'ticket',
        ticket,
        serviceId: ticket.serviceId,
        language: 'ca',
        duplicate: true,
        askedAtMs: clock.wallMs(),
      });
    expect(again()).toEqual({ ok: true, value: null });
    clock.advance(DAY_MS);
    expect(again()).toEqual({ ok: false, error: { kind: 'ticket-of-another-day' } });
  });
});

describe('the two copies', () => {
  const take = (count: number) => {
    const kept = open();
    const tickets = Array.from({ length: count }, () => kept.give());
    kept.close();
    const reopen = () => open(kept.data, kept.clock);
    const expectAll = (store: TicketStore) => {
      for (const { requestId, label } of tickets)
        expect(store.findByRequest(requestId)).toMatchObject({ ok: true, value: { label } });
    };
    return { data: kept.data, reopen, expectAll, journal: join(kept.data, 'journal') };
  };

  test.each<[string, (copies: ReturnType<typeof take>) => void, string]>([
    ['database lost: the journal rebuilds it', ({ data }) => rmSync(join(data, 'torn.db')), 'database-restored'],
    [
      'database damaged: it is moved aside and rebuilt',
      ({ data }) => writeFileSync(join(data, 'torn.db'), Buffer.alloc(40_960, 7)),
      'database-restored',
    ],
    [
      'a corrupt letter in a row, which no check of SQLite finds, is corrected from the journal',
      ({ data }) => {
        const database = new Database(join(data, 'torn.db'));
        database.prepare("UPDATE ticket SET service_id = 'empadronamenx' WHERE number = 2").run();
        database.close();
      },
      'database-restored',
    ],
    [
      'journal lost: it is rebuilt before a number is given',
      ({ journal }) => rmSync(journal, { recursive: true }),
      'journal-rebuilt',
    ],
    [
      'a journal that lost its end is rebuilt from the database',
      ({ journal }) => {
        const file = segmentOf(journal);
        const lines = readFileSync(file, 'utf8').split('\n');
        writeFileSync(file, `${lines.slice(0, 2).join('\n')}\n`);
      },
      'journal-rebuilt',
    ],
    [
      'a flipped byte in the middle of the journal is found',
      ({ journal }) => {
        const bytes = readFileSync(segmentOf(journal));
        bytes[Math.floor(bytes.length / 2)] = 0x21;
        writeFileSync(segmentOf(journal), bytes);
      },
      'journal-rebuilt',
    ],
    [
      'a torn last record is an ordinary power cut',
      ({ journal }) => appendFileSync(segmentOf(journal), '1234abcd {"epoch":"'),
      'store-clean',
    ],
  ])('%s, and no number is given again', (_what, damage, finding) => {
    const copies = take(3);
    damage(copies);
    const { store, label, opened } = copies.reopen();
    expect(opened.finding.kind).toBe(finding);
    if (finding === 'journal-rebuilt')
      expect(readJournal(copies.journal)).toMatchObject({ state: 'good', records: { length: 4 } });
    copies.expectAll(store);
    expect(label()).toBe('A004');
  });

  test('a damaged database is kept beside its successor', () => {
    const { data, reopen } = take(3);
    writeFileSync(join(data, 'torn.db'), Buffer.alloc(40_960, 7));
    reopen();
    expect(readdirSync(data).some((name) => name.startsWith('damaged-'))).toBe(true);
  });

  test('journal lost first, database later: no ticket is lost', () => {
    const { data, reopen, expectAll, journal } = take(3);
    rmSync(journal, { recursive: true });
    const between = reopen();
    between.label();
    between.close();
    rmSync(join(data, 'torn.db'));
    const { store, label } = reopen();
    expectAll(store);
    expect(label()).toBe('A005');
  });

  test('a torn last record and a lost database: no slot, because later records are unknown; the tickets are kept', () => {
    const { data, expectAll, journal } = take(3);
    appendFileSync(segmentOf(journal), '1234abcd {"epoch":"');
    rmSync(join(data, 'torn.db'));
    const { opened, store } = openTestStore(data, createManualClock(NOON_MS), null);
    expect(opened).toMatchObject({ identity: null, finding: { kind: 'both-copies-lost' } });
    expectAll(store);
  });

  test('both lost: no slot, never a guess', () => {
    const { data, reopen, journal } = take(3);
    writeFileSync(join(data, 'torn.db'), Buffer.alloc(40_960, 7));
    rmSync(journal, { recursive: true });
    const { opened } = openTestStore(data, createManualClock(NOON_MS), null);
    expect(opened).toMatchObject({ identity: null, finding: { kind: 'both-copies-lost' } });
    expect(reopen).toThrow(/belongs to a core/);
  });

  test('a backup put back by hand is recognised, and the journal adds the later tickets', async () => {
    const kept = open();
    kept.give();
    const backup = await kept.opened.backups.make(kept.database, NOON_MS);
    const later = kept.give();
    kept.close();
    loseDatabase(kept.data);
    copyFileSync(backup, join(kept.data, 'torn.db'));
    const { store, label } = open(kept.data, kept.clock);
    expect(store.findByRequest(later.requestId)).toMatchObject({ ok: true, value: { label: 'A002' } });
    expect(label()).toBe('A003');
  });

  test('a backup put back by hand with the journal lost: no slot, because later tickets are unknown', async () => {
    const kept = open();
    kept.give();
    const backup = await kept.opened.backups.make(kept.database, NOON_MS);
    kept.give();
    kept.close();
    loseDatabase(kept.data);
    copyFileSync(backup, join(kept.data, 'torn.db'));
    rmSync(join(kept.data, 'journal'), { recursive: true });
    expect(openTestStore(kept.data, kept.clock, null).opened.identity).toBeNull();
  });

  test('a database of another enrolment beside a good journal: no slot, because either may be right', () => {
    const mine = take(2);
    const other = take(1);
    copyFileSync(join(other.data, 'torn.db'), join(mine.data, 'torn.db'));
    for (const suffix of ['-wal', '-shm']) rmSync(join(mine.data, `torn.db${suffix}`), { force: true });
    const kept = openTestStore(mine.data, createManualClock(NOON_MS), null);
    expect(kept.opened.identity).toBeNull();
    kept.close();
    // Putting the old journal back does not restore the slot either.
    const aside = readdirSync(mine.journal).find((name) => name.startsWith('damaged-')) ?? '';
    for (const name of readdirSync(join(mine.journal, aside)))
      copyFileSync(join(mine.journal, aside, name), join(mine.journal, name));
    expect(openTestStore(mine.data, createManualClock(NOON_MS), null).opened.identity).toBeNull();
  });

  test('only the newest three backups are kept, and a damaged one is skipped', async () => {
    const kept = open();
    const made: string[] = [];
    for (let count = 0; count < 4; count += 1) {
      kept.give();
      made.push(await kept.opened.backups.make(kept.database, NOON_MS));
    }
    expect(existsSync(made[0] ?? '')).toBe(false);
    writeFileSync(made[3] ?? '', 'x'.repeat(8_192));
    kept.close();
    rmSync(join(kept.data, 'torn.db'));
    const { opened, label } = open(kept.data, kept.clock);
    expect(opened.finding).toMatchObject({ kind: 'database-restored', from: basename(made[2] ?? '') });
    expect(label()).toBe('A005');
  });
});

const segmentOf = (journal: string): string => {
  const name = readdirSync(journal).find((file) => file.endsWith('.journal'));
  return join(journal, name ?? 'none');
};

describe('opening the database', () => {
  test('sets the pragmas for durability and checks them', () => {
    const { database } = open();
    expect(database.pragma('synchronous', { simple: true })).toBe(2);
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(database.pragma('foreign_keys', { simple: true })).toBe(1);
  });

  test('refuses a database of a newer Torn and does not change it', () => {
    const file = join(temporaryFolder(), 'torn.db');
    const first = must(openDatabase(file));
    first.pragma('user_version = 99');
    first.close();
    const refused = openDatabase(file);
    expect(refused).toMatchObject({ ok: false, error: { kind: 'database-from-the-future' } });
    const again = new Database(file);
    expect(again.pragma('user_version', { simple: true })).toBe(99);
    again.close();
  });
});

describe('migrations', () => {
  test('convert a store of the first schema, with its tickets and their slips', () => {
    const data = temporaryFolder();
    const before = new Database(join(data, 'torn.db'));
    before.exec(MIGRATIONS[0] ?? '');
    before.pragma('user_version = 1');
    const { ticketId, requestId } = ticketOrder();
    before
      .prepare("INSERT INTO ticket VALUES (?, ?, 'A', '2026-11-24', 7, 'empadronament', 'walk-in', 'ca', 5)")
      .run(ticketId, requestId);
    before.prepare("INSERT INTO counter VALUES ('A', '2026-11-24', 7)").run();
    before.prepare("INSERT INTO print_job VALUES (?, 'unknown', 'link-lost', 6, 7, 8)").run(ticketId);
    before.close();
    const { store, label } = open(data);
    expect(store.findByRequest(requestId)).toMatchObject({
      ok: true,
      value: { label: 'A007', durableAtMs: 6, print: { state: 'unknown', cause: 'link-lost', endedAtMs: 8 } },
    });
    expect(store.mayBePrinted(ticketId)).toEqual({ ok: true, value: true });
    expect(label()).toBe('A008');
    expect(existsSync(join(data, 'torn.db.schema-1'))).toBe(true);
  });
});

describe('a roll of paper', () => {
  test('counts the slips printed on it, and starts again with a new roll', () => {
    const { store, give } = open();
    for (const state of ['printed', 'printed', 'unknown'] as const)
      store.recordPrint(give().ticketId, { job: { state, cause: null }, printer: 'main' });
    expect(store.roll('main')).toMatchObject({ ok: true, value: { papers: 2 } });
    store.startRoll('main');
    expect(store.roll('main')).toMatchObject({ ok: true, value: { papers: 0 } });
  });
});

describe('a data folder', () => {
  test('belongs to one program at a time', () => {
    const path = temporaryFolder();
    const first = claimDataFolder(path);
    expect(claimDataFolder(path)).toMatchObject({ ok: false, error: { kind: 'data-folder-in-use' } });
    if (first.ok) first.value.release();
    expect(claimDataFolder(path).ok).toBe(true);
  });

  test('that cannot be created is named', () => {
    const file = join(temporaryFolder(), 'a-file');
    writeFileSync(file, '');
    const path = join(file, 'data');
    const refused = claimDataFolder(path);
    expect(refused).toMatchObject({ ok: false, error: { kind: 'data-folder-not-writable' } });
    if (!refused.ok) expect(refused.error.detail).toContain(path);
  });
});

test('the copy from before a migration may be put back: later tickets come from the journal', () => {
  const data = temporaryFolder();
  const clock = createManualClock(NOON_MS);
  const kept = openTestStore(data, clock);
  kept.store.issue(ticketOrder());
  const copy = join(temporaryFolder(), 'torn.db.schema-25');
  // A migration makes a copy like this one, next to the database, before it changes anything.
  kept.opened.database.prepare('VACUUM INTO ?').run(copy);
  kept.store.issue(ticketOrder());
  kept.close();
  copyFileSync(copy, join(data, 'torn.db'));
  const again = openTestStore(data, clock);
  expect(again.opened.finding).toEqual({ kind: 'journal-replayed', records: 1 });
  expect(again.store.issue(ticketOrder())).toMatchObject({ ok: true, value: { label: 'A003' } });
});
