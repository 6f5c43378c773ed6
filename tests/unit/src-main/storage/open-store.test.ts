import { randomUUID } from 'node:crypto';
import { appendFileSync, copyFileSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { writeCheckedFile } from '../../../../src-main/storage/checked-file.ts';
import { claimDataFolder } from '../../../../src-main/storage/data-folder.ts';
import { readIdentity, writeIdentity } from '../../../../src-main/storage/identity.ts';
import { readJournal } from '../../../../src-main/storage/journal.ts';
import { lineOf } from '../../../../src-main/storage/journal-record.ts';
import { nextEpoch, type OpenedStore, openStore } from '../../../../src-main/storage/open-store.ts';
import { readReached } from '../../../../src-main/storage/reached.ts';
import type { Suspicion } from '../../../../src-main/storage/suspicion.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { must } from '../../../support/must.ts';
import { rotFirstEntry } from '../../../support/rotten-entry.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { openTestStore } from '../../../support/test-store.ts';
import { ticketOrder } from '../../../support/ticket-order.ts';

const NOON_MS = Date.parse('2026-11-24T11:00:00Z');
/** The beginning of a record cut off by a power cut. */
const CUT = '1234abcd {"epoch":1,"seq":9,"ev';

function lived(tickets: number) {
  const data = temporaryFolder();
  const file = join(data, 'torn.db');
  const journal = join(data, 'journal');
  const open = (slot: number | null = null) => {
    const kept = openTestStore(data, createManualClock(NOON_MS), slot);
    const label = (): string => {
      const given = kept.store.issue(ticketOrder());
      return given.ok ? given.value.label : given.error.kind;
    };
    return { ...kept, label };
  };
  const first = open(1);
  const labels = Array.from({ length: tickets }, () => first.label());
  first.close();
  return {
    data,
    file,
    journal,
    open,
    labels,
    incarnation: first.opened.identity?.incarnation,
    segment: () => join(journal, readdirSync(journal).find((name) => name.endsWith('.journal')) ?? ''),
    loseDatabase() {
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
    },
    change(sql: string) {
      const database = new Database(file);
      database.pragma('ignore_check_constraints = 1');
      database.exec(sql);
      database.close();
    },
    start(suspicion: Suspicion | null = null) {
      const folder = must(claimDataFolder(data));
      const opened = openStore({ folder, journalFolder: journal, suspicion });
      onTestFinished(() => {
        if (opened.ok) opened.value.journal.close();
        if (opened.ok) opened.value.database.close();
        folder.release();
      });
      return opened;
    },
    suspected(suspicion: Suspicion): OpenedStore {
      return must(this.start(suspicion));
    },
    aside: (place: string) => readdirSync(place).filter((name) => name.startsWith('damaged-')),
  };
}
type Kiosk = ReturnType<typeof lived>;

const rowOf = ({ database }: OpenedStore) =>
  database.prepare('SELECT slot, incarnation, epoch, last_seq AS seq, is_backup AS isBackup FROM kiosk').get();
const numbersIn = ({ database }: OpenedStore) =>
  database.prepare<[], number>('SELECT number FROM ticket ORDER BY number').pluck().all();

describe('the finding of a start', () => {
  test('names a database that is gone, damaged, or unreadable for three starts', () => {
    const gone = lived(2);
    gone.loseDatabase();
    const { opened, label } = gone.open();
    expect(opened.finding).toEqual({
      kind: 'database-restored',
      detail: 'the database is missing',
      from: null,
      records: 3,
    });
    expect(label()).toBe('A003');
    const damaged = lived(2);
    writeFileSync(damaged.file, Buffer.alloc(40_960, 7));
    const { finding } = damaged.open().opened;
    expect(finding).toMatchObject({ kind: 'database-restored', detail: expect.stringContaining(damaged.file) });
    const suspected = lived(2);
    const note = { times: 3, detail: 'it could not start', rebuilt: false };
    expect(suspected.suspected(note).finding).toMatchObject({ kind: 'database-restored', detail: note.detail });
    expect(suspected.aside(suspected.data)).toHaveLength(1);
  });

  test('names a backup that was put back, and an old copy', async () => {
    const kiosk = lived(1);
    const kept = kiosk.open();
    const backup = await kept.opened.backups.make(kept.opened.database, NOON_MS);
    expect(dirname(backup)).toBe(join(kiosk.data, 'backups'));
    kept.label();
    kept.close();
    const old = join(temporaryFolder(), 'old.db');
    copyFileSync(kiosk.file, old);
    kiosk.loseDatabase();
    copyFileSync(backup, kiosk.file);
    const again = kiosk.open();
    expect(again.opened.finding).toEqual({
      kind: 'database-restored',
      detail: 'the database is a restored backup',
      from: basename(backup),
      records: 3,
    });
    expect(again.label()).toBe('A003');
    again.close();
    kiosk.loseDatabase();
    copyFileSync(old, kiosk.file);
    const third = kiosk.open();
    expect(third.opened.finding).toEqual({
      kind: 'database-restored',
      detail: 'the database is an old copy',
      from: null,
      records: 4,
    });
    expect([numbersIn(third.opened), third.label()]).toEqual([[1, 2, 3], 'A004']);
    expect(kiosk.aside(kiosk.data)).toHaveLength(1);
  });

  test('names the backup that takes the place of a lost database, with what the journal does not have', async () => {
    for (const tickets of [0, 1]) {
      const kiosk = lived(tickets);
      const kept = kiosk.open();
      kept.store.startRoll('main');
      const roll = kept.store.roll('main');
      const backup = await kept.opened.backups.make(kept.opened.database, NOON_MS);
      kept.close();
      kiosk.loseDatabase();
      const { opened, store } = kiosk.open();
      expect(opened.finding).toEqual({
        kind: 'database-restored',
        detail: 'the database is missing',
        from: basename(backup),
        records: tickets + 1,
      });
      expect(store.roll('main')).toEqual(roll);
    }
  });

  const ROTTEN_ROW = "UPDATE ticket SET service_id = 'empadronamenx' WHERE number = 2";
  const asRestored = ({ file }: Kiosk) => ({
    kind: 'database-restored',
    detail: `${file}: a ticket differs from the journal`,
  });

  test('names a ticket that was corrupted in its row', () => {
    const kiosk = lived(2);
    kiosk.change(ROTTEN_ROW);
    expect(kiosk.open().opened.finding).toMatchObject(asRestored(kiosk));
  });

  test('names a ticket of an earlier epoch that was corrupted in its row', () => {
    const kiosk = lived(2);
    rmSync(kiosk.journal, { recursive: true });
    kiosk.open().close();
    kiosk.change(ROTTEN_ROW);
    expect(kiosk.open().opened.finding).toMatchObject(asRestored(kiosk));
  });

  test('names the error of a statement that met a rotten index, and the journal restores the tickets', () => {
    const kiosk = lived(2);
    rotFirstEntry(kiosk.data, 'sqlite_autoindex_ticket_1');
    const { opened, label } = kiosk.open();
    expect(opened.finding).toEqual({
      kind: 'database-restored',
      from: null,
      records: 3,
      detail: expect.stringContaining(`${kiosk.file}: SQLITE_CORRUPT: `),
    });
    expect([numbersIn(opened), label(), kiosk.aside(kiosk.data).length]).toEqual([[1, 2], 'A003', 1]);
  });

  test.each<[string, (kiosk: Kiosk) => void, RegExp]>([
    ['gone', ({ journal }) => rmSync(journal, { recursive: true }), /^the journal had lost its end$/],
    ['without its identity', ({ journal }) => rmSync(join(journal, 'identity')), /^the journal has lost its identity$/],
    [
      'shorter than it was',
      ({ segment }) => {
        const [slot = ''] = readFileSync(segment(), 'utf8').split('\n');
        writeFileSync(segment(), `${slot}\n`);
      },
      /^the journal ends at 1\/1 but had reached 1\/2$/,
    ],
    [
      'shorter than the database',
      ({ journal, segment }) => {
        rmSync(join(journal, 'reached'));
        const [slot = ''] = readFileSync(segment(), 'utf8').split('\n');
        writeFileSync(segment(), `${slot}\n`);
      },
      /^the journal had lost its end$/,
    ],
  ])('names a journal that is %s', (_what, damage, detail) => {
    const kiosk = lived(1);
    kiosk.open().close();
    damage(kiosk);
    const remains = readdirSync(kiosk.data).includes('journal') ? 1 : 0;
    const again = kiosk.open();
    const { finding } = again.opened;
    again.close();
    expect(kiosk.aside(kiosk.journal)).toHaveLength(remains);
    expect(finding).toEqual({ kind: 'journal-rebuilt', detail: expect.stringMatching(detail) });
    expect(kiosk.open().opened.finding).toEqual({ kind: 'store-clean' });
  });

  test.each<[string, (kiosk: Kiosk) => void, string]>([
    [
      'the database is gone, and the journal’s last write was cut off',
      ({ loseDatabase, segment }) => {
        loseDatabase();
        appendFileSync(segment(), CUT);
      },
      'the database is missing; the journal’s last write was cut off',
    ],
    [
      'the database is gone, and the journal’s identity',
      ({ loseDatabase, journal }) => {
        loseDatabase();
        rmSync(join(journal, 'identity'));
      },
      'the database is missing; the journal has lost its identity',
    ],
    [
      'both have lost their end',
      ({ change, segment }) => {
        change('UPDATE kiosk SET last_seq = 1');
        truncateSync(segment(), 0);
      },
      'the database has lost its end; the journal ',
    ],
  ])('is the loss of both copies if %s', (_what, damage, detail) => {
    const kiosk = lived(2);
    kiosk.open().close();
    damage(kiosk);
    const { opened } = kiosk.open();
    expect(opened.finding).toEqual({ kind: 'both-copies-lost', detail: expect.stringContaining(detail) });
    expect(opened).toMatchObject({ identity: null, indexMended: false });
    expect(rowOf(opened)).toMatchObject({ slot: null, isBackup: 0 });
    expect(kiosk.aside(kiosk.journal)).toHaveLength(1);
  });

  test('is the loss of both copies if neither can be used: a new database has the journal’s readable tickets', () => {
    const kiosk = lived(2);
    writeFileSync(kiosk.file, Buffer.alloc(40_960, 7));
    rmSync(join(kiosk.journal, 'identity'));
    const { opened } = kiosk.open();
    expect(opened.finding).toEqual({
      kind: 'both-copies-lost',
      detail: expect.stringMatching(/torn\.db: .*; the journal has lost its identity$/),
    });
    expect([numbersIn(opened), kiosk.aside(kiosk.data).length]).toEqual([[1, 2], 1]);
    expect(opened.database.prepare('SELECT last_number FROM counter').pluck().all()).toEqual([2]);
  });

  test('stays the loss of both copies until a slot is given', () => {
    const kiosk = lived(1);
    kiosk.loseDatabase();
    rmSync(join(kiosk.journal, 'identity'));
    kiosk.open().close();
    const { opened, label } = kiosk.open();
    expect([opened.finding.kind, opened.identity, label()]).toEqual(['both-copies-lost', null, 'no-slot']);
  });
});

describe('the files of a newer program are refused and left as they are:', () => {
  test('a journal', () => {
    const kiosk = lived(1);
    const reading = readIdentity(kiosk.journal);
    if (reading.state !== 'good') throw new Error(reading.state);
    writeIdentity(kiosk.journal, { ...reading.identity, leastReader: 2 });
    expect(kiosk.start()).toEqual({
      ok: false,
      error: { kind: 'database-from-the-future', detail: expect.stringContaining('needs a reader of format 2') },
    });
    expect([kiosk.aside(kiosk.data), kiosk.aside(kiosk.journal)]).toEqual([[], []]);
  });

  test('a database', () => {
    const kiosk = lived(1);
    kiosk.change('PRAGMA user_version = 9999');
    expect(kiosk.start()).toEqual({
      ok: false,
      error: { kind: 'database-from-the-future', detail: expect.stringContaining('needs a reader of schema 9999') },
    });
    expect([kiosk.aside(kiosk.data), kiosk.aside(kiosk.journal)]).toEqual([[], []]);
  });
});

test('a database of another enrolment keeps its own tickets, takes none of the journal, and has no slot', () => {
  const [kiosk, other] = [lived(3), lived(1)];
  kiosk.loseDatabase();
  copyFileSync(other.file, kiosk.file);
  const { opened, label } = kiosk.open();
  expect(opened.finding).toEqual({
    kind: 'both-copies-lost',
    detail: 'the database is missing; the journal belongs to another enrolment',
  });
  expect(kiosk.aside(kiosk.data)).toEqual([]);
  expect([opened.identity, numbersIn(opened), label()]).toEqual([null, [1], 'no-slot']);
  expect(rowOf(opened)).toMatchObject({ slot: null });
});

describe('one enrolment continues in a later epoch', () => {
  test.each<[string, (kiosk: Kiosk) => void]>([
    ['the database', (kiosk) => kiosk.loseDatabase()],
    ['the journal', ({ journal }) => rmSync(journal, { recursive: true })],
  ])('after the loss of %s, in both copies and with the numbers given before', (_what, lose) => {
    const kiosk = lived(3);
    lose(kiosk);
    const { opened, label, close } = kiosk.open();
    const identity = {
      slot: 1,
      incarnation: kiosk.incarnation,
      epoch: 2,
      floors: { counters: [['A', '2026-11-24', 3]], sessions: [['A', 3]] },
    };
    expect(opened.identity).toEqual(identity);
    expect(readIdentity(kiosk.journal)).toEqual({ state: 'good', identity });
    const { slot, incarnation, epoch } = identity;
    expect(rowOf(opened)).toEqual({ slot, incarnation, epoch, seq: 0, isBackup: 0 });
    const reading = readJournal(kiosk.journal);
    expect(reading.state === 'good' && reading.records.map((one) => [one.epoch, one.seq])).toEqual([
      [1, 1],
      [1, 2],
      [1, 3],
      [1, 4],
    ]);
    expect(label()).toBe('A004');
    close();
    const again = kiosk.open();
    expect(again.opened.finding).toEqual({ kind: 'store-clean' });
    expect(readReached(kiosk.journal)).toEqual({ epoch: 2, seq: 1 });
  });

  test('that is later than the epoch of every event and of the database', () => {
    const { database } = lived(1).open().opened;
    expect(nextEpoch(database)).toBe(2);
    database.exec('UPDATE event SET epoch = 6 WHERE seq = 2');
    expect(nextEpoch(database)).toBe(7);
    database.exec('UPDATE kiosk SET epoch = 9');
    expect(nextEpoch(database)).toBe(10);
    database.exec('DELETE FROM kiosk; DELETE FROM event');
    expect(nextEpoch(database)).toBe(1);
  });
});

describe('a journal that is ahead', () => {
  /** Leaves the database as after a power cut that lost its last transactions. */
  const loseTickets = (kiosk: Kiosk, first: number) =>
    kiosk.change(`DELETE FROM paper_job WHERE ticket_no >= ${first}; DELETE FROM event WHERE ticket_no >= ${first};
      DELETE FROM ticket WHERE ticket_no >= ${first}; UPDATE counter SET last_number = ${first - 1};
      UPDATE session SET last = ${first - 1}; UPDATE kiosk SET last_seq = ${first}`);

  const rejected = (seq: number): string =>
    lineOf({
      epoch: 1,
      seq,
      eventId: randomUUID(),
      requestId: null,
      atMs: NOON_MS,
      event: { type: 'upload-rejected', v: 1, payload: { eventId: randomUUID(), reason: 'schema' } },
    });

  test('by several tickets restores them, and none of their numbers is given again', () => {
    const kiosk = lived(3);
    loseTickets(kiosk, 2);
    const { opened, label } = kiosk.open();
    expect(opened.finding).toEqual({ kind: 'journal-replayed', records: 2 });
    expect([numbersIn(opened), label()]).toEqual([[1, 2, 3], 'A004']);
    expect(rowOf(opened)).toMatchObject({ epoch: 1, seq: 5 });
  });

  test('by several tickets and cut off has lost more than one power cut can: no slot', () => {
    const kiosk = lived(3);
    loseTickets(kiosk, 2);
    appendFileSync(kiosk.segment(), CUT);
    const { opened } = kiosk.open();
    expect(opened).toMatchObject({ identity: null, finding: { kind: 'both-copies-lost' } });
    expect(numbersIn(opened)).toEqual([1, 2, 3]);
  });

  test('by a place whose record this program cannot read does not use that place again', () => {
    const kiosk = lived(1);
    appendFileSync(kiosk.segment(), lineOf({ epoch: 1, seq: 3, kind: 'checkpoint' }));
    const { opened, label } = kiosk.open();
    expect([opened.finding, rowOf(opened)]).toMatchObject([{ kind: 'store-clean' }, { epoch: 1, seq: 3 }]);
    expect(label()).toBe('A002');
    expect(readJournal(kiosk.journal)).toMatchObject({ state: 'good', last: { epoch: 1, seq: 4 } });
  });

  test('by a ticket and a refused upload, and cut off, is more than one transaction: no slot', () => {
    const kiosk = lived(2);
    loseTickets(kiosk, 2);
    appendFileSync(kiosk.segment(), `${rejected(4)}${CUT}`);
    expect(kiosk.open().opened.finding.kind).toBe('both-copies-lost');
  });

  test('by the events of one refused upload, and cut off, is one transaction', () => {
    const kiosk = lived(1);
    appendFileSync(kiosk.segment(), `${rejected(3)}${rejected(4)}${CUT}`);
    const { opened, label } = kiosk.open();
    expect(opened.finding).toEqual({ kind: 'journal-replayed', records: 2 });
    expect(label()).toBe('A002');
  });
});

describe('without the database, a journal with only the record of a slot', () => {
  const identityOf = (journal: string) => {
    const reading = readIdentity(journal);
    if (reading.state !== 'good') throw new Error(reading.state);
    return reading.identity;
  };

  test('is new', () => {
    const kiosk = lived(0);
    kiosk.loseDatabase();
    const { opened, label } = kiosk.open();
    expect(opened.finding).toEqual({ kind: 'store-new' });
    expect(label()).toBe('A001');
  });

  test('is a loss if numbers had been given before it began', () => {
    const kiosk = lived(0);
    kiosk.loseDatabase();
    const floors = { counters: [['A', '2026-11-24', 7]], sessions: [['A', 7]] };
    writeCheckedFile(join(kiosk.journal, 'identity'), JSON.stringify({ ...identityOf(kiosk.journal), floors }));
    const { opened, label } = kiosk.open();
    expect(opened.finding).toEqual({
      kind: 'database-restored',
      detail: 'the database is missing',
      from: null,
      records: 1,
    });
    expect(label()).toBe('A008');
  });

  test('is a loss if a record follows that this program cannot read', () => {
    const kiosk = lived(0);
    kiosk.loseDatabase();
    appendFileSync(kiosk.segment(), lineOf({ epoch: 1, seq: 2, kind: 'checkpoint' }));
    expect(kiosk.open().opened.finding).toMatchObject({ kind: 'database-restored', records: 1 });
  });
});

test('a folder without any copy is new and has no slot yet', () => {
  const data = temporaryFolder();
  const { opened } = openTestStore(data, createManualClock(NOON_MS), null);
  expect(opened).toMatchObject({ finding: { kind: 'store-new' }, identity: null, indexMended: false });
});

describe('a database that an earlier run suspects', () => {
  const once = { times: 1, detail: 'malformed', rebuilt: false };

  test('is kept if it is sound', () => {
    const kiosk = lived(2);
    expect(kiosk.suspected(once)).toMatchObject({ finding: { kind: 'store-clean' }, indexMended: false });
    expect(kiosk.aside(kiosk.data)).toEqual([]);
  });

  test('is checked, and a corrupt index entry mended; an unsuspected one is not checked', () => {
    const index = 'paper_job_of_ticket';
    const unsuspected = lived(2);
    rotFirstEntry(unsuspected.data, index);
    expect(unsuspected.open().opened).toMatchObject({ finding: { kind: 'store-clean' }, indexMended: false });
    const kiosk = lived(2);
    rotFirstEntry(kiosk.data, index);
    const opened = kiosk.suspected(once);
    expect(opened).toMatchObject({ finding: { kind: 'store-clean' }, indexMended: true });
    expect(opened.database.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(kiosk.aside(kiosk.data)).toEqual([]);
  });

  test('is put aside if its rows contradict each other', () => {
    const kiosk = lived(3);
    const database = new Database(kiosk.file, { readonly: true });
    const id = database.prepare<[], string>('SELECT ticket_id FROM ticket WHERE number = 2').pluck().get() ?? '';
    database.close();
    const bytes = readFileSync(kiosk.file);
    // A row has the two ids, the series, the day and the number, in this order; the number becomes that of another ticket.
    for (let at = bytes.indexOf(id); at !== -1; at = bytes.indexOf(id, at + 1))
      if (bytes.toString('latin1', at + 73, at + 83) === '2026-11-24') bytes[at + 83] = 3;
    writeFileSync(kiosk.file, bytes);
    const opened = kiosk.suspected(once);
    expect(opened.finding).toMatchObject({
      kind: 'database-restored',
      detail: expect.stringContaining(`${kiosk.file}: ticket: `),
      records: 4,
    });
    expect([numbersIn(opened), kiosk.aside(kiosk.data).length]).toEqual([[1, 2, 3], 1]);
  });
});
