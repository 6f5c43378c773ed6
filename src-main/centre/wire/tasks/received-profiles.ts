import type { z } from 'zod';
import { profileSigningInput, type SignedProfile } from '../../../contract/centre/configuration.ts';
import type { PublicKey } from '../../../contract/shared/ids.ts';
import { type KioskRevocation, revocationSigningInput } from '../../../contract/shared/kiosk-revocation.ts';
import { OfficeProfile } from '../../../contract/shared/office-profile.ts';
import { keyIdOf, verifyText } from '../../../signing/keys.ts';
import { LONGEST_REASON, type TaskContext } from './task.ts';

/** Whether the centre signed the profile for this office; logs a refusal. */
export function isSigned(
  { enrolment, log }: TaskContext,
  profile: SignedProfile,
  newKeys: readonly PublicKey[] = [],
): boolean {
  const known = enrolment();
  if (!known) return false;
  const signer = [...known.centreKeys, ...newKeys].find((candidate) => keyIdOf(candidate) === profile.keyId);
  const good =
    profile.officeId === known.officeId &&
    signer !== undefined &&
    verifyText(profileSigningInput(known.cityId, profile), profile.signature, signer);
  if (!good)
    log.event('profile-refused', { version: profile.version, detail: 'not signed by the centre for this office' });
  return good;
}

export const isRevocation = (
  { enrolment }: Pick<TaskContext, 'enrolment'>,
  revocation: KioskRevocation,
  newKeys: readonly PublicKey[] = [],
): boolean => {
  const known = enrolment();
  const signer = [...(known?.centreKeys ?? []), ...newKeys].find((key) => keyIdOf(key) === revocation.keyId);
  if (known === null || signer === undefined) return false;
  return verifyText(revocationSigningInput(known, revocation), revocation.signature, signer);
};

export function refuseUnusable({ memory, log }: TaskContext, { version, officeId, document }: SignedProfile): boolean {
  const reason = whyUnusable(document, officeId);
  if (reason === null) return true;
  log.event('profile-refused', { version, detail: reason });
  return memory.refuseProfile(version, reason).ok;
}

function whyUnusable(document: string, officeId: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(document);
  } catch {
    return 'not JSON';
  }
  const profile = OfficeProfile.safeParse(value);
  if (!profile.success) return problemsOf(profile.error);
  return profile.data.officeId === officeId ? null : 'officeId: expected this office';
}

const problemsOf = (error: z.ZodError): string =>
  error.issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.map(String).join('/')}: ${message}`)
    .join('; ')
    .slice(0, LONGEST_REASON);
