import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { COLUMNS, Device } from './disks.ts';

/** Runs a program to its end and returns its stdout. @throws Error with its stderr if it fails */
export function run(command: string, args: readonly string[], input?: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', input: input ?? '' });
  if (status === 0) return stdout;
  throw new Error(`${command} ended with ${status}: ${(error?.message ?? stderr).trim()}`);
}

export const tries = (command: string, args: readonly string[], input?: string): boolean =>
  spawnSync(command, args, { input: input ?? '', stdio: ['pipe', 'ignore', 'ignore'] }).status === 0;

const SECURE_BOOT = '/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c';

/**
 * Returns whether secure boot is on. The TPM opens the data partition by the value of its register 7. With secure boot off, the register
 * records only that, so the TPM would open the data for any system.
 */
export const isSecure = (file: string = SECURE_BOOT): boolean => existsSync(file) && readFileSync(file).at(4) === 1;

export function listDevices(): Device[] {
  tries('udevadm', ['settle']);
  const answer: unknown = JSON.parse(run('lsblk', ['--json', '--bytes', '--tree', '--output', COLUMNS]));
  return z.object({ blockdevices: z.array(Device) }).parse(answer).blockdevices;
}

/** Returns the root hash of the running system from the kernel's command line, which the boot signature covers. */
export const rootHash = (): string =>
  /(?:^|\s)roothash=([0-9a-f]{64})/.exec(readFileSync('/proc/cmdline', 'utf8'))?.[1] ?? '';

/** Opens a data partition by this machine's TPM. Returns the mapped device, `null` if it stays closed. */
export const openByTpm = (partition: string, name: string): string | null =>
  tries('/usr/lib/systemd/systemd-cryptsetup', ['attach', name, partition, '-', 'tpm2-device=auto,headless=true'])
    ? `/dev/mapper/${name}`
    : null;

/** Opens a data partition by its recovery code. Returns the mapped device, `null` if it stays closed. */
export const openByCode = (partition: string, name: string, code: string): string | null =>
  tries('cryptsetup', ['open', '--key-file=-', partition, name], code) ? `/dev/mapper/${name}` : null;

/** Mounts a device so that its links are not followed and its files not run, and unmounts it after `use`. */
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
