import { isAsGoodAs } from '../../contract/shared/key-place.ts';
import { AppointmentSetting, type OfficeProfile } from '../../contract/shared/office-profile.ts';
import type { KeepingRules } from '../ports/appointments.ts';

/**
 * Derives from the office's profile which appointments a kiosk may store. Sensitive appointments are stored on disk only if their keys are
 * in a TPM, because a thief of the disk then lacks the keys. A service missing from the profile counts as sensitive. Appointments moved to
 * another office cannot be found by a document number, because they may be sensitive there. A profile that is about to be replaced allows
 * nothing on disk.
 */
export function keepingRulesOf(profile: OfficeProfile, isLeaving = (): boolean => false): KeepingRules {
  const setting = profile.appointments ?? AppointmentSetting.parse({});
  const harmless = new Set<string>(
    profile.services.filter(({ sensitive }) => !sensitive && !profile.sensitive).map(({ serviceId }) => serviceId),
  );
  const required = harmless.size < profile.services.length ? 'tpm' : (setting.keyPlace ?? 'file');
  return {
    days: setting.openingDaysAhead + 1,
    mayLieOnDisk: (place) => !isLeaving() && isAsGoodAs(place, required),
    mayLieBeside: ({ serviceId }, place) => place === 'tpm' || harmless.has(serviceId),
    isKnownByNumber: ({ movedTo }) => movedTo === null || movedTo.officeId === profile.officeId,
  };
}
