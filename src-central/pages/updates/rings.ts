import type { Answer, Question } from '../client.ts';

type Ring = Answer<'listUpdates'>['rings'][number];
type KioskRow = Answer<'listUpdates'>['kiosks'][number];

export const kiosksOf = ({ officeId, kioskId }: Ring, kiosks: readonly KioskRow[]): KioskRow[] =>
  kiosks.filter((kiosk) =>
    kioskId !== null ? kiosk.kioskId === kioskId : officeId === null || kiosk.officeId === officeId,
  );

export const has = ({ version }: KioskRow, wanted: string): boolean => version === wanted;

/**
 * Returns the rule that allows the same version of the program in the next stage: after a kiosk its office, after an office the city.
 * `null`: the rule is for the newest version or the whole city, has no kiosk or was stopped; some kiosks of this rule lack its version; or
 * no further stage would reach another kiosk.
 */
export function nextRing(ring: Ring, kiosks: readonly KioskRow[]): Question<'allowVersion'>['body'] | null {
  const { version, kioskId, officeId, stoppedBy } = ring;
  const own = kiosksOf(ring, kiosks);
  const [first] = own;
  if (version === null || stoppedBy !== null || first === undefined) return null;
  if ((kioskId === null && officeId === null) || !own.every((kiosk) => has(kiosk, version))) return null;
  const isAhead = (kiosk: KioskRow): boolean => has(kiosk, version) || kiosk.allowed === version;
  const office = kiosks.filter((kiosk) => kiosk.officeId === first.officeId);
  if (kioskId !== null && !office.every(isAhead)) return { version, officeId: first.officeId };
  return kiosks.every(isAhead) ? null : { version };
}
