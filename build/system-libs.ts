// Usage: node build/system-libs.ts [--test-tools]. Installs the Debian packages that Electron, a virtual display and the voice need, and
// with --test-tools those of the tests; prints the command if this user is not root.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isInPath } from './processes.ts';
import { runWithProgress } from './progress.mjs';
import { readRuntime, repositoryRoot } from './runtime.ts';

/** The start of a library's name and its Debian packages: the name in Debian 13, then the name before the change to a 64-bit time_t. */
const PACKAGES: readonly [library: string, ...packages: string[]][] = [
  ['libgtk-3.so', 'libgtk-3-0t64', 'libgtk-3-0'],
  ['libgdk-3.so', 'libgtk-3-0t64', 'libgtk-3-0'],
  ['libglib-2.0.so', 'libglib2.0-0t64', 'libglib2.0-0'],
  ['libgio-2.0.so', 'libglib2.0-0t64', 'libglib2.0-0'],
  ['libgobject-2.0.so', 'libglib2.0-0t64', 'libglib2.0-0'],
  ['libnss3.so', 'libnss3'],
  ['libnssutil3.so', 'libnss3'],
  ['libsmime3.so', 'libnss3'],
  ['libnspr4.so', 'libnspr4'],
  ['libatk-1.0.so', 'libatk1.0-0t64', 'libatk1.0-0'],
  ['libatk-bridge-2.0.so', 'libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
  ['libatspi.so', 'libatspi2.0-0t64', 'libatspi2.0-0'],
  ['libcups.so', 'libcups2t64', 'libcups2'],
  ['libasound.so', 'libasound2t64', 'libasound2'],
  ['libdbus-1.so', 'libdbus-1-3'],
  ['libexpat.so', 'libexpat1'],
  ['libgbm.so', 'libgbm1'],
  ['libdrm.so', 'libdrm2'],
  ['libxkbcommon.so', 'libxkbcommon0'],
  ['libpango-1.0.so', 'libpango-1.0-0'],
  ['libcairo.so', 'libcairo2'],
  ['libX11.so', 'libx11-6'],
  ['libxcb.so', 'libxcb1'],
  ['libXcomposite.so', 'libxcomposite1'],
  ['libXdamage.so', 'libxdamage1'],
  ['libXext.so', 'libxext6'],
  ['libXfixes.so', 'libxfixes3'],
  ['libXrandr.so', 'libxrandr2'],
  ['libudev.so', 'libudev1'],
  ['libgcc_s.so', 'libgcc-s1'],
];

function missingLibraries(dist: string): string[] {
  const binaries = ['electron', ...readdirSync(dist).filter((name) => /^lib.+\.so/.test(name))];
  const { stdout, error } = spawnSync(
    'ldd',
    binaries.map((name) => join(dist, name)),
    { encoding: 'utf8' },
  );
  if (error) return [];
  return [...new Set([...stdout.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? ''))];
}

function missingDisplayTools(): string[] {
  if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return [];
  const tools = { Xvfb: 'xvfb', 'matchbox-window-manager': 'matchbox-window-manager' };
  return Object.entries(tools).flatMap(([command, name]) => (isInPath(command) ? [] : [name]));
}

const POSTGRESQL = '/usr/lib/postgresql';
/** Debian puts the programs of each version into a separate folder outside PATH. */
const hasPostgresql = (): boolean =>
  existsSync(POSTGRESQL) &&
  readdirSync(POSTGRESQL).some((version) => existsSync(join(POSTGRESQL, version, 'bin', 'postgres')));

/**
 * Programs that tests call, with their packages: serial lines, a tracer of system calls, checkers of units and udev rules, and a PKCS #11
 * module with its tool.
 */
const TEST_TOOLS = {
  socat: 'socat',
  strace: 'strace',
  'systemd-analyze': 'systemd',
  udevadm: 'udev',
  'softhsm2-util': 'softhsm2',
  'pkcs11-tool': 'opensc',
};

function missingTestTools(): string[] {
  if (!process.argv.includes('--test-tools')) return [];
  const commands = Object.entries(TEST_TOOLS).flatMap(([command, name]) => (isInPath(command) ? [] : [name]));
  return hasPostgresql() ? commands : [...commands, 'postgresql'];
}

/** Writes a setting that keeps the Debian package from starting a PostgreSQL server on the usual port; tests start their own servers. */
function wantNoServerOfTheSystem(): void {
  const folder = '/etc/postgresql-common';
  const file = join(folder, 'createcluster.conf');
  if (existsSync(file)) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, 'create_main_cluster = false\n');
}

/** The kiosk's speech synthesiser. A kiosk without it is silent; tests listen to it. */
const VOICE = 'espeak-ng';
const missingVoice = (): string[] => (isInPath(VOICE) ? [] : [VOICE]);

/** Returns the missing Debian packages, each as a list of possible names. `unknown` are libraries for which no package is known. */
function findMissing(): { wanted: string[][]; unknown: string[] } {
  const { dist, version } = readRuntime();
  const answerFile = join(repositoryRoot, '.torn', 'system-libs');
  const answer = `${dist} ${version}`;
  const isKnownGood = existsSync(answerFile) && readFileSync(answerFile, 'utf8') === answer;
  const libraries = isKnownGood ? [] : missingLibraries(dist);
  if (libraries.length === 0 && !isKnownGood) writeFileSync(answerFile, answer);
  const wanted: string[][] = [...missingDisplayTools(), ...missingTestTools(), ...missingVoice()].map((name) => [name]);
  const unknown: string[] = [];
  for (const library of libraries) {
    const known = PACKAGES.find(([start]) => library.startsWith(start));
    if (known) wanted.push(known.slice(1));
    else unknown.push(library);
  }
  return { wanted, unknown };
}

/** Returns apt's progress from its last status line (`dlstatus:PACKAGE:PERCENT:WORDS`, `pmstatus:…`); `null` if there is none. */
export function lastShare(text: string): string | null {
  const [, kind, percent = ''] = [...text.matchAll(/^(dlstatus|pmstatus):[^:]*:([\d.]+):/gm)].at(-1) ?? [];
  if (kind === undefined) return null;
  return `${Math.round(Number(percent))} % ${kind === 'dlstatus' ? 'fetched' : 'installed'}`;
}

/** Installs from each list the first name that this system knows. Returns `false` if it cannot. */
async function install(wanted: readonly string[][]): Promise<boolean> {
  const isAble = process.getuid?.() === 0 && isInPath('apt-get');
  if (isAble) spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
  const isKnown = (name: string): boolean => spawnSync('apt-cache', ['show', name], { stdio: 'ignore' }).status === 0;
  const names = [...new Set(wanted.map((list) => list.find(isKnown) ?? list[0] ?? ''))].sort();
  const args = ['install', '-y', '--no-install-recommends', ...names];
  if (!isAble) {
    console.error(`Torn: some system packages are missing. Please run:\n\n  sudo apt-get ${args.join(' ')}\n`);
    return false;
  }
  if (names.includes('postgresql')) wantNoServerOfTheSystem();
  console.error(`Torn: installing ${names.length} system packages: apt-get ${args.join(' ')}`);
  let share = 'asking for them';
  // debconf and its helpers print much, which is shown only after a failure.
  const { status, stderr, progress } = await runWithProgress(
    'apt-get',
    ['-o', 'APT::Status-Fd=3', ...args],
    {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      more: ['pipe'],
      onStatus: (text) => {
        share = lastShare(text) ?? share;
      },
    },
    () => `system packages: ${share}`,
  );
  progress.stop(status === 0 ? `${names.length} system packages are here` : undefined);
  if (status !== 0) console.error(stderr);
  return status === 0;
}

const isNeeded = (names: readonly string[]): boolean => !names.includes(VOICE) || process.argv.includes('--test-tools');

async function main(): Promise<number> {
  if (process.platform !== 'linux') return 0;
  let missing = findMissing();
  if (missing.wanted.length > 0) {
    if (!(await install(missing.wanted)) && missing.wanted.some(isNeeded)) return 1;
    missing = findMissing();
  }
  const left = [...missing.wanted.filter(isNeeded).map((names) => names[0]), ...missing.unknown];
  if (left.length === 0) return 0;
  console.error(`Torn: still missing, please install by hand: ${left.join(' ')}`);
  return 1;
}

if (import.meta.main) process.exitCode = await main();
