import { expect, test } from 'vitest';
import { setUpOften, tryControls } from './part.ts';

test('a first run killed at every screen goes on from there, to one slot and a ticket', async () => {
  const { complaints, kills, papers } = await setUpOften({ n: 1, seed: 1 });
  expect(complaints).toEqual([]);
  expect(kills).toBeGreaterThan(12);
  expect(papers).toBeGreaterThan(0);
});

test('a kiosk that forgets a step and a kiosk that gets another slot are noticed', async () => {
  expect(await tryControls(1)).toEqual({ planted: 2, caught: 2 });
});
