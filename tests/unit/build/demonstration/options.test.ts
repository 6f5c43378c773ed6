import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { folderFor } from '../../../../build/demonstration/options.ts';
import { repositoryRoot } from '../../../../build/runtime.ts';

test('each office has its own data folder, so that its numbers stay apart', () => {
  const offices = ['demonstration.json', 'oac-dido.json', 'habitatge.json'];
  const files = offices.map((name) => join(repositoryRoot, 'config', 'offices', name));
  expect([...files, null].map((file) => basename(folderFor(file)))).toEqual([
    'demo',
    'demo-oac-dido',
    'demo-habitatge',
    'first-run',
  ]);
});
