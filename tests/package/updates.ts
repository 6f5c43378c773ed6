import { citizen } from '../support/citizen.ts';
import type { CityRepository } from './city-repository.ts';
import { openPage, untilReady } from './kiosk-in-machine.ts';
import { type Bench, ticket } from './life.ts';
import type { Ran } from './machine.ts';
import { provePowerCuts } from './power-cuts.ts';
import { must, type Proof } from './proof.ts';
import { numberOf, UPDATE, update, type Versions, versionOf, withRepository } from './updates-in-machine.ts';

export const proveUpdates = (proof: Proof, bench: Bench, deb: string): Promise<void> =>
  withRepository(bench, deb, async (repository, versions) => {
    await proveRefusals(proof, bench, repository, versions);
    await proveRings(proof, bench, repository, versions);
    await proveChanges(proof, bench, repository, versions);
  });

/** Proves that an update survives power cuts at many points. */
export const provePower = (proof: Proof, bench: Bench, deb: string): Promise<void> =>
  withRepository(bench, deb, (repository, versions) => provePowerCuts(proof, bench, repository, versions));

/** Checks that the update was refused, that the version is unchanged, and that the kiosk issues tickets. */
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
  await proof.promise('from the package at hand to the repository’s version, by its own way', () =>
    machine.must('cat /var/lib/torn-update/result'),
  );
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
    // The machine's clock cannot be set here, so the update runs in the time zone in which it is noon now.
    const zone = `NOON${new Date().getUTCHours() - 12}`;
    const { status, output } = machine.sh(`TZ=${zone} /usr/lib/torn/bin/update`);
    must(status === 75 && /only when a person asks/.test(output), output);
    return output;
  });
}

/**
 * Proves that an update installs only the version that the centre allows. The core writes this version to
 * `/var/lib/torn/allowed-version`; here the test writes the file instead.
 */
async function proveRings(proof: Proof, bench: Bench, repository: CityRepository, versions: Versions): Promise<void> {
  const { machine } = bench;
  repository.offer([versions.sound, versions.next]);
  const place = '/var/lib/torn/allowed-version';
  const allow = (line: string): void => void machine.must(`rm -rf ${place}; ${line}`);
  const nothing = async (why: RegExp): Promise<string> => {
    const output = await update(machine);
    must(why.test(output) && versionOf(machine) === '9.2.0', output);
    return output.split('\n').at(-1) ?? '';
  };
  await proof.promise('a kiosk that the centre has not let have the newest stays as it is', async () => {
    allow(`echo 9.2.0 > ${place}`);
    return nothing(/nothing: no version newer than 9\.2\.0/);
  });
  await proof.promise('what the centre allows and nobody offers changes nothing', async () => {
    allow(`echo 9.2.9 > ${place}`);
    return nothing(/nothing: 9\.2\.9, which the centre allows, is not in the repository/);
  });
  await proof.promise('the updater follows no link of the kiosk’s to what root alone may read', async () => {
    allow(`echo 9.2.0 > /root/secret && chmod 600 /root/secret && ln -s /root/secret ${place}`);
    const { status, output } = machine.sh('. /usr/lib/torn/bin/update-words; version_allowed');
    allow('rm -f /root/secret');
    must(status !== 0 && output === '', output);
    return 'as if nothing stood there';
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
    const line = machine.must('tail -n 1 /var/lib/torn-update/ended');
    must(/"from":"9\.2\.0","to":"9\.2\.2","result":"(not-ready|kept-restarting)"/.test(line), line);
    // The core reads the updater's outcomes once a minute.
    await machine.until('journalctl --boot --unit=torn-kiosk.service --output=cat | grep -q update-undone');
    return `${seen}; the core heard of it`;
  });
  await proof.promise('9.2.0 to 9.2.1: no number is lost or given twice', async () => {
    repository.offer([versions.sound, versions.next]);
    machine.must('rm -f /var/lib/torn-update/refused');
    const last = await ticket(bench);
    await update(machine);
    must(versionOf(machine) === '9.2.1', versionOf(machine));
    const after = await ticket(bench);
    must(numberOf(after) === numberOf(last) + 1, `${last}, then ${after}`);
    // The first paper is the printer's test print, not a ticket.
    const [, ...papers] = bench.printer.papers.filter((paper) => !bench.elsewhere.has(paper));
    const labels = papers.flatMap(({ lines }) => lines.filter((line) => /^[A-Z]{1,2}\d{3}$/.test(line)));
    must(new Set(labels).size === labels.length, `twice: ${labels.join(' ')}`);
    return `${last}, then ${after}; ${labels.length} papers with a number, each once`;
  });
}
