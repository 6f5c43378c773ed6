import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, type Page, test } from '@playwright/test';
import { electronCommand, provideFolder } from '../../build/electron-command.ts';
import { packageFolder } from '../../build/package.ts';
import { type Program, startProgram } from '../../build/processes.ts';
import { pinnedNode, repositoryRoot } from '../../build/runtime.ts';
import { startVirtualPrinter, VIRTUAL_PROFILE } from '../../build/virtual-printer.ts';
import { giveSlotTo } from '../support/slot.ts';
import { touch } from '../support/touch.ts';

const folder = packageFolder(true);
const mark = join(folder, 'resources', 'test-build');
let scratch: string;
const programs: Program[] = [];

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  test.setTimeout(180_000);
  const builder = spawn(pinnedNode, [join(repositoryRoot, 'build', 'package.ts'), '--test-build'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise<number | null>((resolve) => builder.once('close', resolve));
  expect(code).toBe(0);
});
test.beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'torn-package-'));
  // Electron may run as somebody else than we do.
  chmodSync(scratch, 0o755);
});
test.afterEach(async () => {
  for (const program of programs.splice(0).toReversed()) await program.end(6_000);
  rmSync(scratch, { recursive: true, force: true });
});

/** Starts the packaged executable; everything it needs but the data folder lies in the package. */
function startPackage(printer: string): Program {
  const config = join(folder, 'resources', 'app.asar.unpacked', 'config');
  const data = join(scratch, 'data');
  provideFolder(data);
  giveSlotTo(data);
  const { command, args, env } = electronCommand({
    executable: join(folder, 'torn'),
    args: [
      '--remote-debugging-port=0',
      `--data=${data}`,
      `--profile=${join(config, 'offices', 'demonstration.json')}`,
      `--printer=${printer}`,
    ],
    home: join(scratch, 'home'),
    writes: [data],
  });
  const program = startProgram(command, args, env);
  programs.push(program);
  return program;
}

function lineWith(program: Program, pattern: RegExp): Promise<RegExpExecArray> {
  const heard: string[] = [];
  const found = new Promise<RegExpExecArray>((resolve) => {
    program.onLine((line) => {
      heard.push(line);
      const match = pattern.exec(line);
      if (match) resolve(match);
    });
  });
  const ended = program.ended.then((code) => {
    throw new Error(`ended with ${code} before it said ${pattern}:\n${heard.join('\n')}`);
  });
  return Promise.race([found, ended]);
}

/** Attached too early, a debugger waits for ever: the page must be listed first. */
async function attach(port: string): Promise<Page> {
  const list = async (): Promise<string> => (await fetch(`http://127.0.0.1:${port}/json/list`)).text();
  await expect.poll(list).toContain('app://torn/');
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const [context] = browser.contexts();
  if (!context) throw new Error('the package offers no browser context');
  return context.pages()[0] ?? context.waitForEvent('page');
}

test('the packaged kiosk prints a ticket for a touch', async () => {
  const printer = await startVirtualPrinter(join(scratch, 'paper'));
  programs.push(printer.program);
  const paper = lineWith(printer.program, /^\{"event":"paper".*\}$/);
  const kiosk = startPackage(`${VIRTUAL_PROFILE}@tcp://127.0.0.1:${printer.port}`);
  const [, port = ''] = await lineWith(kiosk, /^DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//);
  const page = await attach(port);

  await touch(page.getByRole('button', { name: 'Vull un torn' }));
  await touch(page.getByRole('button', { name: /^Empadronament/ }));
  await expect(page.locator('[data-screen="take-ticket"]')).toBeVisible();

  const [line = ''] = await paper;
  const { png, lines, unknown } = JSON.parse(line) as { png: string; lines: string[]; unknown: unknown[] };
  expect(lines).toContainEqual(expect.stringMatching(/^[A-Z]{1,2}001$/));
  expect(lines.join('\n')).toContain('Empadronament');
  expect(unknown).toEqual([]);
  expect(readFileSync(png).subarray(1, 4).toString()).toBe('PNG');
});

test('the package holds its own Node, its licences and no app of the runtime', () => {
  const resources = join(folder, 'resources');
  for (const name of ['node/node', 'node/LICENSE', 'LICENSE', 'NOTICES', 'app.asar'])
    expect(existsSync(join(resources, name)), name).toBe(true);
  expect(existsSync(join(resources, 'default_app.asar'))).toBe(false);
});

test('the same package without its mark refuses to be debugged', async () => {
  rmSync(mark);
  const kiosk = startPackage(`${VIRTUAL_PROFILE}@tcp://127.0.0.1:9`);
  await lineWith(kiosk, /^torn: will not start with remote-debugging-port$/);
  expect(await kiosk.ended).toBe(3);
});
