import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { makeRepository, VALID_DAYS } from '../../../../build/deb/repository.ts';
import { repositoryRoot } from '../../../../build/runtime.ts';
import { makeSigner } from '../../../support/package-signer.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const DAY_MS = 86_400_000;
const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY_MS);
const isMissing = ['gpg', 'apt-get', 'sha256sum'].some((tool) => spawnSync('which', [tool]).status !== 0);

/** A stand-in for Debian's apt-ftparchive. Its command `release` already prints a `Date` line, which the repository must replace. */
const ARCHIVE = `#!/bin/sh
for word; do
  case $word in
    packages) printf 'Package: torn\\nVersion: 1.1\\nArchitecture: all\\nFilename: ./torn.deb\\nSize: 1\\n'; exit ;;
    release) printf 'Origin: Torn\\nLabel: Torn\\nDate: Thu, 01 Jan 1970 00:00:00 UTC\\nSHA256:\\n %s %s Packages\\n' "$(sha256sum Packages | cut -d' ' -f1)" "$(stat -c %s Packages)"; exit ;;
  esac
done
`;

function city() {
  const work = temporaryFolder();
  const [folder, home, tools, root] = ['folder', 'home', 'tools', 'root'].map((name) => join(work, name)) as [
    string,
    string,
    string,
    string,
  ];
  for (const made of [folder, home, tools, join(root, 'lists/partial'), join(root, 'cache/archives/partial')])
    mkdirSync(made, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, 'torn.deb'), 'x');
  writeFileSync(join(tools, 'apt-ftparchive'), ARCHIVE, { mode: 0o755 });
  vi.stubEnv('PATH', `${tools}:${process.env.PATH}`);
  const signer = makeSigner(home, 'city');
  const keyring = join(work, 'torn.asc');
  writeFileSync(keyring, execFileSync('gpg', ['--homedir', home, '--armor', '--export', signer.key]));
  chmodSync(work, 0o755);
  const sources = join(work, 'torn.sources');
  writeFileSync(sources, `Types: deb\nURIs: copy:${folder}/\nSuites: ./\nSigned-By: ${keyring}\n`);
  return {
    folder,
    signer,
    sign: (at: Date) => makeRepository(folder, signer, at),
    signAgain(text: string) {
      const words = [
        '--homedir',
        home,
        '--batch',
        '--yes',
        '--local-user',
        signer.key,
        '--clear-sign',
        '--output',
        '-',
      ];
      writeFileSync(
        join(folder, 'InRelease'),
        execFileSync('gpg', words, { input: text, stdio: ['pipe', 'pipe', 'ignore'] }),
      );
    },
    signed: () => readFileSync(join(folder, 'InRelease'), 'utf8'),
    /** Calls apt as the kiosk's updater does, but with apt's folders inside the test's folder. */
    update() {
      const script = readFileSync(join(repositoryRoot, 'build/deb/root/usr/lib/torn/bin/update'), 'utf8');
      const options = /^apt="(.*)"$/m.exec(script)?.[1]?.replace('/etc/apt/sources.list.d/torn.sources', sources) ?? '';
      const here = [
        '-o',
        `Dir::State::lists=${root}/lists`,
        '-o',
        `Dir::Cache=${root}/cache`,
        '-o',
        'Dir::State::status=/dev/null',
        '-o',
        'APT::Sandbox::User=root',
        '-o',
        'Debug::NoLocking=true',
      ];
      const { status, stderr } = spawnSync('apt-get', [...options.split(' '), ...here, '--quiet=2', 'update'], {
        encoding: 'utf8',
      });
      return { status, stderr };
    },
  };
}

describe.skipIf(isMissing)(`a city’s repository${isMissing ? ' (no gpg or apt here)' : ''}`, () => {
  it('states how long it is valid, and a kiosk accepts it until then', () => {
    const { sign, signed, update } = city();
    sign(daysAgo(VALID_DAYS - 1));
    const [date = '', until = ''] = ['Date', 'Valid-Until'].map(
      (name) => new RegExp(`^${name}: (.*)$`, 'm').exec(signed())?.[1],
    );
    expect(Date.parse(until) - Date.parse(date)).toBe(VALID_DAYS * DAY_MS);
    expect(signed().match(/^Date: /gm)).toHaveLength(1);
    expect(update()).toEqual({ status: 0, stderr: '' });
  });

  it('with an expired signature is refused by a kiosk, and accepted once it is signed again', () => {
    const { sign, update } = city();
    sign(daysAgo(VALID_DAYS + 1));
    const refused = update();
    expect(refused.status).not.toBe(0);
    expect(refused.stderr).toMatch(/expired|not valid/i);
    sign(new Date());
    expect(update().status).toBe(0);
  });

  it('without an end of validity expires all the same', () => {
    const { sign, signAgain, signed, update } = city();
    const withoutEnd = (at: Date): void => {
      sign(at);
      const text = signed().split('\n\n').slice(1).join('\n\n').split('-----BEGIN PGP SIGNATURE')[0] ?? '';
      signAgain(text.replace(/^Valid-Until: .*\n/m, ''));
      expect(signed()).not.toContain('Valid-Until');
    };
    withoutEnd(daysAgo(VALID_DAYS - 1));
    expect(update().status).toBe(0);
    withoutEnd(daysAgo(VALID_DAYS + 1));
    expect(update().status).not.toBe(0);
  });

  it('signed tomorrow is refused: one of the two clocks is wrong', () => {
    const { sign, update } = city();
    sign(daysAgo(-1));
    expect(update().status).not.toBe(0);
  });
});
