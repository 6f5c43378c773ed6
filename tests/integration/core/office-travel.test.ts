import {
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readOwnOffice } from '../../../src-main/office/store/own-office-file.ts';
import { readKioskFile } from '../../../src-main/technician/store/kiosk-file.ts';
import { openSmallDisk } from '../../reliability/full-disk/small-disk.ts';
import { startCoreInProcess } from '../../support/core-in-process.ts';
import { demonstrationOffice } from '../../support/core-process.ts';
import { technicianAt } from '../../support/technician-at-screen.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { atFirstRun, atTravel, fileFromElsewhere, plug, STICK } from '../../support/travelling-office.ts';

test('an office saved on a memory becomes another kiosk’s draft, is shown as a difference, applied whole and returned by one touch', async () => {
  const { name, bytes, check } = await fileFromElsewhere();
  expect(name).toBe('torn-office-demonstration-1-0.1.json');
  const at = await atTravel();
  plug(at.tree, [STICK, 'ro']);
  writeFileSync(join(at.tree.root, STICK, name), bytes);
  const { found } = await at.reads();
  const [one] = found;
  expect(found).toMatchObject([
    { name, refused: null, office: { name: 'OAC Exemple', slot: 1, trust: 'unknown', check } },
  ]);
  const no = one?.no ?? 0;
  expect(at.touch('takeOffice', { no, isSure: false })).toMatchObject({ ok: false });
  expect(at.touch('takeOffice', { no: no + 1, isSure: true })).toMatchObject({ ok: false });
  expect(at.page().changes).toEqual([]);
  expect(at.touch('takeOffice', { no, isSure: true })).toMatchObject({ ok: true });
  expect(at.page()).toMatchObject({
    part: 'review',
    problems: [],
    changes: [{ pointer: '/hours/week/mon', kind: 'changed', after: [] }],
  });
  expect(readOwnOffice(at.data).file.versions).toEqual([]);
  // A person must confirm the origin each time, even if a profile from the same kiosk was loaded before.
  at.touch('lookAtOffice', { part: 'travel' });
  const [again] = (await at.reads()).found;
  expect(again).toMatchObject({ office: { trust: 'unknown' } });
  expect(at.touch('takeOffice', { no: again?.no ?? 0, isSure: false })).toMatchObject({ ok: false });
  at.touch('applyOffice', { from: at.page().today });
  expect(at.core.restarts()).toBe(1);
  await at.core.close();
  const next = await atTravel({ data: at.data });
  next.touch('lookAtOffice', { part: 'history' });
  expect(next.page().history).toMatchObject([{ no: 1, isNow: true }, { no: 0 }]);
  expect(next.touch('returnOffice', { no: 0 })).toMatchObject({ ok: true });
});

test('the files of an office are listed with the newest version first, and an old one is left out beyond twelve', async () => {
  const { bytes } = await fileFromElsewhere();
  const at = await atTravel();
  plug(at.tree, [STICK, 'ro']);
  const nameOf = (no: number) => `torn-office-demonstration-1-0.${no}.json`;
  for (let no = 1; no <= 14; no += 1) writeFileSync(join(at.tree.root, STICK, nameOf(no)), bytes);
  const { found } = await at.reads();
  expect(found.map(({ name }) => name)).toEqual([14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3].map(nameOf));
});

test('a file on a memory that is not a whole office for this kiosk is listed with the reason, and changes nothing', async () => {
  const { name, bytes } = await fileFromElsewhere();
  const at = await atTravel();
  plug(at.tree, [STICK, 'rw']);
  const put = (as: string, text: Uint8Array | string) =>
    writeFileSync(join(at.tree.root, STICK, `torn-office-${as}.json`), text);
  const changed = Buffer.from(bytes);
  changed[900] = (changed[900] ?? 0) ^ 1;
  put('changed', changed);
  put('cut', bytes.subarray(0, 5_000));
  put('deep', '['.repeat(900_000));
  put('newer', bytes.toString().replace('"formatVersion":1', '"formatVersion":2'));
  put('huge', '');
  truncateSync(join(at.tree.root, STICK, 'torn-office-huge.json'), 50_000_000);
  writeFileSync(join(at.tree.root, 'elsewhere.json'), bytes);
  symlinkSync(join(at.tree.root, 'elsewhere.json'), join(at.tree.root, STICK, 'torn-office-link.json'));
  mkdirSync(join(at.tree.root, STICK, 'torn-office-folder.json'));
  put('bare', readFileSync(demonstrationOffice));
  writeFileSync(join(at.tree.root, STICK, 'holiday.jpg'), '');
  const { found } = await at.reads();
  expect(Object.fromEntries(found.map((one) => [one.name.slice('torn-office-'.length, -5), one.refused]))).toEqual({
    changed: 'changed',
    cut: 'changed',
    deep: 'not-an-office',
    newer: 'other-version',
    huge: 'too-large',
    link: 'not-a-file',
    folder: 'not-a-file',
    bare: 'not-an-office',
  });
  for (const { no } of found) expect(at.touch('takeOffice', { no, isSure: true })).toMatchObject({ ok: false });
  at.touch('findOffices', { at: null });
  rmSync(join(at.tree.root, STICK), { recursive: true });
  expect((await at.reads()).looking).toMatchObject({ trouble: 'stick-gone' });
  expect(at.page().changes).toEqual([]);
  expect(name).not.toBe('');
});

test('an office of another place is not taken', async () => {
  const dido = join(import.meta.dirname, '../../../config/offices/oac-dido.json');
  const other = await atTravel({ profile: dido });
  plug(other.tree, [STICK, 'rw']);
  const { file } = await other.saves();
  const at = await atTravel();
  plug(at.tree, [STICK, 'rw']);
  renameSync(join(other.tree.root, STICK, file ?? ''), join(at.tree.root, STICK, file ?? ''));
  const { found } = await at.reads();
  expect(found).toMatchObject([{ refused: 'other-office', office: { name: 'OAC Didó' } }]);
});

test('each trouble with a memory has its own message, and a saved office is whole', async () => {
  const at = await atTravel();
  expect(await at.saves()).toMatchObject({ stage: 'no-stick' });
  plug(at.tree, [STICK, 'rw'], ['media/torn/OTHER', 'rw']);
  expect(await at.saves()).toMatchObject({ stage: 'two-sticks' });
  plug(at.tree, [STICK, 'ro']);
  expect(await at.saves()).toMatchObject({ stage: 'stick-read-only' });
  plug(at.tree, [STICK, 'rw']);
  rmSync(join(at.tree.root, STICK), { recursive: true });
  expect(await at.saves()).toMatchObject({ stage: 'stick-gone' });
  plug(at.tree, [STICK, 'rw']);
  const [saved, again] = [await at.saves(), await at.saves()];
  expect(saved).toMatchObject({ stage: 'saved', file: 'torn-office-demonstration-1-0.0.json' });
  expect(again.file).toBe(saved.file);
  expect(readdirSync(join(at.tree.root, STICK))).toEqual([saved.file]);
  expect((await at.reads()).found).toMatchObject([{ office: { trust: 'own', check: again.check } }]);
  at.touch('showPage', { page: 'technician' });
  at.touch('showPage', { page: 'technician-office' });
  at.touch('lookAtOffice', { part: 'travel' });
  expect(at.travel()).toMatchObject({ saving: { stage: 'none' }, found: [] });
});

test('a prepared memory gets the office as its own file, and the kiosk writes through none of its links', async () => {
  const at = await atTravel();
  plug(at.tree, [STICK, 'rw']);
  const stick = join(at.tree.root, STICK);
  const database = join(at.data, 'torn.db');
  const before = readFileSync(database);
  const name = 'torn-office-demonstration-1-0.0.json';
  for (const prepared of ['.torn-office.draft', name, `${name}.draft`, `.${name}.draft`])
    symlinkSync(database, join(stick, prepared));
  expect(await at.saves()).toMatchObject({ stage: 'saved', file: name });
  expect(readFileSync(database).equals(before)).toBe(true);
  expect(lstatSync(join(stick, name)).isFile()).toBe(true);
  expect(JSON.parse(readFileSync(join(stick, name), 'utf8'))).toMatchObject({ format: 'torn-office' });
  // Another kiosk left this draft when the USB stick was pulled out during writing. Saving removes the file, but not a
  // folder whose name has the same form.
  const left = '.torn-0b7c9a52-6f0e-4c1c-8d5a-3f2b1e0d9c8b.draft';
  writeFileSync(join(stick, left), 'half');
  mkdirSync(join(stick, left.replace('0b7c', 'ffff')));
  expect(await at.saves()).toMatchObject({ stage: 'saved' });
  expect(readdirSync(stick).filter((one) => one.startsWith('.torn-0') || one.startsWith('.torn-f'))).toEqual([
    left.replace('0b7c', 'ffff'),
  ]);
});

test('a memory with another file system than FAT or exFAT is not touched, and the screen says so', async () => {
  const at = await atTravel();
  for (const kind of ['ext4', 'ntfs3', 'btrfs', 'tmpfs', 'fuse.vfat']) {
    plug(at.tree, [STICK, 'rw', kind]);
    expect(await at.saves()).toMatchObject({ stage: 'other-file-system' });
    expect((await at.reads()).looking.trouble).toBe('other-file-system');
  }
  expect(readdirSync(join(at.tree.root, STICK))).toEqual([]);
  plug(at.tree);
  expect(await at.saves()).toMatchObject({ stage: 'no-stick' });
  // The script that mounts sticks as root leaves this file when it cannot mount one.
  at.tree.file('run/torn-sticks/sdb1', '');
  expect(await at.saves()).toMatchObject({ stage: 'other-file-system' });
  plug(at.tree, [STICK, 'rw', 'exfat']);
  expect(await at.saves()).toMatchObject({ stage: 'saved' });
});

test.skipIf(process.getuid?.() !== 0)('a full memory keeps its files', async () => {
  const disk = await openSmallDisk(200_000);
  onTestFinished(() => disk.close());
  const at = await atTravel({ stickDir: disk.path });
  const before = await at.saves();
  const file = join(disk.path, before.file ?? '');
  const bytes = readFileSync(file);
  disk.fillUpTo(4_096);
  expect(await at.saves()).toMatchObject({ stage: 'stick-full' });
  expect(readFileSync(file).equals(bytes)).toBe(true);
  disk.makeRoom();
  expect(await at.saves()).toMatchObject({ stage: 'saved' });
});

test('a first run takes an office from a memory, signed or unsigned, with the parts that this kiosk lacks', async () => {
  const { name, bytes } = await fileFromElsewhere();
  const at = atFirstRun();
  expect((await at.finds()).looking.trouble).toBe('no-stick');
  plug(at.tree, [STICK, 'ro']);
  writeFileSync(join(at.tree.root, STICK, name), bytes);
  writeFileSync(join(at.tree.root, STICK, 'bare.json'), readFileSync(demonstrationOffice));
  const { found } = await at.finds();
  expect(found.map(({ office }) => office?.trust)).toEqual(['unknown', 'unsigned']);
  const no = found[0]?.no ?? 0;
  expect(at.touch('takeOffice', { no, isSure: false })).toMatchObject({ ok: false });
  expect(at.step()).toBe('office');
  expect(at.touch('takeOffice', { no: found[1]?.no ?? 0, isSure: true })).toMatchObject({ ok: true });
  expect(at.step()).toBe('slot');
  expect(readKioskFile(at.data).file.office).toMatchObject({ from: 'elsewhere', keyId: null });
  at.touch('repeatStep', {});
  const again = await at.finds();
  expect(at.touch('takeOffice', { no: again.found[0]?.no ?? 0, isSure: true })).toMatchObject({ ok: true });
  at.touch('takeSlot', { slot: 3 });
  await at.core.close();
  const next = startCoreInProcess({ data: at.data, deviceRoot: at.tree.root, profile: null });
  expect(next.view().office.name).toBe('OAC Exemple');
  expect(next.log.map(({ kind }) => kind)).not.toContain('last-good-office');
  await next.close();
});

function configWith(calendarId: string): string {
  const [from, to] = [join(import.meta.dirname, '../../../config'), temporaryFolder()];
  for (const name of readdirSync(from)) if (name !== 'calendars') symlinkSync(join(from, name), join(to, name));
  cpSync(join(from, 'calendars'), join(to, 'calendars'), { recursive: true });
  const holidays = [{ date: '2026-11-27', name: { ca: 'Festa del barri' } }];
  writeFileSync(join(to, 'calendars', `${calendarId}.json`), JSON.stringify({ calendarId, holidays, toConfirm: [] }));
  return to;
}

test('a calendar that only the other kiosk has is carried along, and is still used after the next start', async () => {
  const configDir = configWith('barri');
  const profile = join(temporaryFolder(), 'office.json');
  const { calendarId: _usual, ...office } = JSON.parse(readFileSync(demonstrationOffice, 'utf8'));
  writeFileSync(profile, JSON.stringify({ ...office, calendarId: 'barri' }));
  const giver = await atTravel({ configDir, profile });
  plug(giver.tree, [STICK, 'rw']);
  const { file } = await giver.saves();
  await giver.core.close();
  const name = file ?? '';
  const bytes = readFileSync(join(giver.tree.root, STICK, name));
  const taker = atFirstRun();
  plug(taker.tree, [STICK, 'rw']);
  writeFileSync(join(taker.tree.root, STICK, name), bytes);
  writeFileSync(join(taker.tree.root, STICK, 'bare.json'), readFileSync(profile));
  const { found } = await taker.finds();
  expect(found.map(({ refused }) => refused)).toEqual([null, 'not-usable']);
  taker.touch('takeOffice', { no: found[0]?.no ?? 0, isSure: true });
  taker.touch('takeSlot', { slot: 3 });
  await taker.core.close();
  const first = startCoreInProcess({ data: taker.data, deviceRoot: taker.tree.root, profile: null });
  expect(first.view().office.name).toBe('OAC Exemple');
  const { touch } = technicianAt(first);
  for (const step of ['printer', 'scanner', 'ticket'] as const) touch('endStep', { step, end: 'skipped' });
  expect(touch('finishFirstRun', {})).toMatchObject({ ok: true });
  await first.close();
  const at = await atTravel({ data: taker.data, profile: null });
  at.touch('changeOffice', { pointer: '/hours/week/mon', value: [] });
  expect(at.page().problems).toEqual([]);
  at.touch('applyOffice', { from: at.page().today });
  await at.core.close();
  const next = startCoreInProcess({ data: taker.data, deviceRoot: taker.tree.root, profile: null });
  expect(next.log.map(({ kind }) => kind)).not.toContain('own-office-refused');
  expect(readOwnOffice(taker.data).file.versions).toMatchObject([{ carried: [{ kind: 'calendar', id: 'barri' }, {}] }]);
});

test('a draft from another kiosk carries its calendar, and the difference says so', async () => {
  const configDir = configWith('barri');
  const profile = join(temporaryFolder(), 'office.json');
  const office = JSON.parse(readFileSync(demonstrationOffice, 'utf8'));
  writeFileSync(profile, JSON.stringify({ ...office, calendarId: 'barri', phone: '937 39 70 00' }));
  const giver = await atTravel({ configDir, profile });
  plug(giver.tree, [STICK, 'rw']);
  const { file } = await giver.saves();
  const at = await atTravel();
  plug(at.tree, [STICK, 'rw']);
  renameSync(join(giver.tree.root, STICK, file ?? ''), join(at.tree.root, STICK, file ?? ''));
  const { found } = await at.reads();
  at.touch('takeOffice', { no: found[0]?.no ?? 0, isSure: true });
  const { changes, problems } = at.page();
  expect(problems).toEqual([]);
  expect(Object.fromEntries(changes.map(({ where, before, after }) => [where.at(-1)?.of, [before, after]]))).toEqual({
    calendarId: [office.calendarId, 'barri'],
    phone: [office.phone, '937 39 70 00'],
  });
  at.touch('applyOffice', { from: at.page().today });
  expect(at.core.restarts()).toBe(1);
  await at.core.close();
  const next = startCoreInProcess({ data: at.data, deviceRoot: at.tree.root });
  expect(next.log.map(({ kind }) => kind)).not.toContain('own-office-refused');
});
