import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { makeRepository, type Signer } from '../../build/deb/repository.ts';
import { makeSigner } from '../support/package-signer.ts';
import type { Machine } from './machine.ts';

/** A city's package repository on this computer, with a signing key for this run only. */
export interface CityRepository {
  /** Offers only these packages from now on, signed by `signer` instead of the city. */
  offer(debs: readonly string[], signer?: Signer): void;
  /** A key that no kiosk trusts. */
  stranger: Signer;
  /** From now on the connection breaks after this many bytes of a package; `null`: never. */
  cutAfter(bytes: number | null): void;
  /** Writes the repository's key and address to the machine, as an administrator does. */
  introduceTo(machine: Machine): void;
  close(): void;
}

export async function openRepository(work: string): Promise<CityRepository> {
  const folder = mkdtempSync(join(work, 'repository-'));
  const home = mkdtempSync(join(work, 'keys-'));
  const [own, stranger] = [makeSigner(home, 'city'), makeSigner(home, 'stranger')];
  let cutAt: number | null = null;
  const server = createServer((request, response) => {
    const file = join(folder, basename(decodeURIComponent(request.url ?? '')));
    if (!existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    const { size } = statSync(file);
    response.writeHead(200, { 'content-length': size });
    const isCut = cutAt !== null && file.endsWith('.deb');
    const stream = createReadStream(file, isCut ? { end: cutAt ?? 0 } : {});
    stream.pipe(response, { end: !isCut });
    if (isCut) stream.once('end', () => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    stranger,
    offer(debs, signer = own) {
      for (const name of readdirSync(folder)) rmSync(join(folder, name));
      for (const deb of debs) copyFileSync(deb, join(folder, basename(deb)));
      makeRepository(folder, signer);
    },
    cutAfter(bytes) {
      cutAt = bytes;
    },
    introduceTo(machine) {
      const key = execFileSync('gpg', ['--homedir', home, '--armor', '--export', own.key], { encoding: 'utf8' });
      machine.write('/etc/apt/keyrings/torn.asc', key);
      const fields = [
        'Types: deb',
        `URIs: http://127.0.0.1:${port}/`,
        'Suites: ./',
        'Signed-By: /etc/apt/keyrings/torn.asc',
      ];
      machine.write('/etc/apt/sources.list.d/torn.sources', `${fields.join('\n')}\n`);
    },
    close: () => server.close(),
  };
}

/**
 * Makes a copy of the package with the version `version` in the folder `into`. `changes` changes the texts of files in the package, by
 * path; `DEBIAN/control` is the control file.
 */
export function altered(
  deb: string,
  into: string,
  version: string,
  changes: Readonly<Record<string, (text: string) => string>>,
): string {
  mkdirSync(into, { recursive: true });
  const stage = mkdtempSync(join(into, 'stage-'));
  execFileSync('dpkg-deb', ['--raw-extract', deb, stage]);
  const withVersion = { 'DEBIAN/control': (text: string) => text, ...changes };
  for (const [place, change] of Object.entries(withVersion)) {
    const file = join(stage, place);
    const text = change(readFileSync(file, 'utf8'));
    const lines = place === 'DEBIAN/control' ? text.replace(/^Version: .*$/m, `Version: ${version}`) : text;
    execFileSync('tee', [file], { input: lines, stdio: ['pipe', 'ignore', 'inherit'] });
  }
  const file = join(into, `torn-test_${version}.deb`);
  execFileSync('dpkg-deb', ['--root-owner-group', '-Znone', '--build', stage, file], { stdio: 'ignore' });
  rmSync(stage, { recursive: true });
  return file;
}
