import { expect, test } from 'vitest';
import { givingKiosk, mayBeGivenAway, mayBeOfLine } from '../../../../src-main/domain/number-line.ts';

test('a typed number counts as given elsewhere up to twenty beyond the last one here, and only of a slot that gave some', () => {
  expect(mayBeOfLine(17, [12, 17])).toBe(true);
  expect(mayBeOfLine(37, [12, 17])).toBe(true);
  expect(mayBeOfLine(38, [12, 17])).toBe(false);
  expect(mayBeOfLine(399, [17])).toBe(false);
  // 400 is the second kiosk's first.
  expect(mayBeOfLine(401, [395])).toBe(false);
  expect(mayBeOfLine(401, [395, 400])).toBe(true);
  expect(mayBeOfLine(1, [])).toBe(false);
});

test('of the kiosks that are heard the one with the lowest slot gives the numbers; the lowest of all gives its own', () => {
  const kiosk = (slot: number, isHeard = true) => ({ slot, isHeard });
  expect(givingKiosk(3, [kiosk(2), kiosk(1)])).toEqual(kiosk(1));
  expect(givingKiosk(3, [kiosk(2), kiosk(1, false)])).toEqual(kiosk(2));
  expect(givingKiosk(1, [kiosk(2), kiosk(3)])).toBeNull();
  expect(givingKiosk(2, [kiosk(2)])).toBeNull();
});

test('the numbers of a kiosk’s last band stay its own', () => {
  expect(mayBeGivenAway(1, 1)).toBe(true);
  expect(mayBeGivenAway(1, 9_999_999)).toBe(false);
});
