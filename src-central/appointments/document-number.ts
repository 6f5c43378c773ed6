import { normaliseDocument, readDocument } from '../../src-main/domain/identity-document.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';

/**
 * Normalises a document number for its keyed hash: a Spanish number is read as DNI, NIE or NIF, any other number as a passport number. A
 * number that begins like a DNI or NIE and ends with the wrong letter is refused as mistyped. Company tax numbers are accepted, because
 * some passports have the same form.
 */
export function readGivenNumber(given: string): Result<string, { kind: 'no-number' }> {
  const spanish = readDocument(given, 'spanish');
  if (spanish.ok) return succeed(spanish.value.number);
  if (spanish.error.kind === 'wrong-letter' && /^[0-9XYZ]/.test(normaliseDocument(given)))
    return refuse({ kind: 'no-number' });
  const passport = readDocument(given, 'passport');
  return passport.ok ? succeed(passport.value.number) : refuse({ kind: 'no-number' });
}
