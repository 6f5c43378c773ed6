import { mkdirSync, readdirSync, rmSync, watch } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { OfficeId } from '../../../src-main/contract/shared/ids.ts';
import { CentreSetting } from '../../../src-main/contract/shared/office-profile.ts';
import type { FirstRunView } from '../../../src-main/technician/contract/first-run.ts';
import { TechnicianPage } from '../../../src-main/technician/contract/technician.ts';
import { startWireCentre } from '../../support/centre-at-the-wire.ts';
import { type CoreInProcess, startCoreInProcess } from '../../support/core-in-process.ts';
import { newRequestId, service } from '../../support/core-process.ts';
import { networkTo } from '../../support/cuttable-network.ts';
import { createDeviceTree } from '../../support/device-tree.ts';
import { enrolFolder } from '../../support/enrolled-folder.ts';
import { centreWhen } from '../../support/paired-core-in-process.ts';
import { TECHNICIAN_PIN, technicianAt } from '../../support/technician-at-screen.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function centreBehindNetwork() {
  const wire = await startWireCentre();
  onTestFinished(() => wire.close());
  const network = await networkTo(wire.url);
  return { wire, network, centre: CentreSetting.parse({ url: network.url, cityId: wire.cityId }) };
}

function newFolder(): string {
  const data = join(temporaryFolder(), 'data');
  mkdirSync(data, { mode: 0o700 });
  return data;
}

function takes(core: CoreInProcess): string {
  const taken = core.call('takeTicket', {
    requestId: newRequestId(),
    serviceId: service('empadronament'),
    language: 'ca',
  });
  if (!taken.ok) throw new Error(taken.error.kind);
  return (taken.value as { ticketId: string }).ticketId;
}

type Network = Awaited<ReturnType<typeof networkTo>>;

async function without(network: Network, core: CoreInProcess, meanwhile: () => Promise<unknown>): Promise<void> {
  network.cut();
  core.call('tryCentre', {});
  await centreWhen(core, ({ trouble }) => trouble === 'central-unreachable');
  expect(core.view().network).toBe('offline');
  await meanwhile();
  network.mend();
  core.call('tryCentre', {});
  await centreWhen(core, ({ trouble }) => trouble === null);
  expect(core.view().network).toBe('online');
}

/**
 * Further checks during the outage for some of the technician's pages: the page shows more about the outage than the line on every page, or
 * it works without the network.
 */
const SAYS: Partial<Record<TechnicianPage, (core: CoreInProcess) => Promise<void>>> = {
  async technician(core) {
    expect(core.view().view).toMatchObject({ centre: { trouble: 'central-unreachable', level: 'fault' } });
  },
  async 'technician-network'(core) {
    technicianAt(core).touch('tryCentre', {});
    expect(core.view().view).toMatchObject({ trouble: 'central-unreachable' });
  },
  async 'technician-log'(core) {
    const { view } = core.view();
    expect(view.screen === 'technician-log' && view.events.map(({ kind }) => kind)).toContain('central-unreachable');
  },
  async 'technician-test'(core) {
    technicianAt(core).touch('runSelfTest', {});
    const rows = () => {
      const { view } = core.view();
      return view.screen === 'technician-test' && !view.isRunning ? view.rows : [];
    };
    await core.until(() => rows().length > 0);
    expect(rows()).toContainEqual({ part: 'network', says: 'central-unreachable', level: 'fault' });
  },
  async 'technician-devices'(core) {
    expect(technicianAt(core).touch('listDevices', { network: true })).toMatchObject({ ok: true });
  },
  async 'technician-office'(core) {
    const changed = technicianAt(core).touch('changeOffice', { pointer: '/ticket/closing/ca', value: 'Fins aviat' });
    expect(changed).toMatchObject({ ok: true });
    expect(core.view().view).toMatchObject({ changes: [{ after: 'Fins aviat' }] });
  },
};

test('a network cut at any page of the technician is shown there, the page stays, numbers are given, and all events arrive later', async () => {
  const { wire, network, centre } = await centreBehindNetwork();
  const data = newFolder();
  await enrolFolder(data, wire);
  const core = startCoreInProcess({ data, deviceRoot: createDeviceTree().root, centre });
  await centreWhen(core, ({ clockOffsetMs }) => clockOffsetMs !== null);
  const technician = technicianAt(core);
  const { touch, sees } = technician;
  await technician.enterStatus();
  const given: string[] = [];
  for (const page of TechnicianPage.options.filter((name) => name !== 'technician-first-run')) {
    touch('showPage', { page });
    await sees(page);
    await without(network, core, async () => {
      given.push(takes(core));
      await SAYS[page]?.(core);
      expect(core.view().view.screen).toBe(page);
    });
    expect(core.view().view.screen).toBe(page);
  }
  await centreWhen(core, ({ unsent }) => unsent === 0);
  const arrived = wire.events.flatMap(({ event }) => (event.type === 'ticket-issued' ? [event.payload.ticketId] : []));
  expect(arrived.toSorted()).toEqual(given.toSorted());
  expect(core.restarts()).toBe(0);
});

const stepOf = (core: CoreInProcess): FirstRunView => {
  const { view } = core.view();
  if (view.screen !== 'technician-first-run') throw new Error(view.screen);
  return view.step;
};

test('each step of the first run works through a network cut, and a shown code says that the centre is unreachable', async () => {
  const { wire, network, centre } = await centreBehindNetwork();
  const options = { data: newFolder(), deviceRoot: createDeviceTree().root, profile: null, centre };
  const core = startCoreInProcess(options);
  const { touch } = technicianAt(core);
  network.cut();
  touch('beginFirstRun', { language: 'ca' });
  for (const step of ['repeat', null]) {
    touch('setPin', { pin: TECHNICIAN_PIN });
    await core.until(() => {
      const { view } = core.view();
      return step === null ? view.screen === 'technician-first-run' : 'step' in view && view.step === step;
    });
  }
  expect(core.view().network).toBe('offline');
  for (const step of ['panel', 'network'] as const) {
    expect(stepOf(core).at).toBe(step);
    touch('endStep', { step, end: 'skipped' });
  }
  touch('startPairing', {});
  await core.until(() => stepOf(core).at === 'pairing' && core.status().centre.trouble !== null);
  expect(stepOf(core)).toMatchObject({ at: 'pairing', state: 'unpaired', trouble: 'central-unreachable' });
  network.mend();
  touch('startPairing', {});
  const { pairing } = await centreWhen(core, (status) => status.pairing !== null);
  network.cut();
  await centreWhen(core, ({ trouble }) => trouble === 'central-unreachable');
  expect(stepOf(core)).toMatchObject({
    state: 'pairing',
    trouble: 'central-unreachable',
    pairing: { code: pairing?.code },
  });
  network.mend();
  await centreWhen(core, ({ trouble }) => trouble === null);
  wire.confirm(pairing?.code ?? '', 4);
  await core.until(() => core.restarts() > 0);
  await core.close();

  const next = startCoreInProcess(options);
  await centreWhen(next, ({ clockOffsetMs }) => clockOffsetMs !== null);
  const again = technicianAt(next);
  for (const step of ['printer', 'scanner', 'ticket'] as const)
    await without(network, next, async () => {
      expect(stepOf(next).at).toBe(step);
      expect(again.touch('endStep', { step, end: 'skipped' })).toMatchObject({ ok: true });
    });
  await without(network, next, async () => {
    expect(stepOf(next).at).toBe('summary');
    again.touch('repeatStep', { step: 'panel' });
    expect(stepOf(next).at).toBe('panel');
    again.touch('endStep', { step: 'panel', end: 'skipped' });
    expect(again.touch('finishFirstRun', {})).toMatchObject({ ok: true });
  });
  await centreWhen(next, ({ unsent }) => unsent === 0);
  expect(wire.events.filter(({ event }) => event.payload.action === 'finish-first-run')).toHaveLength(1);
  expect(next.restarts()).toBe(0);
});

test('the step of the office needs no network, and the choice made without it is kept', async () => {
  const { network, centre } = await centreBehindNetwork();
  network.cut();
  const options = { data: newFolder(), deviceRoot: createDeviceTree().root, profile: null, centre };
  const core = startCoreInProcess(options);
  const { touch } = technicianAt(core);
  touch('beginFirstRun', { language: 'ca' });
  for (const step of ['pin', 'panel', 'network', 'pairing'] as const) touch('endStep', { step, end: 'skipped' });
  expect(touch('chooseOffice', { officeId: OfficeId.parse('demonstration') })).toMatchObject({ ok: true });
  expect(touch('takeSlot', { slot: 3 })).toMatchObject({ ok: true });
  await core.close();
  const next = startCoreInProcess(options);
  expect(stepOf(next).at).toBe('printer');
  expect(next.status().centre.slot).toBe(3);
});

/** A line in the format of /proc/self/mountinfo. */
const MOUNTED = '61 29 8:17 / /run/media/torn/TORN rw,nosuid,nodev,relatime shared:80 - vfat /dev/sdb1 rw,fmask=0022\n';

test('a USB memory that is missing, or pulled out during or after writing, is reported, and the next touch saves', async () => {
  const tree = createDeviceTree();
  const core = startCoreInProcess({ data: newFolder(), deviceRoot: tree.root });
  const technician = technicianAt(core);
  await technician.enterStatus();
  technician.touch('showPage', { page: 'technician-test' });
  const stick = join(tree.root, 'run/media/torn/TORN');
  const plugIn = () => {
    mkdirSync(stick, { recursive: true });
    tree.file('proc/self/mountinfo', MOUNTED);
  };
  const pull = () => {
    rmSync(stick, { recursive: true, force: true });
    rmSync(join(tree.root, 'proc/self/mountinfo'), { force: true });
  };
  const saves = async () => {
    const stage = () => {
      const { view } = core.view();
      return view.screen === 'technician-test' ? view.diagnostics.stage : 'none';
    };
    expect(technician.touch('saveDiagnostics', {})).toMatchObject({ ok: true });
    await core.until(() => stage() !== 'saving');
    return stage();
  };
  expect(await saves()).toBe('no-stick');
  plugIn();
  const watching = watch(stick, pull);
  expect(await saves()).toBe('not-saved');
  watching.close();
  expect(core.log.some(({ kind }) => kind === 'diagnostics-not-saved')).toBe(true);
  plugIn();
  expect(await saves()).toBe('saved');
  expect(readdirSync(stick)).toHaveLength(1);
  pull();
  expect(await saves()).toBe('no-stick');
  plugIn();
  expect(await saves()).toBe('saved');
  expect(core.restarts()).toBe(0);
});
