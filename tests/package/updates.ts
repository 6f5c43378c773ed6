import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { citizen } from '../support/citizen.ts';
import { altered, type CityRepository, openRepository } from './city-repository.ts';
import { openPage, untilReady } from './kiosk-in-machine.ts';
import { type Bench, ticket } from './life.ts';
import type { Machine, Ran } from './machine.ts';
import { must, type Proof } from './proof.ts';

const APP = 'usr/lib/torn/app/resources/app.asar.unpacked';
const UPDATE = '/usr/lib/torn/bin/update --now';

async function update(machine: Machine): Promise<string> {
  const { status, output } = await machine.run(UPDATE);
  must(status === 0, `ended with ${status}: ${output.slice(-1_500)}`);
  return output;
}

interface Versions {
  /** The one that stands, and the next. */
  sound: string;
  next: string;
  /** Its session ends at once; its core ends at once; it is for another machine. */
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

const versionOf = (machine: Machine): string => machine.must('dpkg-query --show torn-test').split('\t')[1] ?? '';
const numberOf = (label: string): number => Number(/\d+$/.exec(label)?.[0] ?? Number.NaN);

/** What apt brings, in order, from a city's signed repository. */
export async function proveUpdates(proof: Proof, bench: Bench, deb: string): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'torn-updates-'));
  const repository = await openRepository(work);
  try {
    const versions = makeVersions(deb, join(work, 'versions'));
    repository.offer([versions.sound]);
    repository.introduceTo(bench.machine);
    await proveRefusals(proof, bench, repository, versions);
    await proveChanges(proof, bench, repository, versions);
  } finally {
    repository.close();
    rmSync(work, { recursive: true, force: true });
  }
}

/** It said no, left the version alone, and gives tickets. */
async function isRefused(bench: Bench, { status, output }: Ran, why: RegExp, version: string): Promise<string> {
  must(status !== 0 && why.test(output), `ended with ${status}: ${output.slice(-1_500)}`);
  must(versionOf(bench.machine) === version, `now it is ${versionOf(bench.machine)}`);
  const said = output.split('\n').findLast((line) => why.test(line)) ?? '';
  await untilReady(bench.machine);
  return `${said.slice(0, 120)}; then ${await ticket(bench)}`;
}

async function proveRefusals(
  proof: Proof,
  bench: Bench,
  repository: CityRepository,
  versions: Versions,
): Promise<void> {
  const { machine } = bench;
  await proof.promise('from the package at hand to the repository’s version, by its own way', async () => {
    // The present one is no file of the repository: a person says so, and a copy of it is laid where it is looked for.
    machine.must(`install -D /srv/torn.deb "/var/cache/torn/packages/${versionOf(machine)}.deb"`);
    await update(machine);
    must(versionOf(machine) === '9.2.0', versionOf(machine));
    return machine.must('cat /var/lib/torn-update/result');
  });
  repository.offer([versions.sound, versions.next]);
  const refused = (why: RegExp, run: Ran) => isRefused(bench, run, why, '9.2.0');
  await proof.promise('a list that somebody else signed is refused', async () => {
    repository.offer([versions.sound, versions.next], repository.stranger);
    return refused(/refused: the repository cannot be read, or is not signed/, await machine.run(UPDATE));
  });
  repository.offer([versions.sound, versions.foreign]);
  await proof.promise('a package for another kind of machine is not taken', async () => {
    const { status, output } = await machine.run(UPDATE);
    must(status === 0 && /no version newer than 9\.2\.0/.test(output), output);
    return `${output.split('\n').at(-1)}; then ${await ticket(bench)}`;
  });
  repository.offer([versions.sound, versions.next]);
  await proof.promise('a download that is cut is refused', async () => {
    repository.cutAfter(40_000_000);
    const seen = await refused(/refused: 9\.2\.1 could not be fetched whole/, await machine.run(UPDATE));
    repository.cutAfter(null);
    return seen;
  });
  await proof.promise('a disk without room is refused', async () => {
    machine.must('mkdir -p /tmp/small && mount -t tmpfs -o size=100M none /tmp/small');
    machine.must('cp -a /var/cache/torn/packages /tmp/kept && mount --bind /tmp/small /var/cache/torn/packages');
    const seen = await refused(/refused: no room in \/var\/cache\/torn/, await machine.run(UPDATE));
    machine.must('umount /var/cache/torn/packages /tmp/small');
    return seen;
  });
  await proof.promise('somebody at the kiosk is left in peace', async () => {
    const { page, close } = await openPage(machine);
    await citizen(page, 'ca').openEntry();
    await machine.until('/usr/lib/torn/bin/kiosk-says | grep -q in-use');
    const { status, output } = await machine.run(UPDATE);
    await close();
    must(status === 75 && /later: somebody is at the kiosk/.test(output), output);
    await machine.until('/usr/lib/torn/bin/nobody-here');
    return output.split('\n').at(-1) ?? '';
  });
  await proof.promise('by day it happens only when a person asks', () => {
    // The hour of the machine cannot be set here: the zone that has noon now is.
    const zone = `NOON${new Date().getUTCHours() - 12}`;
    const { status, output } = machine.sh(`TZ=${zone} /usr/lib/torn/bin/update`);
    must(status === 75 && /only when a person asks/.test(output), output);
    return output;
  });
}

async function proveChanges(proof: Proof, bench: Bench, repository: CityRepository, versions: Versions): Promise<void> {
  const { machine } = bench;
  await proof.promise('a core that cannot open the data is refused before anything changes', async () => {
    repository.offer([versions.sound, versions.coreless]);
    return isRefused(bench, await machine.run(UPDATE), /refused: 9\.2\.3 does not open a copy/, '9.2.0');
  });
  await proof.promise('a version that does not come up goes back by itself, and is not tried again', async () => {
    repository.offer([versions.sound, versions.deaf]);
    const seen = await isRefused(bench, await machine.run(UPDATE), /back: from 9\.2\.2 to 9\.2\.0/, '9.2.0');
    must(/did not prove itself before/.test(await update(machine)), 'it was tried again');
    return seen;
  });
  for (const afterMs of [300, 1_500, 4_000])
    await proof.promise(`the power fails ${afterMs} ms after dpkg began: a whole version gives tickets`, async () => {
      repository.offer([versions.sound, versions.next]);
      machine.must('rm -f /var/lib/torn-update/refused; sync');
      machine.must(`systemd-run --quiet --collect ${UPDATE}`);
      await machine.until('test -e /var/lib/torn-update/unproven');
      await machine.until('pgrep -x dpkg');
      await pause(afterMs);
      await machine.cutPower();
      await machine.boot();
      await untilReady(machine);
      await machine.until('! test -e /var/lib/torn-update/unproven', 240_000);
      await untilReady(machine);
      must(machine.must('dpkg --audit') === '', machine.must('dpkg --audit'));
      const seen = `${versionOf(machine)}, then ${await ticket(bench)}`;
      if (versionOf(machine) !== '9.2.0')
        machine.must('dpkg --force-downgrade --force-confold -i /var/cache/torn/packages/9.2.0.deb');
      await untilReady(machine);
      return seen;
    });
  await proof.promise('9.2.0 to 9.2.1: no number is lost or given twice', async () => {
    machine.must('rm -f /var/lib/torn-update/refused');
    const last = await ticket(bench);
    await update(machine);
    must(versionOf(machine) === '9.2.1', versionOf(machine));
    const after = await ticket(bench);
    must(numberOf(after) === numberOf(last) + 1, `${last}, then ${after}`);
    const labels = bench.printer.papers.flatMap(({ lines }) => lines.filter((line) => /^[A-Z]{1,2}\d{3}$/.test(line)));
    must(new Set(labels).size === labels.length, `twice: ${labels.join(' ')}`);
    return `${last}, then ${after}; ${labels.length} papers with a number, each once`;
  });
}
