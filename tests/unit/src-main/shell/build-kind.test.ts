import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildKind } from '../../../../src-main/shell/build-kind.ts';

const { electron } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../package.json'), 'utf8'),
).devDependencies;

test.each([
  ['a package on the declared Electron', true, electron, 'official'],
  ['a package on the fallback', true, '33.2.0', 'test'],
  ['a package for tests', false, electron, 'test'],
  ['no Electron at all', true, undefined, 'test'],
])('%s is a build of its kind', (_, isPublic, version, kind) => {
  expect(buildKind(isPublic, version)).toBe(kind);
});
