import { setTimeout as pause } from 'node:timers/promises';
import type { CityRepository } from './city-repository.ts';
import { untilReady } from './kiosk-in-machine.ts';
import { type Bench, ticket } from './life.ts';
import type { Machine } from './machine.ts';
import { must, type Proof } from './proof.ts';
import { isSettled, numberOf, UPDATE, type Versions, versionOf } from './updates-in-machine.ts';

interface Point {
  /**
   * A shell command that succeeds once the update has reached this point. The brackets keep `pgrep -f` from finding
   * the command itself.
   */
  reached: string;
  afterMs: readonly number[];
  /** The offered version: `next` works, `deaf` does not start. */
  offered: 'next' | 'deaf';
}

/**
 * Points of an update at which the power is cut, from the first downloaded byte to the last step of the return to the
 * old version.
 */
const POINTS: readonly Point[] = [
  { reached: 'ls /var/cache/torn/packages/incoming/*', afterMs: [0], offered: 'next' },
  { reached: 'test -e /var/lib/torn-update/next', afterMs: [200], offered: 'next' },
  { reached: 'test -e /var/lib/torn-update/copy', afterMs: [500], offered: 'next' },
  { reached: 'test -e /var/lib/torn-update/unproven', afterMs: [0], offered: 'next' },
  { reached: 'pgrep -x dpkg', afterMs: [0, 200, 500, 900, 1_500, 2_200, 3_000, 4_000, 6_000], offered: 'next' },
  { reached: 'pgrep -f [b]in/update-test', afterMs: [0, 1_000, 10_000, 20_000], offered: 'next' },
  { reached: 'test -e /var/lib/torn-update/undoing', afterMs: [0, 800, 2_500], offered: 'deaf' },
];

const LONGEST_UPDATE_MS = 300_000;

/**
 * Cuts the power at every point: afterwards a complete version issues tickets, no version is refused because of the
 * cut, and no number is lost or issued twice.
 */
export async function provePowerCuts(
  proof: Proof,
  bench: Bench,
  repository: CityRepository,
  versions: Versions,
): Promise<void> {
  let no = 0;
  for (const { reached, afterMs, offered } of POINTS)
    for (const ms of afterMs) {
      no += 1;
      repository.offer([versions.sound, versions[offered]]);
      await proof.promise(`power cut ${no}: ${ms} ms after ${reached}`, () => cutAt(bench, reached, ms, offered));
    }
}

async function cutAt(bench: Bench, reached: string, ms: number, offered: Point['offered']): Promise<string> {
  const { machine } = bench;
  await begin(machine);
  const before = await ticket(bench);
  machine.must(`systemd-run --quiet --collect --unit=update-${Date.now()} ${UPDATE}`);
  await machine.until(reached, LONGEST_UPDATE_MS);
  await pause(ms);
  await machine.cutPower();
  const startedMs = performance.now();
  await machine.boot();
  // The version is read only when no update is half-way, so that it is the version that issues tickets.
  await isSettled(machine);
  await untilReady(machine);
  const seconds = Math.round((performance.now() - startedMs) / 1_000);
  must(machine.must('dpkg --audit') === '', machine.must('dpkg --audit'));
  const after = await ticket(bench);
  must(numberOf(after) === numberOf(before) + 1, `${before}, then ${after}`);
  const refused = machine.sh('cat /var/lib/torn-update/refused').output;
  must(/9\.2\./.test(refused) === (offered === 'deaf'), `refused: ${refused}`);
  if (offered === 'deaf') must(versionOf(machine) === '9.2.0', versionOf(machine));
  return `${versionOf(machine)} ${seconds} s after the power, ${before} then ${after}`;
}

/** Brings the machine to version 9.2.0 and removes the traces of earlier updates. */
async function begin(machine: Machine): Promise<void> {
  await isSettled(machine);
  machine.must('rm -rf /var/lib/torn-update/refused /var/lib/torn-update/tries /var/cache/torn/packages/incoming');
  if (versionOf(machine) !== '9.2.0')
    machine.must('dpkg --force-downgrade --force-confold --force-unsafe-io -i /var/cache/torn/packages/9.2.0.deb');
  machine.must('rm -f /var/cache/torn/packages/9.2.[12].deb; sync');
  await untilReady(machine);
  await machine.until('/usr/lib/torn/bin/nobody-here');
}
