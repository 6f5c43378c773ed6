import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OfficeId } from '../../../src-main/contract/shared/ids.ts';
import { createSystemClock } from '../../../src-main/core/system-clock.ts';
import { CROSSES } from '../../../src-main/domain/touch-calibration.ts';
import type { CoreMethod, ParamsOf } from '../../../src-main/session/contract/kiosk-api.ts';
import type { KioskFile } from '../../../src-main/technician/contract/kiosk-file.ts';
import { NO_KIOSK_FILE, readKioskFile, writeKioskFile } from '../../../src-main/technician/store/kiosk-file.ts';
import { appearanceOf } from '../../support/appearance.ts';
import { type CoreInProcess, startCoreInProcess } from '../../support/core-in-process.ts';
import { createDeviceTree } from '../../support/device-tree.ts';
import { giveSlotTo } from '../../support/slot.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const PIN = '508263';
const DEMONSTRATION = OfficeId.parse('demonstration');
const SET_UP: KioskFile = {
  ...NO_KIOSK_FILE,
  language: 'ca',
  office: { from: 'shipped', officeId: DEMONSTRATION },
  finished: true,
};

function dataFolder(): string {
  const data = join(temporaryFolder(), 'data');
  mkdirSync(data, { mode: 0o700 });
  return data;
}

const startIn = (data: string, profile: string | null = null) =>
  startCoreInProcess({ data, profile, deviceRoot: createDeviceTree().root });

function technicianAt(core: CoreInProcess) {
  const touch = <M extends CoreMethod>(method: M, params: Omit<ParamsOf<M>, 'stamp'>) => {
    const { sessionId, stateNo } = core.view();
    return core.call(method, { stamp: { sessionId, stateNo }, ...params } as ParamsOf<M>);
  };
  const step = () => {
    const { view } = core.view();
    return view.screen === 'technician-first-run' ? view.step.at : view.screen;
  };
  return {
    touch,
    step,
    async choosePin() {
      for (const wanted of ['repeat', null]) {
        touch('setPin', { pin: PIN });
        await core.until(() => {
          const { view } = core.view();
          return wanted === null ? view.screen === 'technician-first-run' : 'step' in view && view.step === wanted;
        });
      }
    },
  };
}

/** Damages a file by removing its first nine characters. */
const spoil = (...path: string[]) => writeFileSync(join(...path), `${readFileSync(join(...path), 'utf8').slice(9)} `);

test('each step can be left out; with every step left out the kiosk sends people to the desk', async () => {
  const core = startIn(dataFolder());
  const { touch, step } = technicianAt(core);
  expect(core.view().view).toMatchObject({ screen: 'technician-welcome', at: null });
  touch('beginFirstRun', { language: 'en' });
  expect(core.view()).toMatchObject({ language: 'en', view: { screen: 'technician-pin', mayBeSkipped: true } });
  for (const left of ['pin', 'panel', 'network', 'pairing', 'office', 'slot', 'printer', 'scanner', 'ticket'] as const)
    expect(touch('endStep', { step: left, end: 'skipped' })).toMatchObject({ ok: true });
  expect(step()).toBe('summary');
  expect(touch('finishFirstRun', {})).toMatchObject({ ok: true });
  expect(core.view().view).toEqual({ screen: 'out-of-service', cause: 'no-slot' });
  expect(core.restarts()).toBe(0);
});

test('before the PIN the only possible act is to choose it, and a touch for another step has no effect', async () => {
  const core = startIn(dataFolder());
  const { touch, choosePin, step } = technicianAt(core);
  const panel = (({ panelId: _name, ...measured }) => measured)(appearanceOf().panel);
  for (const early of [
    touch('endStep', { step: 'pin', end: 'skipped' }),
    touch('chooseOffice', { officeId: DEMONSTRATION }),
    touch('takeSlot', { slot: 2 }),
    touch('setPanel', { panel }),
    touch('repeatStep', {}),
    touch('takeFirstTicket', {}),
    touch('finishFirstRun', {}),
  ])
    expect(early).toMatchObject({ ok: false, error: { kind: 'not-possible-here' } });
  touch('beginFirstRun', { language: 'ca' });
  await choosePin();
  expect(step()).toBe('panel');
  for (const other of [
    touch('takeSlot', { slot: 2 }),
    touch('chooseOffice', { officeId: DEMONSTRATION }),
    touch('endStep', { step: 'printer', end: 'skipped' }),
    touch('endStep', { step: 'panel', end: 'done' }),
    touch('finishFirstRun', {}),
  ])
    expect(other).toMatchObject({ ok: false, error: { kind: 'not-possible-here' } });
  expect(step()).toBe('panel');
  expect(touch('setPanel', { panel: { ...panel, pxPerMm: 20 } })).toMatchObject({ ok: false });
  expect(touch('setPanel', { panel: { ...panel, pxPerMm: 4.2 } })).toMatchObject({ ok: true });
  expect(step()).toBe('network');
  touch('repeatStep', {});
  expect(core.view().view).toMatchObject({ step: { at: 'panel', panel: { pxPerMm: 4.2 } } });
});

test('a technician who left, or whose time was up, enters the PIN and continues at the same step', async () => {
  const core = startIn(dataFolder());
  const { touch, choosePin, step } = technicianAt(core);
  touch('beginFirstRun', { language: 'es' });
  await choosePin();
  touch('endStep', { step: 'panel', end: 'skipped' });
  touch('finish', {});
  expect(core.view()).toMatchObject({ language: 'es', view: { screen: 'technician-welcome', at: 'network' } });
  touch('beginFirstRun', {});
  expect(core.view().view).toMatchObject({ screen: 'technician-pin', step: 'enter' });
  touch('enterPin', { pin: PIN });
  await core.until(() => step() === 'network');
});

test('a chosen office is used from the next start on, and a profile on the command line takes precedence', async () => {
  const data = dataFolder();
  giveSlotTo(data, 3);
  writeKioskFile(data, { ...SET_UP, panel: { ...appearanceOf().panel, panelId: 'measured', pxPerMm: 4.2 } });
  const core = startIn(data);
  expect(core.view()).toMatchObject({ office: { name: 'OAC Exemple' }, view: { screen: 'idle' } });
  expect(core.call('getAppearance', {})).toMatchObject({ value: { panel: { panelId: 'measured', pxPerMm: 4.2 } } });
  await core.close();
  const named = startIn(data, join(import.meta.dirname, '../../../config/offices/oac-dido.json'));
  expect(named.view().office.name).not.toBe('OAC Exemple');
  expect(named.call('getAppearance', {})).not.toMatchObject({ value: { panel: { panelId: 'measured' } } });
});

test('a damaged kiosk file is replaced by the previous one, and then by the last good office: the kiosk stays open', async () => {
  const data = dataFolder();
  giveSlotTo(data, 3);
  writeKioskFile(data, SET_UP);
  writeKioskFile(data, { ...SET_UP, language: 'es' });
  const whole = startIn(data);
  await whole.close();
  spoil(data, 'kiosk.json');
  expect(readKioskFile(data)).toMatchObject({ file: SET_UP, fault: { kind: 'kiosk-file-invalid' } });
  const one = startIn(data);
  expect(one.view()).toMatchObject({ office: { name: 'OAC Exemple' }, view: { screen: 'idle' } });
  expect(one.log.map(({ kind }) => kind)).toContain('kiosk-file-invalid');
  await one.close();
  spoil(data, 'kiosk.json.before');
  const both = startIn(data);
  expect(both.view()).toMatchObject({ office: { name: 'OAC Exemple' }, view: { screen: 'idle' } });
  expect(both.log.map(({ kind }) => kind)).toContain('kiosk-file-invalid');
});

test('fields that a newer program wrote into the file are preserved', () => {
  const data = dataFolder();
  const newer = { ...SET_UP, version: 2, brightness: { day: 80 } };
  writeKioskFile(data, newer);
  const read = readKioskFile(data);
  expect(read).toEqual({ file: newer, fault: null });
  writeKioskFile(data, { ...read.file, language: 'en' });
  expect(readKioskFile(data).file).toEqual({ ...newer, language: 'en' });
});

test('a step that was left out is done later from the status page, and the kiosk keeps its settings', async () => {
  const data = dataFolder();
  const core = startIn(data);
  const { touch, choosePin, step } = technicianAt(core);
  touch('beginFirstRun', { language: 'ca' });
  await choosePin();
  for (const left of ['panel', 'network', 'pairing', 'office', 'slot', 'printer', 'scanner', 'ticket'] as const)
    touch('endStep', { step: left, end: 'skipped' });
  touch('finishFirstRun', {});
  touch('openTechnician', {});
  touch('enterPin', { pin: PIN });
  await core.until(() => core.view().view.screen === 'technician');
  touch('showPage', { page: 'technician-first-run' });
  touch('repeatStep', { step: 'pin' });
  touch('repeatStep', { step: 'slot' });
  expect(step()).toBe('slot');
  expect(touch('takeSlot', { slot: 4 })).toMatchObject({ ok: true });
  expect(core.restarts()).toBe(1);
  await core.close();
  const again = startIn(data);
  expect(again.log).toContainEqual({ kind: 'slot-given', fields: { slot: 4 } });
  expect(again.view().view.screen).toBe('closed');
});

test('the machine’s owner leaves a file for the next start, which forgets the PIN once and reports it to the centre', async () => {
  const data = dataFolder();
  const core = startIn(data);
  const { touch, choosePin } = technicianAt(core);
  touch('beginFirstRun', { language: 'ca' });
  await choosePin();
  await core.close();
  writeFileSync(join(data, 'forget-pin'), '');
  const forgetting = startIn(data);
  technicianAt(forgetting).touch('beginFirstRun', {});
  expect(forgetting.view().view).toMatchObject({ screen: 'technician-pin', step: 'choose' });
  expect(existsSync(join(data, 'forget-pin'))).toBe(false);
  const next = technicianAt(forgetting);
  await next.choosePin();
  await forgetting.close();
  const after = startIn(data);
  technicianAt(after).touch('beginFirstRun', {});
  expect(after.view().view).toMatchObject({ screen: 'technician-pin', step: 'enter' });
});

test('the touch is calibrated at the panel step: unconfirmed it is undone, confirmed it is requested at each start', async () => {
  const data = dataFolder();
  const runtimeFolder = temporaryFolder();
  let aheadMs = 0;
  const system = createSystemClock();
  const clock = { ...system, monotonicMs: () => system.monotonicMs() + aheadMs };
  const start = () =>
    startCoreInProcess({ data, runtimeFolder, clock, profile: null, deviceRoot: createDeviceTree().root });
  const asked = () => readFileSync(join(runtimeFolder, 'touch-matrix'), 'utf8').trim();
  const core = start();
  const stage = () => {
    const { view } = core.view();
    return view.screen === 'technician-first-run' && view.step.at === 'panel' ? view.step.touch?.stage : null;
  };
  const { touch } = technicianAt(core);
  const shifted = CROSSES.map(({ x, y }) => ({ x, y: y - 0.03 }));
  touch('beginFirstRun', { language: 'ca' });
  touch('endStep', { step: 'pin', end: 'skipped' });
  expect([asked(), stage()]).toEqual(['1 0 0 0 1 0', 'none']);
  expect(touch('keepTouch', {})).toMatchObject({ ok: false, error: { kind: 'not-possible-here' } });
  expect(touch('calibrateTouch', { touched: shifted.toReversed(), aspect: 0.6 })).toMatchObject({ ok: true });
  expect([asked(), stage()]).toEqual(['1 0 0 0 1 0', 'disagree']);

  touch('calibrateTouch', { touched: shifted, aspect: 0.6 });
  expect([asked(), stage()]).toEqual(['1 0 0 0 1 0.03', 'trying']);
  aheadMs += 15_000;
  await core.until(() => stage() === 'undone');
  expect(asked()).toBe('1 0 0 0 1 0');

  touch('calibrateTouch', { touched: shifted, aspect: 0.6 });
  expect(touch('keepTouch', {})).toMatchObject({ ok: true });
  expect(stage()).toBe('kept');
  await core.close();
  writeFileSync(join(runtimeFolder, 'touch-matrix'), '');
  start();
  expect(asked()).toBe('1 0 0 0 1 0.03');
});
