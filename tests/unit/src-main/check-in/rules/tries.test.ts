import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countFailure,
  DEVICE_WINDOW_MS,
  mayTry,
  noTries,
  TRIES_IN_A_SESSION,
  TRIES_OF_A_DEVICE,
} from '../../../../../src-main/check-in/rules/tries.ts';

const failed = (times: number) =>
  Array.from({ length: times }).reduce<ReturnType<typeof noTries>>((tries) => countFailure(tries, 0), noTries());

describe('tries', () => {
  test('a session has five, and the next session has as many', () => {
    expect(mayTry(failed(TRIES_IN_A_SESSION - 1), TRIES_IN_A_SESSION - 1, 0)).toBe(true);
    expect(mayTry(failed(TRIES_IN_A_SESSION), TRIES_IN_A_SESSION, 0)).toBe(false);
    expect(mayTry(failed(TRIES_IN_A_SESSION), 0, 0)).toBe(true);
  });

  test('a device has twenty in ten minutes over all sessions, and one more when the oldest is that old', () => {
    let tries = noTries();
    for (let count = 0; count < TRIES_OF_A_DEVICE; count += 1) tries = countFailure(tries, count);
    expect(mayTry(tries, 0, DEVICE_WINDOW_MS - 1)).toBe(false);
    expect(mayTry(tries, 0, DEVICE_WINDOW_MS)).toBe(true);
  });

  test('no sequence of sessions and pauses lets a device have more within any ten minutes', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(60_000)), { maxLength: 200 });
    fc.assert(
      fc.property(steps, (sequence) => {
        let tries = noTries();
        let nowMs = 0;
        let last = '';
        let ofSession = 0;
        const allowed: number[] = [];
        for (const [sessionId, pauseMs] of sequence) {
          nowMs += pauseMs;
          if (sessionId !== last) ofSession = 0;
          last = sessionId;
          if (!mayTry(tries, ofSession, nowMs)) continue;
          allowed.push(nowMs);
          ofSession += 1;
          tries = countFailure(tries, nowMs);
        }
        for (const end of allowed)
          expect(allowed.filter((at) => at <= end && end - at < DEVICE_WINDOW_MS).length).toBeLessThanOrEqual(
            TRIES_OF_A_DEVICE,
          );
      }),
    );
  });
});
