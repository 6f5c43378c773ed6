import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../../../../build/runtime.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const BIN = join(repositoryRoot, 'build/deb/root/usr/lib/torn/bin');
const UNIT = join(repositoryRoot, 'build/deb/root/usr/lib/systemd/system/torn-turn.service');
const MADE = new Date('2026-11-01T00:00:00Z');

/** `synchronised`: whether a time server keeps the machine's clock. */
function machine({ synchronised = false } = {}) {
  const root = temporaryFolder();
  const write = (place: string, text: string) => {
    mkdirSync(dirname(join(root, place)), { recursive: true });
    writeFileSync(join(root, place), text);
  };
  const program = (name: string, body: string) => {
    write(`path/${name}`, `#!/bin/sh\n${body}\n`);
    chmodSync(join(root, 'path', name), 0o755);
  };
  write('asked', '');
  const note = (name: string) => `echo "${name} $*" >> ${root}/asked`;
  program('date', `case "$*" in *--set=*) ${note('date')} ;; *) exec /usr/bin/date "$@" ;; esac`);
  program('hwclock', note('hwclock'));
  program('timedatectl', `echo ${synchronised ? 'yes' : 'no'}`);
  program(
    'wlr-randr',
    `${note('wlr-randr')}\n[ $# -gt 0 ] || printf 'HDMI-A-1 "A panel"\\n  Enabled: yes\\nDP-2 "Another"\\n  Enabled: yes\\n'`,
  );
  program('udevadm', `${note('udevadm')}\ncase "$*" in *--dry-run*) printf '/sys/a/event3\\n/sys/b/event4\\n' ;; esac`);
  mkdirSync(join(root, 'usr/lib/torn/bin'), { recursive: true });
  cpSync(join(BIN, 'clock'), join(root, 'usr/lib/torn/bin/clock'));
  utimesSync(join(root, 'usr/lib/torn/bin/clock'), MADE, MADE);
  return {
    root,
    write,
    program,
    run(script: string) {
      const env = { PATH: `${root}/path:/usr/bin:/bin` };
      const { status, stdout } = spawnSync('sh', [join(BIN, script), root], { encoding: 'utf8', env });
      return { status, said: stdout.trim() };
    },
    asked: () => readFileSync(join(root, 'asked'), 'utf8').split('\n').filter(Boolean),
  };
}

test('the system clock and its chip are set to the written time', () => {
  const { write, run, asked } = machine();
  write('run/torn/clock', '2026-11-30T04:40:00Z\n');
  expect(run('clock').status).toBe(0);
  expect(asked()).toEqual(['date --utc --set=2026-11-30T04:40:00Z', 'hwclock --noadjfile --systohc --utc']);
});

test.each([
  ['', 'nothing'],
  ['2026-11-30T04:40:00+0100', 'another form'],
  ['$(reboot)', 'a command'],
  ['2026-10-31T23:59:59Z', 'before the package was made'],
])('the clock is left alone for %j: %s', (word) => {
  const { write, run, asked } = machine();
  write('run/torn/clock', word);
  expect(run('clock').status).not.toBe(0);
  expect(asked()).toEqual([]);
});

test('the clock is left alone if time servers keep it, or if a link replaces the file', () => {
  const kept = machine({ synchronised: true });
  kept.write('run/torn/clock', '2026-11-30T04:40:00Z\n');
  expect(kept.run('clock').status).not.toBe(0);
  const linked = machine();
  linked.write('elsewhere', '2026-11-30T04:40:00Z\n');
  mkdirSync(join(linked.root, 'run/torn'), { recursive: true });
  symlinkSync(join(linked.root, 'elsewhere'), join(linked.root, 'run/torn/clock'));
  expect(linked.run('clock').status).not.toBe(0);
  expect([...kept.asked(), ...linked.asked()]).toEqual([]);
});

test('the picture is turned and turned back on every output; another word turns nothing', () => {
  const { write, run, asked } = machine();
  for (const [word, transform] of [
    ['270', '270'],
    ['0', 'normal'],
  ] as const) {
    write('asked', '');
    write('run/torn/turn', `${word}\n`);
    expect(run('turn').status).toBe(0);
    expect(asked().slice(1)).toEqual(
      ['HDMI-A-1', 'DP-2'].map((output) => `wlr-randr --output ${output} --transform ${transform}`),
    );
  }
  write('run/torn/turn', '45\n');
  write('asked', '');
  expect(run('turn').status).not.toBe(0);
  expect(asked()).toEqual([]);
});

test('a compositor that does not answer is tried again, an invalid word is not', () => {
  const { write, run, program, asked } = machine();
  program('wlr-randr', 'echo "failed to connect to display" >&2; exit 1');
  write('run/torn/turn', '90\n');
  const unit = readFileSync(UNIT, 'utf8');
  const final = Number(/^RestartPreventExitStatus=(\d+)$/m.exec(unit)?.[1]);
  expect(unit).toContain('Restart=on-failure');
  expect([0, final]).not.toContain(run('turn').status);
  write('run/torn/turn', '45\n');
  expect(run('turn').status).toBe(final);
  expect(asked()).toEqual([]);
});

test('the turn is not tried again once the kiosk has stopped or the package is removed', () => {
  expect(readFileSync(UNIT, 'utf8')).toContain('PartOf=torn-kiosk.service');
  const stopped = readFileSync(join(repositoryRoot, 'build/deb/control/prerm'), 'utf8');
  for (const unit of ['torn-turn.service', 'torn-clock.service'])
    expect(stopped).toMatch(new RegExp(`for unit in .*\\b${unit}`));
  const { root, run } = machine();
  mkdirSync(join(root, 'run'), { recursive: true });
  expect(run('turn').status).toBe(0);
});

test('a touch panel is mapped to the only connected screen, and to none if there are two', () => {
  const { write, run } = machine();
  const plug = (name: string, status: string) => write(`sys/class/drm/${name}/status`, `${status}\n`);
  expect(run('touch-output').said).toBe('');
  plug('card1-HDMI-A-1', 'connected');
  plug('card1-DP-2', 'disconnected');
  expect(run('touch-output').said).toBe('WL_OUTPUT=HDMI-A-1');
  plug('card1-DP-2', 'connected');
  expect(run('touch-output')).toEqual({ status: 0, said: '' });
});

test('touch panels are removed and added again only when their matrix changes', () => {
  const { write, run, asked } = machine();
  const again = (matrix: string) => {
    write('asked', '');
    write('run/torn/touch-matrix', `${matrix}\n`);
    expect(run('touch-matrix').status).toBe(0);
    return asked().filter((line) => line.includes('--action'));
  };
  const all = ['/sys/a/event3', '/sys/b/event4'].flatMap((panel) =>
    ['remove', 'add'].map((action) => `udevadm trigger --action=${action} ${panel}`),
  );
  expect(again('1 0 0 0 1 0')).toEqual([]);
  expect(again('1.05 -0.000012 -0.02 0 0.98 0.013')).toEqual(all);
  expect(run('touch-output').said).toBe('LIBINPUT_CALIBRATION_MATRIX=1.05 -0.000012 -0.02 0 0.98 0.013');
  expect(again('1.05 -0.000012 -0.02 0 0.98 0.013')).toEqual([]);
  expect(again('1 0 0 0 1 0')).toEqual(all);
  expect(run('touch-output').said).toBe('LIBINPUT_CALIBRATION_MATRIX=1 0 0 0 1 0');
});

test.each([
  ['', 'nothing'],
  ['1 0 0 0 1', 'five numbers'],
  ['1 0 0 0 1 0 0', 'seven'],
  ['1 0 0 0 10 0', 'a number of two digits'],
  ['1 0 0 0 1 $(reboot)', 'a command'],
  ['1 0 0 0 1 0\nWL_OUTPUT=DP-9', 'another line'],
  ['1 0 0.1 0 1 0\n1 0 0 0 1 0', 'two matrices'],
  ['1 0 0 0 1 1e3', 'another form'],
])('no touch panel changes for %j: %s', (word) => {
  const { write, run, asked } = machine();
  write('run/torn/touch-matrix', word);
  expect(run('touch-matrix').status).not.toBe(0);
  expect(asked()).toEqual([]);
  expect(run('touch-output').said).toBe('');
});

test('no touch panel changes if a link replaces the file of the matrix', () => {
  const { root, write, run, asked } = machine();
  write('elsewhere', '1 0 0.1 0 1 0\n');
  mkdirSync(join(root, 'run/torn'), { recursive: true });
  symlinkSync(join(root, 'elsewhere'), join(root, 'run/torn/touch-matrix'));
  expect(run('touch-matrix').status).not.toBe(0);
  expect(asked()).toEqual([]);
});
