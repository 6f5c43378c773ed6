import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import list from '../../../build/electron-runtime/differences.json' with { type: 'json' };
import { pinnedNode, readRuntime, repositoryRoot } from '../../../build/runtime.ts';
import { testsIn } from '../../evidence/tests-in.ts';
import { type Run, run, testFolder } from './folders.ts';
import { zipOf } from './zip.ts';

const script = join(repositoryRoot, 'build', 'electron-runtime.ts');
const electron = join(repositoryRoot, 'node_modules', 'electron');
const { version } = JSON.parse(readFileSync(join(electron, 'package.json'), 'utf8')) as { version: string };
const artifact = `electron-v${version}-${process.platform}-${process.arch}.zip`;

/** A checkout with Electron's real installer. `checksums` replaces the installer's list of checksums. */
function checkout(checksums?: Record<string, string>): string {
  const root = testFolder();
  const modules = join(root, 'node_modules');
  mkdirSync(modules);
  writeFileSync(join(root, 'package.json'), '{}');
  cpSync(electron, join(modules, 'electron'), {
    recursive: true,
    filter: (source) => source !== join(electron, 'dist') && source !== join(electron, 'path.txt'),
  });
  for (const scope of ['@electron', '@electron-internal'])
    symlinkSync(join(repositoryRoot, 'node_modules', scope), join(modules, scope));
  if (checksums) writeFileSync(join(modules, 'electron', 'checksums.json'), JSON.stringify(checksums));
  return root;
}

async function mirrorOf(files: Record<string, Buffer>): Promise<string> {
  const server = createServer((request, response) => {
    const body = files[request.url ?? ''];
    response.writeHead(body || request.method === 'HEAD' ? 200 : 404);
    response.end(body);
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function deadMirror(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/`;
}

function find(root: string, env: NodeJS.ProcessEnv): Promise<Run> {
  const { ELECTRON_OVERRIDE_DIST_PATH: _, ...outer } = process.env;
  return run(pinnedNode, [script, '--root', root], {
    ...outer,
    electron_config_cache: join(root, 'downloads'),
    TORN_CACHE: join(root, 'cache'),
    ...env,
  });
}

const recorded = (root: string): unknown => JSON.parse(readFileSync(join(root, '.torn', 'electron.json'), 'utf8'));

function runtimeFolder(): string {
  const dist = testFolder();
  writeFileSync(join(dist, 'electron'), '#!/bin/sh\n');
  chmodSync(join(dist, 'electron'), 0o755);
  writeFileSync(join(dist, 'version'), 'v45.0.0\n');
  return dist;
}

describe('the search for an Electron runtime', () => {
  it('takes the folder named in the environment first', async () => {
    const [root, dist] = [checkout(), runtimeFolder()];
    const { code } = await find(root, { ELECTRON_OVERRIDE_DIST_PATH: dist, ELECTRON_MIRROR: await deadMirror() });
    expect(code).toBe(0);
    expect(recorded(root)).toMatchObject({ dist, version: '45.0.0', source: 'override' });
  });

  it('stops at a folder without a runtime', async () => {
    const [root, dist] = [checkout(), testFolder()];
    const { code, said } = await find(root, { ELECTRON_OVERRIDE_DIST_PATH: dist });
    expect(code).toBe(1);
    expect(said).toContain(`ELECTRON_OVERRIDE_DIST_PATH=${dist} does not contain`);
    expect(existsSync(join(root, '.torn'))).toBe(false);
  });

  it('stops at a download with a wrong checksum and tries no other source', async () => {
    const root = checkout();
    const mirror = await mirrorOf({ [`/v${version}/${artifact}`]: Buffer.from('not what was released') });
    const { code, said } = await find(root, { ELECTRON_MIRROR: mirror });
    expect(code).toBe(1);
    expect(said).toContain(`${mirror} served Electron ${version} with a wrong checksum`);
    expect(said).not.toContain('from npm');
    expect(existsSync(join(root, '.torn'))).toBe(false);
    expect(existsSync(join(root, 'node_modules', 'electron', 'dist'))).toBe(false);
    expect(existsSync(join(root, 'cache'))).toBe(false);
  });

  it('takes an official download with the right checksum, and prints nothing the next time', async () => {
    const zip = zipOf({ electron: '#!/bin/sh\n', version });
    const root = checkout({ [artifact]: createHash('sha256').update(zip).digest('hex') });
    const mirror = await mirrorOf({ [`/v${version}/${artifact}`]: zip });
    expect((await find(root, { ELECTRON_MIRROR: mirror })).code).toBe(0);
    const dist = join(root, 'node_modules', 'electron', 'dist');
    expect(recorded(root)).toMatchObject({ dist, version, source: 'official' });
    expect(await find(root, { ELECTRON_MIRROR: mirror })).toEqual({ code: 0, said: '' });
  });

  it('searches again when its settings have changed', async () => {
    const [root, first, second] = [checkout(), runtimeFolder(), runtimeFolder()];
    await find(root, { ELECTRON_OVERRIDE_DIST_PATH: first });
    await find(root, { ELECTRON_OVERRIDE_DIST_PATH: second });
    expect(recorded(root)).toMatchObject({ dist: second });
  });

  it.runIf(readRuntime().source === 'fallback')('falls back to the runtime from npm when no host answers', async () => {
    const root = checkout();
    const { dist } = readRuntime();
    const { code, said } = await find(root, { ELECTRON_MIRROR: await deadMirror(), TORN_CACHE: dirname(dist) });
    expect(said).toContain('cannot be reached');
    expect(code).toBe(0);
    expect(recorded(root)).toMatchObject({ dist, source: 'fallback' });
  });
});

describe('the list of what differs between the pinned Electron and the one from npm', () => {
  it('is of these two versions, and names tests that exist or the command that alone would notice', () => {
    const fallback = readFileSync(join(repositoryRoot, 'build', 'electron-runtime', 'fallback.ts'), 'utf8');
    // If one of the two versions has changed, a person must check `differences.json` again.
    expect([version, /VERSION = '(.+)'/.exec(fallback)?.[1]]).toEqual([list.pinned, list.older]);
    for (const { what, noticedBy, only = '' } of list.differences) {
      expect(noticedBy.length > 0 || only !== '', what).toBe(true);
      for (const test of noticedBy) {
        const [file = '', name] = test.split(/: (.*)/s);
        expect([...(testsIn(repositoryRoot, file) ?? [])], what).toContain(name);
      }
    }
  });
});
