import type { Office } from '../../office/steps/office.ts';
import type { Session } from '../../session/steps/session.ts';

/**
 * Whether this screen may offer hours for another day. Such screens are the start screen of a closed office, and the list of services if
 * one is closed, full or paused, or if the profile offers hours in every list.
 */
export function offersHours({ place }: Session, { office }: { office: Office }): boolean {
  const { anotherDay, services } = office.profile;
  if (anotherDay === undefined) return false;
  if (place.at === 'idle') return !office.front().open;
  if (place.at !== 'services' || place.purpose !== null || place.visitType !== 'walk-in') return false;
  return anotherDay === 'always' || services.some((service) => office.closureOf(service, 'walk-in') !== null);
}
