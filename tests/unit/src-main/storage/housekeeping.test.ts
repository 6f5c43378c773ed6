import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { DEFAULT_TERMS } from '../../../../src-main/contract/shared/retention.ts';
import { type Backups, UnsoundCopy } from '../../../../src-main/storage/backups.ts';
import { openBallast } from '../../../../src-main/storage/ballast.ts';
import { claimDataFolder } from '../../../../src-main/storage/data-folder.ts';
import { giveSlot } from '../../../../src-main/storage/give-slot.ts';
import { type HousekeepingParts, startHousekeeping } from '../../../../src-main/storage/housekeeping.ts';
import { type OpenedStore, openStore } from '../../../../src-main/storage/open-store.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { must } from '../../../support/must.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { openTestStore } from '../../../support/test-store.ts';

const NOON = Date.parse('2026-11-25T11:00:00Z');

type Wanted = Pick<HousekeepingParts, 'opened' | 'clock' | 'log' | 'folders'> & Partial<HousekeepingParts>;

const startAt = (data: string, wanted: Wanted) =>
  startHousekeeping({
    ballast: openBallast(data),
    dayOf: () => '2026-11-25',
    anchor: () => null,
    terms: () => DEFAULT_TERMS,
    ...wanted,
  });

test('overlapping turns of housekeeping run one after the other, make one backup, and leave no draft', async () => {
  const data = temporaryFolder();
  const journalFolder = join(data, 'journal');
  const clock = createManualClock(NOON);
  const folder = must(claimDataFolder(data));
  const fresh = must(openStore({ folder, journalFolder }));
  giveSlot(fresh, journalFolder, 1, clock);
  fresh.journal.close();
  fresh.database.close();
  const opened = must(openStore({ folder, journalFolder }));

  const logged: string[] = [];
  const tell = (event: string, fields?: Record<string, unknown>) => {
    logged.push(`${event} ${String(fields?.detail ?? '')}`.trim());
  };
  const housekeeping = startAt(data, { opened, clock, log: { event: tell }, folders: [data, journalFolder] });
  // Turns of the housekeeping may overlap: a backup takes longer than the hour between two turns if the machine sleeps in between.
  await Promise.all([housekeeping.run(), housekeeping.run(), housekeeping.run()]);
  await housekeeping.close();

  expect(logged).toEqual(['retention-done', 'backup-made']);
  expect([...opened.backups.sound(opened.identity?.incarnation ?? '')]).toHaveLength(1);
  opened.database.close();
  folder.release();
});

test('a clock that went back does not prevent a backup', async () => {
  const data = temporaryFolder();
  const clock = createManualClock(NOON);
  const { opened } = openTestStore(data, clock);
  const made: string[] = [];
  const housekeeping = startAt(data, {
    opened,
    clock,
    log: { event: (event) => void made.push(event) },
    folders: [data],
  });
  await housekeeping.run();
  clock.setWall(NOON - 30 * 86_400_000);
  await housekeeping.run();
  await housekeeping.close();
  expect(made.filter((event) => event === 'backup-made')).toHaveLength(2);
});

test('an unsound copy with rebuilt indexes requests the restart that mends; a sound one ends the suspicion', async () => {
  const data = temporaryFolder();
  const clock = createManualClock(NOON);
  const { opened } = openTestStore(data, clock);
  const said: string[] = [];
  let isSound = false;
  const { backups } = opened;
  const housekeeping = startAt(data, {
    opened: {
      ...opened,
      backups: {
        ...backups,
        make: (...given) => (isSound ? backups.make(...given) : Promise.reject(new UnsoundCopy('ticket: a hole'))),
      },
    },
    clock,
    log: { event: (event) => void said.push(event) },
    folders: [data],
    isSuspected: () => true,
    onSound: () => void said.push('sound'),
    onUnsound: (detail) => void said.push(detail),
  });
  expect(housekeeping.trouble()).toBeNull();
  await housekeeping.run();
  expect(said).toEqual(['retention-done', 'housekeeping-failed', 'ticket: a hole']);
  expect(housekeeping.trouble()).toBe('housekeeping-failed');
  isSound = true;
  await housekeeping.run();
  await housekeeping.run();
  await housekeeping.close();
  expect(said.slice(3)).toEqual(['backup-made', 'sound', 'backup-made', 'sound']);
  expect(housekeeping.trouble()).toBeNull();
});

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const GIBIBYTE = 1_024 ** 3;

function house({
  freeBytes = 2 * GIBIBYTE,
  newestMs = null as number | null,
  oldestMs = null as number | null,
  hasSlot = true,
} = {}) {
  const data = temporaryFolder();
  const clock = createManualClock(NOON);
  const { opened } = openTestStore(data, clock);
  const did: string[] = [];
  const logged: { event: string; fields: Record<string, unknown> }[] = [];
  const disk = { freeBytes, newestMs, oldestMs, oldCopies: 0 };
  let fault: Error | null = null;
  let areTermsRead = true;
  const backups: Backups = {
    ...opened.backups,
    newestMs: () => disk.newestMs,
    oldestMs: () => disk.oldestMs,
    deleteBefore(atMs) {
      did.push(`delete copies before ${new Date(atMs).toISOString()}`);
      return disk.oldCopies;
    },
    make(_database, atMs) {
      if (fault !== null) return Promise.reject(fault);
      did.push('backup');
      disk.newestMs = atMs;
      disk.oldestMs ??= atMs;
      return Promise.resolve('/kept/torn-1.db');
    },
  };
  const journal: OpenedStore['journal'] = {
    ...opened.journal,
    note: () => void did.push('note'),
    deleteBefore: (day) => void did.push(`delete journal before ${day}`),
  };
  const start = (more: Partial<HousekeepingParts> = {}) => {
    const housekeeping = startHousekeeping({
      opened: { ...opened, backups, journal, ...(hasSlot ? {} : { identity: null }) },
      ballast: {
        layDown: () => void did.push('ballast'),
        release: () => false,
        freeBytes: () => disk.freeBytes,
      },
      clock,
      log: { event: (event, fields) => void logged.push({ event, fields: { ...fields } }) },
      dayOf: (instantMs) => new Date(instantMs).toISOString().slice(0, 10),
      anchor: () => null,
      terms() {
        if (!areTermsRead) throw new Error('no terms');
        return DEFAULT_TERMS;
      },
      folders: [data],
      ...more,
    });
    onTestFinished(() => housekeeping.close());
    return housekeeping;
  };
  return {
    data,
    clock,
    opened,
    disk,
    start,
    fails(error: Error | null) {
      fault = error;
    },
    readsTerms(can: boolean) {
      areTermsRead = can;
    },
    did: () => did.splice(0),
    events: () => logged.splice(0).map(({ event }) => event),
    said: () => logged.splice(0),
  };
}

test('housekeeping runs fifteen seconds after the start and every hour after that, until it is closed', async () => {
  const { clock, start, did } = house();
  const housekeeping = start();
  const turns = async () => {
    await housekeeping.run();
    // One turn, which this function itself requested, is subtracted.
    return did().filter((deed) => deed === 'ballast').length - 1;
  };
  clock.advance(14_999);
  expect(await turns()).toBe(0);
  clock.advance(1);
  expect(await turns()).toBe(1);
  clock.advance(HOUR_MS - 1);
  expect(await turns()).toBe(0);
  clock.advance(1 + 2 * HOUR_MS);
  expect(await turns()).toBe(3);
  await housekeeping.close();
  clock.advance(DAY_MS);
  expect(await turns()).toBe(0);
});

test('closing waits for the turn in progress', async () => {
  const { start, did } = house();
  const housekeeping = start();
  void housekeeping.run();
  await housekeeping.close();
  expect(did()).toContain('backup');
});

test('a backup is made if there is none, and again once the newest is twenty hours old', async () => {
  const { clock, start, did } = house();
  const housekeeping = start();
  const made = async () => {
    await housekeeping.run();
    return did().filter((deed) => deed === 'backup').length;
  };
  expect(await made()).toBe(1);
  clock.setWall(NOON + 20 * HOUR_MS - 1);
  expect(await made()).toBe(0);
  clock.setWall(NOON + 20 * HOUR_MS);
  expect(await made()).toBe(1);
});

test('the end of the journal is noted, and segments a day older than the oldest backup are deleted', async () => {
  const { start, did, disk } = house({ newestMs: NOON });
  const housekeeping = start();
  await housekeeping.run();
  expect(did().slice(-2)).toEqual([expect.stringMatching('copies'), 'note']);
  disk.oldestMs = NOON - 2 * DAY_MS;
  await housekeeping.run();
  expect(did()).toEqual(['ballast', 'note', 'delete journal before 2026-11-22']);
});

test('a disk with less than a gibibyte is logged, and one with exactly a gibibyte is not', async () => {
  const { start, disk, said } = house({ freeBytes: GIBIBYTE });
  const housekeeping = start();
  await housekeeping.run();
  expect(said().map(({ event }) => event)).not.toContain('disk-low');
  disk.freeBytes = GIBIBYTE - 1;
  await housekeeping.run();
  expect(said()).toEqual([{ event: 'disk-low', fields: { freeBytes: GIBIBYTE - 1 } }]);
});

test('a kiosk without a slot keeps only its ballast', async () => {
  const { start, did } = house({ hasSlot: false });
  const housekeeping = start();
  await housekeeping.run();
  await housekeeping.close();
  expect(did()).toEqual(['ballast']);
});

test('retention deletes old rows and copies once in twenty hours, and the log has their counts', async () => {
  const { data, clock, start, did, said, disk } = house();
  const housekeeping = start({ anchor: () => ({ trustedMs: NOON, atMonotonicMs: 1_000 }) });
  const aside = join(data, 'torn.db.schema-3');
  writeFileSync(aside, 'old');
  disk.oldCopies = 2;
  await housekeeping.run();
  expect(did()).toContain('delete copies before 2026-11-21T11:00:00.000Z');
  expect(said()).toMatchObject([
    { event: 'retention-done', fields: { serviceDay: '2026-11-25', counts: { copy: 2 } } },
    { event: 'backup-made', fields: { file: '/kept/torn-1.db' } },
  ]);
  disk.oldCopies = 0;
  clock.advance(20 * HOUR_MS - 1);
  said();
  await housekeeping.run();
  expect(said().map(({ event }) => event)).not.toContain('retention-done');
  clock.advance(1);
  await housekeeping.run();
  const [kept] = said().filter(({ event }) => event === 'retention-done');
  expect(Object.keys(kept?.fields.counts ?? {})).not.toContain('copy');
});

test('files that were moved aside are deleted and counted when their days are over', async () => {
  const { data, start, said, clock } = house();
  writeFileSync(join(data, 'torn.db.schema-3'), 'old');
  let trustedMs = NOON;
  const housekeeping = start({ anchor: () => ({ trustedMs, atMonotonicMs: clock.monotonicMs() }) });
  await housekeeping.run();
  expect(said()[0]?.fields.counts).not.toHaveProperty('set-aside');
  clock.advance(20 * HOUR_MS);
  trustedMs = NOON + DEFAULT_TERMS['set-aside'] * DAY_MS;
  await housekeeping.run();
  const [kept] = said()
    .filter(({ event }) => event === 'retention-done')
    .slice(-1);
  expect(kept?.fields.counts).toMatchObject({ 'set-aside': 1 });
  expect(existsSync(join(data, 'torn.db.schema-3'))).toBe(false);
});

test('a backup is made even if retention fails, and the trouble is reported until it works', async () => {
  const { start, did, said, readsTerms } = house();
  const housekeeping = start();
  readsTerms(false);
  await housekeeping.run();
  expect(did()).toContain('backup');
  expect(said()).toMatchObject([{ event: 'retention-failed', fields: { detail: 'no terms' } }, {}]);
  expect(housekeeping.trouble()).toBe('retention-failed');
  readsTerms(true);
  await housekeeping.run();
  expect(housekeeping.trouble()).toBeNull();
});

test('a backup that a full disk refuses is tried again, and does not count as unsound', async () => {
  const unsound: string[] = [];
  const { start, did, said, fails } = house();
  const housekeeping = start({ onUnsound: (detail) => void unsound.push(detail) });
  fails(new Error('no room'));
  await housekeeping.run();
  expect(said().at(-1)).toEqual({ event: 'housekeeping-failed', fields: { detail: 'no room' } });
  expect([housekeeping.trouble(), unsound]).toEqual(['housekeeping-failed', []]);
  fails(null);
  did();
  await housekeeping.run();
  expect([did().filter((deed) => deed === 'backup').length, housekeeping.trouble()]).toEqual([1, null]);
});
