import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';

export interface ControlOrder {
  /** The folder with the package's files. A `DEBIAN` folder is created in it. */
  stage: string;
  scripts: string;
  words: Readonly<Record<string, string>>;
  /** Fields of `control`, in this order. If `Installed-Size` is present, its value is computed. */
  fields: Readonly<Record<string, string>>;
}

export function layControl({ stage, scripts, words, fields }: ControlOrder): void {
  const control = join(stage, 'DEBIAN');
  const files = filesBelow(stage);
  const sums = files
    .map((file) => `${md5(file)}  ${relative(stage, file)}\n`)
    .sort((a, b) => (a.slice(34) < b.slice(34) ? -1 : 1));
  const kibibytes = files.reduce((sum, file) => sum + Math.ceil(lstatSync(file).size / 1_024), 0);
  mkdirSync(control);
  for (const file of filesBelow(scripts))
    writeFileSync(join(control, relative(scripts, file)), filled(readFileSync(file, 'utf8'), words));
  writeFileSync(join(control, 'md5sums'), sums.join(''));
  const lines = Object.entries({ ...fields, 'Installed-Size': String(kibibytes) }).map(
    ([field, value]) => `${field}: ${value}\n`,
  );
  writeFileSync(join(control, 'control'), lines.join(''));
}

/** Packs a folder into a .deb at `file`. The same files give the same bytes. `epoch`: seconds since 1970. */
export function pack(stage: string, file: string, epoch: number): void {
  settle(stage, epoch);
  rmSync(file, { force: true });
  // One thread, because the number of threads would change the bytes.
  const words = ['--root-owner-group', '-Zzstd', '-z10', '--threads-max=1', '--build', stage, file];
  execFileSync('dpkg-deb', words, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, SOURCE_DATE_EPOCH: String(epoch) },
  });
}

const SETUID_HELPER = 'chrome-sandbox';

/** The modes and times must not depend on this machine. */
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

export const filled = (text: string, words: Readonly<Record<string, string>>): string =>
  text.replace(/@([a-z]+)@/g, (whole, word: string) => words[word] ?? whole);

const md5 = (file: string): string => createHash('md5').update(readFileSync(file)).digest('hex');
