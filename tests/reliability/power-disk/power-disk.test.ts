import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { QUICK_FOLDER } from '../../support/image-folder.ts';
import { createRandom } from '../random.ts';
import { createCutDisk, type Step } from './log-writes.ts';
import { FILE_SYSTEM_BYTES, makeFileSystem, recordDisk, startRecovering, whyNoMachine } from './machine.ts';

const SEEDS = Array.from({ length: 12 }, (_, seed) => seed);
const write = (offset: number, letter: string, isForced = false): Step => ({
  kind: 'write',
  offset,
  bytes: Buffer.alloc(1_024, letter),
  isForced,
});

/** The disks that a power cut after `steps` may leave, as the first letter of each sector. */
function disksAfter(steps: readonly Step[], forgets?: number): Set<string> {
  const start = Buffer.alloc(2_048, '-');
  const after = (seed: number) => createCutDisk(start, steps, forgets).cutAfter(steps.length, createRandom(seed));
  const sectors = (disk: Buffer) => [0, 512, 1_024, 1_536].map((at) => disk.toString('latin1', at, at + 1)).join('');
  return new Set(Array.from({ length: 200 }, (_, seed) => sectors(after(seed))));
}

describe('a disk after a power cut', () => {
  test('holds flushed and forced writes, and any part of the others', () => {
    expect(disksAfter([write(0, 'a'), { kind: 'flush' }])).toEqual(new Set(['aa--']));
    expect(disksAfter([write(0, 'a'), write(1_024, 'b', true)])).toEqual(new Set(['--bb', 'a-bb', '-abb', 'aabb']));
  });

  test('holds any part of its newest steps if it lies', () => {
    const steps: Step[] = [write(0, 'a'), { kind: 'flush' }, write(1_024, 'b', true), { kind: 'flush' }];
    expect(disksAfter(steps, 2)).toEqual(new Set(['aa--', 'aab-', 'aa-b', 'aabb']));
  });
});

const why = whyNoMachine();

test.skipIf(why !== null)(
  `a synced file survives every power cut below a real ext4, except on a disk that lies${why === null ? '' : ` (${why})`}`,
  async () => {
    const folder = mkdtempSync(join(QUICK_FOLDER, 'torn-power-disk-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const start = makeFileSystem(folder);
    const seek = `seek=${FILE_SYSTEM_BYTES / 4_096}`;
    const lines = [
      'set -e',
      'printf one >/mnt/disk/synced',
      'sync /mnt/disk/synced',
      'printf two >/mnt/disk/unsynced',
      `printf %-4096s '{"kind":"ready"}' | dd of=/dev/mapper/recorded bs=4096 ${seek} iflag=fullblock oflag=direct`,
    ];
    writeFileSync(join(folder, 'write.sh'), lines.join('\n'));
    const steps = await recordDisk(folder, start, ['sh', '/mnt/outside/write.sh']);
    expect(steps.map(({ kind }) => kind)).toContain('seen');
    const cut = steps.findIndex(({ kind }) => kind === 'seen') + 1;
    const machine = await startRecovering(folder);
    const filesAfter = async (forgets?: number) => {
      const files = new Set<string>();
      for (const seed of SEEDS) {
        const image = await machine.recover(createCutDisk(start, steps, forgets).cutAfter(cut, createRandom(seed)));
        files.add(image ? [...image].map(([path, bytes]) => `${path} ${bytes}`.trim()).join(', ') : 'unmountable');
      }
      return files;
    };
    expect(await filesAfter()).toEqual(new Set(['lost+found/, synced one']));
    expect((await filesAfter(steps.length)).size).toBeGreaterThan(1);
    await machine.end();
  },
);
