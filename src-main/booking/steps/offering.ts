import type { Office } from '../../office/steps/office.ts';
import type { Session } from '../../session/steps/session.ts';

/**
 * Whether this screen may offer hours for another day: the façade of a closed office, or the list of services where one is closed, full or
 * paused, or where the office always offers them.
 */
export function offersHours({ place }: Session, { office }: { office: Office }): boolean {
  const { anotherDay, services } = office.profile;
  if (anotherDay === undefined) return false;
  if (place.at === 'idle') return !office.front().open;
  if (place.at !== 'services' || place.purpose !== null || place.visitType !== 'walk-in') return false;
  return anotherDay === 'always' || services.some((service) => office.closureOf(service, 'walk-in') !== null);
}
