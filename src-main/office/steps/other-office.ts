import type { HolidayCalendar } from '../../contract/shared/holiday-calendar.ts';
import type { LocalizedText } from '../../contract/shared/localized-text.ts';
import { nearbyOfficeId } from '../../contract/shared/nearby.ts';
import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import type { TimeRange } from '../../contract/shared/opening-hours.ts';
import { hoursOn } from '../../domain/opening-hours.ts';

export interface OtherOffice {
  readonly name: string;
  readonly address: string;
  readonly directions: LocalizedText | null;
  /** Hours on a date `YYYY-MM-DD`: empty if the office is closed all day, `null` if unknown. */
  hoursOn(date: string): readonly TimeRange[] | null;
}

export function otherOfficeOf(
  profile: OfficeProfile,
  nearby: readonly { profile: OfficeProfile; calendar: HolidayCalendar }[],
  officeId: string,
): OtherOffice | null {
  const found = nearby.find((other) => other.profile.officeId === officeId);
  if (!found) return null;
  const entry = profile.nearby.find((candidate) => nearbyOfficeId(candidate) === officeId);
  const { name, address, hours } = found.profile;
  return {
    name,
    address,
    directions: typeof entry === 'object' ? entry.directions : null,
    hoursOn: (date) => hoursOn(hours, found.calendar, date).ranges,
  };
}
