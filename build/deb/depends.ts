import { execFileSync, spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { basename } from 'node:path';

/** Packages whose programs the units and scripts call: for the compositor, the seat (input and screen), users, devices and the clock. */
const CALLED_BY_KIOSK = [
  'cage',
  'ca-certificates',
  'debconf (>= 0.5) | debconf-2.0',
  'seatd',
  'systemd (>= 254)',
  'systemd-timesyncd | time-daemon',
  'udev',
  'wlr-randr',
];

const MOST_OUTPUT_BYTES = 64 * 1_024 * 1_024;

/** The file names of the libraries that these programs link to directly. @throws Error if binutils' objdump fails or is missing */
function neededBy(programs: readonly string[]): string[] {
  const { status, stdout, stderr, error } = spawnSync('objdump', ['-p', ...programs], {
    encoding: 'utf8',
    maxBuffer: MOST_OUTPUT_BYTES,
  });
  if (status !== 0) throw new Error(`objdump -p: ${error?.message ?? stderr}`);
  return [...stdout.matchAll(/^ {2}NEEDED +(\S+)$/gm)].map(([, name = '']) => name);
}

/**
 * Returns, sorted, the `called` packages and the Debian packages of the libraries that `programs` link to. The libraries are looked up on
 * this machine, so a package for Debian 13 must be made on Debian 13.
 *
 * dpkg-shlibdeps is not used: it leaves out libnss3 without an error on a machine whose dpkg lacks that package's symbols, as slim
 * containers do, and it requires the point release of this machine, which a kiosk without a network may lack.
 * @throws Error when a library is not on this machine or belongs to no installed package
 */
export function dependsOf(programs: readonly string[], called: readonly string[] = CALLED_BY_KIOSK): string[] {
  const own = new Set(programs.map((file) => basename(file)));
  const wanted = new Set(neededBy(programs).filter((name) => !own.has(name)));
  const { stdout } = spawnSync('ldd', [...programs], { encoding: 'utf8', maxBuffer: MOST_OUTPUT_BYTES });
  const found = new Map([...stdout.matchAll(/^\s*(\S+) => (\/\S+)/gm)].map(([, name = '', path = '']) => [name, path]));
  // The dynamic loader is left out: `ldd` prints it without an arrow, so `found` has no path for it.
  const files = [...wanted].filter((name) => !name.startsWith('ld-linux')).map((name) => pathOf(found, name));
  return [...new Set([...files.map(packageOf), ...called])].sort();
}

function pathOf(found: ReadonlyMap<string, string>, name: string): string {
  const path = found.get(name);
  if (path === undefined) throw new Error(`${name}, which the package needs, is not on this machine`);
  return path;
}

/**
 * Returns the package that installed `file`. dpkg may list the file below `/usr/lib` or below `/lib`, which has become a link to
 * `/usr/lib`.
 */
function packageOf(file: string): string {
  const real = realpathSync(file);
  for (const name of [real, real.replace(/^\/usr\//, '/')]) {
    const { status, stdout } = spawnSync('dpkg-query', ['--search', name], { encoding: 'utf8' });
    if (status === 0) return stdout.split(':')[0] ?? '';
  }
  throw new Error(`${file} belongs to no Debian package of this machine`);
}

/** Returns this machine's architecture in dpkg's terms: `amd64`, `arm64`. */
export const debianArchitecture = (): string =>
  execFileSync('dpkg', ['--print-architecture'], { encoding: 'utf8' }).trim();
