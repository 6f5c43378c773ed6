import { type IdentityDocument, readDocument } from '../../domain/identity-document.ts';
import { type Result, refuse } from '../../domain/result.ts';

/**
 * The machine-readable lines of a DNI or TIE (TD1, three lines of 30) and of a passport (TD3, two of 44), as a scanner sends them (ICAO Doc
 * 9303, parts 4 and 5). A DNI or TIE has the person's number as optional data after the card's number.
 *
 * Invariants: only the person's number is returned, never name, birth or expiry; a zone with one misread digit is refused. The check digits
 * of a passport cannot detect a letter misread as the letter ten or twenty places before or after it in the alphabet.
 */

/**
 * - `no-zone`: not the lines of a card or passport.
 * - `wrong-check-digit`: misread or invented.
 * - `no-number`: a card without a Spanish number, of another country or kind, or a passport whose number cannot be read.
 */
export type UnreadableZone = { kind: 'no-zone' | 'wrong-check-digit' | 'no-number' };

export type ZoneReading = Result<IdentityDocument, UnreadableZone>;

/** The longest text that is read: the zone's lines, and all characters that scanners add between and around them. */
export const MOST_ZONE_CHARACTERS = 120;

const CARD_CHARACTERS = 3 * 30;
const PASSPORT_CHARACTERS = 2 * 44;

export function readMachineReadableZone(scanned: string): ZoneReading {
  if (scanned.length > MOST_ZONE_CHARACTERS) return refuse({ kind: 'no-zone' });
  const zone = scanned.replace(/\s/g, '');
  if (!/^[A-Z0-9<]+$/.test(zone)) return refuse({ kind: 'no-zone' });
  if (zone.length === CARD_CHARACTERS && /^[ACI]/.test(zone)) return readCard(zone);
  if (zone.length === PASSPORT_CHARACTERS && zone.startsWith('P')) return readPassport(zone);
  return refuse({ kind: 'no-zone' });
}

/** Computes a check digit: weights 7, 3, 1 in turn over digits, letters (A is 10) and `<` (0). */
export function checkDigit(text: string): string {
  const sum = [...text].reduce((total, character, at) => total + readingOf(character) * (WEIGHTS[at % 3] ?? 0), 0);
  return String(sum % 10);
}

const WEIGHTS = [7, 3, 1] as const;

const readingOf = (character: string): number => (character === '<' ? 0 : Number.parseInt(character, 36));

function readCard(zone: string): ZoneReading {
  const [first, second] = [zone.slice(0, 30), zone.slice(30, 60)];
  const isChecked =
    isRight(first.slice(5, 14), first.charAt(14)) &&
    isRight(second.slice(0, 6), second.charAt(6)) &&
    isRight(second.slice(8, 14), second.charAt(14)) &&
    isRight(first.slice(5) + second.slice(0, 7) + second.slice(8, 15) + second.slice(18, 29), second.charAt(29));
  if (!isChecked) return refuse({ kind: 'wrong-check-digit' });
  if (first.slice(2, 5) !== 'ESP') return refuse({ kind: 'no-number' });
  // The filler `<` may occur only at the end, so a character missing in the middle is noticed.
  const optional = first.slice(15).replace(/<+$/, '');
  if (!/^[0-9XYZKLM][0-9]{7}[A-Z]$/.test(optional)) return refuse({ kind: 'no-number' });
  const read = readDocument(optional, 'spanish');
  return read.ok ? read : refuse({ kind: 'wrong-check-digit' });
}

function readPassport(zone: string): ZoneReading {
  const line = zone.slice(44);
  const personal = line.slice(28, 42);
  // If there is no personal number, its check digit may be the filler `<`.
  const isPersonalChecked = isRight(personal, line.charAt(42)) || (/^<+$/.test(personal) && line.charAt(42) === '<');
  const isChecked =
    isRight(line.slice(0, 9), line.charAt(9)) &&
    isRight(line.slice(13, 19), line.charAt(19)) &&
    isRight(line.slice(21, 27), line.charAt(27)) &&
    isPersonalChecked &&
    isRight(line.slice(0, 10) + line.slice(13, 20) + line.slice(21, 43), line.charAt(43));
  if (!isChecked) return refuse({ kind: 'wrong-check-digit' });
  const number = line.slice(0, 9).replace(/<+$/, '');
  const read = number.includes('<') ? null : readDocument(number, 'passport');
  return read?.ok ? read : refuse({ kind: 'no-number' });
}

const isRight = (text: string, digit: string): boolean => checkDigit(text) === digit;
