import type { HappenedAt } from '../../src-main/contract/centre/events-upload.ts';

export interface BootZero {
  /** When the boot's monotonic clock stood at zero by the centre's clock, milliseconds since 1970. */
  zeroMs: number;
  /** By what it sent last it would be later: a monotonic clock stands still while its machine sleeps, and nobody knows which events were before. */
  hasSlept: boolean;
}
/** By boot. */
export type BootZeros = ReadonlyMap<string, BootZero>;

/** More than a request takes, or two clocks go apart between two starts. */
const MOST_DOUBT_MS = 60_000;

/** A machine that claims to have run longer has a clock that says nothing. */
const LONGEST_BOOT_MS = 10 * 366 * 86_400_000;

/** `null` when the monotonic clock is out of all bounds. It includes the time in the network: of several, the least is nearest. */
export const zeroOf = (monoMs: number, receivedAtMs: number): number | null =>
  monoMs <= LONGEST_BOOT_MS ? Math.floor(receivedAtMs - monoMs) : null;

/** What is known of a boot whose last request gives `latestMs`, beside what was known of it; the least stays. */
export const bootZeroOf = (latestMs: number, known: BootZero | undefined): BootZero => ({
  zeroMs: Math.min(latestMs, known?.zeroMs ?? latestMs),
  hasSlept: known !== undefined && latestMs - known.zeroMs > MOST_DOUBT_MS,
});

/**
 * When it happened. A boot that the centre has heard from is dated by the centre's own clock, whatever the kiosk's says, unless the kiosk
 * had its time from a centre and it is another one: then its machine has slept. Any other boot is dated by the kiosk's clock, which is
 * uncertain unless the kiosk had its time from a centre. Nothing has happened after it was received.
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
