import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { type ElectronCommand, type ElectronRequest, electronCommand } from '../../../build/electron-command.ts';
import { SANDBOX_SWITCH } from '../../../build/layers.ts';
import { pinnedNode, readRuntime, repositoryRoot } from '../../../build/runtime.ts';
import { provideHelper } from '../../../build/setuid-sandbox.ts';
import { WITHOUT_NAMESPACES, whyNoNamespaces, whyNoSandbox, whyNotWithout } from '../../support/machine.ts';
import { testFolder } from './folders.ts';

const isRoot = process.getuid?.() === 0;

function openFolder(): string {
  const folder = testFolder();
  chmodSync(folder, 0o755);
  return folder;
}

function app(folder: string): string {
  writeFileSync(join(folder, 'package.json'), '{ "main": "main.cjs" }');
  return folder;
}

function listen(request: ElectronRequest): { result: ElectronCommand; warning: string } {
  const spy = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  try {
    const result = electronCommand(request);
    return { result, warning: spy.mock.calls.flat().join('\n') };
  } finally {
    spy.mockRestore();
  }
}

function skipFor(skip: (why: string) => void, why: string | null): void {
  if (why !== null) skip(why);
}

describe('the command for Electron', () => {
  it('keeps the sandbox and the order of its arguments', ({ skip }) => {
    skipFor(skip, whyNoSandbox());
    const folder = openFolder();
    const { result, warning } = listen({
      appPath: app(folder),
      args: ['--data=/somewhere'],
      home: join(folder, 'home'),
    });
    expect(warning).toBe('');
    expect(result.sandbox).toBe('on');
    expect(result.args).not.toContain(SANDBOX_SWITCH.text);
    expect(result.args.slice(-2)).toEqual([folder, '--data=/somewhere']);
  });

  it('has a home of its own and no variable that would change how Electron runs', ({ skip }) => {
    skipFor(skip, whyNoSandbox());
    const folder = openFolder();
    const env = { PATH: process.env.PATH, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '--inspect', XDG_CONFIG_HOME: '/x' };
    const { result } = listen({ appPath: app(folder), env, home: join(folder, 'home') });
    expect(result.env).toEqual({ PATH: process.env.PATH, HOME: join(folder, 'home') });
  });

  it.runIf(isRoot)('runs as the user nobody when root starts it, and gives that user the folders it writes', () => {
    const folder = openFolder();
    const { result } = listen({ appPath: app(folder), home: join(folder, 'home'), writes: [join(folder, 'data')] });
    expect(result.uid).toBe(65_534);
    expect([result.command, ...result.args]).toEqual(
      expect.arrayContaining(['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']),
    );
    expect(statSync(join(folder, 'data')).uid).toBe(65_534);
  });

  it('makes folders that only their owner may enter, and closes an empty one', () => {
    const folder = openFolder();
    const [home, data] = [join(folder, 'home'), join(folder, 'data')];
    mkdirSync(data);
    chmodSync(data, 0o777);
    listen({ appPath: app(folder), home, writes: [data] });
    for (const made of [home, data]) expect(statSync(made).mode & 0o777, made).toBe(0o700);
  });

  it('makes the cache folder of fontconfig itself, because fontconfig would open it to all users', () => {
    const folder = openFolder();
    const home = join(folder, 'home');
    listen({ appPath: app(folder), home });
    for (const made of [join(home, '.cache'), join(home, '.cache', 'fontconfig')]) {
      expect(statSync(made).mode & 0o777, made).toBe(0o700);
      expect(statSync(made).uid, made).toBe(statSync(home).uid);
    }
  });

  it.runIf(isRoot)('makes nothing in a folder with another owner, who could have put a link there', () => {
    const folder = openFolder();
    const [home, elsewhere] = [join(folder, 'home'), join(folder, 'elsewhere')];
    for (const made of [home, elsewhere]) mkdirSync(made);
    chownSync(home, 65_534, 65_534);
    symlinkSync(elsewhere, join(home, '.cache'));
    listen({ appPath: app(folder), home });
    expect(readdirSync(elsewhere)).toEqual([]);
    expect(statSync(elsewhere).uid).toBe(0);
  });

  it.runIf(isRoot)('never changes the owner of a folder with files', ({ skip }) => {
    skipFor(skip, whyNoNamespaces());
    const folder = openFolder();
    const data = join(folder, 'data');
    mkdirSync(data);
    writeFileSync(join(data, 'mine'), 'kept');
    const { result, warning } = listen({ appPath: app(folder), home: join(folder, 'home'), writes: [data] });
    expect(statSync(join(data, 'mine')).uid).toBe(0);
    expect(result).toMatchObject({ command: 'unshare', sandbox: 'on' });
    expect(warning).toContain(`cannot write to ${data}`);
  });

  it.runIf(isRoot)('keeps the sandbox on in a user namespace if the user nobody cannot read the app', ({ skip }) => {
    skipFor(skip, whyNoNamespaces());
    const folder = openFolder();
    app(folder);
    chmodSync(folder, 0o700);
    const { result, warning } = listen({ appPath: folder, home: join(folder, 'home') });
    expect(warning).toContain(`cannot read ${join(folder, 'package.json')}`);
    expect(warning).not.toContain('SANDBOX IS OFF');
    expect(result).toMatchObject({ command: 'unshare', sandbox: 'on' });
    expect(result.args).not.toContain(SANDBOX_SWITCH.text);
    expect(statSync(join(folder, 'home')).uid).toBe(0);
  });

  it.runIf(isRoot)('runs without the sandbox, with a warning, if nothing else is possible', () => {
    const folder = openFolder();
    // The empty PATH stands for a machine without util-linux, which has setpriv and unshare.
    vi.stubEnv('PATH', openFolder());
    const { result, warning } = listen({ appPath: app(folder), home: join(openFolder(), 'home') });
    vi.unstubAllEnvs();
    expect(warning).toContain('setpriv is missing');
    expect(warning).toContain('SANDBOX IS OFF');
    expect(result).toMatchObject({ sandbox: 'off', uid: 0, env: { TORN_SANDBOX: 'off' } });
    expect(result.args[0]).toBe(SANDBOX_SWITCH.text);
  });
});

describe('the helper of a runtime that root unpacked', () => {
  /** Makes a runtime's folder as root's bootstrap leaves it. */
  function runtime(): string {
    const dist = join(openFolder(), 'dist');
    mkdirSync(dist, { mode: 0o755 });
    writeFileSync(join(dist, 'chrome-sandbox'), '', { mode: 0o755 });
    return dist;
  }
  const modeOf = (dist: string): number => statSync(join(dist, 'chrome-sandbox')).mode & 0o7777;

  it.runIf(isRoot)('is set to run as root', () => {
    const dist = runtime();
    provideHelper(dist);
    expect(modeOf(dist)).toBe(0o4755);
  });

  it.runIf(isRoot)('is not changed if another user could replace it', () => {
    const spoil: ((dist: string) => void)[] = [
      (dist) => chownSync(join(dist, 'chrome-sandbox'), 65_534, 65_534),
      (dist) => chownSync(dist, 65_534, 65_534),
      (dist) => chmodSync(dist, 0o777),
      (dist) => chmodSync(dirname(dist), 0o777),
      (dist) => linkSync(join(dist, 'chrome-sandbox'), join(dist, 'another-name')),
    ];
    for (const act of spoil) {
      const dist = runtime();
      act(dist);
      provideHelper(dist);
      expect(modeOf(dist) & 0o4000, String(act)).toBe(0);
    }
  });

  it.runIf(isRoot)(
    'keeps the sandbox on where user namespaces are forbidden; without the helper it is off, with the reason',
    ({ skip }) => {
      skipFor(skip, whyNotWithout());
      const dist = join(openFolder(), 'dist');
      mkdirSync(dist, { mode: 0o755 });
      for (const name of ['electron', 'chrome-sandbox'])
        copyFileSync(join(readRuntime().dist, 'chrome-sandbox'), join(dist, name));
      chmodSync(join(dist, 'chrome-sandbox'), 0o755);
      const script = `import { electronCommand } from ${JSON.stringify(join(repositoryRoot, 'build', 'electron-command.ts'))};
      const { sandbox, uid } = electronCommand({ executable: ${JSON.stringify(join(dist, 'electron'))} });
      console.log(JSON.stringify({ sandbox, uid }));`;
      const [command = '', ...words] = [...WITHOUT_NAMESPACES, pinnedNode, '--input-type=module', '--eval', script];
      const start = () => {
        const { stdout, stderr } = spawnSync(command, words, { encoding: 'utf8' });
        return { ...JSON.parse(stdout), stderr };
      };
      expect(start()).toMatchObject({
        sandbox: 'off',
        stderr: expect.stringContaining('chrome-sandbox is not owned by root with mode 4755'),
      });
      provideHelper(dist);
      expect(start()).toEqual({ sandbox: 'on', uid: 65_534, stderr: '' });
    },
  );
});

describe('the switch that turns the sandbox off', () => {
  it('is where the check expects it', () => {
    expect(readFileSync(SANDBOX_SWITCH.file, 'utf8')).toContain(`'${SANDBOX_SWITCH.text}'`);
  });
});
