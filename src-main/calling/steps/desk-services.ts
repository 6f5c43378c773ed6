import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import type { ChosenServices } from '../ports/life-book.ts';

type Office = Pick<OfficeProfile, 'desks' | 'services'>;

export function allowedAt(deskId: string, { desks, services }: Office): ReadonlySet<string> {
  const own = desks.find((desk) => desk.deskId === deskId)?.services;
  return new Set<string>(own ?? services.map(({ serviceId }) => serviceId));
}

/**
 * Returns the services that a desk calls: the services that its staff chose and the profile allows, or, if there are none, all services
 * that the profile allows the desk.
 */
export function servedAt(deskId: string, office: Office, chosen: readonly ChosenServices[]): ReadonlySet<string> {
  const allowed = allowedAt(deskId, office);
  const wanted = chosen.find((choice) => choice.deskId === deskId)?.serviceIds ?? [];
  const served = wanted.filter((serviceId) => allowed.has(serviceId));
  return served.length === 0 ? allowed : new Set(served);
}
