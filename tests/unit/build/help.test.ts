import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { projectEnv, repositoryRoot } from '../../../build/runtime.ts';
import { OWN_SWITCHES } from '../../../src-main/shell/arguments.ts';

const execute = promisify(execFile);
const { scripts } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
/** npm runs a script `preNAME` before the command `NAME`, so `preNAME` needs no help text. */
const commands = Object.entries(scripts).filter(([name]) => !(name.startsWith('pre') && name.slice(3) in scripts));

const home = mkdtempSync(join(tmpdir(), 'torn-help-'));
afterAll(() => rmSync(home, { recursive: true }));

/**
 * The help of a command. The command has no display, database or home, so a program that starts work before it reads its arguments fails.
 */
const asked = async (command: string) => {
  const { DISPLAY: _1, WAYLAND_DISPLAY: _2, DATABASE_URL: _3, ...env } = projectEnv();
  const { stdout } = await execute('sh', ['-c', `${command} --help`], {
    cwd: repositoryRoot,
    env: { ...env, HOME: home },
  });
  return stdout;
};

describe.concurrent('a command of package.json', () => {
  test.each(commands)('%s prints its usage with --help and ends with 0', async (name, command) => {
    const said = await asked(command);
    expect(said).toMatch(/usage|options|npm (run|start)/i);
    const isOurs = /build\/run\.ts.* (?:build|tests|src-\w+)\/\S+\.ts$/.test(command) && !command.includes('--config');
    if (isOurs) expect(said).toContain(name === 'test' ? 'npm test' : `npm run ${name}`);
  });
});

describe('an installed program', () => {
  test('torn prints its commands and the options in its file', async () => {
    const torn = join(repositoryRoot, 'build', 'deb', 'root', 'usr', 'bin', 'torn');
    const { stdout } = await execute('sh', [torn, 'help']);
    expect((await execute('sh', [torn, '--help'])).stdout).toBe(stdout);
    // The systemd unit sets the switches in `others`, so the help does not list them.
    const others = ['data', 'updates', 'core-node'];
    for (const name of OWN_SWITCHES.filter((one) => !others.includes(one))) expect(stdout).toContain(`--${name}=`);
    await expect(execute('sh', [torn, 'dance'])).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no command dance'),
    });
  });

  test('torn-central and torn-central retention print theirs without root, a database or a key', async () => {
    for (const command of ['central', 'retention']) {
      const said = await asked(scripts[command] ?? '');
      expect(said).toContain(`npm run ${command}`);
      expect((await asked(`${scripts[command]} help`)).length).toBe(said.length);
    }
    const wrapper = readFileSync(join(repositoryRoot, 'build/centre-deb/root/usr/bin/torn-central'), 'utf8');
    const early = wrapper.slice(0, wrapper.indexOf('id -u'));
    expect(early).toMatch(/help \| --help \| -h \| .*\) exec/);
  });

  test('passes systemd-sysctl the file’s name from the package', () => {
    const postinst = readFileSync(join(repositoryRoot, 'build/deb/control/postinst'), 'utf8');
    const [, name = ''] = /systemd-sysctl (\S+)/.exec(postinst) ?? [];
    const settings = readFileSync(join(repositoryRoot, 'build/deb/root/usr/lib/sysctl.d', name), 'utf8');
    expect(settings).toMatch(/^\w+[.\w]* ?= ?\S+$/m);
  });
});
