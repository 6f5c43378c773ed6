import { expect, test } from 'vitest';
import type { NumberLine } from '../../../../../src-main/tickets/ports/number-line.ts';
import { createNumberAsking } from '../../../../../src-main/tickets/steps/number-asking.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { serviceDay } from '../../../../support/service-day.ts';

const A = { series: 'A', serviceDay: serviceDay('2026-11-24') };

function line() {
  let given = 0;
  const numbers: NumberLine = {
    isThere: () => true,
    isOthers: () => true,
    ask() {
      given += 1;
      return Promise.resolve({ serviceDay: '2026-11-24', number: given, fromSlot: 1 });
    },
    isStillTheirs: ({ number }) => Promise.resolve(number === 7),
  };
  const clock = createManualClock(Date.parse('2026-11-24T11:00:00Z'));
  return { asking: createNumberAsking(numbers, clock), clock, given: () => given };
}

test('a number is for the request that asked for it, also if that request came twice, and expires soon after', async () => {
  const { asking, clock, given } = line();
  await Promise.all([asking.ask(A), asking.ask(A)]);
  clock.advance(1_000);
  await asking.ask(A);
  expect(given()).toBe(1);
  expect(asking.take('B')).toBeNull();
  expect(asking.take('A')?.number).toBe(1);
  expect(asking.take('A')).toBeNull();
  await asking.ask(A);
  clock.advance(1_001);
  expect(asking.take('A')).toBeNull();
});

test('an answer about one ticket does not hold for another, and expires', async () => {
  const { asking, clock } = line();
  const ticket = (number: number) => ({ ticketId: `ticket-${number}`, series: 'A', serviceDay: '2026-11-24', number });
  await asking.askAgain(ticket(7));
  expect([asking.isStillTheirs('ticket-7'), asking.isStillTheirs('ticket-8')]).toEqual([true, false]);
  clock.advance(10_001);
  expect(asking.isStillTheirs('ticket-7')).toBe(false);
  await asking.askAgain(ticket(7));
  await asking.askAgain(ticket(8));
  expect([asking.isStillTheirs('ticket-7'), asking.isStillTheirs('ticket-8')]).toEqual([false, false]);
});
