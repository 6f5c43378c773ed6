import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, expect, test } from '@playwright/test';
import { pinnedNode, projectEnv } from '../../build/runtime.ts';
import { processesWith } from '../support/processes.ts';
import { copyTree } from '../support/tree-copy.ts';

const mark = randomUUID();
const RUNS = ['src-main', 'src-renderer', 'hardware', 'config', 'build', 'package.json', 'package-lock.json'];
const running = () => processesWith('TORN_TEST_MARK', mark);
let tree: string;
let data: string;
test.beforeAll(() => {
  tree = copyTree('torn-dev-', RUNS);
  data = mkdtempSync(join(tmpdir(), 'torn-dev-data-'));
  // Electron may run as another user than the tests, and that user must be able to enter both folders.
  for (const folder of [tree, data]) chmodSync(folder, 0o755);
});
test.afterAll(() => {
  for (const { pid } of running()) process.kill(pid, 'SIGKILL');
  for (const folder of [tree, data]) rmSync(folder, { recursive: true, force: true });
});

function edit(file: string, from: string, to: string): void {
  const path = join(tree, file);
  const text = readFileSync(path, 'utf8');
  expect(text, file).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

test('npm run dev reloads the page, restarts the core or restarts all when sources change, and leaves no process behind', async () => {
  const dev = spawn(pinnedNode, [join(tree, 'build', 'dev.ts'), '--verbose', '--data', join(data, 'kiosk')], {
    cwd: tree,
    env: { ...projectEnv(), TORN_TEST_MARK: mark },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise((resolve) => dev.once('close', resolve));
  const said: string[] = [];
  const line = new EventEmitter();
  createInterface({ input: dev.stderr }).on('line', (one) => {
    said.push(one);
    line.emit('said');
  });
  /** Waits until a line was printed `times` times, and fails if it was printed more often. */
  async function hears(what: RegExp, times = 1): Promise<void> {
    const heard = () => said.filter((one) => what.test(one)).length;
    while (heard() < times) await once(line, 'said');
    expect(heard()).toBe(times);
  }

  await hears(/"event":"window-shown"/);
  await hears(/"event":"core-ready"/);
  const port = /page (\d+), shell \d+, core \d+/.exec(said.join('\n'))?.[1] ?? '';
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const page = browser.contexts()[0]?.pages()[0];
  if (page === undefined) throw new Error('the inspector shows no page');
  page.setDefaultTimeout(0);
  edit('config/locales/ca/screen.json', 'Vull', 'Desitjo');
  await hears(/the page has been reloaded/);
  await expect(page.getByText('Desitjo')).toBeVisible();
  await browser.close();

  edit('src-main/core/main.ts', 'import', 'imp ort');
  await hears(/the build of core failed; the previous build keeps running/);
  edit('src-main/core/main.ts', 'imp ort', 'import');
  await hears(/the core has restarted/);
  await hears(/"event":"core-ready"/, 2);

  edit('src-main/shell/main.ts', 'const EXIT_FAULT', 'export const EXIT_FAULT');
  await hears(/shell, core and page have restarted/);
  await hears(/"event":"window-shown"/, 2);

  dev.kill('SIGINT');
  await ended;
  await expect.poll(running).toEqual([]);
});
