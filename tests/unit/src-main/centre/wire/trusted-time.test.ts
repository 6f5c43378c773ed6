import { describe, expect, test } from 'vitest';
import { correctedClock, createTrustedTime } from '../../../../../src-main/centre/wire/trusted-time.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';

const NINETEEN_SEVENTY = 0;
const NOON_MS = Date.parse('2026-11-25T11:00:00Z');

function start() {
  const clock = createManualClock(NINETEEN_SEVENTY);
  let slept = 500;
  const time = createTrustedTime(clock, () => slept);
  const sleep = (ms: number) => {
    slept += ms;
  };
  return { clock, time, sleep, wall: correctedClock(clock, time.nowMs) };
}

describe('the centre’s time', () => {
  test('is taken at the middle of the round trip, and advances by the monotonic clock', () => {
    const { clock, time } = start();
    expect(time.nowMs()).toBeNull();
    const asked = clock.monotonicMs();
    clock.advance(200);
    time.heard(NOON_MS, asked, clock.monotonicMs());
    expect(time.nowMs()).toBe(NOON_MS + 100);
    clock.setWall(Date.UTC(2040, 0));
    clock.advance(60_000);
    expect(time.nowMs()).toBe(NOON_MS + 60_100);
  });

  test('corrects a wrong clock while it is known', () => {
    const { clock, time, wall } = start();
    expect(wall.wallMs()).toBe(NINETEEN_SEVENTY);
    time.heard(NOON_MS, clock.monotonicMs(), clock.monotonicMs());
    expect(wall.wallMs()).toBe(NOON_MS);
  });

  test('is lost when the machine has slept, until it is heard again', () => {
    const { clock, time, sleep } = start();
    let times = 0;
    time.onKnown(() => {
      times += 1;
    });
    const hear = () => time.heard(NOON_MS, clock.monotonicMs(), clock.monotonicMs());
    hear();
    hear();
    sleep(20);
    expect(time.anchor()).not.toBeNull();
    sleep(3_600_000);
    expect(time.anchor()).toBeNull();
    hear();
    expect(time.nowMs()).toBe(NOON_MS);
    expect(times).toBe(2);
  });

  test('from a slow answer does not replace a better one until that has grown old', () => {
    const { clock, time } = start();
    time.heard(NOON_MS, clock.monotonicMs(), clock.monotonicMs());
    const slowly = (): void => {
      const asked = clock.monotonicMs();
      clock.advance(4_000);
      time.heard(NOON_MS + 3_600_000, asked, clock.monotonicMs());
    };
    slowly();
    expect(time.nowMs()).toBe(NOON_MS + 4_000);
    clock.advance(6 * 3_600_000);
    slowly();
    expect(time.nowMs()).toBe(NOON_MS + 3_602_000);
  });

  test('from an answer that was too long on its way is ignored', () => {
    const { clock, time } = start();
    const asked = clock.monotonicMs();
    clock.advance(61_000);
    time.heard(NOON_MS, asked, clock.monotonicMs());
    expect(time.nowMs()).toBeNull();
  });
});
