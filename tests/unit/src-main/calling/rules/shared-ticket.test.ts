import fc from 'fast-check';
import { expect, test } from 'vitest';
import { callingKiosk } from '../../../../../src-main/calling/rules/office-hub.ts';
import {
  mergeActs,
  mergeTicket,
  ordersThatCountElsewhere,
  type SharedTicket,
} from '../../../../../src-main/calling/rules/shared-ticket.ts';

const act = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), rank: fc.integer({ min: 1, max: 3 }) });
const byId = <Act extends { id: string }>(acts: readonly Act[]) =>
  acts.toSorted((one, other) => (one.id < other.id ? -1 : 1));

test('acts of several kiosks merge to the same in any order and with any repetition', () => {
  fc.assert(
    fc.property(fc.array(act), fc.array(act), fc.array(act), (one, two, three) => {
      const there = mergeActs(mergeActs(one, two), three);
      const back = mergeActs(three, mergeActs(two, mergeActs(one, three)));
      expect(byId(back)).toEqual(byId(there));
      expect(mergeActs(there, two)).toEqual(there);
    }),
  );
});

test('a withdrawn or voided ticket stays so, and only its own kiosk changes its wishes', () => {
  const asked = { preferential: false, comeAndFetch: false };
  const before: SharedTicket = { slot: 1, asked, withdrawnAtMs: null, isVoided: false, served: [] };
  const later = { ...before, asked: { ...asked, comeAndFetch: true }, withdrawnAtMs: 7, isVoided: true };
  expect(mergeTicket(before, later, true)).toEqual(later);
  expect(mergeTicket(later, before, false)).toEqual(later);
  expect(mergeTicket(before, later, false).asked).toEqual(asked);
});

test('an order that two kiosks carried out counts once, for the number that came last, at every kiosk', () => {
  const at = (ageMs: number, ...ids: string[]) => ids.map((id) => ({ id, ageMs }));
  const tickets = [
    { ticketId: 'early', issuedAtMs: 1, orders: at(5, 'x', 'y') },
    { ticketId: 'late', issuedAtMs: 2, orders: at(5, 'x', 'z') },
    { ticketId: 'last', issuedAtMs: 2, orders: at(5, 'w') },
  ];
  const expected = new Map([['early', new Set(['x'])]]);
  expect(ordersThatCountElsewhere(tickets)).toEqual(expected);
  expect(ordersThatCountElsewhere(tickets.toReversed())).toEqual(expected);
  // Here the kiosk of the ticket `early` carried out the desk's command `x` after the other kiosk: 9 ms after the desk had first sent it,
  // because the desk repeated it until then.
  const again = [{ ...tickets[0], ticketId: 'early', issuedAtMs: 1, orders: at(9, 'x', 'y') }, ...tickets.slice(1)];
  const heard = new Map([['late', new Set(['x'])]]);
  expect(ordersThatCountElsewhere(again)).toEqual(heard);
  expect(ordersThatCountElsewhere(again.toReversed())).toEqual(heard);
});

test('the kiosk with the lowest slot calls, once it is heard and knows the calls made here', () => {
  const one = { slot: 1, isHeard: true, knows: 9 };
  const two = { slot: 2, isHeard: true, knows: 9 };
  expect(callingKiosk(3, 9, [two, one])).toBe(one);
  expect(callingKiosk(3, 9, [two, { ...one, isHeard: false }])).toBe(two);
  expect(callingKiosk(3, 9, [two, { ...one, knows: 8 }])).toBe(two);
  expect(callingKiosk(1, 9, [two])).toBeNull();
});
