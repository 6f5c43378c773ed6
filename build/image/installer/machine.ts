import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { COLUMNS, type Device } from './disks.ts';

/** Runs a program of the system to its end. Returns its stdout. @throws Error with its stderr if it fails */
export function run(command: string, args: readonly string[], input?: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', input: input ?? '' });
  if (status === 0) return stdout;
  throw new Error(`${command} ended with ${status}: ${(error?.message ?? stderr).trim()}`);
}

/** Whether a program ended without a fault. */
export const tries = (command: string, args: readonly string[], input?: string): boolean =>
  spawnSync(command, args, { input: input ?? '', stdio: ['pipe', 'ignore', 'ignore'] }).status === 0;

const text = z.string().nullable();
const DeviceRow: z.ZodType<Device> = z.lazy(() =>
  z.object({
    ...{ path: z.string(), type: z.string(), size: z.number(), ro: z.boolean(), tran: text, model: text, serial: text },
    ...{ fstype: text, pttype: text, label: text, partlabel: text, parttype: text, partuuid: text },
    children: z.array(DeviceRow).optional(),
  }),
);

const SECURE_BOOT = '/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c';

/**
 * Whether secure boot is on. Without it the TPM would open the data for any system, because register 7 then records only that it was off.
 */
export const isSecure = (file: string = SECURE_BOOT): boolean => existsSync(file) && readFileSync(file).at(4) === 1;

export function listDevices(): Device[] {
  tries('udevadm', ['settle']);
  const answer: unknown = JSON.parse(run('lsblk', ['--json', '--bytes', '--tree', '--output', COLUMNS]));
  return z.object({ blockdevices: z.array(DeviceRow) }).parse(answer).blockdevices;
}

/** The root hash of the running system, from the signed command line. */
export const rootHash = (): string =>
  /(?:^|\s)roothash=([0-9a-f]{64})/.exec(readFileSync('/proc/cmdline', 'utf8'))?.[1] ?? '';

/** Opens a data partition by this machine's TPM; returns the mapped device, or `null`. */
export const openByTpm = (partition: string, name: string): string | null =>
  tries('/usr/lib/systemd/systemd-cryptsetup', ['attach', name, partition, '-', 'tpm2-device=auto,headless=true'])
    ? `/dev/mapper/${name}`
    : null;

/** Opens a data partition by its recovery code; returns the mapped device, or `null`. */
export const openByCode = (partition: string, name: string, code: string): string | null =>
  tries('cryptsetup', ['open', '--key-file=-', partition, name], code) ? `/dev/mapper/${name}` : null;

/** Mounts a device without following its links or running its files, and unmounts it after `use`. */
export async function mounted<T>(device: string, options: string, use: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = run('mktemp', ['--directory', '/run/torn-image.XXXXXX']).trim();
  run('mount', ['-o', `nosuid,nodev,noexec,nosymfollow,${options}`, device, folder]);
  try {
    return await use(folder);
  } finally {
    run('umount', [folder]);
    run('rmdir', [folder]);
  }
}
