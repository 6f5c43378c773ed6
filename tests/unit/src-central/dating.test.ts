import { describe, expect, it } from 'vitest';
import { bootZeroOf, dateEvent, zeroOf } from '../../../src-central/ingest/dating.ts';

const RECEIVED_MS = Date.parse('2026-11-25T10:00:00Z');
const boot = '11111111-1111-4111-8111-111111111111';
const zeros = new Map([[boot, { zeroMs: RECEIVED_MS - 600_000, hasSlept: false }]]);
const wall = '1970-01-01T00:10:00.000Z';

describe('the time of an event', () => {
  it('is counted from its boot if the centre has heard from that boot, whatever the wall clock shows', () => {
    const near = new Date(RECEIVED_MS - 119_000).toISOString();
    for (const at of [
      { wall, trust: 'guess' },
      { wall: near, trust: 'trusted' },
    ] as const)
      expect(dateEvent({ ...at, bootId: boot, monoMs: 540_000.4 }, zeros, RECEIVED_MS)).toEqual({
        happenedAtMs: RECEIVED_MS - 60_000,
        timeUncertain: false,
      });
  });

  it('is the trusted clock’s if the count from its boot differs, because the machine has slept', () => {
    const later = new Date(RECEIVED_MS + 3_600_000).toISOString();
    const at = { wall: later, bootId: boot, monoMs: 610_000, trust: 'trusted' } as const;
    expect(dateEvent(at, zeros, RECEIVED_MS + 7_200_000)).toEqual({
      happenedAtMs: RECEIVED_MS + 3_600_000,
      timeUncertain: false,
    });
  });

  it('is uncertain if it comes from a guessed clock, or from the count of a boot that has slept', () => {
    const known = zeros.get(boot);
    expect(bootZeroOf(RECEIVED_MS - 600_000 + 60_000, known)).toEqual(known);
    expect(bootZeroOf(RECEIVED_MS - 600_001, known)).toEqual({ zeroMs: RECEIVED_MS - 600_001, hasSlept: false });
    const slept = bootZeroOf(RECEIVED_MS + 3_000_000, known);
    expect(slept).toEqual({ zeroMs: RECEIVED_MS - 600_000, hasSlept: true });
    const at = { wall, bootId: boot, monoMs: 540_000, trust: 'guess' } as const;
    expect(dateEvent(at, new Map([[boot, slept]]), RECEIVED_MS)).toEqual({
      happenedAtMs: RECEIVED_MS - 60_000,
      timeUncertain: true,
    });
  });

  it('is otherwise the wall clock’s, and uncertain unless a centre had set that clock', () => {
    const known = { wall, monoMs: 1 };
    for (const bootId of [undefined, '22222222-2222-4222-8222-222222222222'])
      for (const trust of ['trusted', 'guess'] as const)
        expect(dateEvent({ ...known, trust, ...(bootId && { bootId }) }, zeros, RECEIVED_MS)).toEqual({
          happenedAtMs: 600_000,
          timeUncertain: trust === 'guess',
        });
    expect(dateEvent({ wall, bootId: boot, trust: 'guess' }, zeros, RECEIVED_MS).timeUncertain).toBe(true);
  });

  it('is never later than its receipt', () => {
    const at = { wall, bootId: boot, monoMs: 900_000, trust: 'guess' } as const;
    expect(dateEvent(at, zeros, RECEIVED_MS).happenedAtMs).toBe(RECEIVED_MS);
    const ahead = { wall: '2040-01-01T00:00:00.000Z', trust: 'guess' } as const;
    expect(dateEvent(ahead, zeros, RECEIVED_MS)).toEqual({ happenedAtMs: RECEIVED_MS, timeUncertain: true });
  });

  it('is not counted from a monotonic clock out of bounds', () => {
    expect(zeroOf(1e300, RECEIVED_MS)).toBeNull();
    expect(zeroOf(600_000.2, RECEIVED_MS)).toBe(RECEIVED_MS - 600_001);
    expect(dateEvent({ wall, bootId: boot, monoMs: 1e300, trust: 'guess' }, zeros, RECEIVED_MS).happenedAtMs).toBe(
      600_000,
    );
  });
});
