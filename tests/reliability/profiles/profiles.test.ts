import { expect, test } from 'vitest';
import { mutateOften, tryControls } from './part.ts';

test('a mutated profile is either valid and runs, or is refused with its place while the last good one runs', () => {
  const { complaints, refused, applied } = mutateOften(120, 1);
  expect(complaints).toEqual([]);
  expect(refused + applied).toBe(120);
  expect(Math.min(refused, applied)).toBeGreaterThan(10);
});

test('a kiosk without its last good copy, a kiosk that names no place and a kiosk that runs on half a profile are noticed', () => {
  expect(tryControls(1)).toEqual({ planted: 3, caught: 3 });
});
