import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whose signature it gets, and where gpg keeps the key: never in this repository, never on a kiosk. */
export interface Signer {
  home: string;
  key: string;
}

/** How long a signature is believed. A kiosk holds to the same number (`update`), so that a repository without `Valid-Until` lasts no longer. */
export const VALID_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * Makes a flat repository of apt out of the .deb files in `folder`: `Packages`, and `InRelease`, which the signer signs. Kiosks take nothing from it
 * `VALID_DAYS` after `at`, so that an attacker cannot hold them on an old version with an old copy. Running it again renews the repository.
 */
export function makeRepository(folder: string, { home, key }: Signer, at = new Date()): void {
  const archive = (...words: string[]): string =>
    execFileSync('apt-ftparchive', words, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (!readdirSync(folder).some((name) => name.endsWith('.deb'))) throw new Error(`${folder} holds no package`);
  writeFileSync(join(folder, 'Packages'), archive('packages', '.'));
  const options = ['-o', 'APT::FTPArchive::Release::Origin=Torn', '-o', 'APT::FTPArchive::Release::Label=Torn'];
  const release = datedFrom(archive(...options, 'release', '.'), at);
  const signing = ['--homedir', home, '--batch', '--yes', '--local-user', key, '--clear-sign', '--output', '-'];
  writeFileSync(
    join(folder, 'InRelease'),
    execFileSync('gpg', signing, { input: release, stdio: ['pipe', 'pipe', 'ignore'] }),
  );
}

/** With this date, and the one until which it is valid, in place of its own. */
function datedFrom(release: string, at: Date): string {
  const until = new Date(at.getTime() + VALID_DAYS * DAY_MS);
  const bare = release.replace(/^(Date|Valid-Until): .*\n/gm, '');
  return `Date: ${at.toUTCString()}\nValid-Until: ${until.toUTCString()}\n${bare}`;
}
