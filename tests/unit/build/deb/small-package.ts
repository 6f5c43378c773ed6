import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeDeb } from '../../../../build/deb/make-deb.ts';

export const COMMIT = { version: '0.2.0+git20261127161611.c567bf9b', epoch: 1_795_796_171 };

/** Addons: the first is for this machine, the others for another C library or other machines. */
export const ADDONS = [
  `resources/prebuilds/linux-${process.arch}/a.glibc.node`,
  `resources/prebuilds/linux-${process.arch}/a.musl.node`,
  `resources/prebuilds/linux-${process.arch}-other/a.node`,
  'resources/prebuilds/linux-other.node',
];

/** Makes a package with a small program in place of the application. `deb` is the package, `root` the folder into which it is unpacked. */
export function makeSmallPackage(): { folder: string; deb: string; root: string } {
  const folder = mkdtempSync(join(tmpdir(), 'torn-deb-'));
  const app = join(folder, 'linux-unpacked');
  mkdirSync(join(app, 'resources'), { recursive: true });
  for (const name of ['torn-test', 'chrome-sandbox']) copyFileSync('/bin/true', join(app, name));
  writeFileSync(join(app, 'resources', 'app.asar'), 'the application');
  for (const name of ADDONS) {
    mkdirSync(dirname(join(app, name)), { recursive: true });
    copyFileSync('/bin/true', join(app, name));
  }
  // The mode is set here, so that it does not depend on the umask.
  chmodSync(join(app, 'resources', 'app.asar'), 0o600);
  const deb = makeSmall(app, join(folder, 'into'));
  const root = join(folder, 'root');
  execFileSync('dpkg-deb', ['--extract', deb, root]);
  execFileSync('dpkg-deb', ['--control', deb, join(folder, 'control')]);
  return { folder, deb, root };
}

export const makeSmall = (app: string, into: string): string =>
  makeDeb({ name: 'torn-test', executable: 'torn-test', folder: app, commit: COMMIT, into });
