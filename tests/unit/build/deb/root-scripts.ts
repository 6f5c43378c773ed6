import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A line that root runs, as written in its file, and with its variables replaced by their values. */
export interface RootLine {
  file: string;
  line: string;
  expanded: string;
}

export interface OthersFolder {
  folder: string;
  owner: string;
}

/** The folder of a package's files, and the folder of the scripts that dpkg runs. */
export interface PackagePlaces {
  root: string;
  control: string;
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const linesOf = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

const isScript = (text: string): boolean => text.startsWith('#!/bin/sh');

/** Scripts that the package's units run as another user, and scripts started by these. */
const RUN_BY_OTHERS = ['compositor', 'session', 'turn', 'usr/lib/torn-central/bin/torn-central'];

const unitsOf = ({ root }: PackagePlaces): string[] =>
  filesIn(root).filter((file) => /\.(service|path|timer)$/.test(file));

const settingOf = (lines: readonly string[], name: string): string[] =>
  lines.flatMap((line) => (line.startsWith(`${name}=`) ? line.slice(name.length + 1).split(' ') : []));

/** The folder in which systemd makes the folder that a unit's setting names. */
const KEPT_BY_UNIT = { StateDirectory: '/var/lib', RuntimeDirectory: '/run', CacheDirectory: '/var/cache' } as const;

/** Folders that a user other than root owns, according to units, tmpfiles, and `chown` or `install` in root's scripts. */
export function foldersOfOthers(places: PackagePlaces): OthersFolder[] {
  const byUnits = unitsOf(places).flatMap((file) => {
    const lines = linesOf(file);
    const [owner] = settingOf(lines, 'User');
    if (owner === undefined || owner === 'root') return [];
    return Object.entries(KEPT_BY_UNIT).flatMap(([setting, top]) =>
      settingOf(lines, setting).map((name) => ({ folder: join(top, name), owner })),
    );
  });
  const byTmpfiles = filesIn(places.root)
    .filter((file) => file.includes('/tmpfiles.d/'))
    .flatMap(linesOf)
    .flatMap((line) => {
      const [, folder = '', , owner = '-'] = line.split(/\s+/);
      return owner === 'root' || owner === '-' ? [] : [{ folder, owner }];
    });
  const given = rootScripts(places).flatMap(({ expanded }) => {
    const gift =
      /\bchown\s+(?:-\S+\s+)*(?<owner>\w+)(?::\w+)?\s+(?<folder>\/[^\s;]+)/.exec(expanded) ??
      /^install -d .*-o\s+(?<owner>\w+).*?\s(?<folder>\/[^\s;]+)/.exec(expanded);
    const { owner = '', folder = '' } = gift?.groups ?? {};
    return folder === '' ? [] : [{ folder, owner }];
  });
  const all = [...byUnits, ...byTmpfiles, ...given].filter(({ owner }) => !owner.startsWith('root'));
  return [...new Map(all.map((one) => [one.folder, one])).values()];
}

/** Every line that root runs in the package's shell scripts and in dpkg's. */
export function rootScripts(places: PackagePlaces): RootLine[] {
  const scripts = [...filesIn(places.root), ...filesIn(places.control)].filter((file) => {
    const text = readFileSync(file, 'utf8');
    return (isScript(text) || file.endsWith('-words')) && !RUN_BY_OTHERS.some((name) => file.endsWith(`/${name}`));
  });
  const shared = scripts.filter((file) => file.endsWith('-words')).flatMap(assignmentsIn);
  const calls = scripts.flatMap((file) => linesOf(file).map((line) => expand(line, new Map(shared))));
  return scripts.flatMap((file) => {
    const words = new Map([...shared, ...parametersOf(file, calls)]);
    for (const [name, value] of assignmentsIn(file)) words.set(name, expand(value, words));
    return linesOf(file).map((line) => ({ file: file.split('/').at(-1) ?? file, line, expanded: expand(line, words) }));
  });
}

function assignmentsIn(file: string): [string, string][] {
  return linesOf(file).flatMap((line): [string, string][] => {
    const found = /^(\w+)=("?)([^"\s]*)\2$/.exec(line);
    return found === null ? [] : [[found[1] ?? '', found[3] ?? '']];
  });
}

/** The values of a script's parameters `$1`, `$2` …, as the first call in another script passes them. */
function parametersOf(file: string, calls: readonly string[]): [string, string][] {
  const name = file.split('/').at(-1) ?? '';
  const call = calls.find((line) => line.includes(`/bin/${name} /`));
  const given = call?.split(`/bin/${name} `)[1]?.split(/[|&;]/)[0] ?? '';
  return given
    .trim()
    .split(/\s+/)
    .map((value, at) => [String(at + 1), value]);
}

function expand(text: string, words: ReadonlyMap<string, string>): string {
  let now = text;
  for (let before = ''; now !== before; ) {
    before = now;
    now = now.replace(/\$\{?(\w+)\}?/g, (whole, name: string) => words.get(name) ?? whole);
  }
  return now.replaceAll('"', '');
}

/** Lines of units that contain a path and that systemd carries out as root. */
export function rootUnitLines(places: PackagePlaces): RootLine[] {
  return unitsOf(places).flatMap((file) => {
    const lines = linesOf(file);
    const isRoot = settingOf(lines, 'User').length === 0;
    return lines
      .filter((line) => /^(Exec\w+|EnvironmentFile|Path\w+|Load\w+|Condition\w+|ReadWritePaths)=/.test(line))
      .filter((line) => isRoot || /^Exec\w+=\S*\+/.test(line))
      .map((line) => ({ file: file.split('/').at(-1) ?? file, line, expanded: line }));
  });
}

export const names = ({ expanded }: RootLine, { folder }: OthersFolder): boolean =>
  new RegExp(`(^|[^\\w/.-])${folder.replace(/[.$]/g, '\\$&')}(?![\\w.-])`).test(expanded);
