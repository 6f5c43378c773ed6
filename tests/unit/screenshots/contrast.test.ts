import { expect, test } from 'vitest';
import { type Pixels, ratioOf, worstRatio } from '../../screenshots/contrast.ts';

test('contrast ratios are computed as WCAG 2 defines them', () => {
  expect(ratioOf([255, 255, 255], [0, 0, 0])).toBeCloseTo(21, 5);
  expect(ratioOf([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 5);
  expect(ratioOf([255, 255, 255], [0, 0x57, 0x3f])).toBeCloseTo(8.6, 1);
});

/** Ten pixels wide and high: the first `light` rows are white, the others black. */
function ground(light: number): Pixels {
  const data = new Uint8ClampedArray(400).fill(255);
  for (let at = light * 40; at < 400; at += 1) if (at % 4 !== 3) data[at] = 0;
  return { width: 10, height: 10, data };
}
const whole = { left: 0, top: 0, right: 10, bottom: 10 };
const black = [0, 0, 0, 1] as const;

test('the worst colour behind the words decides, except on smoothed edges', () => {
  expect(worstRatio(ground(10), whole, black)).toBeCloseTo(21, 5);
  expect(worstRatio(ground(9), whole, black)).toBeCloseTo(1, 5);
  expect(worstRatio(ground(9), { ...whole, bottom: 9 }, black)).toBeCloseTo(21, 5);
  const withDot = ground(10);
  withDot.data.fill(0, 0, 3);
  expect(worstRatio(withDot, whole, black)).toBeCloseTo(21, 5);
});

test('translucent ink counts in the colour that is seen', () => {
  expect(worstRatio(ground(10), whole, [0, 0, 0, 0.5])).toBeCloseTo(ratioOf([127.5, 127.5, 127.5], [255, 255, 255]), 5);
});

test('a line partly outside of the picture is judged by the part inside', () => {
  expect(worstRatio(ground(10), { left: -5, top: -5, right: 50, bottom: 50 }, black)).toBeCloseTo(21, 5);
});
