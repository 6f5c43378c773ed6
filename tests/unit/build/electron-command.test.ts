import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { type ElectronCommand, type ElectronRequest, electronCommand } from '../../../build/electron-command.ts';
import { SANDBOX_SWITCH } from '../../../build/layers.ts';
import { testFolder } from './folders.ts';

const isRoot = process.getuid?.() === 0;

/** What anybody may enter. */
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

describe('how Electron is started', () => {
  it('keeps the sandbox and passes the arguments on in their order', () => {
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

  it('gives Electron a home of its own and none of the switches that would make it something else', () => {
    const folder = openFolder();
    const env = { PATH: process.env.PATH, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '--inspect', XDG_CONFIG_HOME: '/x' };
    const { result } = listen({ appPath: app(folder), env, home: join(folder, 'home') });
    expect(result.env).toEqual({ PATH: process.env.PATH, HOME: join(folder, 'home') });
  });

  it.runIf(isRoot)('runs as nobody when root starts it, and hands over what nobody writes', () => {
    const folder = openFolder();
    const { result } = listen({ appPath: app(folder), home: join(folder, 'home'), writes: [join(folder, 'data')] });
    expect(result.uid).toBe(65_534);
    expect([result.command, ...result.args]).toEqual(
      expect.arrayContaining(['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']),
    );
    expect(statSync(join(folder, 'data')).uid).toBe(65_534);
  });

  it('makes folders that only their owner enters, and closes an empty one', () => {
    const folder = openFolder();
    const [home, data] = [join(folder, 'home'), join(folder, 'data')];
    mkdirSync(data);
    chmodSync(data, 0o777);
    listen({ appPath: app(folder), home, writes: [data] });
    for (const made of [home, data]) expect(statSync(made).mode & 0o777, made).toBe(0o700);
  });

  it.runIf(isRoot)('never takes a folder away from its owner', () => {
    const folder = openFolder();
    const data = join(folder, 'data');
    mkdirSync(data);
    writeFileSync(join(data, 'mine'), 'kept');
    const { result, warning } = listen({ appPath: app(folder), home: join(folder, 'home'), writes: [data] });
    expect(statSync(join(data, 'mine')).uid).toBe(0);
    expect(result).toMatchObject({ command: 'unshare', sandbox: 'on' });
    expect(warning).toContain(`cannot write to ${data}`);
  });

  it.runIf(isRoot)('keeps the sandbox on in a user namespace where nobody cannot read the app', () => {
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

  it.runIf(isRoot)('goes on without the sandbox, loudly, where there is no other way', () => {
    const folder = openFolder();
    // A machine without util-linux: neither setpriv nor unshare.
    vi.stubEnv('PATH', openFolder());
    const { result, warning } = listen({ appPath: app(folder), home: join(openFolder(), 'home') });
    vi.unstubAllEnvs();
    expect(warning).toContain('setpriv is missing');
    expect(warning).toContain('SANDBOX IS OFF');
    expect(result).toMatchObject({ sandbox: 'off', uid: 0, env: { TORN_SANDBOX: 'off' } });
    expect(result.args[0]).toBe(SANDBOX_SWITCH.text);
  });
});

describe('the switch that turns the sandbox off', () => {
  it('stands where the check expects it', () => {
    expect(readFileSync(SANDBOX_SWITCH.file, 'utf8')).toContain(`'${SANDBOX_SWITCH.text}'`);
  });
});
