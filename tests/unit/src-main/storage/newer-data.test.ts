import { randomUUID } from 'node:crypto';
import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claimDataFolder } from '../../../../src-main/storage/data-folder.ts';
import { MIGRATIONS } from '../../../../src-main/storage/migrations/index.ts';
import { openStore } from '../../../../src-main/storage/open-store.ts';
import { newRequestId } from '../../../support/core-process.ts';
import { readImage } from '../../../support/image-folder.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { must } from '../../../support/must.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { loseDatabase, openTestStore } from '../../../support/test-store.ts';
import { issueTicket, ticketOrder } from '../../../support/ticket-order.ts';

const NOON_MS = Date.parse('2026-11-24T11:00:00Z');

function open(data: string) {
  const kept = openTestStore(data, createManualClock(NOON_MS));
  const label = () => {
    const issued = kept.store.issue(ticketOrder());
    return issued.ok ? issued.value.label : issued.error.kind;
  };
  const wires = () => {
    return must(kept.outbox.next(200)).map(({ wire }) => wire);
  };
  return { ...kept, label, wires };
}

function lived(tickets: number) {
  const data = temporaryFolder();
  const kept = open(data);
  for (let taken = 0; taken < tickets; taken += 1) kept.label();
  kept.close();
  const journal = join(data, 'journal');
  const segment = () => join(journal, readdirSync(journal).find((name) => name.endsWith('.journal')) ?? '');
  return { data, journal, segment };
}

/** A line as the journal has been written since its first release: `CRC32 JSON`. */
const line = (json: string): string => `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`;

const record = (seq: number, event: object, more: object = {}) => ({
  epoch: 1,
  seq,
  eventId: randomUUID(),
  requestId: null,
  atMs: NOON_MS,
  event,
  ...more,
});

const NEWER = {
  type: 'desk-lamp-lit',
  v: 3,
  payload: { lamp: 7, colours: ['roig', '\u2028'], deep: { 10: 1, 2: 0.1 } },
};

describe('an event of a newer program', () => {
  test('enters the database from the journal and is sent to the centre unchanged, under its own id and place', () => {
    const { data, journal, segment } = lived(2);
    const written = record(4, NEWER);
    appendFileSync(segment(), line(JSON.stringify(written)));
    const before = readFileSync(segment());
    const { opened, label, wires } = open(data);
    expect(opened.finding).toEqual({ kind: 'journal-replayed', records: 1 });
    expect(JSON.stringify(wires().at(-1))).toBe(
      JSON.stringify({
        id: written.eventId,
        epoch: 1,
        seq: 4,
        type: NEWER.type,
        v: NEWER.v,
        at: { wall: '2026-11-24T11:00:00.000Z', trust: 'guess' },
        payload: NEWER.payload,
      }),
    );
    expect(label()).toBe('A003');
    expect(readFileSync(segment()).subarray(0, before.length)).toEqual(before);
    expect(readdirSync(journal).some((name) => name.startsWith('damaged-'))).toBe(false);
  });

  test.each([
    ['database', 'database-restored'],
    ['journal', 'journal-rebuilt'],
  ] as const)('survives the loss of the %s', (lost, finding) => {
    const { data, journal, segment } = lived(1);
    appendFileSync(segment(), line(JSON.stringify(record(3, NEWER))));
    open(data).close();
    if (lost === 'database') loseDatabase(data);
    else rmSync(journal, { recursive: true });
    const { opened, wires, label, close } = open(data);
    expect(opened.finding.kind).toBe(finding);
    expect(wires().filter((wire) => wire?.type === NEWER.type)).toMatchObject([{ v: 3, payload: NEWER.payload }]);
    expect(label()).toBe('A002');
    close();
    expect(open(data).opened.finding.kind).toBe('store-clean');
  });

  test('keeps every byte of its JSON', () => {
    const { data, segment } = lived(0);
    const payloads = fc.sample(fc.dictionary(fc.string(), fc.jsonValue()), { numRuns: 200, seed: 1 });
    const texts = [...payloads.map((payload) => JSON.stringify(payload)), '{"__proto__":{"a":1},"constructor":2}'];
    const lines = texts.map((text, at) =>
      line(JSON.stringify(record(at + 2, { type: 'x', v: 1, payload: '@' })).replace('"@"', () => text)),
    );
    appendFileSync(segment(), lines.join(''));
    open(data).close();
    rmSync(join(data, 'journal'), { recursive: true });
    const kept = open(data);
    const sent = [0, 100, 200].flatMap((from) => {
      const next = kept.outbox.next(100);
      if (!next.ok) throw new Error(`${from}: ${next.error.detail}`);
      kept.outbox.settle(next.value, []);
      return next.value.flatMap(({ wire }) => (wire?.type === 'x' ? [JSON.stringify(wire.payload)] : []));
    });
    expect(sent).toEqual(texts);
  });

  test('has the number that it gives counted, whatever else it contains', () => {
    const { data, segment } = lived(2);
    const ticket = {
      ticketId: randomUUID(),
      series: 'A',
      serviceDay: '2026-11-24',
      number: 3,
      serviceId: 'empadronament',
      way: 'walk-in',
      language: 'ca',
      followToken: null,
      colour: 'blau',
    };
    const requestId = newRequestId();
    const bare = { series: 'A', serviceDay: '2026-11-24', number: 4, to: 'somebody' };
    appendFileSync(
      segment(),
      line(JSON.stringify(record(4, { type: 'ticket-issued', v: 1, payload: ticket }, { requestId }))) +
        line(JSON.stringify(record(5, { type: 'number-granted', v: 1, payload: bare }))),
    );
    const first = open(data);
    expect(first.store.findByRequest(requestId)).toMatchObject({ ok: true, value: { label: 'A003' } });
    expect(first.wires().at(-2)?.payload).toEqual(ticket);
    expect(first.label()).toBe('A005');
    first.close();
    expect(open(data).opened.finding.kind).toBe('store-clean');
  });
});

describe('a journal of a newer program', () => {
  test.each([
    ['with its own place', { epoch: 1, seq: 4, kind: 'checkpoint', note: 'x' }],
    ['without one', { kind: 'comment', note: 'x' }],
  ])('may have a record of another kind, %s', (_, other) => {
    const { data, journal, segment } = lived(2);
    appendFileSync(segment(), line(JSON.stringify(other)));
    const before = readFileSync(segment());
    const first = open(data);
    expect(['store-clean', 'journal-replayed']).toContain(first.opened.finding.kind);
    expect([first.label(), first.label()]).toEqual(['A003', 'A004']);
    first.close();
    const again = open(data);
    expect(again.opened.finding.kind).toBe('store-clean');
    expect(again.label()).toBe('A005');
    expect(readFileSync(segment()).subarray(0, before.length)).toEqual(before);
    expect(readdirSync(journal).some((name) => name.startsWith('damaged-'))).toBe(false);
  });

  test('may have more fields in a record and in the identity; those of the identity survive a rewrite', () => {
    const { data, journal, segment } = lived(1);
    appendFileSync(segment(), line(JSON.stringify(record(3, NEWER, { desk: 4 }))));
    const file = join(journal, 'identity');
    const identity = { ...JSON.parse(readFileSync(file, 'utf8').split('\n')[1] ?? ''), colour: 'blau' };
    const json = JSON.stringify(identity);
    writeFileSync(file, `${crc32(json).toString(16).padStart(8, '0')}\n${json}\n`);
    loseDatabase(data);
    const { opened, label } = open(data);
    expect(opened.finding.kind).toBe('database-restored');
    expect(label()).toBe('A002');
    expect(readFileSync(file, 'utf8')).toContain('"colour":"blau"');
  });

  test('may have unknown files, which stay in place, also when the journal is moved aside', () => {
    const { data, journal, segment } = lived(1);
    writeFileSync(join(journal, 'newer.index'), 'x');
    writeFileSync(segment(), 'garbage that no program wrote\n'.repeat(2_000));
    expect(open(data).opened.finding.kind).toBe('journal-rebuilt');
    expect(readFileSync(join(journal, 'newer.index'), 'utf8')).toBe('x');
  });
});

describe('a program that is too old for its data', () => {
  const refusal = (data: string) => {
    const folder = must(claimDataFolder(data));
    const opened = openStore({ folder, journalFolder: join(data, 'journal') });
    folder.release();
    return opened;
  };
  const unchanged = (data: string) => new Map([...readImage(data)].filter(([path]) => !/lock\.db|-shm$/.test(path)));

  test('is refused by the journal, and changes nothing', () => {
    const { data, journal } = lived(1);
    const file = join(journal, 'identity');
    const json = JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8').split('\n')[1] ?? ''), leastReader: 2 });
    writeFileSync(file, `${crc32(json).toString(16).padStart(8, '0')}\n${json}\n`);
    const before = unchanged(data);
    expect(refusal(data)).toMatchObject({ ok: false, error: { kind: 'database-from-the-future' } });
    expect(unchanged(data)).toEqual(before);
  });

  test.each(['was told to end', 'was killed'])(
    'is refused by the database of a newer program that %s, and changes nothing',
    (how) => {
      const { data } = lived(1);
      const newer = new Database(join(data, 'torn.db'));
      newer.pragma('journal_mode = WAL');
      newer.pragma(`user_version = ${MIGRATIONS.length + 1}`);
      let place = data;
      if (how === 'was killed') {
        // The files copied from a running program are as a kill leaves them.
        place = temporaryFolder();
        cpSync(data, place, { recursive: true });
        expect(existsSync(join(place, 'torn.db-wal'))).toBe(true);
      }
      newer.close();
      const before = unchanged(place);
      expect(refusal(place)).toMatchObject({ ok: false, error: { kind: 'database-from-the-future' } });
      expect(unchanged(place)).toEqual(before);
    },
  );
});

test('a corrupt payload in the database does not prevent the rebuild of the journal', () => {
  const { data, journal } = lived(2);
  const database = new Database(join(data, 'torn.db'));
  database.prepare("UPDATE event SET payload = '{' WHERE seq = 1").run();
  database.close();
  rmSync(journal, { recursive: true });
  const first = open(data);
  expect(first.opened.finding.kind).toBe('journal-rebuilt');
  expect(first.label()).toBe('A003');
  first.close();
  expect(open(data).opened.finding.kind).toBe('store-clean');
});

describe('a database that a newer program has used', () => {
  /** Adds to each of these tables the columns of the others, because a newer schema may use any name. Queries join these tables. */
  function plantColumns(database: Database.Database): void {
    const tables = ['event', 'ticket', 'boot', 'paper_job', 'check_in', 'dead_letter'];
    const columnsOf = (table: string) =>
      database.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);
    const all = [...new Set(tables.flatMap(columnsOf))];
    const own = new Map(tables.map((table) => [table, columnsOf(table)]));
    const missing = tables.flatMap((table) =>
      all
        .filter((column) => !own.get(table)?.includes(column))
        .map((column) => `"${table}" ADD COLUMN "${column}" TEXT`),
    );
    database.exec(`BEGIN; ${missing.map((change) => `ALTER TABLE ${change};`).join(' ')} COMMIT`);
  }

  test('opens with further migrations, tables and columns of any name, takes tickets, and stays usable for the newer program', () => {
    const { data } = lived(2);
    const newer = new Database(join(data, 'torn.db'));
    newer.exec('CREATE TABLE lamp (lamp_id TEXT PRIMARY KEY, colour TEXT NOT NULL) STRICT');
    newer.prepare("INSERT INTO lamp VALUES ('l', 'blau')").run();
    plantColumns(newer);
    newer.prepare('UPDATE schema_version SET version = ?').run(MIGRATIONS.length + 3);
    newer.close();

    const older = open(data);
    expect(older.opened.finding.kind).toBe('store-clean');
    expect(older.label()).toBe('A003');
    const ticket = issueTicket(older.store, {
      checkIn: {
        appointmentId: randomUUID(),
        way: 'qr',
        trust: 'cache',
        arrivedInWindow: 'in-time',
        deskId: null,
        preferential: false,
        comeAndFetch: false,
        appointmentStart: '2026-11-24T12:00:00+01:00',
      },
    });
    expect(older.store.findTicket(ticket.ticketId)).toMatchObject({ ok: true, value: { label: 'A004' } });
    expect(older.store.unfinishedSlips()).toMatchObject({ ok: true, value: { length: 4 } });
    expect(older.store.mayBePrinted(ticket.ticketId)).toEqual({ ok: true, value: false });
    expect(older.appointments.held().appointments).toHaveLength(1);
    expect(older.wires().map((wire) => wire?.type)).toEqual([
      'slot-given',
      'ticket-issued',
      'ticket-issued',
      'ticket-issued',
      'ticket-issued',
      'appointment-checked-in',
    ]);
    older.close();

    const again = new Database(join(data, 'torn.db'));
    expect(again.prepare('SELECT version FROM schema_version').pluck().get()).toBe(MIGRATIONS.length + 3);
    expect(again.prepare('SELECT colour FROM lamp').pluck().get()).toBe('blau');
    again.close();
  });

  test('with a slip in an unknown language leaves it unprinted, and other slips are printed', () => {
    const { data } = lived(2);
    const newer = new Database(join(data, 'torn.db'));
    newer.prepare("UPDATE ticket SET language = 'xx' WHERE number = 1").run();
    newer.close();
    const segment = join(data, 'journal');
    rmSync(segment, { recursive: true });
    const { store, label } = open(data);
    expect(store.unfinishedSlips()).toMatchObject({ ok: true, value: [{ ticket: { label: 'A002' } }] });
    expect(label()).toBe('A003');
  });
});
