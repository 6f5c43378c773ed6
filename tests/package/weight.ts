import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPackage } from '@electron/asar';
import { UNIT, untilReady } from './kiosk-in-machine.ts';
import { type Bench, ticket } from './life.ts';
import type { Machine } from './machine.ts';
import { must, type Proof } from './proof.ts';

const BARE = 'torn-bare.service';
const BARE_MAIN = `const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => {
  const window = new BrowserWindow({ show: false, kiosk: true });
  window.once('ready-to-show', () => { window.show(); process.stderr.write('bare-shown\\n'); });
  window.loadURL('data:text/html,<h1>Torn</h1>');
});
`;
/** After this pause everything has started. */
const SETTLED = 'sleep 20';

/** Measures the kiosk's memory and start time, against those of a bare window of the same Electron in the same machine. */
export async function proveWeight(proof: Proof, bench: Bench): Promise<void> {
  const { machine } = bench;
  await layBare(machine);
  await proof.promise('its memory and its start, beside those of a bare window', async () => {
    machine.must(`systemctl stop ${UNIT}`);
    const bare = await medianStart(machine, BARE, 'bare-shown');
    const bareMemory = await memoryOf(machine, BARE);
    machine.must(`systemctl stop ${BARE}`);
    const own = await medianStart(machine, UNIT, 'window-shown');
    await untilReady(machine);
    const memory = await memoryOf(machine, UNIT);
    const label = await ticket(bench);
    must(bareMemory.whole > 0 && memory.whole > 0, 'nothing was measured');
    return `shown after ${own} s (bare ${bare} s); ${said(memory)} (bare ${said(bareMemory)}); then ${label}`;
  });
}

/** Installs the bare program with a copy of the kiosk's unit. */
async function layBare(machine: Machine): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'torn-bare-'));
  mkdirSync(join(work, 'app'));
  writeFileSync(join(work, 'app', 'package.json'), '{"name":"bare","version":"1.0.0","main":"main.js"}');
  writeFileSync(join(work, 'app', 'main.js'), BARE_MAIN);
  await createPackage(join(work, 'app'), join(work, 'app.asar'));
  machine.must('rm -rf /srv/bare && mkdir /srv/bare && cp -a /usr/lib/torn/app /srv/bare/app');
  machine.copyIn(join(work, 'app.asar'), '/srv/bare/app/resources/app.asar');
  rmSync(work, { recursive: true });
  const session = '#!/bin/sh\nexec /srv/bare/app/torn-test --ozone-platform=wayland --password-store=basic\n';
  machine.write('/srv/bare/session', session);
  machine.write(
    '/srv/bare/compositor',
    machine.must('cat /usr/lib/torn/bin/compositor').replace('/usr/lib/torn/bin/session', '/srv/bare/session'),
  );
  machine.must('chmod 755 /srv/bare/session /srv/bare/compositor');
  const unit = machine
    .must(`cat /usr/lib/systemd/system/${UNIT} /etc/systemd/system/${UNIT}.d/without-screen.conf`)
    .replace(/^(NotifyAccess|ExecStartPre|Watchdog\w+|Restart\w*)=.*\n/gm, '')
    .replace('Type=notify', 'Type=exec')
    .replace('/usr/lib/torn/bin/compositor', '/srv/bare/compositor');
  machine.write(`/etc/systemd/system/${BARE}`, unit);
  machine.must('systemctl daemon-reload');
}

/** Measures the seconds from the unit's start until `word` is in its journal; the median of three starts. */
async function medianStart(machine: Machine, unit: string, word: string): Promise<number> {
  const seconds: number[] = [];
  for (const _ of [1, 2, 3]) {
    machine.must(`systemctl stop ${unit}; sync; systemctl start --no-block ${unit}`);
    const own = `_SYSTEMD_INVOCATION_ID=$(systemctl show -p InvocationID --value ${unit})`;
    await machine.until(`journalctl --boot ${own} --output=cat | grep -q ${word}`);
    const line = machine.must(
      `journalctl --boot ${own} --output=json --output-fields=__MONOTONIC_TIMESTAMP --grep=${word} -n 1`,
    );
    const shownUs = Number(/"__MONOTONIC_TIMESTAMP":"(\d+)"/.exec(line)?.[1]);
    const beganUs = Number(machine.must(`systemctl show -p InactiveExitTimestampMonotonic --value ${unit}`));
    seconds.push((shownUs - beganUs) / 1_000_000);
  }
  return Math.round((seconds.toSorted((a, b) => a - b)[1] ?? Number.NaN) * 10) / 10;
}

interface Memory {
  whole: number;
  parts: readonly (readonly [string, number])[];
}

/** Measures the proportional set size (memory with shared pages divided among their users) of all processes of a unit. */
async function memoryOf(machine: Machine, unit: string): Promise<Memory> {
  machine.must(SETTLED);
  const group = machine.must(`systemctl show -p ControlGroup --value ${unit}`);
  const lines = machine.must(`for pid in $(cat /sys/fs/cgroup${group}/cgroup.procs); do
    echo "$(sed -n 's/^Pss: *\\([0-9]*\\) kB/\\1/p' /proc/$pid/smaps_rollup) $(tr '\\0' ' ' < /proc/$pid/cmdline | cut -c1-400)"; done`);
  const parts = lines.split('\n').map((line) => {
    const [, kb = '0', words = ''] = /^(\d*) ?(.*)$/.exec(line) ?? [];
    return [partOf(words), Math.round(Number(kb) / 1_024)] as const;
  });
  return { whole: parts.reduce((sum, [, mb]) => sum + mb, 0), parts };
}

function partOf(words: string): string {
  const kind = /--type=([\w-]+)/.exec(words)?.[1];
  const service = /--utility-sub-type=([\w.]+)/.exec(words)?.[1];
  if (kind !== undefined) return service?.split('.')[0] ?? kind;
  if (/core\.js/.test(words)) return 'core';
  return /cage/.test(words) ? 'cage' : /torn-test/.test(words) ? 'shell' : (words.split(' ')[0] ?? '?');
}

const said = ({ whole, parts }: Memory): string => `${whole} MB: ${parts.map((part) => part.join(' ')).join(', ')}`;
