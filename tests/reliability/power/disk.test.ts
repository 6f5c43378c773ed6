import { describe, expect, test } from 'vitest';
import { createRandom } from '../random.ts';
import { createDisk, ROOT, type Step } from './disk.ts';

const IMAGES = 300;

/** The possible contents of `file` after a power cut at the end of `steps`; `-`: the file does not exist. */
function imagesOf(steps: readonly Step[], file: string): Set<string> {
  const found = new Set<string>();
  for (let seed = 0; seed < IMAGES; seed += 1) {
    const disk = createDisk({ start: new Map(), steps });
    disk.advance(steps.length);
    found.add(disk.afterPowerCut(createRandom(seed)).get(file)?.toString('latin1') ?? '-');
  }
  return found;
}

const make = (name: string, node: number, folder = ROOT, isFolder = false): Step => ({
  kind: 'make',
  folder,
  name,
  node,
  isFolder,
});
const write = (node: number, offset: number, text: string): Step => ({
  kind: 'write',
  node,
  offset,
  bytes: Buffer.from(text),
});
const sync = (node: number, before: number): Step => ({ kind: 'sync', node, before });

describe('a disk after a power cut', () => {
  test('holds what was synced, with its name only when the folder was synced too', () => {
    const steps = [make('a', 1), write(1, 0, 'one'), sync(1, 2)];
    expect(imagesOf(steps, 'a')).toEqual(new Set(['one', '-']));
    expect(imagesOf([...steps, sync(ROOT, 3)], 'a')).toEqual(new Set(['one']));
  });

  test('holds all of an unsynced write, nothing, or only its length', () => {
    const steps = [make('a', 1), write(1, 0, 'one'), sync(1, 2), sync(ROOT, 3), write(1, 3, 'two')];
    expect(imagesOf(steps, 'a')).toEqual(new Set(['one', 'onetwo', 'one\0\0\0']));
  });

  test('tears a long write at its sectors', () => {
    const steps = [make('a', 1), sync(ROOT, 1), write(1, 500, 'x'.repeat(20))];
    expect(imagesOf(steps, 'a')).toContain(`${'\0'.repeat(500)}${'x'.repeat(12)}`);
  });

  test('does not make durable what was written during the sync', () => {
    const steps = [make('a', 1), sync(ROOT, 1), write(1, 0, 'one'), sync(1, 2)];
    expect(imagesOf(steps, 'a')).toContain('');
  });

  test('holds the old or the new file under a renamed name', () => {
    const old = [make('a', 1), write(1, 0, 'old'), sync(1, 2), sync(ROOT, 3)];
    const steps: Step[] = [
      ...old,
      make('draft', 2),
      write(2, 0, 'new'),
      sync(2, 6),
      { kind: 'rename', folder: ROOT, name: 'draft', toFolder: ROOT, toName: 'a', node: 2 },
    ];
    expect(imagesOf(steps, 'a')).toEqual(new Set(['old', 'new']));
    expect(imagesOf([...steps, sync(ROOT, 8)], 'a')).toEqual(new Set(['new']));
  });

  test('loses a folder with an unsynced name, with everything synced in it', () => {
    const steps = [make('data', 1, ROOT, true), make('a', 2, 1), write(2, 0, 'one'), sync(2, 3), sync(1, 4)];
    expect(imagesOf(steps, 'data/a')).toEqual(new Set(['one', '-']));
  });
});
