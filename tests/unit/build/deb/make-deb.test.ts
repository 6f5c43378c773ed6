import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { ADDONS, COMMIT, makeSmall, makeSmallPackage } from './small-package.ts';

const { folder, deb, root } = makeSmallPackage();
afterAll(() => rmSync(folder, { recursive: true }));
const read = (...names: string[]): string => readFileSync(join(root, ...names), 'utf8');
const field = (name: string): string => execFileSync('dpkg-deb', ['--field', deb, name], { encoding: 'utf8' }).trim();

it('the package holds units, rules, scripts and the application, all owned by root, with fixed modes', () => {
  const lines = execFileSync('dpkg-deb', ['--contents', deb], { encoding: 'utf8' }).trim().split('\n');
  const entries = new Map(
    lines.map((line) => {
      const [mode = '', owner = '', , , , name = ''] = line.split(/\s+/);
      return [name.replace(/^\./, ''), `${mode} ${owner}`];
    }),
  );
  expect(Object.fromEntries(entries)).toMatchObject({
    '/usr/lib/torn/app/torn-test': '-rwxr-xr-x root/root',
    '/usr/lib/torn/app/chrome-sandbox': '-rwsr-xr-x root/root',
    '/usr/lib/torn/app/resources/app.asar': '-rw-r--r-- root/root',
    '/usr/bin/torn': '-rwxr-xr-x root/root',
    '/usr/lib/torn/bin/session': '-rwxr-xr-x root/root',
    '/usr/lib/systemd/system/torn-kiosk.service': '-rw-r--r-- root/root',
    '/usr/lib/udev/rules.d/80-torn.rules': '-rw-r--r-- root/root',
    '/usr/lib/sysusers.d/torn.conf': '-rw-r--r-- root/root',
    '/usr/lib/tmpfiles.d/torn.conf': '-rw-r--r-- root/root',
    '/etc/torn/kiosk.conf': '-rw-r--r-- root/root',
    '/etc/systemd/system/ctrl-alt-del.target': 'lrwxrwxrwx root/root',
    '/etc/systemd/system/getty@tty1.service': 'lrwxrwxrwx root/root',
    '/usr/share/doc/torn-test/copyright': '-rw-r--r-- root/root',
  });
  expect([...entries.values()].filter((entry) => !entry.endsWith('root/root'))).toEqual([]);
});

it('its scripts and units name the package, and no placeholder is left', () => {
  expect(read('usr/lib/torn/bin/session')).toContain('/usr/lib/torn/app/torn-test "$@"');
  expect(read('usr/lib/torn/bin/verify')).toContain('dpkg --verify torn-test');
  const places = [
    join(root, 'usr/bin'),
    join(root, 'usr/lib/systemd'),
    join(root, 'usr/lib/torn/bin'),
    join(folder, 'control'),
  ];
  const { stdout } = spawnSync('grep', ['-rE', '@(package|executable)@', ...places], { encoding: 'utf8' });
  expect(stdout).toBe('');
});

it('the package depends on the libraries of its programs and on what its units call, and conflicts with the other build', () => {
  const depends = field('Depends').split(', ');
  expect(depends).toEqual(expect.arrayContaining(['libc6', 'cage', 'seatd', 'udev', 'systemd (>= 254)']));
  expect(depends).toEqual(depends.toSorted());
  expect([field('Conflicts'), field('Version'), field('Package')]).toEqual(['torn', COMMIT.version, 'torn-test']);
});

it('the package asks for no version of a library, because a kiosk may lack this machine’s point release', () => {
  const called = ['debconf (>= 0.5) | debconf-2.0', 'systemd (>= 254)'];
  const versioned = field('Depends')
    .split(', ')
    .filter((name) => name.includes('('));
  expect(versioned).toEqual(called);
});

it('the package carries the changes of its version under the reference of its commit', () => {
  const documents = join(root, 'usr/share/doc/torn-test');
  const [changelog = '', changes = ''] = ['changelog.gz', 'CHANGELOG.md.gz'].map((name) =>
    gunzipSync(readFileSync(join(documents, name))).toString('utf8'),
  );
  expect(changelog).toContain(`torn-test (${COMMIT.version})`);
  expect(changes).toContain('# Changelog');
});

it('the package holds only this machine’s build of an addon', () => {
  const [ours] = ADDONS;
  expect(ADDONS.filter((name) => existsSync(join(root, 'usr/lib/torn/app', name)))).toEqual([ours]);
});

it('no package is made if a library of its programs is in no Debian package', () => {
  const app = mkdtempSync(join(folder, 'odd-'));
  const program = readFileSync('/bin/true', 'latin1').replaceAll('libc.so.6', 'libq.so.6');
  writeFileSync(join(app, 'torn-test'), program, 'latin1');
  expect(() => makeSmall(app, join(folder, 'odd-into'))).toThrow('libq.so.6');
});

it('the package has a checksum for every file, in order', () => {
  const sums = readFileSync(join(folder, 'control', 'md5sums'), 'utf8');
  expect(execFileSync('md5sum', ['--check', '--quiet'], { cwd: root, input: sums, encoding: 'utf8' })).toBe('');
  const names = sums
    .trim()
    .split('\n')
    .map((line) => line.slice(34));
  expect(names).toEqual(names.toSorted());
});

it('a second build has the same bytes, whatever the files’ times', () => {
  const app = join(folder, 'linux-unpacked');
  utimesSync(join(app, 'torn-test'), 1_000_000_000, 1_000_000_000);
  const again = makeSmall(app, join(folder, 'again'));
  expect(readFileSync(again).equals(readFileSync(deb))).toBe(true);
});

it('its scripts parse in dash', () => {
  const scripts = ['postinst', 'prerm', 'postrm'].map((name) => join(folder, 'control', name));
  const bin = join(root, 'usr/lib/torn/bin');
  for (const name of readdirSync(bin)) scripts.push(join(bin, name));
  scripts.push(join(root, 'usr/bin/torn'));
  const read = scripts.map((file) => spawnSync('dash', ['-n', file], { encoding: 'utf8' }).stderr);
  expect(read.join('')).toBe('');
});
