import { describe, expect, test } from 'vitest';
import { createRandom } from '../random.ts';
import { PLACES } from './office.ts';
import { pretendToHaveRoom, runFullDiskCase } from './part.ts';

const LONG_MS = 60_000;

describe('a full disk', () => {
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
