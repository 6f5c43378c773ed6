import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openBundleNotes } from '../../../build/bundles.ts';
import { testFolder, writeTree } from './folders.ts';

function builtTree(): string {
  const root = testFolder();
  writeTree(root, {
    'package.json': '{}',
    'src-main/core/main.ts': 'a',
    'config/offices/office.json': '{}',
    'out/core/core.js': 'a',
    'out/shell/main.cjs': 'b',
  });
  const notes = openBundleNotes(root);
  for (const part of ['core', 'shell']) notes.made(part, notes.sources());
  return root;
}

const isFresh = (root: string, part = 'core'): boolean => openBundleNotes(root).isFresh(part);

describe('a bundle', () => {
  it('is built once, until a source changes, is added or is removed', () => {
    const root = builtTree();
    expect([isFresh(root), isFresh(root, 'shell')]).toEqual([true, true]);
    writeTree(root, { 'src-main/core/main.ts': 'other' });
    expect(isFresh(root)).toBe(false);
    for (const change of [
      () => writeTree(root, { 'hardware/new.ts': '' }),
      () => rmSync(join(root, 'config', 'offices', 'office.json')),
      () => utimesSync(join(root, 'package.json'), 1, 1),
    ]) {
      const notes = openBundleNotes(root);
      notes.made('core', notes.sources());
      expect(isFresh(root)).toBe(true);
      change();
      expect(isFresh(root)).toBe(false);
    }
  });

  it('is built again when its output was changed or removed', () => {
    const root = builtTree();
    writeFileSync(join(root, 'out', 'core', 'core.js'), 'of another kind');
    expect([isFresh(root), isFresh(root, 'shell')]).toEqual([false, true]);
    rmSync(join(root, 'out', 'shell'), { recursive: true });
    expect(isFresh(root, 'shell')).toBe(false);
  });

  it('without a readable note, or with sources that changed during the build, is not fresh', () => {
    const root = builtTree();
    expect(isFresh(root, 'renderer')).toBe(false);
    const notes = openBundleNotes(root);
    const before = notes.sources();
    writeTree(root, { 'src-main/core/main.ts': 'changed meanwhile' });
    notes.made('core', before);
    expect(isFresh(root)).toBe(false);
    writeFileSync(join(root, 'out', 'bundles.json'), 'not to be read');
    expect(isFresh(root)).toBe(false);
  });
});
