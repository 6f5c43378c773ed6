import { describe, expect, test } from 'vitest';
import { createRandom } from '../random.ts';
import { PLACES } from './office.ts';
import { pretendToHaveRoom, runFullDiskCase } from './part.ts';
import { openSmallDisk } from './small-disk.ts';

const LONG_MS = 60_000;

/** Why this machine has no small disk for us, or null: a plain container lets nobody mount anything. */
const why = await openSmallDisk(1_024 * 1_024).then(
  async (disk) => {
    await disk.close();
    return null;
  },
  (error: Error) => error.message,
);

describe.skipIf(why !== null)(`a full disk${why === null ? '' : ` (${why})`}`, () => {
  test.each(PLACES)(
    '(%s) is refused cleanly, loses nothing, and with room again tickets go on',
    {
      timeout: LONG_MS,
    },
    async (place) => {
      const report = await runFullDiskCase({ name: place, place, random: createRandom(1, PLACES.indexOf(place)) });
      expect(report.complaints).toEqual([]);
      expect(report.refusals).toBeGreaterThan(0);
    },
  );

  test('is noticed where a core pretends to have room', { timeout: LONG_MS }, async () => {
    const random = createRandom(1);
    const report = await runFullDiskCase({ name: 'control', place: 'journal', random, plant: pretendToHaveRoom() });
    expect(report.complaints.map(({ promise }) => promise)).toContain('lost');
  });
});
