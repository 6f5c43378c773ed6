import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DEFAULT_TERMS } from '../../../../src-main/contract/shared/retention.ts';
import { UnsoundCopy } from '../../../../src-main/storage/backups.ts';
import { openBallast } from '../../../../src-main/storage/ballast.ts';
import { claimDataFolder } from '../../../../src-main/storage/data-folder.ts';
import { giveSlot } from '../../../../src-main/storage/give-slot.ts';
import { startHousekeeping } from '../../../../src-main/storage/housekeeping.ts';
import { openStore } from '../../../../src-main/storage/open-store.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { openTestStore } from '../../../support/test-store.ts';

const NOON = Date.parse('2026-11-25T11:00:00Z');

test('turns of the house that meet make one backup, one after the other, and leave no draft behind', async () => {
  const data = temporaryFolder();
  const journalFolder = join(data, 'journal');
  const clock = createManualClock(NOON);
  const folder = claimDataFolder(data);
  if (!folder.ok) throw new Error(folder.error.detail);
  const fresh = openStore({ folder: folder.value, journalFolder });
  if (!fresh.ok) throw new Error(fresh.error.detail);
  giveSlot(fresh.value, journalFolder, 1, clock);
  fresh.value.journal.close();
  fresh.value.database.close();
  const opened = openStore({ folder: folder.value, journalFolder });
  if (!opened.ok) throw new Error(opened.error.detail);

  const logged: string[] = [];
  const tell = (event: string, fields?: Record<string, unknown>) => {
    logged.push(`${event} ${String(fields?.detail ?? '')}`.trim());
  };
  const housekeeping = startHousekeeping({
    opened: opened.value,
    ballast: openBallast(data),
    clock,
    log: { event: tell },
    dayOf: () => '2026-11-25',
    anchor: () => null,
    terms: () => DEFAULT_TERMS,
    folders: [data, journalFolder],
  });
  // A backup takes longer than the hour between two turns when the machine sleeps in between.
  await Promise.all([housekeeping.run(), housekeeping.run(), housekeeping.run()]);
  await housekeeping.close();

  expect(logged).toEqual(['retention-done', 'backup-made']);
  expect([...opened.value.backups.sound(opened.value.identity?.incarnation ?? '')]).toHaveLength(1);
  opened.value.database.close();
  folder.value.release();
});

test('a clock that went back keeps no backup from being made', async () => {
  const data = temporaryFolder();
  const clock = createManualClock(NOON);
  const { opened } = openTestStore(data, clock);
  const made: string[] = [];
  const housekeeping = startHousekeeping({
    opened,
    ballast: openBallast(data),
    clock,
    log: { event: (event) => void made.push(event) },
    dayOf: () => '2026-11-25',
    anchor: () => null,
    terms: () => DEFAULT_TERMS,
    folders: [data],
  });
  await housekeeping.run();
  clock.setWall(NOON - 30 * 86_400_000);
  await housekeeping.run();
  await housekeeping.close();
  expect(made.filter((event) => event === 'backup-made')).toHaveLength(2);
});

test('a copy that is not sound although every index is new asks for the start that mends; a sound one ends the doubt', async () => {
  const data = temporaryFolder();
  const clock = createManualClock(NOON);
  const { opened } = openTestStore(data, clock);
  const said: string[] = [];
  let isSound = false;
  const { backups } = opened;
  const housekeeping = startHousekeeping({
    opened: {
      ...opened,
      backups: {
        ...backups,
        make: (...given) => (isSound ? backups.make(...given) : Promise.reject(new UnsoundCopy('ticket: a hole'))),
      },
    },
    ballast: openBallast(data),
    clock,
    log: { event: (event) => void said.push(event) },
    dayOf: () => '2026-11-25',
    anchor: () => null,
    terms: () => DEFAULT_TERMS,
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
