import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { WAITS_IN_VAIN_MS } from '../../limits.ts';
import { CORE_FILE, demonstrationOffice } from '../../support/core-process.ts';
import { initArguments } from '../../support/ticket-office.ts';
import { createRandom } from '../random.ts';
import { PLACES } from './office.ts';
import { pretendToHaveRoom, runFullDiskCase } from './part.ts';
import { openSmallDisk } from './small-disk.ts';

/** Why this machine has no small disk for us, or null: a plain container lets nobody mount anything. */
const why = await openSmallDisk(1_024 * 1_024).then(
  async (disk) => {
    await disk.close();
    return null;
  },
  (error: Error) => error.message,
);

describe.skipIf(why !== null)(`a full disk${why === null ? '' : ` (${why})`}`, () => {
  test.each(PLACES)('(%s) is refused cleanly, loses nothing, and with room again tickets go on', async (place) => {
    const report = await runFullDiskCase({ name: place, place, random: createRandom(1, PLACES.indexOf(place)) });
    expect(report.complaints).toEqual([]);
    expect(report.refusals).toBeGreaterThan(0);
  });

  test('at a start is told as such, leaves everything as it was, and with room again the kiosk starts', async () => {
    const disk = await openSmallDisk(8 * 1_024 * 1_024);
    const data = join(disk.path, 'data');
    const [program = '', ...under] = [...disk.under, process.execPath];
    const run = (...args: readonly string[]) =>
      spawnSync(program, [...under, ...args], { encoding: 'utf8', input: '', timeout: WAITS_IN_VAIN_MS });
    const starts = () => run(CORE_FILE, '--data', data, '--profile', demonstrationOffice);
    const files = () => {
      const listed = [
        ...disk.under,
        'find',
        data,
        '-type',
        'f',
        '!',
        '-name',
        '*-shm',
        '-exec',
        'sha256sum',
        '{}',
        '+',
      ];
      return spawnSync(listed[0] ?? '', listed.slice(1), { encoding: 'utf8' })
        .stdout.split('\n')
        .toSorted();
    };
    try {
      disk.fillUpTo(0);
      expect(run(...initArguments(data))).toMatchObject({ status: 2, stdout: expect.stringContaining('"disk-full"') });
      disk.makeRoom();
      expect(run(...initArguments(data)).status).toBe(0);
      expect(starts().status).toBe(0);
      for (const lost of ['lock.db', 'torn.db-wal']) {
        const remove = [...disk.under, 'rm', '-f', join(data, lost)];
        spawnSync(remove[0] ?? '', remove.slice(1));
        disk.fillUpTo(0);
        const before = files();
        expect(starts()).toMatchObject({ status: 2, stdout: expect.stringContaining('"disk-full"') });
        expect(files().filter((line) => !line.includes('lock.db'))).toEqual(
          before.filter((line) => !line.includes('lock.db')),
        );
        disk.makeRoom();
      }
      expect(starts()).toMatchObject({ status: 0, stderr: expect.stringContaining('"store-clean"') });
    } finally {
      await disk.close();
    }
  });

  test('is noticed where a core pretends to have room', async () => {
    const random = createRandom(1);
    const report = await runFullDiskCase({ name: 'control', place: 'journal', random, plant: pretendToHaveRoom() });
    expect(report.complaints.map(({ promise }) => promise)).toContain('lost');
  });
});
