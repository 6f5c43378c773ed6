import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { WAITS_IN_VAIN_MS } from '../../../limits.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const SCRIPT = 'build/deb/root/usr/lib/torn/bin/light';

let root = '';
let bin = '';
beforeEach(() => {
  root = temporaryFolder();
  bin = join(root, 'bin');
  for (const folder of ['run/torn', 'sys/class/backlight', 'bin']) mkdirSync(join(root, folder), { recursive: true });
  for (const tool of ['sh', 'dd', 'awk', 'mv', 'rm', 'cat', 'mkdir', 'sleep', 'sync', 'timeout'])
    symlinkSync(pathOf(tool), join(bin, tool));
});

const pathOf = (tool: string): string => execFileSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).trim();
const says = (word: string): void => writeFileSync(join(root, 'run/torn/light'), `${word}\n`);
const run = (): string =>
  execFileSync('sh', [SCRIPT, root], { encoding: 'utf8', env: { PATH: bin }, timeout: WAITS_IN_VAIN_MS });
function order(word: 'dark' | 'lit'): void {
  says(word);
  run();
}

describe('a panel whose backlight the kernel controls', () => {
  const power = (): string => readFileSync(join(root, 'sys/class/backlight/intel/bl_power'), 'utf8').trim();
  beforeEach(() => {
    mkdirSync(join(root, 'sys/class/backlight/intel'));
    writeFileSync(join(root, 'sys/class/backlight/intel/bl_power'), '0\n');
  });

  test('is off while the kiosk says dark, and on again when it says lit', () => {
    order('dark');
    expect(power()).toBe('4');
    order('lit');
    expect(power()).toBe('0');
  });

  test.each([
    ['without a word', () => rmSync(join(root, 'run/torn'), { recursive: true })],
    ['with a word that is none', () => says('darkness')],
    ['with a folder in its place', () => mkdirSync(join(root, 'run/torn/light'))],
    ['with a pipe in its place that nobody writes to', () => execFileSync('mkfifo', [join(root, 'run/torn/light')])],
    [
      'with a link in its place to one that says dark',
      () => symlinkSync(join(root, 'dark'), join(root, 'run/torn/light')),
    ],
  ])('is on %s', (_what, happens) => {
    writeFileSync(join(root, 'sys/class/backlight/intel/bl_power'), '4\n');
    writeFileSync(join(root, 'dark'), 'dark\n');
    happens();
    run();
    expect(power()).toBe('0');
  });
});

test('a kernel panel that cannot be switched makes the unit fail, so that systemd tries again', () => {
  mkdirSync(join(root, 'sys/class/backlight/intel/bl_power'), { recursive: true });
  const { status, stderr } = spawnSync('sh', [SCRIPT, root], {
    encoding: 'utf8',
    env: { PATH: bin },
    timeout: WAITS_IN_VAIN_MS,
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(/bl_power takes no 0/);
});

describe('a panel controlled over its cable', () => {
  const panel = (): string => readFileSync(join(root, 'panel'), 'utf8').trim();
  beforeEach(() => {
    writeFileSync(join(root, 'panel'), '70\n');
    writeFileSync(
      join(bin, 'ddcutil'),
      `#!/bin/sh\n[ "$1" = setvcp ] && { echo "$3" > ${join(root, 'panel')}; exit; }\n` +
        `echo "VCP 10 C $(cat ${join(root, 'panel')}) 100"\n`,
    );
    chmodSync(join(bin, 'ddcutil'), 0o755);
  });

  test('gets its brightness back, also after two orders to be dark', () => {
    order('dark');
    run();
    expect(panel()).toBe('0');
    order('lit');
    expect(panel()).toBe('70');
    writeFileSync(join(root, 'panel'), '35\n');
    // A brightness that a person sets afterwards is kept.
    run();
    expect(panel()).toBe('35');
  });

  test('gets its brightness back after a power cut at night', () => {
    order('dark');
    rmSync(join(root, 'run'), { recursive: true });
    run();
    expect(panel()).toBe('70');
    // A brightness of zero that a person sets is kept.
    writeFileSync(join(root, 'panel'), '0\n');
    run();
    expect(panel()).toBe('0');
  });

  test('that fails three times makes the unit fail, and is lit at the next try', () => {
    order('dark');
    says('lit');
    const ddcutil = readFileSync(join(bin, 'ddcutil'), 'utf8');
    writeFileSync(join(bin, 'ddcutil'), '#!/bin/sh\nexit 1\n');
    expect(run).toThrow();
    writeFileSync(join(bin, 'ddcutil'), ddcutil);
    run();
    expect(panel()).toBe('70');
  });

  test('that fails once is asked again', () => {
    order('dark');
    says('lit');
    const ddcutil = readFileSync(join(bin, 'ddcutil'), 'utf8');
    const failing = ddcutil.replace(
      '#!/bin/sh\n',
      `#!/bin/sh\n[ -e ${join(root, 'failed')} ] || { : > ${join(root, 'failed')}; exit 1; }\n`,
    );
    writeFileSync(join(bin, 'ddcutil'), failing);
    run();
    expect(panel()).toBe('70');
  });

  test('that does not report its brightness is left alone', () => {
    writeFileSync(join(bin, 'ddcutil'), `#!/bin/sh\n[ "$1" = setvcp ] && echo "$3" > ${join(root, 'panel')}\nexit 1\n`);
    order('dark');
    expect(panel()).toBe('70');
    expect(existsSync(join(root, 'var/lib/torn-light/brightness'))).toBe(false);
  });
});

test('without any such panel the script does nothing and does not fail', () => {
  says('dark');
  expect(run()).toBe('');
});
