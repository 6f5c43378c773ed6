import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startVirtualPrinter } from '../../../hardware/simulator/virtual-printer.ts';
import { ServiceId } from '../../../src-main/contract/shared/ids.ts';
import { addDays } from '../../../src-main/domain/calendar-day.ts';
import type { OfficeScreen } from '../../../src-main/office/contract/office.ts';
import { readOwnOffice, writeOwnOffice } from '../../../src-main/office/store/own-office-file.ts';
import { type CoreInProcess, startCoreInProcess } from '../../support/core-in-process.ts';
import { newRequestId } from '../../support/core-process.ts';
import { createDeviceTree } from '../../support/device-tree.ts';
import { virtualProfile } from '../../support/printing.ts';
import { TECHNICIAN_PIN, technicianAt } from '../../support/technician-at-screen.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const SERVICE = ServiceId.parse('empadronament');

function dataFolder(): string {
  const data = join(temporaryFolder(), 'data');
  mkdirSync(data, { mode: 0o700 });
  return data;
}

const startIn = (data: string) => startCoreInProcess({ data, deviceRoot: createDeviceTree().root });

async function atOffice(core: CoreInProcess) {
  const technician = technicianAt(core);
  const page = (): OfficeScreen => {
    const { view } = core.view();
    if (view.screen !== 'technician-office') throw new Error(view.screen);
    return view;
  };
  return {
    ...technician,
    page,
    async enterOffice() {
      technician.touch('openTechnician', {});
      const { view } = core.view();
      if (view.screen === 'technician-pin' && view.step === 'enter') {
        technician.touch('enterPin', { pin: TECHNICIAN_PIN });
        await technician.sees('technician');
      } else await technician.choosePin();
      expect(technician.touch('showPage', { page: 'technician-office' })).toMatchObject({ ok: true });
    },
    closeAllDays: () =>
      DAYS.map((day) => technician.touch('changeOffice', { pointer: `/hours/week/${day}`, value: [] })),
  };
}

test('changed hours are used once applied, after a restart that the technician stays signed in for, and one touch returns the old ones', async () => {
  const data = dataFolder();
  const core = startIn(data);
  const before = await atOffice(core);
  await before.enterOffice();
  before.touch('openOfficePart', { pointer: '/hours/week' });
  expect(before.page().rows.map(({ field }) => field)).toEqual([...DAYS]);
  before.closeAllDays();
  expect(before.page()).toMatchObject({ problems: [], changes: { length: 7 } });
  expect(before.page().rows.every(({ isChanged }) => isChanged)).toBe(true);
  before.touch('lookAtOffice', { part: 'review' });
  expect(before.page().changes[0]).toEqual({
    pointer: '/hours/week/mon',
    where: [
      { field: 'hours', of: null },
      { field: 'week', of: null },
      { field: 'mon', of: null },
    ],
    kind: 'changed',
    before: [{ from: '00:00', to: '24:00' }],
    after: [],
  });
  expect(core.restarts()).toBe(0);
  before.touch('applyOffice', { from: before.page().today });
  expect(core.restarts()).toBe(1);
  await core.close();

  const closed = startIn(data);
  const after = await atOffice(closed);
  expect(after.page()).toMatchObject({ part: 'history', changes: [], history: [{ no: 1, isNow: true }, { no: 0 }] });
  after.touch('finish', {});
  expect(closed.view().view.screen).toBe('closed');
  await after.enterOffice();
  expect(after.page().rows).toHaveLength(18);
  after.touch('lookAtOffice', { part: 'history' });
  after.touch('returnOffice', { no: 0 });
  await closed.close();

  const again = startIn(data);
  const back = await atOffice(again);
  expect(back.page().history).toMatchObject([{ no: 2, returnsTo: 0, isNow: true }, { no: 1 }, { no: 0 }]);
  back.touch('returnOffice', { no: 1 });
  await again.close();
  const last = startIn(data);
  const end = await atOffice(last);
  expect(end.page().history[0]).toMatchObject({ no: 3, returnsTo: 1, isNow: true, changes: { length: 7 } });
  end.touch('finish', {});
  expect(last.view().view.screen).toBe('closed');
});

test('an invalid value is shown with its place and reason as it is typed, and is not applied', async () => {
  const data = dataFolder();
  const core = startIn(data);
  const { enterOffice, touch, page } = await atOffice(core);
  await enterOffice();
  const wrong = [
    { from: '16:00', to: '18:00' },
    { from: '09:00', to: '14:00' },
  ];
  touch('changeOffice', { pointer: '/hours/week/tue', value: wrong });
  expect(page().problems).toMatchObject([{ pointer: '/hours/week/tue', rule: 'field', where: { length: 3 } }]);
  touch('changeOffice', { pointer: '/hours/week/tue', value: [] });
  touch('changeOffice', { pointer: '/services/1/name/ca', value: null });
  expect(page().problems).toMatchObject([{ pointer: '/services/1/name/ca', rule: 'field' }]);
  for (const from of [page().today, addDays(page().today, -1)])
    expect(touch('applyOffice', { from })).toMatchObject({ error: { kind: 'not-possible-here' } });
  touch('changeOffice', { pointer: '/services/1/name/ca', value: 'Padró' });
  for (const at of [0, 1, 2, 3, 4, 5, 6, 7])
    touch('changeOffice', { pointer: `/services/${at}/ways`, value: ['appointment'] });
  expect(page().problems).toMatchObject([{ pointer: '/services', rule: 'needs-walk-in' }]);
  for (const pointer of ['/centre/url', '/officeId', '/hours/week', '/services/1/sensitive', '/nowhere'])
    expect(touch('changeOffice', { pointer, value: 'x' })).toMatchObject({ error: { kind: 'not-possible-here' } });
  touch('dropOffice', {});
  expect(page()).toMatchObject({ changes: [], problems: [] });
  expect(touch('applyOffice', { from: page().today })).toMatchObject({ ok: false });
  expect(readOwnOffice(data).file.versions).toEqual([]);
});

test('a service gets its own hours, copied from the office, and documents, and can return to the office’s hours', async () => {
  const data = dataFolder();
  const core = startIn(data);
  const { enterOffice, touch, page } = await atOffice(core);
  await enterOffice();
  touch('openOfficePart', { pointer: '/services/0' });
  const own = '/services/0/hours';
  expect(page().rows.find(({ pointer }) => pointer === own)).toMatchObject({ kind: 'choice', value: null });
  expect(touch('openOfficePart', { pointer: own })).toMatchObject({ ok: true });
  touch('openOfficePart', { pointer: '/services/0' });
  for (const value of ['other', null])
    expect(touch('changeOffice', { pointer: own, value })).toMatchObject({ error: { kind: 'not-possible-here' } });
  touch('changeOffice', { pointer: own, value: 'own' });
  expect(page()).toMatchObject({ path: own, canRemove: true, problems: [], changes: [{ kind: 'added' }] });
  expect(touch('changeOffice', { pointer: own, value: 'own' })).toMatchObject({ ok: false });
  touch('changeOffice', { pointer: `${own}/week/mon`, value: [{ from: '09:00', to: '13:00' }] });
  expect(page().problems).toEqual([]);
  touch('openOfficePart', { pointer: '/services/0/documents' });
  touch('addToOffice', {});
  touch('changeOffice', { pointer: `${page().path}/ca`, value: 'DNI' });
  touch('openOfficePart', { pointer: '/services/0/documents' });
  expect(page().rows).toMatchObject([{ of: 'DNI' }]);
  touch('openOfficePart', { pointer: '/services/0/documents/0' });
  touch('removeFromOffice', {});
  expect(page()).toMatchObject({ path: '/services/0/documents', problems: [] });
  expect(page().changes.every(({ pointer }) => pointer.startsWith(own))).toBe(true);
  touch('changeOffice', { pointer: '/services/0/checkInMinutes', value: 'own' });
  touch('changeOffice', { pointer: '/services/0/checkInMinutes/early', value: 45 });
  touch('openOfficePart', { pointer: own });
  touch('removeFromOffice', {});
  expect(page().changes).toMatchObject([{ pointer: '/services/0/checkInMinutes', kind: 'added' }]);
  touch('openOfficePart', { pointer: '/desks' });
  touch('addToOffice', {});
  touch('changeOffice', { pointer: '/waitingTimes/quietSeconds/step', value: 60 });
  touch('changeOffice', { pointer: '/screen/shade', value: 'dark' });
  touch('changeOffice', { pointer: '/screen/darkFrom', value: 'never' });
  touch('openOfficePart', { pointer: '/screen' });
  expect(page().rows).toMatchObject([
    { value: 'dark' },
    { field: 'darkFrom', value: 'never' },
    { field: 'darkTo' },
    { field: 'theme' },
  ]);
  expect(page()).toMatchObject({ canRemove: false, problems: [], changes: { length: 5 } });
  touch('applyOffice', { from: page().today });
  await core.close();
  expect(readOwnOffice(data).file.versions).toHaveLength(1);
  const again = await atOffice(startIn(data));
  expect(again.page().history[0]).toMatchObject({ no: 1, isNow: true, changes: { length: 5 } });
});

test('the hall’s message is checked at the screen, and can be removed again', async () => {
  const core = startIn(dataFolder());
  const { enterOffice, touch, page } = await atOffice(core);
  await enterOffice();
  touch('changeOffice', { pointer: '/hallMessage', value: 'own' });
  expect(page()).toMatchObject({ path: '/hallMessage', canRemove: true, problems: [] });
  touch('changeOffice', { pointer: '/hallMessage/title/ca', value: 'm'.repeat(41) });
  expect(page().problems).toMatchObject([{ rule: 'field' }]);
  touch('changeOffice', { pointer: '/hallMessage/title/ca', value: 'Renoveu el carnet' });
  touch('changeOffice', { pointer: '/hallMessage/text/ca', value: 'Aquí mateix, sense cita.' });
  touch('changeOffice', { pointer: '/hallMessage/pictogram', value: 'graduation' });
  expect(page()).toMatchObject({ problems: [], rows: [{ field: 'messageTitle' }, { field: 'messageText' }, {}] });
  touch('changeOffice', { pointer: '/hallMessage/pictogram', value: null });
  expect(page().problems).toEqual([]);
  touch('openOfficePart', { pointer: '/hallMessage' });
  touch('removeFromOffice', {});
  expect(page().changes).toEqual([]);
});

test('a removed service says how many of today’s numbers can still be called; an added one is offered once applied', async () => {
  const data = dataFolder();
  const core = startIn(data);
  core.call('takeTicket', { requestId: newRequestId(), serviceId: SERVICE, language: 'ca' });
  const { enterOffice, touch, page } = await atOffice(core);
  await enterOffice();
  touch('openOfficePart', { pointer: '/services/1' });
  expect(page()).toMatchObject({ canRemove: true, canAdd: false });
  touch('removeFromOffice', {});
  expect(page()).toMatchObject({ path: '/services', canAdd: true, hanging: [{ tickets: 1 }] });
  expect(page().changes).toMatchObject([{ kind: 'removed', where: [{ field: 'services' }, { field: 'service' }] }]);
  touch('addToOffice', {});
  expect(page().where.at(-1)).toEqual({ field: 'service', of: 'Servei nou' });
  touch('changeOffice', { pointer: `${page().path}/name/ca`, value: 'Objectes trobats' });
  expect(page().problems).toEqual([]);
  touch('applyOffice', { from: page().today });
  await core.close();
  const next = startIn(data);
  const after = await atOffice(next);
  after.touch('finish', {});
  after.touch('openEntry', { visitType: 'walk-in' });
  const { view } = next.view();
  const names = JSON.stringify(view);
  expect(names).toContain('Objectes trobats');
  expect(names).not.toContain('empadronament');
});

test('a version for a later day is not used today, and asks for a restart when its day comes', async () => {
  const data = dataFolder();
  const core = startIn(data);
  const { enterOffice, closeAllDays, touch, page } = await atOffice(core);
  await enterOffice();
  closeAllDays();
  touch('applyOffice', { from: addDays(page().today, 3) });
  expect(core.restarts()).toBe(0);
  expect(page().history).toMatchObject([
    { no: 1, isNow: false },
    { no: 0, isNow: true },
  ]);
  await core.close();
  const { file } = readOwnOffice(data);
  writeOwnOffice(data, { ...file, versions: file.versions.map((one) => ({ ...one, from: '2026-01-01' })) });
  const later = startIn(data);
  expect(later.view().view.screen).toBe('closed');
});

test('a damaged file and a version that is no longer usable do not close the office', async () => {
  const data = dataFolder();
  const core = startIn(data);
  const { enterOffice, closeAllDays, touch, page } = await atOffice(core);
  await enterOffice();
  closeAllDays();
  touch('applyOffice', { from: page().today });
  await core.close();
  const path = join(data, 'own-office.json');
  const whole = readFileSync(path, 'utf8');
  writeFileSync(path, whole.slice(9));
  const spoiled = startIn(data);
  expect(spoiled.log.map(({ kind }) => kind)).toContain('own-office-invalid');
  expect(spoiled.view().view.screen).not.toBe('closed');
  await spoiled.close();
  writeFileSync(path, whole);
  const { file } = readOwnOffice(data);
  const unusable = file.versions.map((one) => ({
    ...one,
    document: (one.document ?? '').replace('"template":"standard"', '"template":"gone"'),
  }));
  writeOwnOffice(data, { ...file, versions: unusable });
  const other = startIn(data);
  expect(other.log.map(({ kind }) => kind)).toContain('own-office-refused');
  expect(other.view().view.screen).toBe('idle');
});

test('a sample ticket has this printer’s layout and the changes not applied yet', async () => {
  const data = dataFolder();
  const printer = await startVirtualPrinter({ profile: virtualProfile });
  onTestFinished(() => printer.close());
  const core = startCoreInProcess({
    data,
    deviceRoot: createDeviceTree().root,
    printer: { profileId: 'torn-virtual', link: { kind: 'tcp', host: '127.0.0.1', port: printer.port } },
  });
  const { enterOffice, touch, page } = await atOffice(core);
  await enterOffice();
  touch('changeOffice', { pointer: '/ticket/closing/ca', value: 'Bones festes!' });
  touch('lookAtOffice', { part: 'paper' });
  const lines = page().paper?.lines.flatMap((line) => (line.kind === 'text' ? [line.text] : [])) ?? [];
  expect(lines).toContain('Bones festes!');
  expect(lines.some((text) => /^[A-Z]001$/.test(text))).toBe(true);
});

test('a change that the disk refuses is reported as not kept, and is missing after the next start', async () => {
  const data = dataFolder();
  const core = startIn(data);
  const technician = await atOffice(core);
  await technician.enterOffice();
  technician.touch('openOfficePart', { pointer: '/hours/week' });
  technician.closeAllDays();
  technician.touch('lookAtOffice', { part: 'review' });
  // A folder with the draft's name makes the next version impossible to write.
  const obstacle = join(data, 'own-office.json.draft');
  mkdirSync(obstacle);
  const today = technician.page().today;
  expect(technician.touch('applyOffice', { from: today })).toMatchObject({
    ok: false,
    error: { kind: 'store-failed' },
  });
  expect(core.restarts()).toBe(0);
  technician.touch('lookAtOffice', { part: 'history' });
  expect(technician.page().history.map(({ no }) => no)).not.toContain(1);
  await core.close();
  expect(readOwnOffice(data).file.versions).toEqual([]);
});
