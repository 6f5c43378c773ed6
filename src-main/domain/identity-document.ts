import { type Result, refuse, succeed } from './result.ts';

/**
 * Numbers of identity documents of persons and companies, and their control characters (Orden INT/2058/2008, Orden EHA/451/2008). The
 * number is parsed and never looked up: a well-formed number does not prove who holds it.
 *
 * Invariants: a returned number is normalised (capitals and digits, a DNI with eight digits), so that one document has one keyed hash
 * however it was typed; a passport's number has no control character and is accepted as it is.
 */
export type DocumentKind = 'dni' | 'nie' | 'nif-klm' | 'company-nif' | 'passport';

export interface IdentityDocument {
  readonly kind: DocumentKind;
  readonly number: string;
}

/**
 * The kind of document that the citizen chooses before typing. Every Spanish number has a control character; a passport's number has none.
 */
export type DocumentFamily = 'spanish' | 'passport';

/**
 * - `incomplete`: a valid beginning.
 * - `wrong-letter`: complete, but with a wrong control character.
 * - `impossible`: no number of the family begins so.
 */
export type DocumentReading = Result<IdentityDocument, { kind: 'incomplete' | 'wrong-letter' | 'impossible' }>;

export type TypedDocument =
  /** `next`: the characters that may follow; the keypad enables only their keys. Never empty. */
  | { readonly state: 'possible'; readonly next: string }
  /** `next` is empty except for a passport, whose number may be longer. */
  | { readonly state: 'complete'; readonly document: IdentityDocument; readonly next: string }
  | { readonly state: 'wrong-letter' }
  | { readonly state: 'impossible' };

/** The longest text that is read: longer than any number, even with all that people type between its characters. */
export const MOST_TYPED_CHARACTERS = 40;

const DIGITS = '0123456789';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** Indexed by the DNI's number modulo 23. */
const CONTROL_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';
/** Indexed by the company's control digit. */
const COMPANY_LETTERS = 'JABCDEFGHI';
const COMPANY_FORMS = 'ABCDEFGHJNPQRSUVW';
/**
 * First letters of companies that have a control letter. Those in `DIGIT_FORMS` have a control digit; all others accept either, because
 * sources differ.
 */
const LETTER_FORMS = 'NPQRSW';
/** First letters of companies that have a control digit, except in province 00, which denotes companies abroad. */
const DIGIT_FORMS = 'ABEH';
const DNI_DIGITS = 8;
/** Old numbers are written without their leading zeros, so a typed DNI may have this few digits. */
const FEWEST_DNI_DIGITS = 5;
const PASSPORT = { fewest: 5, most: 15 };

/** Reduces typed or scanned text to capitals and digits, without spaces, dots, hyphens, slashes and the like. */
export const normaliseDocument = (typed: string): string =>
  typed.toUpperCase().replace(/[\s.,·_/\\\-\u00ad\u2010-\u2015\u2212]/g, '');

/**
 * `number`: a DNI's, 0 to 99,999,999.
 * @throws RangeError on any other number
 */
export function controlLetter(number: number): string {
  if (!Number.isInteger(number) || number < 0 || number > 99_999_999)
    throw new RangeError(`no document has the number ${number}`);
  return CONTROL_LETTERS.charAt(number % CONTROL_LETTERS.length);
}

export function readDocument(typed: string, family: DocumentFamily): DocumentReading {
  const read = readAsTyped(typed, family);
  if (read.state === 'complete') return succeed(read.document);
  return refuse({ kind: read.state === 'possible' ? 'incomplete' : read.state });
}

export function readAsTyped(typed: string, family: DocumentFamily): TypedDocument {
  if (typed.length > MOST_TYPED_CHARACTERS) return IMPOSSIBLE;
  const text = normaliseDocument(typed);
  return family === 'passport' ? readPassport(text) : readSpanish(text);
}

/**
 * Masks a number as the AEPD prescribes: four characters stay visible, all others become `*`. Visible are the fourth to the seventh digit
 * if there are seven or more, the last four digits of a passport with six digits, otherwise the last four characters.
 */
export function maskDocument(document: IdentityDocument): string {
  const shown = new Set(placesShown(document));
  return [...document.number].map((character, at) => (shown.has(at) ? character : '*')).join('');
}

function placesShown({ kind, number }: IdentityDocument): number[] {
  const places = [...number].map((_, at) => at);
  const ofDigits = places.filter((at) => DIGITS.includes(number.charAt(at)));
  if (ofDigits.length >= 7) return ofDigits.slice(3, 7);
  return (kind === 'passport' && ofDigits.length === 6 ? ofDigits : places).slice(-4);
}

const IMPOSSIBLE: TypedDocument = { state: 'impossible' };
const WRONG_LETTER: TypedDocument = { state: 'wrong-letter' };

const complete = (kind: DocumentKind, number: string, next = ''): TypedDocument => ({
  state: 'complete',
  document: { kind, number },
  next,
});

function readPassport(text: string): TypedDocument {
  if (!/^[A-Z0-9]*$/.test(text) || text.length > PASSPORT.most) return IMPOSSIBLE;
  const next = text.length < PASSPORT.most ? DIGITS + LETTERS : '';
  return text.length < PASSPORT.fewest ? { state: 'possible', next } : complete('passport', text, next);
}

function readSpanish(text: string): TypedDocument {
  const first = text.charAt(0);
  if (first === '') return { state: 'possible', next: `${DIGITS}XYZKLM${COMPANY_FORMS}` };
  if (DIGITS.includes(first)) return readDni(text);
  if ('XYZ'.includes(first))
    return readLettered(text, 'nie', CONTROL_LETTERS, (digits) => [
      controlLetter(Number(`${'XYZ'.indexOf(first)}${digits}`)),
    ]);
  if ('KLM'.includes(first))
    return readLettered(text, 'nif-klm', CONTROL_LETTERS, (digits) => [controlLetter(Number(digits))]);
  if (COMPANY_FORMS.includes(first)) return readCompany(first, text);
  return IMPOSSIBLE;
}

function readDni(text: string): TypedDocument {
  const parts = /^(\d{1,8})([A-Z]?)$/.exec(text);
  if (parts === null) return IMPOSSIBLE;
  const [, digits = '', letter = ''] = parts;
  const hasEnough = digits.length >= FEWEST_DNI_DIGITS;
  if (letter === '')
    return {
      state: 'possible',
      next: `${digits.length < DNI_DIGITS ? DIGITS : ''}${hasEnough ? CONTROL_LETTERS : ''}`,
    };
  if (!hasEnough) return IMPOSSIBLE;
  if (controlLetter(Number(digits)) !== letter) return WRONG_LETTER;
  return complete('dni', `${digits.padStart(DNI_DIGITS, '0')}${letter}`);
}

/**
 * Parses a letter, seven digits and a control character. `controls`: the characters possible there; `rightOf` returns those that are
 * correct for the digits.
 */
function readLettered(
  text: string,
  kind: DocumentKind,
  controls: string,
  rightOf: (digits: string) => readonly string[],
): TypedDocument {
  const digits = /^\d{0,7}/.exec(text.slice(1))?.[0] ?? '';
  const control = text.slice(1 + digits.length);
  if (digits.length < 7) return control === '' ? { state: 'possible', next: DIGITS } : IMPOSSIBLE;
  if (control === '') return { state: 'possible', next: controls };
  if (rightOf(digits).includes(control)) return complete(kind, text);
  return /^[A-Z]$/.test(control) || (/^\d$/.test(control) && controls.includes(control)) ? WRONG_LETTER : IMPOSSIBLE;
}

function readCompany(form: string, text: string): TypedDocument {
  const controls = companyControls(form, text.slice(1, 3));
  return readLettered(text, 'company-nif', controls, (digits) => {
    const control = companyControl(digits);
    return [String(control), COMPANY_LETTERS.charAt(control)].filter((character) => controls.includes(character));
  });
}

function companyControls(form: string, province: string): string {
  if (LETTER_FORMS.includes(form)) return COMPANY_LETTERS;
  return DIGIT_FORMS.includes(form) && province !== '00' ? DIGITS : DIGITS + COMPANY_LETTERS;
}

/** Computes the control digit of a company's number: each digit at an odd position is doubled, and the digits of the product are added. */
function companyControl(digits: string): number {
  const sum = [...digits].reduce((total, character, at) => {
    const value = at % 2 === 0 ? Number(character) * 2 : Number(character);
    return total + Math.floor(value / 10) + (value % 10);
  }, 0);
  return (10 - (sum % 10)) % 10;
}
