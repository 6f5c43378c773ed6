import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startVirtualPrinter } from '../../../hardware/simulator/virtual-printer.ts';
import { startCoreInProcess } from '../../support/core-in-process.ts';
import { createDeviceTree } from '../../support/device-tree.ts';
import { virtualProfile } from '../../support/printing.ts';
import { technicianAt } from '../../support/technician-at-screen.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

function newData(): string {
  const data = join(temporaryFolder(), 'data');
  mkdirSync(data, { mode: 0o700 });
  return data;
}

async function technicianAtTest(data = newData()) {
  const printer = await startVirtualPrinter({ profile: virtualProfile, speedMmPerS: 5_000 });
  onTestFinished(() => printer.close());
  const tree = createDeviceTree();
  const core = startCoreInProcess({
    data,
    deviceRoot: tree.root,
    printer: { profileId: 'torn-virtual', link: { kind: 'tcp', host: '127.0.0.1', port: printer.port ?? 0 } },
  });
  await core.until(() => core.status().printers[0]?.condition === 'ready');
  const technician = technicianAt(core);
  await technician.enterStatus();
  expect(technician.touch('runSelfTest', {})).toMatchObject({ error: { kind: 'not-possible-here' } });
  technician.touch('showPage', { page: 'technician-test' });
  const page = () => {
    const { view } = core.view();
    if (view.screen !== 'technician-test') throw new Error(view.screen);
    return view;
  };
  return {
    core,
    data,
    tree,
    printer,
    technician,
    page,
    async tests() {
      expect(technician.touch('runSelfTest', {})).toMatchObject({ ok: true });
      await core.until(() => !page().isRunning);
      return Object.fromEntries(page().rows.map(({ part, says }) => [part, says]));
    },
    async saves() {
      expect(technician.touch('saveDiagnostics', {})).toMatchObject({ ok: true });
      await core.until(() => page().diagnostics.stage !== 'saving');
      return page().diagnostics;
    },
  };
}

test('the self-test checks disk and printer in their current state, leaves no file behind, and is logged', async () => {
  const { core, data, printer, page, tests, technician } = await technicianAtTest();
  expect([page().tested, page().rows]).toEqual([null, []]);
  const before = readdirSync(data).toSorted();
  expect(await tests()).toMatchObject({
    disk: 'good',
    copies: 'good',
    printer: 'good',
    scanner: 'no-scanner',
    network: 'stands-alone',
  });
  const paper = new Promise<readonly string[]>((resolve) => printer.onPaper(({ lines }) => resolve(lines)));
  expect(technician.touch('printTest', {})).toMatchObject({ ok: true });
  expect((await paper).join('\n')).toContain('Tallat del tot, vora neta');
  printer.setPaper('out');
  await core.until(() => core.status().printers[0]?.condition === 'paper-out');
  expect(await tests()).toMatchObject({ printer: 'paper-out' });
  expect(core.log.findLast(({ kind }) => kind === 'self-test-failed')?.fields.found).toContain('printer: paper-out');
  expect(readdirSync(data).toSorted()).toEqual(before);
});

test('the state of the boot menu is the value root left; any other word counts as unknown', async () => {
  const { tree, tests } = await technicianAtTest();
  expect(await tests()).toMatchObject({ start: 'start-unknown' });
  for (const [word, says] of [
    ['open\n', 'boot-menu-open'],
    ['closed\n', 'good'],
    ['closed for good\n', 'start-unknown'],
  ] as const) {
    rmSync(join(tree.root, 'run/torn-boot'), { recursive: true, force: true });
    tree.file('run/torn-boot/menu', word);
    expect(await tests()).toMatchObject({ start: says });
  }
});

test('an unwritable disk is found', async () => {
  const { data, tests } = await technicianAtTest();
  // A folder in place of the self-test's file makes it fail; file modes would not stop root.
  mkdirSync(join(data, 'self-test'));
  expect(await tests()).toMatchObject({ disk: 'store-failed' });
  rmSync(join(data, 'self-test'), { recursive: true });
  expect(await tests()).toMatchObject({ disk: 'good' });
});

test('a backup that cannot be made is found', async () => {
  const before = await technicianAtTest();
  await before.core.takeTicket();
  await before.core.close();
  for (const name of readdirSync(before.data))
    if (name.startsWith('torn.db')) rmSync(join(before.data, name), { recursive: true });
  rmSync(join(before.data, 'backups'), { recursive: true, force: true });
  mkdirSync(join(before.data, 'backups/draft.db'), { recursive: true });
  const { core, tests } = await technicianAtTest(before.data);
  await core.until(() => core.log.some(({ kind }) => kind === 'housekeeping-failed'));
  expect(await tests()).toMatchObject({ copies: 'housekeeping-failed' });
});

/** A line in the format of /proc/self/mountinfo. */
const mount = (path: string, options: string) =>
  `61 29 8:17 / ${path.replaceAll(' ', '\\040')} ${options},nosuid,nodev,relatime shared:80 - vfat /dev/sdb1 ${options},fmask=0022\n`;

test('diagnostics are saved on a plugged-in, writable memory; a missing memory is reported', async () => {
  const { tree, technician, page, saves } = await technicianAtTest();
  expect(await saves()).toEqual({ stage: 'no-stick', file: null });
  const folders = ['run/media/torn/TORN 16GB', 'media/torn/protected', 'mnt/other'];
  for (const folder of folders) mkdirSync(join(tree.root, folder), { recursive: true });
  const [stick = '', isProtected = '', other = ''] = folders;
  tree.file('proc/self/mountinfo', mount(`/${other}`, 'rw') + mount(`/${isProtected}`, 'ro'));
  expect(await saves()).toEqual({ stage: 'no-stick', file: null });
  rmSync(join(tree.root, 'proc/self/mountinfo'));
  tree.file('proc/self/mountinfo', mount(`/${isProtected}`, 'ro') + mount(`/${stick}`, 'rw'));
  const saved = await saves();
  expect(saved).toMatchObject({
    stage: 'saved',
    file: expect.stringMatching(/^torn-demonstration-1-\d{8}T\d{6}\.jsonl$/),
  });
  expect(readdirSync(join(tree.root, stick))).toEqual([saved.file]);
  rmSync(join(tree.root, stick), { recursive: true });
  expect(await saves()).toEqual({ stage: 'not-saved', file: null });
  rmSync(join(tree.root, 'proc/self/mountinfo'));
  tree.file('proc/self/mountinfo', mount(`/${stick}`, 'rw').replace('vfat', 'ext4'));
  mkdirSync(join(tree.root, stick));
  expect(await saves()).toEqual({ stage: 'other-file-system', file: null });
  expect(readdirSync(join(tree.root, stick))).toEqual([]);
  technician.touch('showPage', { page: 'technician' });
  technician.touch('showPage', { page: 'technician-test' });
  expect(page().diagnostics.stage).toBe('none');
});
