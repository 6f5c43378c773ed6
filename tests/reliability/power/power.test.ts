import { expect, test } from 'vitest';
import { cutPowerOften, plantFaults } from './part.ts';

test('after 24 power cuts, recovery cut too, the core and each copy alone know every ticket it answered and repeats no number', async () => {
  const report = await cutPowerOften({ images: 24, seed: 1, imagesPerRecording: 12, ticketsPerLife: 6 });
  expect(report.complaints).toEqual([]);
  expect(report.different).toBeGreaterThan(10);
  expect(report.asProgram).toBeGreaterThan(0);
  expect(report.alone).toBeGreaterThan(4);
});

test('what one copy hides of the other’s faults is noticed', async () => {
  const noticed = await plantFaults(60, 1);
  expect(noticed.size).toBe(5);
  for (const [fault, after] of noticed) expect(after, fault).not.toBeNull();
});
