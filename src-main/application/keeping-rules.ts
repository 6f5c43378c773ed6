import { isAsGoodAs } from '../contract/shared/key-place.ts';
import { AppointmentSetting, type OfficeProfile } from '../contract/shared/office-profile.ts';
import type { KeepingRules } from '../ports/appointments.ts';

/**
 * What the office's profile lets a kiosk keep of appointments. What is sensitive lies on no disk whose thief has the keys as well: a service
 * that the profile does not know is taken for it. What another office of the city does is nobody's by number: it may be sensitive there.
 */
export function keepingRulesOf(profile: OfficeProfile): KeepingRules {
  const setting = profile.appointments ?? AppointmentSetting.parse({});
  const harmless = new Set<string>(
    profile.services.filter(({ sensitive }) => !sensitive && !profile.sensitive).map(({ serviceId }) => serviceId),
  );
  const required = harmless.size < profile.services.length ? 'tpm' : (setting.keyPlace ?? 'file');
  return {
    days: setting.openingDaysAhead + 1,
    mayLieOnDisk: (place) => isAsGoodAs(place, required),
    mayLieBeside: ({ serviceId }, place) => place === 'tpm' || harmless.has(serviceId),
    isKnownByNumber: ({ movedTo }) => movedTo === null || movedTo.officeId === profile.officeId,
  };
}
