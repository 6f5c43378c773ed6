import { expect, test } from 'vitest';
import { firstToGo, type Held } from '../../../../../src-main/calling/wire/places.ts';

const held = (group: string, atMs: number): Held => ({ group, atMs });

test('no place is freed if no place is held', () => {
  expect(firstToGo([])).toBeNull();
});

test('the group with the most places loses its longest silent connection, even if other groups have been silent longer', () => {
  const places = [held('quiet', 1), held('greedy', 30), held('greedy', 20), held('greedy', 40), held('quiet', 2)];
  expect(firstToGo(places)).toBe(places[2]);
  expect(firstToGo(places.toReversed())).toBe(places[2]);
});

test('among groups of equal size, the longest silent connection loses its place, in whatever order they are listed', () => {
  const places = [held('a', 20), held('b', 10), held('c', 30)];
  expect(firstToGo(places)).toBe(places[1]);
  expect(firstToGo(places.toReversed())).toBe(places[1]);
});

test('among equally silent connections, the earliest loses its place', () => {
  const ofOneGroup = [held('a', 10), held('a', 10)];
  expect(firstToGo(ofOneGroup)).toBe(ofOneGroup[0]);
  const ofTwo = [held('a', 10), held('b', 10)];
  expect(firstToGo(ofTwo)).toBe(ofTwo[0]);
});
