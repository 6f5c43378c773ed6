import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whose signature it gets, and where gpg keeps the key: never in this repository, never on a kiosk. */
export interface Signer {
  home: string;
  key: string;
}

/** Makes a flat repository of apt out of the .deb files in `folder`: `Packages`, and `InRelease`, which the signer signs. */
export function makeRepository(folder: string, { home, key }: Signer): void {
  const archive = (...words: string[]): string =>
    execFileSync('apt-ftparchive', words, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (!readdirSync(folder).some((name) => name.endsWith('.deb'))) throw new Error(`${folder} holds no package`);
  writeFileSync(join(folder, 'Packages'), archive('packages', '.'));
  const options = ['-o', 'APT::FTPArchive::Release::Origin=Torn', '-o', 'APT::FTPArchive::Release::Label=Torn'];
  const release = archive(...options, 'release', '.');
  const signing = ['--homedir', home, '--batch', '--yes', '--local-user', key, '--clear-sign', '--output', '-'];
  writeFileSync(
    join(folder, 'InRelease'),
    execFileSync('gpg', signing, { input: release, stdio: ['pipe', 'pipe', 'ignore'] }),
  );
}
