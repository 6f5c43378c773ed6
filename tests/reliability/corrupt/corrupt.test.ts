import { expect, test } from 'vitest';
import { damageOften } from './part.ts';

test('with one damaged file (6 cases) a ticket comes at once, none is lost and no number comes back', async () => {
  const { complaints, cases, reported, control } = await damageOften(6, 1);
  expect(complaints).toEqual([]);
  expect(cases).toBe(6);
  expect(reported.nothing ?? 0).toBeLessThan(cases / 2);
  expect(control).toEqual({ planted: 3, caught: 3 });
});

test('with both copies damaged no number comes twice: nothing was lost, or the kiosk reports it and gives no number', async () => {
  const { complaints, reported } = await damageOften(4, 5, () => {}, { both: true });
  expect(complaints).toEqual([]);
  expect(reported['both-copies-lost']).toBeGreaterThan(1);
});

test('a rotten letter in a ticket’s identity is repaired from the other copy', async () => {
  const choice = { targets: ['database'], kinds: ['rotten-name'] } as const;
  const { complaints } = await damageOften(3, 2, () => {}, choice);
  expect(complaints).toEqual([]);
});
