import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { folderFor } from '../../../../build/demonstration/options.ts';
import { repositoryRoot } from '../../../../build/runtime.ts';

test('each office that is shown keeps its numbers apart from the one shown before', () => {
  const offices = ['demonstration.json', 'oac-dido.json', 'habitatge.json'];
  const files = offices.map((name) => join(repositoryRoot, 'config', 'offices', name));
  expect([...files, null].map((file) => basename(folderFor(file)))).toEqual([
    'demo',
    'demo-oac-dido',
    'demo-habitatge',
    'first-run',
  ]);
});
