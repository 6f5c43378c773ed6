import { type IdentityDocument, readDocument } from './identity-document.ts';

/**
 * The lines for machines on a DNI or TIE (TD1, three lines of 30) and in a passport (TD3, two of 44), as a scanner sends them (ICAO
 * Doc 9303, parts 4 and 5). A DNI or TIE carries the person's number as optional data after the number of the card itself.
 *
 * Invariants: nothing but the person's number leaves, neither name, birth nor expiry; a zone in which one digit was misread is
 * refused. A letter read as another ten or twenty places on passes the check digits of a passport: they cannot tell.
 */

/**
 * - `no-zone`: not the lines of a card or passport.
 * - `wrong-check-digit`: misread, or made up.
 * - `no-number`: a card without a Spanish number, of another country or another kind.
 */
export type UnreadableZone = { kind: 'no-zone' } | { kind: 'wrong-check-digit' } | { kind: 'no-number' };

export type ZoneReading = { ok: true; value: IdentityDocument } | { ok: false; error: UnreadableZone };

/** The lines with all that scanners put between and around them; what is longer is not looked at. */
export const MOST_ZONE_CHARACTERS = 120;

const CARD_CHARACTERS = 3 * 30;
const PASSPORT_CHARACTERS = 2 * 44;

/** What a zone says; its lines may stand alone or without anything between them. */
export function readMachineReadableZone(scanned: string): ZoneReading {
  if (scanned.length > MOST_ZONE_CHARACTERS) return refuse('no-zone');
  const zone = scanned.replace(/\s/g, '');
  if (!/^[A-Z0-9<]+$/.test(zone)) return refuse('no-zone');
  if (zone.length === CARD_CHARACTERS && /^[ACI]/.test(zone)) return readCard(zone);
  if (zone.length === PASSPORT_CHARACTERS && zone.startsWith('P')) return readPassport(zone);
  return refuse('no-zone');
}

/** A check digit: weights 7, 3, 1 in turn over digits, letters (A is 10) and `<` (0). */
export function checkDigit(text: string): string {
  const sum = [...text].reduce((total, character, at) => total + readingOf(character) * (WEIGHTS[at % 3] ?? 0), 0);
  return String(sum % 10);
}

const WEIGHTS = [7, 3, 1] as const;

const refuse = (kind: UnreadableZone['kind']): ZoneReading => ({ ok: false, error: { kind } });

const readingOf = (character: string): number => (character === '<' ? 0 : Number.parseInt(character, 36));

function readCard(zone: string): ZoneReading {
  const [first, second] = [zone.slice(0, 30), zone.slice(30, 60)];
  const isChecked =
    isRight(first.slice(5, 14), first.charAt(14)) &&
    isRight(second.slice(0, 6), second.charAt(6)) &&
    isRight(second.slice(8, 14), second.charAt(14)) &&
    isRight(first.slice(5) + second.slice(0, 7) + second.slice(8, 15) + second.slice(18, 29), second.charAt(29));
  if (!isChecked) return refuse('wrong-check-digit');
  if (first.slice(2, 5) !== 'ESP') return refuse('no-number');
  // Between its characters nothing may be missing: fillers stand at the end alone.
  const optional = first.slice(15).replace(/<+$/, '');
  if (!/^[0-9XYZKLM][0-9]{7}[A-Z]$/.test(optional)) return refuse('no-number');
  const read = readDocument(optional, 'spanish');
  return read.ok ? read : refuse('wrong-check-digit');
}

function readPassport(zone: string): ZoneReading {
  const line = zone.slice(44);
  const personal = line.slice(28, 42);
  // Where there is no personal number its check digit may be a filler.
  const isPersonalChecked = isRight(personal, line.charAt(42)) || (/^<+$/.test(personal) && line.charAt(42) === '<');
  const isChecked =
    isRight(line.slice(0, 9), line.charAt(9)) &&
    isRight(line.slice(13, 19), line.charAt(19)) &&
    isRight(line.slice(21, 27), line.charAt(27)) &&
    isPersonalChecked &&
    isRight(line.slice(0, 10) + line.slice(13, 20) + line.slice(21, 43), line.charAt(43));
  if (!isChecked) return refuse('wrong-check-digit');
  const number = line.slice(0, 9).replace(/<+$/, '');
  const read = number.includes('<') ? null : readDocument(number, 'passport');
  return read?.ok ? read : refuse('no-number');
}

const isRight = (text: string, digit: string): boolean => checkDigit(text) === digit;
