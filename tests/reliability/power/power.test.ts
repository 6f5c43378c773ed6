import { expect, test } from 'vitest';
import { cutPowerOften, plantFaults } from './part.ts';

test('after 24 power cuts, also of the recovery, the core and each copy alone know every answered ticket and repeat no number', async () => {
  const report = await cutPowerOften({ images: 24, seed: 1, imagesPerRecording: 12, ticketsPerLife: 6 });
  expect(report.complaints).toEqual([]);
  expect(report.different).toBeGreaterThan(10);
  expect(report.asProgram).toBeGreaterThan(0);
  expect(report.alone).toBeGreaterThan(4);
});

test('a fault of one copy that the other hides is noticed', async () => {
  const noticed = await plantFaults(60, 1);
  expect(noticed.size).toBe(5);
  for (const [fault, after] of noticed) expect(after, fault).not.toBeNull();
});
