import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OfficeScreen } from '../../src-main/office/contract/office.ts';
import type { OfficeTravelView } from '../../src-main/office/contract/office-travel.ts';
import { type CoreInProcess, type CoreInProcessOptions, startCoreInProcess } from './core-in-process.ts';
import { createDeviceTree, type DeviceTree } from './device-tree.ts';
import { TECHNICIAN_PIN, technicianAt } from './technician-at-screen.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const STICK = 'run/media/torn/OFICINES';

function dataFolder(): string {
  const data = join(temporaryFolder(), 'data');
  mkdirSync(data, { mode: 0o700 });
  return data;
}

const mount = (path: string, options: string, fileSystem: string) =>
  `61 29 8:17 / /${path} ${options},nosuid,nodev,relatime shared:80 - ${fileSystem} /dev/sdb1 ${options},fmask=0022\n`;

export function plug(
  tree: DeviceTree,
  ...sticks: readonly [path: string, options: 'rw' | 'ro', fileSystem?: string][]
): void {
  for (const [path] of sticks) mkdirSync(join(tree.root, path), { recursive: true });
  tree.file('proc/self/mountinfo', sticks.map(([path, options, kind = 'vfat']) => mount(path, options, kind)).join(''));
}

const travelOf = (core: CoreInProcess): OfficeTravelView => {
  const { view } = core.view();
  if (view.screen === 'technician-office' && view.travel !== null) return view.travel;
  if (view.screen === 'technician-first-run' && view.step.at === 'office') return view.step.travel;
  throw new Error(view.screen);
};

/** Enters the PIN and opens the technician's page about the office. After a restart that a new profile caused, the page is open already. */
async function enterOffice(core: CoreInProcess): Promise<void> {
  const technician = technicianAt(core);
  if (core.view().view.screen === 'technician-office') return;
  technician.does('openTechnician', {});
  const { view } = core.view();
  if (view.screen === 'technician-pin' && view.step === 'enter') {
    technician.does('enterPin', { pin: TECHNICIAN_PIN });
    await technician.sees('technician');
  } else await technician.choosePin();
  technician.does('showPage', { page: 'technician-office' });
}

export async function atTravel(given: Partial<CoreInProcessOptions> = {}) {
  const tree = createDeviceTree();
  const data = given.data ?? dataFolder();
  const core = startCoreInProcess({ data, deviceRoot: tree.root, ...given });
  const technician = technicianAt(core);
  await enterOffice(core);
  technician.does('lookAtOffice', { part: 'travel' });
  const page = (): OfficeScreen => {
    const { view: now } = core.view();
    if (now.screen !== 'technician-office') throw new Error(now.screen);
    return now;
  };
  const travel = () => travelOf(core);
  return {
    ...technician,
    core,
    tree,
    data,
    page,
    travel,
    async saves() {
      technician.does('saveOffice', {});
      await core.until(() => travel().saving.stage !== 'saving');
      return travel().saving;
    },
    async reads() {
      technician.does('findOffices', { at: 'stick' });
      await core.until(() => !travel().looking.isBusy);
      return travel();
    },
  };
}

export function atFirstRun() {
  const tree = createDeviceTree();
  const data = dataFolder();
  const core = startCoreInProcess({ data, deviceRoot: tree.root, profile: null });
  const technician = technicianAt(core);
  technician.does('beginFirstRun', { language: 'ca' });
  for (const step of ['pin', 'panel', 'network', 'pairing'] as const)
    technician.does('endStep', { step, end: 'skipped' });
  return {
    core,
    tree,
    data,
    ...technician,
    travel: () => travelOf(core),
    async finds() {
      technician.does('findOffices', { at: 'stick' });
      await core.until(() => !travelOf(core).looking.isBusy);
      return travelOf(core);
    },
    step: () => {
      const { view } = core.view();
      return view.screen === 'technician-first-run' ? view.step.at : view.screen;
    },
  };
}

export async function fileFromElsewhere(): Promise<{
  name: string;
  bytes: Buffer;
  check: string;
}> {
  const data = dataFolder();
  const first = await atTravel({ data });
  first.does('openOfficePart', { pointer: '' });
  first.does('changeOffice', { pointer: '/hours/week/mon', value: [] });
  first.does('applyOffice', { from: first.page().today });
  await first.core.close();
  const at = await atTravel({ data });
  plug(at.tree, [STICK, 'rw']);
  const { file, check } = await at.saves();
  await at.core.close();
  if (file === null || check === null) throw new Error('not saved');
  return { name: file, bytes: readFileSync(join(at.tree.root, STICK, file)), check };
}
