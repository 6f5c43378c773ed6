import { expect, test } from 'vitest';
import {
  givingKiosk,
  mayBeGivenAway,
  mayBeOfLine,
  mayGoOnTicket,
} from '../../../../../src-main/tickets/rules/number-line.ts';

test('a typed number may come from a sibling kiosk up to twenty beyond the last one here, and only in a slot that has given numbers', () => {
  expect(mayBeOfLine(17, [12, 17])).toBe(true);
  expect(mayBeOfLine(37, [12, 17])).toBe(true);
  expect(mayBeOfLine(38, [12, 17])).toBe(false);
  expect(mayBeOfLine(399, [17])).toBe(false);
  // 400 is the first number of the second kiosk.
  expect(mayBeOfLine(401, [395])).toBe(false);
  expect(mayBeOfLine(401, [395, 400])).toBe(true);
  expect(mayBeOfLine(1, [])).toBe(false);
});

test('a kiosk gets its numbers from the heard kiosk with the lowest slot, and gives its own if its slot is the lowest', () => {
  const kiosk = (slot: number, isHeard = true) => ({ slot, isHeard });
  expect(givingKiosk(3, [kiosk(2), kiosk(1)])).toEqual(kiosk(1));
  expect(givingKiosk(3, [kiosk(2), kiosk(1, false)])).toEqual(kiosk(2));
  expect(givingKiosk(1, [kiosk(2), kiosk(3)])).toBeNull();
  expect(givingKiosk(2, [kiosk(2)])).toBeNull();
  expect(givingKiosk(9, [kiosk(3), kiosk(2), kiosk(4)])).toEqual(kiosk(2));
  expect(givingKiosk(2, [])).toBeNull();
});

test('a given number may go on a ticket if its giver owns it and both clocks show one service day', () => {
  const number = { serviceDay: '2026-11-24', number: 399 };
  expect(mayGoOnTicket(number, 1, '2026-11-24')).toBe(true);
  for (const otherDay of ['2026-11-23', '2026-11-25']) expect(mayGoOnTicket(number, 1, otherDay)).toBe(false);
  expect(mayGoOnTicket(number, 2, '2026-11-24')).toBe(false);
  expect(mayGoOnTicket({ ...number, number: 400 }, 1, '2026-11-24')).toBe(false);
});

test('the last band of a kiosk is not given away, unless it is the only one', () => {
  expect(mayBeGivenAway(1, 1)).toBe(true);
  // 10000 is the first number of the last block of numbers of kiosk 1.
  expect([mayBeGivenAway(1, 9_999), mayBeGivenAway(1, 10_000)]).toEqual([true, false]);
  expect([mayBeGivenAway(5, 5_999), mayBeGivenAway(5, 50_000)]).toEqual([true, false]);
  expect(mayBeGivenAway(10, 1_000_000)).toBe(true);
  expect(mayBeGivenAway(1, 9_999_999)).toBe(false);
});
