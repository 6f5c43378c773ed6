import { expect, test } from 'vitest';
import { turnClocks } from './part.ts';
import { PLANTS } from './planted.ts';

test('6 kiosks with clocks that jump, show 1970 or change with the summer lose no ticket and repeat no number', async () => {
  const { complaints, tickets } = await turnClocks(6, 1);
  expect(complaints).toEqual([]);
  expect(tickets).toBeGreaterThan(150);
});

test.each(PLANTS)('a kiosk that $name is noticed', async ({ breaks, makeKiosk }) => {
  const { complaints } = await turnClocks(20, 1, makeKiosk);
  expect(breaks).toContain(complaints.find(({ promise }) => breaks.includes(promise))?.promise);
});
