import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { heldText, insideOf, LICENCES } from '../../../build/held-licences.ts';
import { repositoryRoot } from '../../../build/runtime.ts';

const notices = readFileSync(join(repositoryRoot, 'build', 'NOTICES'), 'utf8');

function materials(): { name: string; version?: string }[] {
  const scope = join(repositoryRoot, 'node_modules', '@napi-rs');
  const built = readdirSync(scope).find((name) => name.startsWith('canvas-'));
  if (built === undefined) throw new Error('@napi-rs/canvas is not installed');
  const { components } = JSON.parse(readFileSync(join(scope, built, 'sbom.cdx.json'), 'utf8')) as {
    components: { name: string; version?: string }[];
  };
  return components;
}

it('the notices name every component of @napi-rs/canvas with its version', () => {
  const held = new Set(LICENCES.inside['@napi-rs/canvas']?.map(({ name, version }) => `${name} ${version}`));
  const missing = materials()
    .filter(({ version }) => version !== undefined)
    .filter(({ name, version }) => !held.has(`${name} ${version}`));
  expect(missing).toEqual([]);
  expect(held.size).toBeGreaterThanOrEqual(138);
});

it('the notices have a licence text for every package and component', () => {
  const all = [...Object.values(LICENCES.packages), ...Object.values(LICENCES.inside).flat()];
  for (const { texts } of all) {
    expect(texts).not.toEqual([]);
    for (const text of texts) {
      expect(heldText(text).length).toBeGreaterThan(500);
      expect(notices).toContain(heldText(text));
    }
  }
  for (const section of notices.split(`${'-'.repeat(80)}\n`).slice(1)) expect(section.length).toBeGreaterThan(500);
  expect(notices).not.toContain('has no licence text');
});

it('every kept licence text is used', () => {
  const used = [...Object.values(LICENCES.packages), ...Object.values(LICENCES.inside).flat()];
  const texts = new Set(used.flatMap((each) => each.texts));
  const files = readdirSync(join(repositoryRoot, 'build', 'licences')).filter((name) => name.endsWith('.txt'));
  expect(files.map((name) => name.slice(0, -'.txt'.length)).sort()).toEqual([...texts].sort());
});

it('each licence text appears once, with the components under it', () => {
  const mit = { version: '1.0.0', licence: 'MIT', texts: ['MIT'] };
  const sections = insideOf('a package', [
    { name: 'one', ...mit, copyright: '2020 Somebody' },
    { name: 'two', ...mit },
  ]);
  expect(sections).toHaveLength(2);
  expect(sections[0]).toContain('one 1.0.0 (MIT), copyright (c) 2020 Somebody\ntwo 1.0.0 (MIT)');
  expect(sections[1]).toContain('MIT, for one, two\n\nPermission is hereby granted');
});
