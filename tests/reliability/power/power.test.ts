import { expect, test } from 'vitest';
import { createRandom } from '../random.ts';
import { cutPowerOfForgetful, cutPowerOften } from './part.ts';

const LONG_MS = 120_000;

test('after 90 power cuts, recovery cut too, the core knows every ticket it answered and repeats no number', {
  timeout: LONG_MS,
}, async () => {
  const report = await cutPowerOften({ images: 90, seed: 1, imagesPerRecording: 30, ticketsPerLife: 8 });
  expect(report.complaints).toEqual([]);
  expect(report.different).toBeGreaterThan(30);
  expect(report.asProgram).toBeGreaterThan(0);
});

test('a store with synchronous=NORMAL and no journal loses tickets under the same cuts', {
  timeout: LONG_MS,
}, async () => {
  expect(await cutPowerOfForgetful(60, createRandom(1))).toBeGreaterThan(20);
});
