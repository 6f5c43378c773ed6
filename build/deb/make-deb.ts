import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { repositoryRoot } from '../runtime.ts';
import type { CommitVersion } from './commit-version.ts';
import { debianArchitecture, dependsOf } from './depends.ts';
import { readElf } from './elf.ts';

export interface DebOrder {
  /** Debian's name of the package: `torn`, `torn-test`. */
  name: string;
  /** Name of the executable in `folder`. */
  executable: string;
  /** The unpacked application. */
  folder: string;
  commit: CommitVersion;
  /** Where the file goes. */
  into: string;
}

const SOURCES = join(repositoryRoot, 'build', 'deb');
/** The application's place on a kiosk. */
const APP_PLACE = 'usr/lib/torn/app';
/** Units that do nothing as long as the package is there: the keys that restart a machine, and a login behind the kiosk. */
const MASKED = ['ctrl-alt-del.target', 'getty@tty1.service'];
const SETUID_HELPER = 'chrome-sandbox';

/** Makes `NAME_VERSION_ARCHITECTURE.deb`, the same bytes for the same order, and answers where it is. */
export function makeDeb(order: DebOrder): string {
  mkdirSync(order.into, { recursive: true });
  const stage = mkdtempSync(join(order.into, 'stage-'));
  try {
    const programs = layFiles(order, stage);
    layControl(order, stage, dependsOf(programs));
    settle(stage, order.commit.epoch);
    const file = join(order.into, `${order.name}_${order.commit.version}_${debianArchitecture()}.deb`);
    rmSync(file, { force: true });
    // One thread: how many there are must not show in the bytes.
    const words = ['--root-owner-group', '-Zzstd', '-z10', '--threads-max=1', '--build', stage, file];
    execFileSync('dpkg-deb', words, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, SOURCE_DATE_EPOCH: String(order.commit.epoch) },
    });
    return file;
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** Lays everything but the control files; answers which files are programs or libraries of this machine. */
function layFiles(order: DebOrder, stage: string): string[] {
  const app = join(stage, APP_PLACE);
  mkdirSync(dirname(app), { recursive: true });
  cpSync(order.folder, app, { recursive: true, verbatimSymlinks: true });
  const programs: string[] = [];
  for (const file of filesBelow(app)) {
    const elf = readElf(file);
    if (elf === null) continue;
    // Other machines' and another C library's builds of the same addon.
    if (elf.machine !== process.arch || file.includes('.musl.')) rmSync(file);
    else programs.push(file);
  }
  cpSync(join(SOURCES, 'root'), stage, { recursive: true, verbatimSymlinks: true });
  const words = { package: order.name, executable: order.executable };
  for (const file of filesBelow(join(SOURCES, 'root')).map((path) =>
    join(stage, relative(join(SOURCES, 'root'), path)),
  ))
    writeFileSync(file, filled(readFileSync(file, 'utf8'), words));
  const units = join(stage, 'etc', 'systemd', 'system');
  mkdirSync(units, { recursive: true });
  for (const name of MASKED) symlinkSync('/dev/null', join(units, name));
  const documents = join(stage, 'usr', 'share', 'doc', order.name);
  mkdirSync(documents, { recursive: true });
  for (const name of ['README.md', 'HARDENING.md']) copyFileSync(join(SOURCES, name), join(documents, name));
  cpSync(join(SOURCES, 'examples'), join(documents, 'examples'), { recursive: true });
  writeFileSync(
    join(documents, 'copyright'),
    `${readFileSync(join(repositoryRoot, 'LICENSE'), 'utf8').trimEnd()}\n\nThe work of others in this package: /${APP_PLACE}/resources/NOTICES, and /${APP_PLACE}/LICENSE*.\n`,
  );
  return programs;
}

function layControl({ name, commit }: DebOrder, stage: string, depends: readonly string[]): void {
  const control = join(stage, 'DEBIAN');
  const files = filesBelow(stage);
  const sums = files
    .map((file) => `${md5(file)}  ${relative(stage, file)}\n`)
    .sort((a, b) => (a.slice(34) < b.slice(34) ? -1 : 1));
  const kibibytes = files.reduce((sum, file) => sum + Math.ceil(lstatSync(file).size / 1_024), 0);
  mkdirSync(control);
  for (const file of filesBelow(join(SOURCES, 'control')))
    writeFileSync(
      join(control, relative(join(SOURCES, 'control'), file)),
      filled(readFileSync(file, 'utf8'), { package: name }),
    );
  writeFileSync(join(control, 'md5sums'), sums.join(''));
  const other = name === 'torn' ? 'torn-test' : 'torn';
  const fields = {
    Package: name,
    Version: commit.version,
    Architecture: debianArchitecture(),
    Maintainer: 'Torn <torn@example.invalid>',
    'Installed-Size': String(kibibytes),
    Depends: depends.join(', '),
    Recommends: 'espeak-ng, libgl1-mesa-dri, unattended-upgrades',
    // Both are the kiosk of this machine, at the same places.
    Conflicts: other,
    Replaces: other,
    Section: 'misc',
    Priority: 'optional',
    Description: `kiosk that gives every citizen a turn, network or no network${name === 'torn' ? '' : ' (test build)'}`,
  };
  const lines = Object.entries(fields).map(([field, value]) => `${field}: ${value}\n`);
  writeFileSync(join(control, 'control'), lines.join(''));
}

/** Modes and times that depend on nothing but the file's kind. */
function settle(folder: string, epoch: number): void {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isSymbolicLink()) continue;
    const isProgram = entry.isDirectory() || (lstatSync(path).mode & 0o111) !== 0 || isMaintainerScript(folder, path);
    chmodSync(path, entry.name === SETUID_HELPER ? 0o4755 : isProgram ? 0o755 : 0o644);
  }
  for (const entry of entries) lutimesSync(join(entry.parentPath, entry.name), epoch, epoch);
  lutimesSync(folder, epoch, epoch);
  chmodSync(folder, 0o755);
}

const SCRIPTS = new Set(['preinst', 'postinst', 'prerm', 'postrm', 'config']);
const isMaintainerScript = (stage: string, path: string): boolean => {
  const [folder, name = ''] = relative(stage, path).split('/');
  return folder === 'DEBIAN' && SCRIPTS.has(name);
};

/** Regular files, by path. */
const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

/** `@word@` in place of what differs between packages. */
const filled = (text: string, words: Readonly<Record<string, string>>): string =>
  text.replace(/@([a-z]+)@/g, (whole, word: string) => words[word] ?? whole);

const md5 = (file: string): string => createHash('md5').update(readFileSync(file)).digest('hex');
