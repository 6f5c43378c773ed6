import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@playwright/test';
import { npmCommand } from '../../build/npm-command.mjs';
import { repositoryRoot } from '../../build/runtime.ts';
import { processesWith, type RunningProcess } from '../support/processes.ts';

let folder: string;
let mark: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'torn-start-'));
  chmodSync(folder, 0o755);
  mark = randomUUID();
});
test.afterEach(() => {
  for (const { pid } of running()) process.kill(pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const running = (): RunningProcess[] => processesWith('TORN_TEST_MARK', mark);

/** `npm start` as in a terminal of its own, without a display, until the kiosk and its paper stand. */
async function npmStart(): Promise<{ npm: ChildProcess; ended: Promise<number | null>; said: string[] }> {
  const [command, ...first] = npmCommand();
  const { DISPLAY: _1, WAYLAND_DISPLAY: _2, ...env } = process.env;
  const npm = spawn(command, [...first, 'start', '--', '--verbose', '--data', join(folder, 'data')], {
    cwd: repositoryRoot,
    env: { ...env, TORN_TEST_MARK: mark },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const ended = new Promise<number | null>((resolve) => npm.once('close', resolve));
  const said: string[] = [];
  for await (const line of createInterface({ input: npm.stderr })) {
    said.push(line);
    if (line.includes('"event":"window-shown"')) break;
  }
  await expect.poll(() => running().map(({ command }) => command), { timeout: 10_000 }).toContainEqual(PAPER);
  npm.stderr.resume();
  return { npm, ended, said };
}

const PAPER = expect.stringMatching(/electron .*paper-window .*--paper=/);
const isKiosk = ({ command }: RunningProcess): boolean =>
  /\/electron .*--core-node=/.test(command) && !command.includes('--type=');

test('npm start runs the kiosk with a core, a virtual printer and a display, and says where the paper goes', async () => {
  const { npm, ended, said } = await npmStart();
  const commands = running().map(({ command }) => command);
  for (const part of [/out\/core\/core\.js/, /hardware\/virtual\/main\.ts/, /^Xvfb/, /^matchbox-window-manager/, PAPER])
    expect(commands).toContainEqual(part instanceof RegExp ? expect.stringMatching(part) : part);
  expect(said.join('\n')).toMatch(/comes out at http:\/\/127\.0\.0\.1:\d+\/ and as PNG in .+\/data\/paper/);
  npm.kill('SIGTERM');
  await ended;
});

for (const { name, end } of [
  { name: 'SIGTERM to npm', end: (npm: ChildProcess) => npm.kill('SIGTERM') },
  { name: 'Ctrl-C, which a terminal sends to all of them', end: (npm: ChildProcess) => signalGroup(npm, 'SIGINT') },
  { name: 'a closed terminal', end: (npm: ChildProcess) => signalGroup(npm, 'SIGHUP') },
  { name: 'SIGKILL to npm', end: (npm: ChildProcess) => npm.kill('SIGKILL') },
  { name: "SIGKILL to Electron's main process", end: () => killKiosk() },
])
  test(`${name} leaves no process behind`, async () => {
    const { npm, ended } = await npmStart();
    end(npm);
    await ended;
    await expect.poll(running, { timeout: 15_000 }).toEqual([]);
  });

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) throw new Error('npm did not start');
  process.kill(-pid, signal);
}

function killKiosk(): void {
  const kiosks = running().filter(isKiosk);
  expect(kiosks).toHaveLength(1);
  for (const { pid } of kiosks) process.kill(pid, 'SIGKILL');
}
