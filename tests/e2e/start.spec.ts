import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@playwright/test';
import { npmCommand } from '../../build/npm-command.mjs';
import { repositoryRoot } from '../../build/runtime.ts';
import { openBrowser } from '../support/browser.ts';
import { newRequestId, service, startCoreProcess } from '../support/core-process.ts';
import { processesWith, type RunningProcess } from '../support/processes.ts';
import { makeSharedFolder } from '../support/shared-folder.ts';

let folder: string;
let mark: string;
test.beforeEach(() => {
  folder = makeSharedFolder('start');
  mark = randomUUID();
  // fontconfig finds no cache, as after a change of the machine's fonts, and so writes a cache during the start.
  writeFileSync(
    fontsFile(),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>/usr/share/fonts</dir><cachedir prefix="xdg">fontconfig</cachedir></fontconfig>`,
    { mode: 0o644 },
  );
});
test.afterEach(() => {
  for (const { pid } of running()) process.kill(pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const fontsFile = (): string => join(folder, 'fonts.conf');

const running = (): RunningProcess[] => processesWith('TORN_TEST_MARK', mark);

interface Started {
  npm: ChildProcess;
  ended: Promise<number | null>;
  said: readonly string[];
}

/** Runs `npm start` in a process group of its own and without a display, until the pages of kiosk and paper are ready. */
async function npmStart(...options: string[]): Promise<Started> {
  const [command, ...first] = npmCommand();
  const { DISPLAY: _1, WAYLAND_DISPLAY: _2, ...env } = process.env;
  const npm = spawn(command, [...first, 'start', '--', '--verbose', '--data', join(folder, 'data'), ...options], {
    cwd: repositoryRoot,
    env: { ...env, TORN_TEST_MARK: mark, FONTCONFIG_FILE: fontsFile() },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const ended = new Promise<number | null>((resolve) => npm.once('close', resolve));
  const said: string[] = [];
  const shown = Promise.withResolvers<void>();
  createInterface({ input: npm.stderr })
    .on('line', (line) => {
      said.push(line);
      if (line.includes('"event":"window-shown"')) shown.resolve();
    })
    .on('close', () => shown.reject(new Error(`npm start has ended:\n${said.join('\n')}`)));
  await shown.promise;
  await expect.poll(() => running().map(({ command }) => command)).toContainEqual(PAPER);
  return { npm, ended, said };
}

function openToOthers(top: string): string[] {
  const entries = readdirSync(top, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isSymbolicLink());
  return [top, ...entries.map((entry) => join(entry.parentPath, entry.name))].filter(
    (path) => (statSync(path).mode & 0o077) !== 0,
  );
}

const PAPER = expect.stringMatching(/electron .*paper-window .*--paper=/);
const isKiosk = ({ command }: RunningProcess): boolean =>
  /\/electron .*--core-node=/.test(command) && !command.includes('--type=');

test('npm start runs the kiosk with all its parts; without a display a ticket is taken in a page, where the paper comes out; SIGTERM to npm leaves no process behind', async () => {
  const [{ npm, ended, said }, { page, close }] = await Promise.all([npmStart(), openBrowser()]);
  const commands = running().map(({ command }) => command);
  for (const part of [
    /out\/core\/core\.js/,
    /hardware\/simulator\/main\.ts/,
    /^Xvfb/,
    /^matchbox-window-manager/,
    PAPER,
  ])
    expect(commands).toContainEqual(part instanceof RegExp ? expect.stringMatching(part) : part);
  expect(said.join('\n')).toMatch(/is shown at http:\/\/127\.0\.0\.1:\d+\/ and saved as PNG in .+\/data\/paper/);

  const url = /seen and touched at (http:\/\/127\.0\.0\.1:\d+\/[\w-]+\/)/.exec(said.join('\n'))?.[1] ?? '';
  await page.goto(url);
  const screen = page.locator('#screen');
  await expect(screen).toBeVisible();
  const { width, height } = (await screen.boundingBox()) ?? { width: 0, height: 0 };
  const printer = page.frameLocator('#printer');
  // Every paper is recorded, because one touch too many would print another paper after the ticket.
  await printer.locator('#image').evaluate((image) => {
    const { dataset } = image.ownerDocument.documentElement;
    const note = (): void => {
      dataset.papers = `${dataset.papers ?? ''}\n${image.getAttribute('alt')}`;
    };
    note();
    new MutationObserver(note).observe(image, { attributes: true, attributeFilter: ['alt'] });
  });
  // The first touch goes to the left arch of the start screen, the second to a service. Touches are repeated, because they have no effect
  // while the kiosk starts.
  const places = [
    { x: width * 0.3, y: height * 0.6 },
    { x: width * 0.5, y: height * 0.45 },
  ] as const;
  let touches = 0;
  await expect
    .poll(
      async () => {
        await screen.click({ position: places[touches++ % 2 === 0 ? 0 : 1] });
        return printer.locator('html').getAttribute('data-papers');
      },
      { intervals: [1_500], timeout: 0 },
    )
    .toMatch(/[A-Z]00\d/);
  await close();
  npm.kill('SIGTERM');
  await ended;
  await expect.poll(running).toEqual([]);
  expect(readdirSync(join(folder, 'data', 'electron', '.cache', 'fontconfig'))).not.toEqual([]);
  expect(openToOthers(join(folder, 'data'))).toEqual([]);
});

test('npm start -- --with-central pairs the kiosk with a centre once, and prints each ticket that arrives there; neither Ctrl-C nor a closed terminal leaves a process behind', async () => {
  const first = await npmStart('--with-central');
  expect(first.said.join('\n')).toMatch(/code [2-9B-Z]{4} [2-9B-Z]{4}, fingerprint( [0-9A-Z]{5}){5}\./);
  expect(first.said).toContainEqual(expect.stringMatching(/has confirmed it.* slot 1\.$/));
  expect(running().map(({ command }) => command)).toContainEqual(
    expect.stringMatching(/src-central\/demonstration\/main\.ts/),
  );
  // A terminal sends Ctrl-C to all processes of the group.
  signalGroup(first.npm, 'SIGINT');
  await first.ended;
  await expect.poll(running).toEqual([]);

  const core = startCoreProcess({ data: join(folder, 'data'), slot: null });
  const taken = await core.call('takeTicket', {
    requestId: newRequestId(),
    serviceId: service('empadronament'),
    language: 'ca',
  });
  await core.stop();
  expect(taken).toMatchObject({ ok: true, value: { label: 'A001' } });

  const second = await npmStart('--with-central');
  expect(second.said).toContainEqual(expect.stringMatching(/is already paired with the centre, slot 1\.$/));
  const ofTicket = /the centre has (ticket A001 \(empadronament\)|already: 1\.)/;
  await expect.poll(() => second.said).toContainEqual(expect.stringMatching(ofTicket));
  signalGroup(second.npm, 'SIGHUP');
  await second.ended;
  await expect.poll(running).toEqual([]);
});

for (const { name, end } of [
  { name: 'SIGKILL to npm', end: (npm: ChildProcess) => npm.kill('SIGKILL') },
  { name: "SIGKILL to Electron's main process", end: () => killKiosk() },
])
  test(`${name} leaves no process behind`, async () => {
    const { npm, ended } = await npmStart();
    end(npm);
    await ended;
    await expect.poll(running).toEqual([]);
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
