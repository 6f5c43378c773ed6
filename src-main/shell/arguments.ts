import { resolve } from 'node:path';
import { type Result, refuse, succeed } from '../domain/result.ts';

export interface ShellArguments {
  dataFolder: string;
  /** File of the office's profile; `null`: the office that a technician chose at the screen. */
  profileFile: string | null;
  printer: string | null;
  centre: string | null;
  panel: string | null;
  updatesFolder: string | null;
  /** The Node 24 that runs the core; `null`: the Node that is installed with the application. */
  coreNode: string | null;
}

export type ArgumentsTrouble = { kind: 'bad-arguments'; detail: string };

export const USAGE =
  '--data=DIR [--profile=FILE] [--printer=SPEC] [--centre=URL/CITY[#KEY-ID]] [--panel=NAME] [--updates=DIR] [--core-node=PATH]';
export const OWN_SWITCHES = ['data', 'profile', 'printer', 'centre', 'panel', 'updates', 'core-node'] as const;
type Name = (typeof OWN_SWITCHES)[number];
const isName = (word: string): word is Name => OWN_SWITCHES.some((name) => name === word);

/** Parses Torn's own switches and ignores Chromium's. Relative paths start at `workingFolder`. */
export function parseArguments(
  argv: readonly string[],
  workingFolder: string,
): Result<ShellArguments, ArgumentsTrouble> {
  const given = new Map<Name, string>();
  for (const word of argv) {
    const match = /^--([a-z-]+)(?:=(.*))?$/s.exec(word);
    const name = match?.[1];
    if (name === undefined || !isName(name)) continue;
    const value = match?.[2] ?? '';
    if (value === '') return bad(`--${name} needs a value, as in --${name}=…`);
    if (given.has(name)) return bad(`--${name} is given twice`);
    given.set(name, value);
  }
  const path = (name: Name): string | null => {
    const value = given.get(name);
    return value === undefined ? null : resolve(workingFolder, value);
  };
  const dataFolder = path('data');
  const profileFile = path('profile');
  if (dataFolder === null) return bad('--data=DIR is missing');
  return succeed({
    dataFolder,
    profileFile,
    printer: given.get('printer') ?? null,
    centre: given.get('centre') ?? null,
    panel: given.get('panel') ?? null,
    updatesFolder: path('updates'),
    coreNode: path('core-node'),
  });
}

const bad = (detail: string) => refuse<ArgumentsTrouble>({ kind: 'bad-arguments', detail });
