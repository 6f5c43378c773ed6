import {
  closeSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '../runtime.ts';
import type { CommitVersion } from './commit-version.ts';
import { dependsOf } from './depends.ts';
import { layChangelog, layCopyright, strip } from './documents.ts';
import { filesBelow, layControl, layFilled, pack } from './pack.ts';

export interface DebOrder {
  name: string;
  executable: string;
  folder: string;
  commit: CommitVersion;
  into: string;
}

const SOURCES = join(repositoryRoot, 'build', 'deb');
const APP_PLACE = 'usr/lib/torn/app';
/**
 * Units that the package disables while it is installed: the key combination that restarts a machine, and a login prompt behind the kiosk.
 */
const MASKED = ['ctrl-alt-del.target', 'getty@tty1.service'];

/** Makes `NAME_VERSION_ARCHITECTURE.deb` and returns its path. Repeating the same `order` gives the same bytes. */
export function makeDeb(order: DebOrder): string {
  mkdirSync(order.into, { recursive: true });
  const stage = mkdtempSync(join(order.into, 'stage-'));
  try {
    const programs = layFiles(order, stage);
    layControlOf(order, stage, dependsOf(programs));
    return pack(stage, order.into, order.name, order.commit);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** Matches an addon's builds for other machines or for the C library musl, in the folders that prebuildify and similar tools use. */
const FOR_OTHERS = new RegExp(`/prebuilds/(?!linux-${process.arch}[./])|\\.musl\\.`);

function isProgram(file: string): boolean {
  const start = Buffer.alloc(4);
  const open = openSync(file, 'r');
  readSync(open, start);
  closeSync(open);
  return start.equals(Buffer.from('\x7fELF', 'latin1'));
}

/** Copies the package's files into `stage` and returns the programs and libraries for this machine. */
function layFiles(order: DebOrder, stage: string): string[] {
  const app = join(stage, APP_PLACE);
  mkdirSync(dirname(app), { recursive: true });
  cpSync(order.folder, app, { recursive: true, verbatimSymlinks: true });
  const programs: string[] = [];
  for (const file of filesBelow(app)) {
    if (FOR_OTHERS.test(file)) rmSync(file);
    else if (isProgram(file)) programs.push(file);
  }
  strip(programs);
  layFilled(join(SOURCES, 'root'), stage, { package: order.name, executable: order.executable });
  const units = join(stage, 'etc', 'systemd', 'system');
  mkdirSync(units, { recursive: true });
  for (const name of MASKED) symlinkSync('/dev/null', join(units, name));
  const documents = join(stage, 'usr', 'share', 'doc', order.name);
  layChangelog(documents, order.name, order.commit);
  for (const name of ['README.md', 'HARDENING.md']) copyFileSync(join(SOURCES, name), join(documents, name));
  cpSync(join(SOURCES, 'examples'), join(documents, 'examples'), { recursive: true });
  layCopyright(documents, `/${APP_PLACE}/resources/NOTICES, and /${APP_PLACE}/LICENSE*`);
  return programs;
}

function layControlOf({ name, commit }: DebOrder, stage: string, depends: readonly string[]): void {
  const other = name === 'torn' ? 'torn-test' : 'torn';
  const fields = {
    Depends: depends.join(', '),
    Recommends: 'espeak-ng, libgl1-mesa-dri, unattended-upgrades, util-linux-extra',
    Suggests: 'network-manager, wpasupplicant',
    // `torn` and `torn-test` install to the same paths.
    Conflicts: other,
    Replaces: other,
    Section: 'misc',
    Priority: 'optional',
    Description: `kiosk that gives every citizen a turn, network or no network${name === 'torn' ? '' : ' (test build)'}`,
  };
  layControl({
    stage,
    scripts: join(SOURCES, 'control'),
    words: { package: name },
    name,
    version: commit.version,
    fields,
  });
}
