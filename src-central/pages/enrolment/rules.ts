import type { WaitingEnrolment } from '../../../src-main/contract/centre/enrolment.ts';
import { bandsOf, HIGHEST_SHORT_SLOT } from '../../../src-main/domain/numbering.ts';

/**
 * The page hides this many characters at the end of the fingerprint. The person must read them on the kiosk's screen and type them, and so
 * compares the fingerprints of page and kiosk.
 */
export const LAST_GROUP = 5;

/** Returns a typed pairing code in the contract's form: capitals, without separators. */
export const typedCode = (typed: string): string => typed.toUpperCase().replace(/[\s.·-]/g, '');

/** Returns the typed characters of a fingerprint as Crockford's base32 reads them: O as 0, and I and L as 1. */
export const readAs = (typed: string): string => typedCode(typed).replace(/O/g, '0').replace(/[IL]/g, '1');

export const isSame = (typed: string, fingerprint: string): boolean => readAs(typed) === fingerprint.slice(-LAST_GROUP);

type Office = WaitingEnrolment['offices'][number];

export type PlaceFault = 'no-office' | 'full' | 'slot-kept' | 'not-replacing' | 'none-to-replace';

export interface Place {
  office: Office | undefined;
  replaced: Office['kiosks'][number] | undefined;
  slots: readonly number[];
  fault: PlaceFault | null;
}

/**
 * Returns an office and the slots that the kiosk may take there: the office's free slots, or only the slot for which the kiosk asks.
 * `replaced` is the existing kiosk that the new kiosk replaces.
 */
export function placeIn(waiting: WaitingEnrolment, officeId: string, replaces: string | null): Place {
  const office = waiting.offices.find((one) => one.officeId === officeId);
  const replaced = office?.kiosks.find(({ kioskId }) => kioskId === replaces);
  const free = office?.freeSlots ?? [];
  const wanted = waiting.wantedSlot;
  const slots = wanted === null ? free : free.filter((slot) => slot === wanted);
  const fault = (): PlaceFault | null => {
    if (office === undefined) return 'no-office';
    if (replaces !== null && !waiting.replaces) return 'not-replacing';
    if (waiting.replaces && office.kiosks.length === 0) return 'none-to-replace';
    if (slots.length === 0) return wanted === null ? 'full' : 'slot-kept';
    return null;
  };
  return { office, replaced, slots, fault: fault() };
}

export const firstOffice = ({ offices }: WaitingEnrolment, replaces: string | null): string =>
  offices.find(({ kiosks }) => kiosks.some(({ kioskId }) => kioskId === replaces))?.officeId ??
  (offices.length === 1 ? (offices[0]?.officeId ?? '') : '');

/** Returns the first range of ticket numbers of a kiosk's slot, as `001–399`, and the range that follows when the first is used up. */
export const numbersOf = (slot: number): string[] =>
  bandsOf(slot)
    .slice(0, 2)
    .map(({ first, last }) => `${padded(first)}–${padded(last)}`);

export const isLong = (slot: number): boolean => slot > HIGHEST_SHORT_SLOT;

const padded = (number: number): string => String(number).padStart(3, '0');
