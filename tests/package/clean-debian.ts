import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The folder that is kept between runs, with a Debian made by debootstrap and the packages that apt has fetched. */
const cache = process.env.TORN_CACHE ?? '/var/cache/torn';
const base = join(cache, 'debian', 'trixie');
export const archives = join(cache, 'debian', 'archives');
const MIRROR = 'http://deb.debian.org/debian';
/** Packages that the installer adds to a minimal Debian, and that the kiosk's package does not depend on. */
const INSTALLER_HAS = ['systemd', 'systemd-sysv', 'dbus', 'udev', 'apt-utils', 'ca-certificates', 'libpam-systemd'];

const TOOLS = {
  debootstrap: 'debootstrap',
  'systemd-nspawn': 'systemd-container',
  nsenter: 'util-linux',
  'apt-ftparchive': 'apt-utils',
  gpg: 'gnupg',
};

/** The reason why the proof cannot run on this machine; `null`: it can. */
export function whyNotHere(): string | null {
  if (process.getuid?.() !== 0) return 'only root may make a machine within this one';
  const missing = Object.entries(TOOLS).filter(([command]) => spawnSync('which', [command]).status !== 0);
  if (missing.length === 0) return null;
  return `missing here: apt-get install ${missing.map(([, name]) => name).join(' ')}`;
}

export function layDebian(folder: string): void {
  if (!existsSync(base)) bootstrap();
  run('cp', ['--archive', '--reflink=auto', base, folder]);
}

/**
 * Copies the packages that apt has fetched earlier to this run's own folder in `work`, because apt locks that folder
 * and two proofs may run at once.
 */
export function openArchives(work: string): { folder: string; keep: () => void } {
  const folder = join(work, 'archives');
  mkdirSync(archives, { recursive: true });
  run('cp', ['--archive', '--reflink=auto', archives, folder]);
  return {
    folder,
    keep: () => void run('sh', ['-c', 'cp --update=none "$1"/*.deb "$2"', 'sh', folder, archives]),
  };
}

function bootstrap(): void {
  const draft = `${base}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(archives, { recursive: true });
  run('debootstrap', ['--variant=minbase', `--include=${INSTALLER_HAS.join(',')}`, 'trixie', draft, MIRROR]);
  renameSync(draft, base);
}

function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stdout}${stderr}${error?.message ?? ''}`);
}
