import { normaliseDocument, readDocument } from '../../src-main/domain/identity-document.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';

/**
 * A number as its keyed hash takes it: a Spanish one as it is normal, any other as a passport's. One that begins like a DNI or an NIE and
 * ends with another letter is mistyped; a company's form is also that of some passports, and is let through.
 */
export function readGivenNumber(given: string): Result<string, { kind: 'no-number' }> {
  const spanish = readDocument(given, 'spanish');
  if (spanish.ok) return succeed(spanish.value.number);
  if (spanish.error.kind === 'wrong-letter' && /^[0-9XYZ]/.test(normaliseDocument(given)))
    return refuse({ kind: 'no-number' });
  const passport = readDocument(given, 'passport');
  return passport.ok ? succeed(passport.value.number) : refuse({ kind: 'no-number' });
}
