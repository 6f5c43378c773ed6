import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Machine, machineIn } from './machine.ts';
import { openProof, type Proof } from './proof.ts';

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

/**
 * Proves a package in a clean Debian and prints how many promises were kept; the exit code is 1 if one was broken.
 * `prove` calls `keepArchives` once the package is installed, so that later runs need not fetch its dependencies again.
 */
export async function proveInDebian(
  deb: string,
  prove: (proof: Proof, machine: Machine, keepArchives: () => void) => Promise<void>,
): Promise<void> {
  const reason = whyNotHere();
  if (reason !== null) throw new Error(`the package cannot be proven here: ${reason}`);
  const work = mkdtempSync(join(tmpdir(), 'torn-proof-'));
  const root = join(work, 'root');
  const proof = openProof();
  try {
    layDebian(root);
    const fetched = openArchives(work);
    await prove(proof, machineIn(root, fetched.folder), fetched.keep);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  const kept = proof.lines.filter(({ isKept }) => isKept).length;
  console.log(`${kept} of ${proof.lines.length} promises kept; the package has ${statSync(deb).size} bytes`);
  process.exitCode = kept === proof.lines.length ? 0 : 1;
}

export function layDebian(folder: string): void {
  if (!existsSync(base)) bootstrap();
  run('cp', ['--archive', '--reflink=auto', base, folder]);
}

/**
 * Copies the packages that apt fetched in earlier runs to a folder in `work` for this run alone, because apt locks the
 * folder that it uses and two proofs may run at once. `keep` copies newly fetched packages back.
 */
function openArchives(work: string): { folder: string; keep: () => void } {
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
