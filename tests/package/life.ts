import type { Page } from '@playwright/test';
import { announcePrinter } from '../../hardware/simulator/announce.ts';
import type { Paper } from '../../hardware/simulator/paper.ts';
import { startVirtualPrinter, type VirtualPrinter } from '../../hardware/simulator/virtual-printer.ts';
import { citizen } from '../support/citizen.ts';
import { expect } from '../support/expect.ts';
import { installer } from '../support/installer.ts';
import { virtualProfile } from '../support/printing.ts';
import { technician } from '../support/technician.ts';
import { openPage, prepareForFinger, takeTicket, UNIT, untilReady } from './kiosk-in-machine.ts';
import type { Machine } from './machine.ts';
import { must, type Proof } from './proof.ts';
import { numberOf } from './updates-in-machine.ts';

const PIN = '508263';
const INSTALL = 'apt-get install --yes --no-install-recommends /srv/torn.deb';

export interface Bench {
  machine: Machine;
  printer: VirtualPrinter;
  /** Papers of the new kiosk in `proveFirstHour`, whose numbers start afresh and so may repeat those of the installed kiosk. */
  elsewhere: Set<Paper>;
  close(): Promise<void>;
}

export async function openBench(machine: Machine, deb: string): Promise<Bench> {
  const printer = await startVirtualPrinter({ profile: virtualProfile, speedMmPerS: 5_000 });
  const announced = announcePrinter('Taquilla', printer.port);
  machine.copyIn(deb, '/srv/torn.deb');
  await machine.boot();
  machine.must('apt-get update --quiet=2');
  return {
    machine,
    printer,
    elsewhere: new Set(),
    async close() {
      await machine.cutPower();
      await announced.close();
      await printer.close();
    },
  };
}

const secondsSince = (startedMs: number): string => `${Math.round((performance.now() - startedMs) / 100) / 10} s`;

export async function proveInstallation(proof: Proof, { machine, printer }: Bench): Promise<void> {
  await proof.promise('one command installs it, and it comes up by itself', async () => {
    prepareForFinger(machine);
    // The settings file exists before the installation, as an administrator's may.
    machine.must(`${INSTALL} -o Dpkg::Options::=--force-confold`);
    const startedMs = performance.now();
    await untilReady(machine);
    return `ready ${secondsSince(startedMs)} after the installation`;
  });
  await proof.promise('first run to a printed ticket by a finger', async () => {
    const { page, close } = await openPage(machine);
    const person = installer(page);
    await person.begin('Català');
    await person.choosePin(PIN);
    await person.measures();
    await person.looksAtNetwork();
    await person.skip('pairing');
    await person.chooses('OAC Exemple');
    await person.takesSlot(1);
    await person.provesPrinter('127.0.0.1');
    await person.skip('scanner');
    await person.takesTicket();
    await person.confirmsTicket();
    await person.opens();
    await citizen(page, 'ca').isAtFront();
    await close();
    return `${person.touches()} touches, ${printer.papers.length} papers`;
  });
  await proof.promise('a citizen takes a ticket, and the paper says its number', () => ticket({ machine, printer }));
  await proof.promise('the sandbox is on, and the kiosk may become nobody else', () => proveConfinement(machine));
}

export async function enterAsTechnician(page: Page): Promise<ReturnType<typeof technician>> {
  const person = technician(page);
  await citizen(page, 'ca').isAtFront();
  await person.knock();
  await person.send(PIN, 'enter');
  await person.sees(person.t('header.technician'));
  return person;
}

/** Takes a ticket, and resolves to the number on the newest paper. */
export async function ticket({ machine, printer }: Pick<Bench, 'machine' | 'printer'>): Promise<string> {
  const before = printer.papers.length;
  const { page, close } = await openPage(machine);
  try {
    const label = await takeTicket(page);
    await expect.poll(() => printer.papers.length).toBe(before + 1);
    const lines = printer.papers.at(-1)?.lines ?? [];
    must(lines.includes(label), `the paper does not say ${label}: ${lines.join(' / ')}`);
    return label;
  } finally {
    await close();
  }
}

function proveConfinement(machine: Machine): string {
  const pids = machine.must('pgrep -u torn -f -- --type=renderer').split('\n');
  for (const pid of pids) {
    const status = machine.must(`cat /proc/${pid}/status`);
    must(/^Seccomp:\t2$/m.test(status) && /^NoNewPrivs:\t1$/m.test(status), `renderer ${pid}: ${status}`);
  }
  const main = machine.must(`systemctl show -p MainPID --value ${UNIT}`);
  const status = machine.must(`cat /proc/${main}/status`);
  must(/^CapBnd:\t0+$/m.test(status) && /^NoNewPrivs:\t1$/m.test(status), status);
  must(machine.sh('su torn -c true').status !== 0, 'torn has a shell');
  must(/^torn L|^torn !/.test(machine.must('passwd -S torn')), 'torn has a password');
  const exposure = /exposure level for \S+: (\S+)/.exec(
    machine.sh(`systemd-analyze security --no-pager ${UNIT}`).output,
  );
  return `${pids.length} renderers confined; no capability, no shell; systemd counts an exposure of ${exposure?.[1]}`;
}

/** Proves that the kiosk survives a hanging shell, a killed core and a power cut, and notices a changed file of the package. */
export async function proveLife(proof: Proof, bench: Bench): Promise<void> {
  const { machine } = bench;
  await proof.promise('a shell that hangs is started again by the watchdog', async () => {
    machine.write(`/etc/systemd/system/${UNIT}.d/impatient.conf`, '[Service]\nWatchdogSec=30s\n');
    machine.must(`systemctl daemon-reload && systemctl restart ${UNIT}`);
    await untilReady(machine);
    machine.must('pkill -STOP -o -u torn -f /usr/lib/torn/app/torn-test.--data');
    const startedMs = performance.now();
    await machine.until(`test "$(systemctl show -p NRestarts --value ${UNIT})" -gt 0`);
    await untilReady(machine);
    const seen = secondsSince(startedMs);
    machine.must(`rm /etc/systemd/system/${UNIT}.d/impatient.conf && systemctl daemon-reload`);
    return `ready again after ${seen} with WatchdogSec=30s; then ${await ticket(bench)}`;
  });
  await proof.promise('a core that is killed is started again, and the page stays', async () => {
    let printedMs = 0;
    bench.printer.onPaper(() => {
      printedMs = performance.now();
    });
    machine.must('pkill -KILL -u torn -f out/core/core.js');
    const killedMs = performance.now();
    const label = await ticket(bench);
    const seconds = (untilMs: number): number => Math.round((untilMs - killedMs) / 100) / 10;
    return `${label} printed ${seconds(printedMs)} s after it was killed; the finger was done after ${seconds(performance.now())} s`;
  });
  await proof.promise('after a power cut it comes up by itself and goes on with the numbers', async () => {
    await machine.cutPower();
    const startedMs = performance.now();
    await machine.boot();
    await untilReady(machine);
    const seen = secondsSince(startedMs);
    const label = await ticket(bench);
    return `ready ${seen}, first ticket ${label} ${secondsSince(startedMs)} after the power`;
  });
  await proof.promise('a changed file of the package is noticed', () => {
    machine.must('systemctl start torn-verify.service');
    machine.must('echo >> /usr/lib/torn/bin/session');
    must(machine.sh('systemctl start torn-verify.service').status !== 0, 'nobody noticed');
    machine.must("sed -i '$ d' /usr/lib/torn/bin/session && systemctl start torn-verify.service");
    return 'told as a failed unit';
  });
}

export async function proveRemoval(proof: Proof, bench: Bench): Promise<void> {
  const { machine } = bench;
  let before = '';
  await proof.promise('removal leaves the data and its user alone', async () => {
    before = await ticket(bench);
    machine.must('apt-get remove --yes torn-test');
    must(machine.sh('pgrep -u torn').status !== 0, 'something of it still runs');
    must(machine.sh('test -e /usr/lib/torn/app').status !== 0, 'the application is still there');
    return machine.must('stat --format="%U %a %n" /var/lib/torn/torn.db && ls -d /var/lib/torn/journal');
  });
  await proof.promise('installed again, it goes on with the next number', async () => {
    machine.must(`${INSTALL} -o Dpkg::Options::=--force-confold`);
    await untilReady(machine);
    const after = await ticket(bench);
    must(numberOf(after) === numberOf(before) + 1, `${before}, then ${after}`);
    return `${before}, then ${after}`;
  });
  await proof.promise('purge keeps the data where nobody can be asked, and says how it is deleted', () => {
    const said = machine.must('DEBIAN_FRONTEND=noninteractive apt-get purge --yes torn-test');
    must(/the data stays in .var.lib.torn\. To delete it as well: rm -rf/.test(said), said);
    return machine.must('ls -d /var/lib/torn/torn.db');
  });
  await proof.promise('purge deletes it where the answer is yes', async () => {
    machine.must(INSTALL);
    await machine.until(`systemctl is-active --quiet ${UNIT}`).catch(() => undefined);
    machine.must('echo "torn-test torn/purge-data boolean true" | debconf-set-selections');
    machine.must('apt-get purge --yes torn-test');
    must(machine.sh('test -e /var/lib/torn').status !== 0, machine.sh('ls -la /var/lib/torn').output);
    const left = machine.sh('ls -d /etc/torn /usr/lib/torn /etc/systemd/system/getty@tty1.service 2>/dev/null').output;
    return `gone${left === '' ? '' : `, but for ${left.replaceAll('\n', ' ')}`}`;
  });
}
