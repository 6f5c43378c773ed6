import type { HappenedAt } from '../../src-main/contract/centre/events-upload.ts';

export interface BootZero {
  /** The centre's time at which the boot's monotonic clock was zero, in milliseconds since 1970. */
  zeroMs: number;
  /**
   * True if the last request gave a zero more than a minute later than `zeroMs`: the machine has slept, because its monotonic clock stops
   * during sleep. It is then unknown which events came before the sleep.
   */
  hasSlept: boolean;
}
export type BootZeros = ReadonlyMap<string, BootZero>;

/** Two dates with a difference up to this count as equal: a request takes less, and two clocks drift apart less between two starts. */
const MOST_DOUBT_MS = 60_000;

/** A monotonic clock that claims a longer boot cannot be used. */
const LONGEST_BOOT_MS = 10 * 366 * 86_400_000;

/**
 * Returns the zero of a boot's monotonic clock, in milliseconds since 1970. `null`: the clock's value is impossible. The result is too late
 * by the network delay, so the smallest of several results is the most exact.
 */
export const zeroOf = (monoMs: number, receivedAtMs: number): number | null =>
  monoMs <= LONGEST_BOOT_MS ? Math.floor(receivedAtMs - monoMs) : null;

/** Keeps the earlier of the last request's zero and the known zero, because every zero is too late by the network delay. */
export const bootZeroOf = (latestMs: number, known: BootZero | undefined): BootZero => ({
  zeroMs: Math.min(latestMs, known?.zeroMs ?? latestMs),
  hasSlept: known !== undefined && latestMs - known.zeroMs > MOST_DOUBT_MS,
});

/**
 * Dates an event, never later than its receipt. If the centre knows when the event's boot began, the centre's clock dates the event,
 * whatever the kiosk's clock says. The exception: the kiosk had its time from a centre, and the two clocks give different dates. The
 * machine has then slept, and the kiosk's clock is right.
 * An event of any other boot is dated by the kiosk's clock. This date is uncertain unless the kiosk had its time from a centre.
 */
export function dateEvent(
  at: HappenedAt,
  zeros: BootZeros,
  receivedAtMs: number,
): { happenedAtMs: number; timeUncertain: boolean } {
  const wallMs = Date.parse(at.wall);
  const isTrusted = at.trust === 'trusted';
  const byWall = { happenedAtMs: Math.min(wallMs, receivedAtMs), timeUncertain: !isTrusted };
  const boot = at.bootId === undefined ? undefined : zeros.get(at.bootId);
  if (boot === undefined || at.monoMs === undefined || at.monoMs > LONGEST_BOOT_MS) return byWall;
  const countedMs = Math.round(boot.zeroMs + at.monoMs);
  if (isTrusted && Math.abs(countedMs - wallMs) > MOST_DOUBT_MS) return byWall;
  return { happenedAtMs: Math.min(countedMs, receivedAtMs), timeUncertain: boot.hasSlept && !isTrusted };
}
