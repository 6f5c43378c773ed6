import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Screen } from './console.ts';
import { type Device, kiosksAmong, nameOf, stickAmong } from './disks.ts';
import { listDevices, mounted, rootHash, run } from './machine.ts';
import { STICK_LABEL, uuidsOf } from './partitions.ts';
import { renewalOf, type Slot, type Version } from './slots.ts';

const LABELS = ['torn-a', 'torn-b'] as const;
const PROGRAMS = 'EFI/Linux';
/** The exit code of `systemd-analyze compare-versions` if the first version is newer. The boot menu sorts versions by the same rules. */
const FIRST_IS_NEWER = 11;

const isNewer = (one: string, other: string): boolean =>
  spawnSync('systemd-analyze', ['compare-versions', one, other]).status === FIRST_IS_NEWER;

/**
 * Reads a version from a program of the boot menu. The version is in the program's name, the root hash in the kernel command line inside
 * the program. Returns an empty list for any other file.
 */
function versionIn(folder: string, file: string): Version[] {
  const version = /^torn_(.+)\.efi$/.exec(file)?.[1];
  const rootHash = /roothash=([0-9a-f]{64})/.exec(readFileSync(join(folder, file), 'latin1'))?.[1];
  return version === undefined || rootHash === undefined ? [] : [{ file, version, rootHash }];
}

function versionsIn(esp: string): Version[] {
  const folder = join(esp, PROGRAMS);
  const found = readdirSync(folder).flatMap((file) => versionIn(folder, file));
  return found.sort((one, other) => (isNewer(one.version, other.version) ? -1 : 1));
}

/** Installs the stick's version beside the disk's present version, which stays in the boot menu. The data partition stays closed. */
export async function renew(screen: Screen): Promise<void> {
  const devices = listDevices();
  const stick = stickAmong(devices, rootHash());
  const disk = await chosen(kiosksAmong(devices), screen);
  if (stick === undefined || disk === undefined) return screen.say(screen.words('noDisk'));
  const partOf = (device: Device, label: string): Device => {
    const part = device.children?.find(({ partlabel }) => partlabel === label);
    if (part === undefined) throw new Error(`${device.path} has no ${label}`);
    return part;
  };
  await mounted(partOf(stick, 'torn-esp').path, 'ro', (from) =>
    mounted(partOf(disk, 'torn-esp').path, 'rw', (into) => {
      const [newVersion] = versionsIn(from);
      if (newVersion === undefined) throw new Error('the stick has no version');
      const slots = LABELS.map((label): Slot => ({ label, uuid: partOf(disk, label).partuuid ?? '' }));
      const renewal = renewalOf(newVersion, versionsIn(into), slots, isNewer);
      if (renewal.kind !== 'into') return screen.say(screen.words('notNewer'));
      screen.say(screen.words('installing'));
      for (const file of renewal.goes) rmSync(join(into, PROGRAMS, file));
      run('sync', ['--file-system', into]);
      const uuids = uuidsOf(newVersion.rootHash);
      const { label } = renewal.slot;
      fill(partOf(stick, STICK_LABEL), partOf(disk, label), disk, uuids.system);
      fill(partOf(stick, `${STICK_LABEL}-hash`), partOf(disk, `${label}-hash`), disk, uuids.verity);
      // The boot menu's program is written last, so that a power cut before leaves the previous version in use.
      const draft = join(into, PROGRAMS, 'draft');
      copyFileSync(join(from, PROGRAMS, newVersion.file), draft);
      run('sync', ['--file-system', into]);
      renameSync(draft, join(into, PROGRAMS, newVersion.file));
      run('sync', ['--file-system', into]);
      screen.say(screen.words('renewed'));
    }),
  );
}

async function chosen(disks: readonly Device[], screen: Screen): Promise<Device | undefined> {
  if (disks.length <= 1) return disks[0];
  for (const [at, device] of disks.entries()) screen.say(`${at + 1}. ${nameOf(device)}`);
  return disks[Number(await screen.ask(screen.words('whichKiosk'))) - 1];
}

function fill(from: Device, into: Device, disk: Device, uuid: string): void {
  run('dd', [`if=${from.path}`, `of=${into.path}`, 'bs=4M', 'conv=fsync', 'status=none']);
  const number = /(\d+)$/.exec(into.path)?.[1] ?? '';
  run('sfdisk', ['--no-reread', '--part-uuid', disk.path, number, uuid]);
}
