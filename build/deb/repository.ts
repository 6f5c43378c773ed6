import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The signing key's name and gpg's folder. The folder is never in this repository and never on a kiosk. */
export interface Signer {
  home: string;
  key: string;
}

/** Days for which a signature is valid. The kiosk's `update` applies the same limit to a repository without `Valid-Until`. */
export const VALID_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * Makes a signed flat apt repository of the .deb files in `folder`: `Packages` and `InRelease`. Kiosks refuse the repository `VALID_DAYS`
 * after `at`, so that an attacker cannot hold them on an old version with an old copy. Running it again renews the repository.
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

function datedFrom(release: string, at: Date): string {
  const until = new Date(at.getTime() + VALID_DAYS * DAY_MS);
  const bare = release.replace(/^(Date|Valid-Until): .*\n/gm, '');
  return `Date: ${at.toUTCString()}\nValid-Until: ${until.toUTCString()}\n${bare}`;
}
