import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../../build/runtime.ts';
import { type Run, run, testFolder, writeTree } from './folders.ts';

/** Makes a clone whose only package is its folder `part`, so that the real npm can install it without a network. */
function clone(): string {
  const root = testFolder();
  for (const name of ['bootstrap.mjs', 'npm-command.mjs', 'progress.mjs'])
    cpSync(join(repositoryRoot, 'build', name), join(root, 'build', name));
  writeTree(root, { 'part/package.json': '{ "name": "part", "version": "1.0.0" }' });
  lock(root, '1.0.0');
  return root;
}

function lock(root: string, version: string): void {
  const own = { name: 'clone', version, dependencies: { part: 'file:part' } };
  writeTree(root, {
    'package.json': JSON.stringify(own),
    'package-lock.json': JSON.stringify({
      name: 'clone',
      version,
      lockfileVersion: 3,
      requires: true,
      packages: { '': own, part: { version: '1.0.0' }, 'node_modules/part': { resolved: 'part', link: true } },
    }),
  });
}

const bootstrap = (root: string): Promise<Run> =>
  run(process.execPath, [join(root, 'build', 'bootstrap.mjs')], process.env);

describe('the bootstrap', () => {
  it('installs a fresh clone, and prints nothing the second time', async () => {
    const root = clone();
    const first = await bootstrap(root);
    expect(first).toMatchObject({ code: 0 });
    expect(first.said).toMatch(
      /^Torn: installing 1 locked packages \(npm ci\) …\n(?:.*\n)*Torn: 1 packages are here \(\d+ s\)\n$/,
    );
    expect(first.said).not.toMatch(/minute/);
    expect(existsSync(join(root, 'node_modules', 'part', 'package.json'))).toBe(true);
    expect(await bootstrap(root)).toEqual({ code: 0, said: '' });
  });

  it('does not install for a new script, but does for a new lock file', async () => {
    const root = clone();
    await bootstrap(root);
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
    writeFileSync(join(root, 'package.json'), JSON.stringify({ ...manifest, scripts: { hello: 'true' } }));
    expect(await bootstrap(root)).toEqual({ code: 0, said: '' });
    lock(root, '1.0.1');
    expect((await bootstrap(root)).said).toContain('npm ci');
  });

  it('reports a failed npm install, fails, and tries again the next time', async () => {
    const root = clone();
    writeTree(root, { 'package.json': '{ "name": "clone", "dependencies": { "other": "file:other" } }' });
    for (const _attempt of [1, 2]) {
      const { code, said } = await bootstrap(root);
      expect(code).not.toBe(0);
      expect(said).toContain('npm ci failed');
    }
  });
});
