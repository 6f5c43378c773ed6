import { expect, test } from '@playwright/test';
import { grownIn, heldThroughSpokenVisits } from '../reliability/spoken-visits/held.ts';

test('visits one after another are spoken by keypad and headset alone, and a page that keeps what it has said is noticed', {
  tag: '@whole',
}, async () => {
  const { readings, unheard } = await heldThroughSpokenVisits({ warm: 1, all: 4, every: 3, isLeaking: true });
  expect(unheard).toBeNull();
  expect(readings.map(({ visits }) => visits)).toEqual([1, 4]);
  expect(grownIn(readings)).toContain('page');
});
