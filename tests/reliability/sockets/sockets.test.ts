import { expect, test } from 'vitest';
import { runSocketsOf } from './part.ts';

const SAMPLE = { n: 60, seed: 1, kiosks: 12, beside: 3, rounds: 4, maxInFlight: 20 };

test('60 idle and 60 slow connections of one address refuse nothing to fifteen kiosks, three of them at that address', async () => {
  const { asked, refused, refusedBeside, opened } = await runSocketsOf(SAMPLE);
  expect(asked).toBe(60);
  expect(opened).toBeGreaterThanOrEqual(120);
  expect([...refused, ...refusedBeside].map((one) => one.with)).toEqual([]);
});

test('a centre that counts requests from their head on is caught', async () => {
  const { refused } = await runSocketsOf({ ...SAMPLE, rounds: 1, countsHeads: true });
  expect(refused.length).toBeGreaterThan(0);
});
