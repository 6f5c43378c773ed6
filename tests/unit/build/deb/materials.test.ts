import { expect, it } from 'vitest';
import { listMaterials } from '../../../../build/deb/materials.ts';
import { closure, readLock } from '../../../../build/locked-packages.ts';
import { COMMIT } from './small-package.ts';

interface Listed {
  name: string;
  version: string;
  purl: string;
  hashes?: { alg: string; content: string }[];
  licenses?: unknown[];
}

it('the list names each shipped package with version, licence and locked checksum, the same each time', () => {
  const lock = readLock();
  const places = [...closure(lock, 'better-sqlite3', '', new Set())];
  const make = (order: readonly string[]) => listMaterials({ places: order, electron: '45.4.1', commit: COMMIT });
  const text = make(places);
  expect(make(places.toReversed())).toBe(text);
  const bom = JSON.parse(text) as { bomFormat: string; specVersion: string; components: Listed[] };
  expect([bom.bomFormat, bom.specVersion]).toEqual(['CycloneDX', '1.6']);
  const named = (name: string) => bom.components.find((component) => component.name === name);
  const { version = '', integrity = '' } = lock['node_modules/better-sqlite3'] ?? {};
  expect(named('better-sqlite3')).toMatchObject({
    version,
    purl: `pkg:npm/better-sqlite3@${version}`,
    licenses: [{ expression: 'MIT' }],
    hashes: [{ alg: 'SHA-512', content: Buffer.from(integrity.slice(7), 'base64').toString('hex') }],
  });
  expect(named('electron')).toMatchObject({ version: '45.4.1' });
  expect(named(`node-linux-${process.arch}`)).toBeDefined();
  // `anyhow` is a Rust crate in the addon that draws pictures.
  expect(named('anyhow')?.purl).toMatch(/^pkg:cargo\/anyhow@/);
});
