import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { repositoryRoot } from '../../build/runtime.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { type Fault, whyUnplantable } from './fault.ts';
import { FAULTS } from './list.ts';
import { createScratchTree } from './scratch-tree.ts';

describe('the list of faults', () => {
  test('has only faults that can be planted in the present code', () => {
    expect(FAULTS.flatMap((fault) => whyUnplantable(repositoryRoot, fault) ?? [])).toEqual([]);
  });

  test('names each fault’s meaning once', () => {
    expect(new Set(FAULTS.map(({ means }) => means)).size).toBe(FAULTS.length);
  });
});

describe('a fault', () => {
  const fault: Fault = {
    means: 'nothing adds up',
    file: 'sum.ts',
    snippet: 'a + b',
    replacement: 'a - b',
    noticedBy: ['sum.test.ts'],
  };
  const treeWith = (files: Record<string, string>): string => {
    const root = temporaryFolder();
    for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
    return root;
  };

  test('can be planted if its snippet occurs once and its tests exist', () => {
    const root = treeWith({ 'sum.ts': 'a + b;', 'sum.test.ts': '' });
    expect(whyUnplantable(root, fault)).toBeNull();
    mkdirSync(join(root, 'more'));
    expect(whyUnplantable(root, { ...fault, noticedBy: ['more'] })).toBeNull();
  });

  test.each<[string, Record<string, string>, Partial<Fault>, string]>([
    ['its file is gone', { 'sum.test.ts': '' }, {}, 'there is no sum.ts'],
    ['its snippet is gone', { 'sum.ts': 'a * b', 'sum.test.ts': '' }, {}, 'stands 0 times'],
    ['its snippet stands twice', { 'sum.ts': 'a + b; a + b;', 'sum.test.ts': '' }, {}, 'stands 2 times'],
    ['its test file is gone', { 'sum.ts': 'a + b' }, {}, 'there is no sum.test.ts'],
    ['nobody is to notice it', { 'sum.ts': 'a + b' }, { noticedBy: [] }, 'no test file'],
    ['it changes nothing', { 'sum.ts': 'a + b', 'sum.test.ts': '' }, { replacement: 'a + b' }, 'changes nothing'],
    [
      'its second edit finds nothing',
      { 'sum.ts': 'a + b', 'sum.test.ts': '' },
      { also: [{ file: 'sum.ts', snippet: 'c + d', replacement: '' }] },
      'stands 0 times',
    ],
  ])('cannot be planted if %s', (_, files, change, why) => {
    expect(whyUnplantable(treeWith(files), { ...fault, ...change })).toContain(why);
  });
});

test('one fault planted in a copy of the tree is noticed by its own tests, not by others, and is removed after it', async () => {
  const fault = FAULTS.find(({ file }) => file === 'src-main/contract/shared/ids.ts');
  if (!fault) throw new Error('the sample is no longer on the list');
  const tree = createScratchTree();
  onTestFinished(() => tree.remove());
  expect(await tree.tryOut(fault)).toBe('failed');
  expect(await tree.tryOut({ ...fault, noticedBy: ['tests/unit/src-main/domain/calendar-day.test.ts'] })).toBe(
    'passed',
  );
  expect(await tree.tryOut({ ...fault, replacement: '/' })).toBe('broken');
  expect(await tree.passes(fault.noticedBy)).toBe(true);
});
