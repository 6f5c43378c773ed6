import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The signing key, and gpg's folder with it: never in this repository, never on a kiosk. */
export interface Signer {
  home: string;
  key: string;
}

/**
 * The validity of a signature in days. A kiosk applies the same limit (`update`), so a repository without `Valid-Until` lasts no longer.
 */
export const VALID_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * Makes a flat apt repository from the .deb files in `folder`: `Packages`, and `InRelease` signed by the signer. Kiosks refuse it
 * `VALID_DAYS` after `at`, so that an attacker cannot hold them on an old version with an old copy. Running it again renews the repository.
 */
export function makeRepository(folder: string, { home, key }: Signer, at = new Date()): void {
  const archive = (...words: string[]): string =>
    execFileSync('apt-ftparchive', words, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (!readdirSync(folder).some((name) => name.endsWith('.deb'))) throw new Error(`${folder} contains no .deb file`);
  writeFileSync(join(folder, 'Packages'), archive('packages', '.'));
  const options = ['-o', 'APT::FTPArchive::Release::Origin=Torn', '-o', 'APT::FTPArchive::Release::Label=Torn'];
  const release = datedFrom(archive(...options, 'release', '.'), at);
  const signing = ['--homedir', home, '--batch', '--yes', '--local-user', key, '--clear-sign', '--output', '-'];
  writeFileSync(
    join(folder, 'InRelease'),
    execFileSync('gpg', signing, { input: release, stdio: ['pipe', 'pipe', 'ignore'] }),
  );
}

/** Replaces the dates of a Release file by `at` and the end of its validity. */
function datedFrom(release: string, at: Date): string {
  const until = new Date(at.getTime() + VALID_DAYS * DAY_MS);
  const bare = release.replace(/^(Date|Valid-Until): .*\n/gm, '');
  return `Date: ${at.toUTCString()}\nValid-Until: ${until.toUTCString()}\n${bare}`;
}
