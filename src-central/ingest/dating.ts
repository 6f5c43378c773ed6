import type { HappenedAt } from '../../src-main/contract/centre/events-upload.ts';

export interface BootZero {
  /** The time at which the boot's monotonic clock was zero, by the centre's clock, in milliseconds since 1970. */
  zeroMs: number;
  /**
   * True if the last request gives a later zero. The monotonic clock stops while its machine sleeps, and it is unknown which events came
   * before the sleep.
   */
  hasSlept: boolean;
}
/** The zero of each known boot, by boot id. */
export type BootZeros = ReadonlyMap<string, BootZero>;

/** The difference of two dates that counts as equal: longer than a request takes, or than two clocks drift apart between two starts. */
const MOST_DOUBT_MS = 60_000;

/** The longest boot. A monotonic clock that claims more cannot be used. */
const LONGEST_BOOT_MS = 10 * 366 * 86_400_000;

/**
 * The zero of a boot's monotonic clock, in milliseconds since 1970. `null`: the clock is out of bounds. It includes the network delay, so
 * the least of several is the nearest.
 */
export const zeroOf = (monoMs: number, receivedAtMs: number): number | null =>
  monoMs <= LONGEST_BOOT_MS ? Math.floor(receivedAtMs - monoMs) : null;

/** Combines the zero of a boot's last request with the known one; the least stays. */
export const bootZeroOf = (latestMs: number, known: BootZero | undefined): BootZero => ({
  zeroMs: Math.min(latestMs, known?.zeroMs ?? latestMs),
  hasSlept: known !== undefined && latestMs - known.zeroMs > MOST_DOUBT_MS,
});

/**
 * The time of an event, never later than its receipt.
 * A boot known to the centre is dated by the centre's clock, whatever the kiosk's clock says. The exception is an event whose kiosk had its
 * time from a centre and whose two dates differ: the machine has slept, and the kiosk's clock is right. Any other boot is dated by the
 * kiosk's clock, which is uncertain unless the kiosk had its time from a centre.
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
