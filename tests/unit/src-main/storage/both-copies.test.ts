import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { initKioskStore, openKioskStore } from '../../../../src-main/core/kiosk-store.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { must } from '../../../support/must.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { loseDatabase, openTestStore } from '../../../support/test-store.ts';
import { issueTicket, ticketOrder } from '../../../support/ticket-order.ts';

const NOON_MS = Date.parse('2026-11-24T11:00:00Z');
const DAY_MS = 86_400_000;

/** A kiosk after `days` days of three tickets each, and functions that damage its folder. */
function live(days = 1) {
  const data = temporaryFolder();
  const clock = createManualClock(NOON_MS);
  const kept = openTestStore(data, clock);
  const issued = Array.from({ length: 3 * days }, (_, at) => {
    if (at > 0 && at % 3 === 0) clock.advance(DAY_MS);
    return issueTicket(kept.store);
  });
  kept.close();
  const journal = join(data, 'journal');
  const segments = () =>
    readdirSync(journal)
      .filter((name) => name.endsWith('.journal'))
      .toSorted();
  const newest = () => join(journal, segments().at(-1) ?? '');
  const start = () => openTestStore(data, clock, null);
  return { data, journal, newest, segments, loseDatabase: () => loseDatabase(data), start, issued, clock };
}

describe('without the database, and with the journal damaged:', () => {
  test.each<[string, (kiosk: ReturnType<typeof live>) => void]>([
    [
      'the identity alone left',
      ({ segments, journal }) => {
        for (const name of segments()) unlinkSync(join(journal, name));
      },
    ],
    ['the day emptied', ({ newest }) => truncateSync(newest(), 0)],
    ['the day cut to a few bytes', ({ newest }) => truncateSync(newest(), 7)],
    ['the day cut in the middle', ({ newest }) => truncateSync(newest(), readFileSync(newest()).length - 700)],
    [
      'the end zeroed',
      ({ newest }) => {
        const bytes = readFileSync(newest());
        writeFileSync(newest(), bytes.fill(0, bytes.length - 700));
      },
    ],
  ])('%s: the kiosk has no slot, so that no number is given twice', (_, damage) => {
    const kiosk = live();
    kiosk.loseDatabase();
    damage(kiosk);
    const { opened, store } = kiosk.start();
    expect(opened).toMatchObject({ identity: null, finding: { kind: 'both-copies-lost' } });
    expect(store.issue(ticketOrder())).toEqual({ ok: false, error: { kind: 'no-slot' } });
  });

  test.each<[string, (kiosk: ReturnType<typeof live>) => void]>([
    ['the last day gone', ({ newest }) => unlinkSync(newest())],
    ['the last day emptied', ({ newest }) => truncateSync(newest(), 0)],
    ['the last day cut to a few bytes', ({ newest }) => truncateSync(newest(), 7)],
  ])('only earlier days are whole, %s: no slot', (_, damage) => {
    const kiosk = live(2);
    kiosk.loseDatabase();
    damage(kiosk);
    expect(kiosk.start().opened).toMatchObject({ identity: null, finding: { kind: 'both-copies-lost' } });
  });

  test('the readable records are kept and sent to the centre', () => {
    const kiosk = live();
    kiosk.loseDatabase();
    truncateSync(kiosk.newest(), readFileSync(kiosk.newest()).length - 10);
    const { store, outbox } = kiosk.start();
    for (const { requestId, label } of kiosk.issued.slice(0, 2))
      expect(store.findByRequest(requestId)).toMatchObject({ ok: true, value: { label } });
    const waiting = outbox.next(10);
    expect(waiting.ok && waiting.value.map(({ wire }) => wire?.type)).toEqual([
      'slot-given',
      'ticket-issued',
      'ticket-issued',
    ]);
  });
});

describe('with the ends of both copies lost', () => {
  test('a database that lacks tickets, and a journal whose last write is cut off: no slot', () => {
    const kiosk = live();
    // The database is left as after the loss of its write-ahead log: it lacks the last transactions.
    const { opened, close } = openTestStore(kiosk.data, kiosk.clock);
    opened.database.exec(`DELETE FROM paper_job; DELETE FROM ticket; DELETE FROM event WHERE seq > 1;
      DELETE FROM counter; DELETE FROM session; UPDATE kiosk SET last_seq = 1`);
    close();
    truncateSync(kiosk.newest(), readFileSync(kiosk.newest()).length - 10);
    expect(kiosk.start().opened).toMatchObject({ identity: null, finding: { kind: 'both-copies-lost' } });
  });

  test('a database behind the end of the journal, and that day of the journal lost: no slot', () => {
    const kiosk = live(2);
    const { opened, close } = openTestStore(kiosk.data, kiosk.clock);
    const fifth = opened.database.prepare<[], number>('SELECT last_seq - 2 FROM kiosk').pluck().get();
    opened.database.prepare('UPDATE kiosk SET last_seq = ?').run(fifth);
    close();
    unlinkSync(kiosk.newest());
    expect(kiosk.start().opened).toMatchObject({ identity: null, finding: { kind: 'both-copies-lost' } });
  });

  test('one transaction cut by a power cut, with its second record torn, is not a loss', () => {
    const kiosk = live();
    const { opened, close } = openTestStore(kiosk.data, kiosk.clock);
    opened.database.exec(`DELETE FROM paper_job WHERE ticket_no = 3; DELETE FROM ticket WHERE ticket_no = 3;
      DELETE FROM event WHERE seq = 4; UPDATE counter SET last_number = 2; UPDATE session SET last = 2; UPDATE kiosk SET last_seq = 3`);
    close();
    appendFileSync(kiosk.newest(), '1234abcd {"epoch":1,"seq":5,"ev');
    const { opened: found, store } = kiosk.start();
    expect(found.finding).toEqual({ kind: 'journal-replayed', records: 1 });
    expect(store.issue(ticketOrder())).toMatchObject({ ok: true, value: { label: 'A004' } });
  });
});

describe('a slot is given', () => {
  const init = (data: string) =>
    initKioskStore({ dataDir: data, journalDir: join(data, 'journal'), slot: 1 }, createManualClock(NOON_MS));

  test.each([
    ['that is empty', []],
    ['that is an empty mount point', ['lost+found']],
  ])('to a data folder with a journal folder %s, with evidence of a new store', (_, inside) => {
    const data = temporaryFolder();
    mkdirSync(join(data, 'journal'));
    for (const name of inside) mkdirSync(join(data, 'journal', name));
    expect(init(data).ok).toBe(true);
    const journal = join(data, 'journal');
    const segment = readdirSync(journal).find((name) => name.endsWith('.journal')) ?? '';
    expect(readFileSync(join(journal, segment), 'utf8')).toContain('"evidence":"store-new"');
    expect(openTestStore(data, createManualClock(NOON_MS), null).opened.finding.kind).toBe('store-clean');
  });

  test('after an earlier journal was moved aside, with evidence that both copies were lost', () => {
    const data = temporaryFolder();
    mkdirSync(join(data, 'journal', 'damaged-2026-11-20T08-00-00-000Z-0a1b2c3d'), { recursive: true });
    expect(openTestStore(data, createManualClock(NOON_MS), null).opened.finding.kind).toBe('both-copies-lost');
  });

  test('as new again by the next start, after a power cut between its record and the database', () => {
    const kiosk = live(0);
    kiosk.loseDatabase();
    expect(kiosk.start().opened).toMatchObject({ identity: { slot: 1 }, finding: { kind: 'store-new' } });
  });
});

describe('a slot that the centre promised', () => {
  const INCARNATION = '6b1f0c7e-90a2-4d0f-8a35-2f5c1a7d9e44';
  const open = (data: string) =>
    openKioskStore({
      dataDir: data,
      journalDir: join(data, 'journal'),
      zone: 'Europe/Madrid',
      clock: createManualClock(NOON_MS),
      log: { event: () => {} },
      onBroken: () => {},
      onDamaged: () => {},
    });

  test('is kept until both copies have it: a start that fails in between leaves it to the next', async () => {
    const { data, journal } = live();
    const kept = openTestStore(data, createManualClock(NOON_MS));
    kept.opened.database.prepare('UPDATE centre SET slot_to_take = 3, incarnation_to_take = ?').run(INCARNATION);
    kept.close();
    // A folder in the place of the draft keeps the identity from being written.
    mkdirSync(join(journal, 'identity.draft'));
    expect(() => open(data)).toThrow(/EISDIR/);
    rmSync(join(journal, 'identity.draft'), { recursive: true });
    const started = openTestStore(data, createManualClock(NOON_MS));
    const promised = started.opened.database.prepare('SELECT slot_to_take FROM centre').pluck().get();
    started.close();
    expect(promised).toBe(3);
    const opened = must(open(data));
    expect(opened.identity).toMatchObject({ slot: 3, incarnation: INCARNATION });
    await opened.close();
  });
});

describe('a disk of the journal that is full', () => {
  const kioskOf = ({ data, journal, clock }: ReturnType<typeof live>) =>
    openKioskStore({
      dataDir: data,
      journalDir: journal,
      zone: 'Europe/Madrid',
      clock,
      onBroken: () => {},
      onDamaged: () => {},
      log: { event: () => {} },
    });

  test('does not prevent a start that only has to note the journal’s end', () => {
    const kiosk = live();
    symlinkSync('/dev/full', join(kiosk.journal, 'reached.draft'));
    const again = kiosk.start();
    expect(again.opened.finding.kind).toBe('store-clean');
    expect(again.store.issue(ticketOrder())).toMatchObject({ ok: true, value: { label: 'A004' } });
  });

  test('is named if a start has to write there, and with room again the same program starts', async () => {
    const kiosk = live();
    kiosk.loseDatabase();
    const full = join(kiosk.journal, 'identity.draft');
    symlinkSync('/dev/full', full);
    const refused = kioskOf(kiosk);
    expect(refused).toMatchObject({ ok: false, error: { kind: 'disk-full' } });
    expect(refused.ok ? '' : refused.error.detail).toContain(`${kiosk.journal}: no room to write`);
    unlinkSync(full);
    const again = kioskOf(kiosk);
    expect(again).toMatchObject({ ok: true, value: { notice: 'database-restored' } });
    if (again.ok) await again.value.close();
  });
});
