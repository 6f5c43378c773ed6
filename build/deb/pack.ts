import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, lstatSync, lutimesSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { CommitVersion } from './commit-version.ts';
import { debianArchitecture } from './depends.ts';
import { maintainerOf } from './documents.ts';

type Words = Readonly<Record<string, string>>;

export interface ControlOrder {
  /** The folder with the package's files. A `DEBIAN` folder is created in it. */
  stage: string;
  scripts: string;
  words: Words;
  name: string;
  version: string;
  /** The package's own fields of `control`, which follow the fields that every package has, in the sequence given here. */
  fields: Readonly<Record<string, string>>;
}

export function layControl({ stage, scripts, words, name, version, fields }: ControlOrder): void {
  const control = join(stage, 'DEBIAN');
  const files = filesBelow(stage);
  const sums = files
    .map((file) => `${md5(file)}  ${relative(stage, file)}\n`)
    .sort((a, b) => (a.slice(34) < b.slice(34) ? -1 : 1));
  const kibibytes = files.reduce((sum, file) => sum + Math.ceil(lstatSync(file).size / 1_024), 0);
  layFilled(scripts, control, words);
  writeFileSync(join(control, 'md5sums'), sums.join(''));
  const all = {
    Package: name,
    Version: version,
    Architecture: debianArchitecture(),
    Maintainer: maintainerOf(),
    'Installed-Size': String(kibibytes),
    ...fields,
  };
  writeFileSync(
    join(control, 'control'),
    Object.entries(all)
      .map(([field, value]) => `${field}: ${value}\n`)
      .join(''),
  );
}

/** Copies a folder of text files and links, with `@word@` replaced in the files. */
export function layFilled(from: string, to: string, words: Words): void {
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  for (const file of filesBelow(from))
    writeFileSync(join(to, relative(from, file)), filled(readFileSync(file, 'utf8'), words));
}

export const filled = (text: string, words: Words): string =>
  text.replace(/@([a-z]+)@/g, (whole, word: string) => words[word] ?? whole);

/** Packs a folder into `NAME_VERSION_ARCHITECTURE.deb` and returns its path. The same files give the same bytes. */
export function pack(stage: string, into: string, name: string, { version, epoch }: CommitVersion): string {
  const file = join(into, `${name}_${version}_${debianArchitecture()}.deb`);
  settle(stage, epoch);
  rmSync(file, { force: true });
  // One thread, because the number of threads would change the bytes.
  const words = ['--root-owner-group', '-Zzstd', '-z10', '--threads-max=1', '--build', stage, file];
  execFileSync('dpkg-deb', words, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, SOURCE_DATE_EPOCH: String(epoch) },
  });
  return file;
}

const SETUID_HELPER = 'chrome-sandbox';

/** Sets the mode and time of every file, because modes and times that depend on this machine would change the package's bytes. */
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

export const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

const md5 = (file: string): string => createHash('md5').update(readFileSync(file)).digest('hex');
