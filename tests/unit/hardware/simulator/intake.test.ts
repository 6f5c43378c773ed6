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

describe('the intake of the simulated printer', () => {
  test('takes ten bits of time for a byte at 9600 baud', () => {
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

  test('saves no time while the wire is idle', () => {
    const { intake, state } = intakeAt(9_600);
    vi.advanceTimersByTime(10_000);
    intake.offer(new Uint8Array(96));
    expect(state.taken).toBe(0);
    vi.advanceTimersByTime(50);
    expect(state.taken).toBeLessThanOrEqual(48);
  });

  test('without a speed passes everything at once', () => {
    const { intake, state } = intakeAt(null);
    intake.offer(new Uint8Array(5_000));
    expect(state).toMatchObject({ taken: 5_000, holding: false });
  });

  test('leaves what has no room with the host until there is room', () => {
    const { intake, state } = intakeAt(null);
    state.room = 0;
    intake.offer(new Uint8Array(10));
    expect(state).toMatchObject({ taken: 0, holding: true });
    state.room = 100;
    intake.pump();
    expect(state).toMatchObject({ taken: 10, holding: false });
  });

  test('never passes cleared bytes', () => {
    const { intake, state } = intakeAt(9_600);
    intake.offer(new Uint8Array(96));
    intake.forget();
    vi.advanceTimersByTime(1_000);
    expect(state).toMatchObject({ taken: 0, holding: false });
  });
});
