import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import { type CheckInRules, type CheckInWindow, DEFAULT_WINDOW } from '../rules/check-in.ts';

const windowOf = ({ early, late }: { early: number; late: number }): CheckInWindow => ({
  earlyMs: early * 60_000,
  lateMs: late * 60_000,
});

export function windowsOf({ checkIn, services }: OfficeProfile): Pick<CheckInRules, 'window' | 'serviceWindows'> {
  const own = services.flatMap(({ serviceId, checkInMinutes }) =>
    checkInMinutes ? [[serviceId, windowOf(checkInMinutes)] as const] : [],
  );
  return { window: checkIn ? windowOf(checkIn.minutes) : DEFAULT_WINDOW, serviceWindows: new Map(own) };
}

/** Returns the longest time after its start for which any appointment is still accepted, in milliseconds. */
export function longestLateMs(profile: OfficeProfile): number {
  const { window, serviceWindows } = windowsOf(profile);
  return Math.max(window.lateMs, ...[...serviceWindows.values()].map(({ lateMs }) => lateMs));
}
