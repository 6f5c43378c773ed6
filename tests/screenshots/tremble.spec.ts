import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { TREMORS } from '../support/trembling-hand.ts';
import { hasSecondEffect, type Tried } from '../support/trembling-targets.ts';
import { TREMBLED_ON, tryTrembling } from './tremble.ts';

const SAMPLE = 8;
const MOST_TARGETS = 50;
const anySeed = (): number => Math.floor(Math.random() * 1_000_000);

test('a trembling hand orders nothing twice, on some targets of some screens', async () => {
  const seed = Number(process.env.TORN_SEED ?? anySeed());
  const which = fc.tuple(fc.constantFrom(...TREMBLED_ON), fc.nat(MOST_TARGETS), fc.constantFrom(...TREMORS));
  const sample = fc.sample(which, { seed, numRuns: SAMPLE });
  const tried: Tried[] = [];
  await tryTrembling(
    sample.map(([screen]) => screen),
    (targets, at) => {
      const [, place, tremor] = sample[at] ?? ['', 0, []];
      return targets
        .slice(place % Math.max(1, targets.length))
        .slice(0, 1)
        .map((target) => [target, tremor]);
    },
    (one) => tried.push(one),
  );
  const wrong = tried.filter((one) => one.clicks === 0 || hasSecondEffect(one));
  expect(wrong, `again with TORN_SEED=${seed}`).toEqual([]);
});
