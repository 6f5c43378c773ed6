import type { HappenedAt } from '../../src-main/contract/central-api/events-upload.ts';

/** When a boot's monotonic clock stood at zero by the centre's clock, milliseconds since 1970. */
export type BootZeros = ReadonlyMap<string, number>;

/** A machine that claims to have run longer has a clock that says nothing. */
const LONGEST_BOOT_MS = 10 * 366 * 86_400_000;

/** `null` when the monotonic clock is out of all bounds. The way through the network is in it: of several, the least is nearest. */
export const zeroOf = (monoMs: number, receivedAtMs: number): number | null =>
  monoMs <= LONGEST_BOOT_MS ? Math.floor(receivedAtMs - monoMs) : null;

/**
 * When it happened. A boot that the centre has heard from is dated by the centre's own clock, whatever the kiosk's says; another one
 * by the kiosk's, which is uncertain unless the kiosk had its time from a centre. Nothing has happened after it was received.
 */
export function dateEvent(
  at: HappenedAt,
  zeros: BootZeros,
  receivedAtMs: number,
): { happenedAtMs: number; timeUncertain: boolean } {
  const zeroMs = at.bootId === undefined ? undefined : zeros.get(at.bootId);
  if (zeroMs !== undefined && at.monoMs !== undefined && at.monoMs <= LONGEST_BOOT_MS)
    return { happenedAtMs: Math.min(Math.round(zeroMs + at.monoMs), receivedAtMs), timeUncertain: false };
  return { happenedAtMs: Math.min(Date.parse(at.wall), receivedAtMs), timeUncertain: at.trust !== 'trusted' };
}
