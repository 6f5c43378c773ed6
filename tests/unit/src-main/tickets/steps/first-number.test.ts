import { describe, expect, test } from 'vitest';
import type { CoreMethod } from '../../../../../src-main/session/contract/kiosk-api.ts';
import { type Asked, createFirstNumber, givesNumber } from '../../../../../src-main/tickets/steps/first-number.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';

/** A simulated source of numbers, which answers when the test says so. */
function source() {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let asked = 0;
  const ask: Asked = () => {
    asked += 1;
    return promise;
  };
  return { ask, asked: () => asked, answer: resolve, fail: () => reject(new Error('no answer')) };
}

const NOBODY: Asked = () => null;

async function isSettled(promise: Promise<void> | null): Promise<boolean> {
  let settled = false;
  void promise?.then(() => {
    settled = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
}

describe('before the first number of a run', () => {
  test('no wait begins if no source has to be asked, then or later', () => {
    let isLater = false;
    const centre = source();
    const first = createFirstNumber([NOBODY, () => (isLater ? centre.ask() : null)], createManualClock(0));
    expect(first()).toBeNull();
    isLater = true;
    expect([first(), centre.asked()]).toEqual([null, 0]);
  });

  test('every source is asked once and waited for, also if one fails', async () => {
    const [centre, sibling] = [source(), source()];
    const first = createFirstNumber([NOBODY, centre.ask, sibling.ask], createManualClock(0));
    const waiting = first();
    expect(first()).toBe(waiting);
    centre.fail();
    expect(await isSettled(waiting)).toBe(false);
    sibling.answer();
    expect(await isSettled(waiting)).toBe(true);
    expect([first(), centre.asked(), sibling.asked()]).toEqual([null, 1, 1]);
  });

  test('a citizen waits at most three seconds', async () => {
    const clock = createManualClock(0);
    const centre = source();
    const first = createFirstNumber([centre.ask], clock);
    const waiting = first();
    clock.advance(2_999);
    expect(await isSettled(waiting)).toBe(false);
    clock.advance(1);
    expect(await isSettled(waiting)).toBe(true);
    expect(first()).toBeNull();
  });

  test('an answer in time leaves no timer behind', async () => {
    const centre = source();
    let timers = 0;
    const clock = createManualClock(0);
    const first = createFirstNumber([centre.ask], {
      ...clock,
      after(ms, action) {
        timers += 1;
        const callOff = clock.after(ms, action);
        return () => {
          timers -= 1;
          callOff();
        };
      },
    });
    const waiting = first();
    expect(timers).toBe(1);
    centre.answer();
    expect([await isSettled(waiting), timers]).toEqual([true, 0]);
  });
});

test('every command that may end in a number waits, and no other', () => {
  const giving: CoreMethod[] = [
    ...(['takeTicket', 'pressTicketKey', 'takeWalkIn', 'openEntry', 'act', 'takeFirstTicket', 'scanned'] as const),
    ...(['presentLocator', 'presentDocument', 'chooseCheckInService', 'checkInUnverified'] as const),
    'continueCheckIn',
  ];
  expect(giving.filter((method) => !givesNumber(method))).toEqual([]);
  const others: CoreMethod[] = ['getTicket', 'getViewState', 'back', 'finish', 'openHelp', 'reprintCheckIn'];
  expect(others.filter(givesNumber)).toEqual([]);
});
