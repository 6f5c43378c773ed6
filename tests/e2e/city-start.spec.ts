import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@playwright/test';
import { npmCommand } from '../../build/npm-command.mjs';
import { repositoryRoot } from '../../build/runtime.ts';
import { CityOverview } from '../../src-main/contract/centre/city-overview.ts';
import { openBrowser } from '../support/browser.ts';
import { processesWith } from '../support/processes.ts';
import { makeSharedFolder } from '../support/shared-folder.ts';

const mark = randomUUID();
const running = () => processesWith('TORN_TEST_MARK', mark);
let folder: string;
test.beforeAll(() => {
  folder = makeSharedFolder('city-start');
});
test.afterAll(() => {
  for (const { pid } of running()) process.kill(pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function startCity(): { npm: ChildProcess; ended: Promise<number | null>; said: readonly string[] } {
  const [command, ...first] = npmCommand();
  const { DISPLAY: _1, WAYLAND_DISPLAY: _2, ...env } = process.env;
  const npm = spawn(command, [...first, 'start', '--', '--with-central', '--data', join(folder, 'data')], {
    cwd: repositoryRoot,
    env: { ...env, TORN_TEST_MARK: mark },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const said: string[] = [];
  createInterface({ input: npm.stderr }).on('line', (line) => void said.push(line));
  return { npm, ended: new Promise((resolve) => npm.once('close', resolve)), said };
}

const LINK = /by this link: (http:\/\/localhost:\d+\/demonstration\/[\w-]{43})$/;

test('npm start -- --with-central shows a city at work: the printed link signs in with one click, and works once', async () => {
  const [{ npm, ended, said }, { page, close }] = [startCity(), await openBrowser()];
  const links = () => said.flatMap((line) => LINK.exec(line)?.[1] ?? []);
  await expect.poll(links).toHaveLength(1);
  const [link = ''] = links();
  const [origin] = link.split('/demonstration/');
  await page.goto(`${origin}/`);
  await expect(page).toHaveURL(/\/sign-in\?next=/);

  await page.goto(link);
  await expect(page.locator('h1')).toContainText('visit');
  for (const trouble of ['OAC Riera', 'OAC Molins', 'OAC Torre Alta', 'OAC Fàbrica', 'OAC Estació'])
    await expect(page.locator('main')).toContainText(trouble);
  const overview = async () =>
    CityOverview.parse(await page.evaluate(async () => (await fetch('/v1/cities/terrassa/admin/overview')).json()));
  const { offices } = await overview();
  expect(offices).toHaveLength(17);
  // Three kiosks are real: the visible one, and two without a window that pair by themselves.
  const live = ['demonstration', 'oac-mercat', 'oac-estacio'];
  const paired = async () =>
    (await overview()).kiosks.filter(({ officeId, slot }) => live.includes(officeId) && slot === 1).length;
  await expect.poll(paired).toBe(3);

  expect((await fetch(link)).status).toBe(404);
  await expect.poll(links).toHaveLength(2);
  expect(said).toContainEqual(expect.stringMatching(/asks to be enrolled: code \w{4} \w{4}, fingerprint( \w{5}){5}$/));
  await close();
  npm.kill('SIGTERM');
  await ended;
  await expect.poll(running).toEqual([]);
});
