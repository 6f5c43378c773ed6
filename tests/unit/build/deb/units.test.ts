import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { makeSmallPackage } from './small-package.ts';

const { folder, root } = makeSmallPackage();
afterAll(() => rmSync(folder, { recursive: true }));

// Systemd's own units, and the units to which the kiosk's units refer, are added, because a test machine may lack their packages.
const SYSTEM = 'usr/lib/systemd/system';
cpSync(`/${SYSTEM}`, join(root, SYSTEM), { recursive: true, force: false, verbatimSymlinks: true });
for (const program of ['usr/bin/systemctl', 'usr/bin/sh', 'usr/bin/false']) {
  mkdirSync(join(root, dirname(program)), { recursive: true });
  copyFileSync('/bin/true', join(root, program));
}
const ours = readdirSync(join(root, SYSTEM)).filter((name) => name.startsWith('torn-'));
// A template is verified with an instance name.
const named = ours.map((name) => name.replace('@.', '@sda1.'));
const verify = () =>
  spawnSync('systemd-analyze', ['verify', '--man=no', `--root=${root}`, ...named], { encoding: 'utf8' });
const complaints = (): string[] =>
  verify()
    .stderr.split('\n')
    .filter((line) => /torn/.test(line));

it('systemd accepts every unit without a warning', () => {
  expect(ours.length).toBeGreaterThan(5);
  expect(complaints()).toEqual([]);
});

it('a unit with a setting that systemd does not know, or with a missing program, is found', () => {
  appendFileSync(
    join(root, SYSTEM, 'torn-restart.service'),
    'ProtectEverything=yes\nExecStart=/usr/lib/torn/bin/gone\n',
  );
  expect(complaints().join('\n')).toMatch(/ProtectEverything/);
  expect(complaints().join('\n')).toMatch(/torn\/bin\/gone/);
});

it('systemd rates the kiosk’s unit as little exposed', () => {
  const args = ['security', '--offline=yes', `--root=${root}`, '--threshold=26', '--no-pager', 'torn-kiosk.service'];
  const { status, stdout, stderr } = spawnSync('systemd-analyze', args, { encoding: 'utf8' });
  expect(stdout + stderr).toMatch(/Overall exposure level for torn-kiosk.service: [0-2]\.\d/);
  expect(status).toBe(0);
});

it('the unit that mounts memory sticks has no mount namespace of its own, which would hide them from the kiosk', () => {
  const text = readFileSync(join(root, SYSTEM, 'torn-stick@.service'), 'utf8');
  const [, service = ''] = text.split('[Service]\n');
  const words = new Set([...service.matchAll(/^(\w+)=/gm)].map(([, word]) => word));
  // The settings are limited to these, because many others would hide the service's mounts from the machine (systemd.exec(5)).
  expect([...words].sort()).toEqual([
    'CapabilityBoundingSet',
    'EnvironmentFile',
    'ExecCondition',
    'ExecStart',
    'NoNewPrivileges',
    'RestrictAddressFamilies',
    'TimeoutStopSec',
    'Type',
  ]);
});

it('udev accepts the rules, and sysusers and tmpfiles their lines', () => {
  execFileSync('udevadm', ['verify', '--no-summary', join(root, 'usr/lib/udev/rules.d/80-torn.rules')]);
  execFileSync('systemd-sysusers', ['--dry-run', `--root=${root}`, 'torn.conf'], { stdio: 'pipe' });
  execFileSync('systemd-sysusers', [`--root=${root}`, 'torn.conf'], { stdio: 'pipe' });
  execFileSync('systemd-tmpfiles', ['--create', `--root=${root}`, 'torn.conf'], { stdio: 'pipe' });
  expect(existsSync(join(root, 'var/lib/torn'))).toBe(true);
});
