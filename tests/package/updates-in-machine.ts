import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { altered, type CityRepository, openRepository } from './city-repository.ts';
import type { Machine } from './machine.ts';
import { must } from './proof.ts';

const APP = 'usr/lib/torn/app/resources/app.asar.unpacked';
export const UPDATE = '/usr/lib/torn/bin/update --now';
const SETTLED_PATIENCE_MS = 400_000;

export interface Versions {
  /** Version 9.2.0, to which the machine updates itself first; `next` is a newer version that works. */
  sound: string;
  next: string;
  /** Faulty versions: the session of `deaf` and the core of `coreless` end at once, and `foreign` is for another kind of machine. */
  deaf: string;
  coreless: string;
  foreign: string;
}

function makeVersions(deb: string, into: string): Versions {
  const make = (version: string, changes: Parameters<typeof altered>[3] = {}) => altered(deb, into, version, changes);
  return {
    sound: make('9.2.0'),
    next: make('9.2.1'),
    deaf: make('9.2.2', { 'usr/lib/torn/bin/session': () => '#!/bin/sh\nexit 1\n' }),
    coreless: make('9.2.3', { [`${APP}/out/core/core.js`]: () => 'process.exit(1);\n' }),
    foreign: make('9.2.4', {
      'DEBIAN/control': (text) => text.replace(/^Architecture: .*$/m, 'Architecture: riscv64'),
    }),
  };
}

/**
 * Runs `prove` with a city's repository that offers 9.2.0, after the machine has updated itself to this version. A machine that already
 * runs a version 9.2 is not updated.
 */
export async function withRepository(
  { machine }: { machine: Machine },
  deb: string,
  /** `make` copies the package with another version number and otherwise unchanged, and returns the copy's path. */
  prove: (repository: CityRepository, versions: Versions, make: (version: string) => string) => Promise<void>,
): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'torn-updates-'));
  const repository = await openRepository(work);
  try {
    const versions = makeVersions(deb, join(work, 'versions'));
    repository.offer([versions.sound]);
    repository.introduceTo(machine);
    // Earlier proofs may have left a newer version.
    if (!versionOf(machine).startsWith('9.2.')) {
      // The repository lacks the installed version, so its package is copied to where the updater looks for the
      // version to return to.
      machine.must(`install -D /srv/torn.deb "/var/cache/torn/packages/${versionOf(machine)}.deb"`);
      await update(machine);
      must(versionOf(machine) === '9.2.0', versionOf(machine));
    }
    await prove(repository, versions, (version) => altered(deb, join(work, 'versions'), version, {}));
  } finally {
    repository.close();
    rmSync(work, { recursive: true, force: true });
  }
}

export async function update(machine: Machine): Promise<string> {
  const { status, output } = await machine.run(UPDATE);
  must(status === 0, `ended with ${status}: ${output.slice(-1_500)}`);
  return output;
}

export const isSettled = (machine: Machine): Promise<void> =>
  machine.until(
    '! test -e /var/lib/torn-update/unproven && ! test -e /var/lib/torn-update/undoing',
    SETTLED_PATIENCE_MS,
  );

export const versionOf = (machine: Machine): string => machine.must('dpkg-query --show torn-test').split('\t')[1] ?? '';
export const numberOf = (label: string): number => Number(/\d+$/.exec(label)?.[0] ?? Number.NaN);
