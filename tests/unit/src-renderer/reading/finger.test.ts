// @vitest-environment happy-dom
import { beforeEach, expect, it } from 'vitest';
import { createFinger } from '../../../../src-renderer/reading/finger.ts';
import type { Stop } from '../../../../src-renderer/reading/stops.ts';

const control = (words: string, element: HTMLElement = document.createElement('button')): Stop => ({
  element,
  kind: 'control',
  pieces: [{ language: 'ca', text: words }],
  state: null,
});
let stops: Stop[];
let isOn: boolean;
let read: string[];
let finger: ReturnType<typeof createFinger>;
const [first, second] = [0, 1];
const touch = (at: number): boolean => {
  finger.down(at, 0);
  return finger.mayOrder(stops[at]?.element ?? null);
};

beforeEach(() => {
  stops = [control('Empadronament'), control('Padró')];
  isOn = true;
  read = [];
  finger = createFinger({
    isOn: () => isOn,
    stopAt: (x) => stops[x] ?? null,
    read: ({ pieces }) => void read.push(pieces.map(({ text }) => text).join()),
  });
});

it('the first touch reads a choice, and the second orders it', () => {
  expect(touch(first)).toBe(false);
  expect(read).toEqual(['Empadronament']);
  expect(touch(first)).toBe(true);
  expect(read).toHaveLength(1);
});

it('a finger that slides reads each choice under it, and orders none of them', () => {
  finger.down(first, 0);
  finger.move(second, 0);
  finger.move(second, 3);
  expect(read).toEqual(['Empadronament', 'Padró']);
  expect(finger.mayOrder(stops[second]?.element ?? null)).toBe(false);
});

it('a finger that slid off a choice orders nothing, also when it comes back', () => {
  touch(first);
  finger.down(first, 0);
  finger.move(second, 0);
  finger.move(first, 0);
  expect(finger.mayOrder(stops[first]?.element ?? null)).toBe(false);
});

it('a choice whose words changed is read again, even in the same element', () => {
  touch(first);
  stops[first] = control('Cita', stops[first]?.element);
  expect(touch(first)).toBe(false);
  expect(read).toEqual(['Empadronament', 'Cita']);
});

it('a choice is read again after each order', () => {
  touch(first);
  touch(first);
  expect(touch(first)).toBe(false);
});

it('a touch orders at once if no one listens, and beside every choice', () => {
  expect(touch(5)).toBe(true);
  isOn = false;
  expect(touch(second)).toBe(true);
  expect(read).toEqual([]);
});
