import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chromium, expect, type Page, test } from '@playwright/test';
import { electronCommand, provideFolder } from '../../build/electron-command.ts';
import { packageExecutable, packageFolder } from '../../build/package.ts';
import { type Program, startProgram } from '../../build/processes.ts';
import { pinnedNode, repositoryRoot } from '../../build/runtime.ts';
import { provideHelper } from '../../build/setuid-sandbox.ts';
import { startVirtualPrinter, VIRTUAL_PROFILE } from '../../build/virtual-printer.ts';
import { startWireCentre } from '../support/centre-at-the-wire.ts';
import { startCoreProcess } from '../support/core-process.ts';
import { whyNoNamespaces, whyNoSandbox } from '../support/machine.ts';
import { standInFolder } from '../support/packages.ts';
import { processesWith } from '../support/processes.ts';
import { makeSharedFolder } from '../support/shared-folder.ts';
import { giveSlotTo } from '../support/slot.ts';
import { touch } from '../support/touch.ts';

const folder = packageFolder('test');
let scratch: string;
const programs: Program[] = [];

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  // `npm test` (build/test.ts) makes the packages before any test runs, because making a package replaces the bundles in out/ for a while.
  const before = process.env.TORN_TEST_PACKAGES;
  if (before === 'made') return;
  if (before === 'failed') throw new Error('npm test could not make the packages: its beginning says why');
  const program = join(repositoryRoot, 'tests', 'support', 'packages.ts');
  const builder = spawn(pinnedNode, [program], { stdio: ['ignore', 'ignore', 'inherit'] });
  expect(await new Promise((resolve) => builder.once('close', resolve))).toBe(0);
});
test.beforeEach(() => {
  scratch = makeSharedFolder('package');
});
test.afterEach(async () => {
  for (const program of programs.splice(0).toReversed()) await program.end(6_000);
  rmSync(scratch, { recursive: true, force: true });
});

interface PackageStart {
  executable: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
}

/**
 * Provides Chromium's sandbox. If users may not make user namespaces here, `provideHelper` makes the package's sandbox helper a setuid
 * program of root, as the Debian package does. If that is not possible, the test is skipped with the reason.
 */
function needsSandbox(executable: string): void {
  const dist = dirname(executable);
  if (whyNoNamespaces() !== null) provideHelper(dist);
  const why = whyNoSandbox(dist);
  test.skip(why !== null, why ?? '');
}

/** Starts a packaged program. Only its data folder is outside the package. */
function startPackage({ executable, args: extra, env: more = {} }: PackageStart): Program {
  const config = join(dirname(executable), 'resources', 'app.asar.unpacked', 'config');
  const data = join(scratch, 'data');
  provideFolder(data);
  giveSlotTo(data);
  const { command, args, env } = electronCommand({
    executable,
    args: [...extra, `--data=${data}`, `--profile=${join(config, 'offices', 'demonstration.json')}`],
    home: join(scratch, 'home'),
    writes: [data],
  });
  const program = startProgram(command, args, { ...env, ...more });
  programs.push(program);
  return program;
}

function processesOf(executable: string, type: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split(/[\0 ]/);
        return words[0] === executable && words.includes(`--type=${type}`);
      } catch {
        return false;
      }
    })
    .map(Number);
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

/** Waits until the page is listed, because a debugger that attaches earlier waits for ever. */
async function attach(port: string): Promise<Page> {
  const list = async (): Promise<string> => (await fetch(`http://127.0.0.1:${port}/json/list`)).text();
  await expect.poll(list).toContain('app://torn/');
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const [context] = browser.contexts();
  if (!context) throw new Error('the package offers no browser context');
  context.setDefaultTimeout(0);
  return context.pages()[0] ?? context.waitForEvent('page');
}

test('the packaged kiosk prints a ticket after a touch', async () => {
  const printer = await startVirtualPrinter(join(scratch, 'paper'));
  programs.push(printer.program);
  const paper = lineWith(printer.program, /^\{"event":"paper".*\}$/);
  const kiosk = startPackage({
    executable: packageExecutable('test'),
    args: ['--remote-debugging-port=0', `--printer=${VIRTUAL_PROFILE}@tcp://127.0.0.1:${printer.port}`],
  });
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

test('the package contains its own Node and its licences, and no app of the runtime', () => {
  const resources = join(folder, 'resources');
  for (const name of ['node/node', 'node/LICENSE', 'LICENSE', 'NOTICES', 'app.asar'])
    expect(existsSync(join(resources, name)), name).toBe(true);
  expect(existsSync(join(resources, 'default_app.asar'))).toBe(false);
});

test.describe('a package for the public', () => {
  const executable = packageExecutable('official', standInFolder);
  const resources = join(standInFolder, 'resources');
  /** Environment variables that could make a kiosk less secure. */
  const weakening = { TORN_SANDBOX: 'off', TORN_TEST_BUILD: '1', TORN_ANYTHING: '1', ELECTRON_RUN_AS_NODE: '1' };
  test.beforeAll(() => writeFileSync(join(resources, 'test-build'), ''));

  test('refuses a debugger, another Node and a disabled sandbox, whatever its environment and its folder say', async () => {
    needsSandbox(executable);
    const args = [`--no-${'sandbox'}`, '--remote-debugging-port=0', '--inspect=0', `--core-node=${pinnedNode}`];
    const kiosk = startPackage({ executable, args, env: weakening });
    await lineWith(kiosk, /^torn: will not start with no-sandbox, remote-debugging-port, inspect, core-node$/);
    expect(await kiosk.ended).toBe(3);
  });

  test('refuses an environment that disables its sandbox', async () => {
    needsSandbox(executable);
    const kiosk = startPackage({ executable, args: [], env: { ...weakening, ELECTRON_DISABLE_SANDBOX: '1' } });
    await lineWith(kiosk, /^torn: will not start with its sandbox off$/);
    expect(await kiosk.ended).toBe(3);
  });

  test('starts with its sandbox on, and its core gets no variable of that environment', async () => {
    needsSandbox(executable);
    const evil = join(scratch, 'evil.cjs');
    writeFileSync(evil, "process.stderr.write('evil ran\\n');");
    const kiosk = startPackage({ executable, args: [], env: { ...weakening, NODE_OPTIONS: `--require=${evil}` } });
    const said: string[] = [];
    kiosk.onLine((line) => said.push(line));
    await lineWith(kiosk, /"event":"window-shown"/);
    expect(said.join('\n')).not.toMatch(/evil ran|"event":"(test-build|sandbox-off)"/);
    const renderers = processesOf(executable, 'renderer');
    expect(renderers.length).toBeGreaterThan(0);
    for (const pid of renderers) expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^Seccomp:\t2$/m);
    const [core] = processesWith('HOME', join(scratch, 'home')).filter(({ command }) => command.includes('core.js'));
    expect(readFileSync(`/proc/${core?.pid}/environ`, 'utf8')).not.toMatch(/TORN_|NODE_OPTIONS/);
  });

  test('asks for enrolment as an official build, and a checkout as a test build', async () => {
    const centre = await startWireCentre();
    const file = join(resources, 'app.asar.unpacked', 'out', 'core', 'core.js');
    const kinds = [];
    for (const [name, program] of Object.entries({
      packaged: { file, node: join(resources, 'node', 'node') },
      checkout: {},
    })) {
      const core = startCoreProcess({
        ...program,
        data: join(scratch, name),
        args: ['--centre', `${centre.url}/${centre.cityId}`],
      });
      await core.waitFor('ready');
      await core.call('startPairing', {});
      await expect.poll(() => centre.waiting.length).toBe(kinds.length + 1);
      kinds.push(centre.waiting.at(-1)?.request.build);
      await core.stop();
    }
    await centre.close();
    expect(kinds).toEqual(['official', 'test']);
  });
});
