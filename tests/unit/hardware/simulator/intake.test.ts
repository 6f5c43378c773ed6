import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createIntake } from '../../../../hardware/simulator/intake.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function intakeAt(baudRate: number | null) {
  const state = { taken: 0, room: Number.POSITIVE_INFINITY, holding: false };
  const intake = createIntake({
    baudRate,
    room: () => state.room,
    take(bytes) {
      state.taken += bytes.length;
      return bytes.length;
    },
    setHolding(holding) {
      state.holding = holding;
    },
  });
  return { intake, state };
}

describe('the way from the wire into the printer', () => {
  test('at 9600 baud a byte takes ten bits of time, no less', () => {
    const { intake, state } = intakeAt(9_600);
    intake.offer(new Uint8Array(480));
    vi.advanceTimersByTime(100);
    expect(state.taken).toBeLessThanOrEqual(96);
    expect(state.taken).toBeGreaterThanOrEqual(94);
    expect(state.holding).toBe(true);
    vi.advanceTimersByTime(398);
    expect(state.taken).toBeLessThan(480);
    vi.advanceTimersByTime(4);
    expect(state.taken).toBe(480);
    expect(state.holding).toBe(false);
  });

  test('an idle wire saves no time up', () => {
    const { intake, state } = intakeAt(9_600);
    vi.advanceTimersByTime(10_000);
    intake.offer(new Uint8Array(96));
    expect(state.taken).toBe(0);
    vi.advanceTimersByTime(50);
    expect(state.taken).toBeLessThanOrEqual(48);
  });

  test('without a speed everything passes at once', () => {
    const { intake, state } = intakeAt(null);
    intake.offer(new Uint8Array(5_000));
    expect(state).toMatchObject({ taken: 5_000, holding: false });
  });

  test('what finds no room stays with the host until there is some', () => {
    const { intake, state } = intakeAt(null);
    state.room = 0;
    intake.offer(new Uint8Array(10));
    expect(state).toMatchObject({ taken: 0, holding: true });
    state.room = 100;
    intake.pump();
    expect(state).toMatchObject({ taken: 10, holding: false });
  });

  test('what is forgotten never passes', () => {
    const { intake, state } = intakeAt(9_600);
    intake.offer(new Uint8Array(96));
    intake.forget();
    vi.advanceTimersByTime(1_000);
    expect(state).toMatchObject({ taken: 0, holding: false });
  });
});
