import { normaliseDocument, readDocument } from './identity-document.ts';

/**
 * Detects personal numbers in texts from booking systems: a DNI, an NIE, a NIF of a person, or a telephone. A text must contain none if it
 * is stored for long, or if a kiosk looks it up when a citizen types it.
 *
 * Invariants: neither formatting (full-width and other scripts' digits, spaces, dots, hyphens, slashes, zero-width characters, repeated
 * percent-encoding) nor surrounding text hides a number; the function changes no text.
 */
export type PersonalNumber = 'document' | 'telephone';

/** Returns the kind of personal number in a text; `null`: the text contains none; `too-long`: the text was not checked. */
export function personalNumberIn(text: string): PersonalNumber | 'too-long' | null {
  if (text.length > MOST_READ_CHARACTERS) return 'too-long';
  for (const one of decodingsOf(text)) {
    const found = numberWrittenIn(one);
    if (found !== null) return found;
  }
  return null;
}

/**
 * Whether a text contains digits that may be a document number, although no control letter proves it: eight digits of a DNI or `X1234567`
 * without the control letter, or a passport's number. Use it for names and words that people write, and not for random codes, which may
 * contain such digits by chance. UUIDs, digests, dates, serial numbers that begin with three zeros, and texts longer than
 * `MOST_READ_CHARACTERS`, which are not checked, do not count.
 */
export function hasDocumentForm(text: string): boolean {
  if (text.length > MOST_READ_CHARACTERS) return false;
  return decodingsOf(text).some((one) => {
    const plain = inPlainDigits(one).replace(MADE_BY_CHANCE, ' ');
    if (UNPROVED.test(plain)) return true;
    return [...plain.matchAll(EIGHT_DIGITS)].some(([digits]) => {
      const number = digits.replace(/\D/g, '');
      return !number.startsWith('000') && !DATE.test(number);
    });
  });
}

/** Matches eight digits joined, in groups of thousands (`12.345.678`), or separated one by one. */
const EIGHT_DIGITS =
  /(?<!\d)(?:\d{2}(?<gap>[\s\p{P}]?)\d{3}\k<gap>\d{3}|\d(?<each>[\s\p{P}])(?:\d\k<each>){6}\d)(?!\d)/gu;
/** Matches a date without separators: `20261126`. */
const DATE = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/;
/**
 * Matches passports as most countries number them: one to three letters, eight or nine characters in all; also an NIE or a NIF without its
 * control letter.
 */
const UNPROVED = /(?<![0-9A-Z])(?:[A-Z]\d{7,8}|[A-Z]{2}\d{6,7}|[A-Z]{3}\d{6})(?![0-9A-Z])/;

/** Returns the text, and the text after each further round of percent-decoding. Every round shortens the text, so the loop ends. */
function decodingsOf(text: string): string[] {
  const all = [text];
  for (let now = text; ; all.push(now)) {
    const next = now.replace(/(?:%[0-9a-f]{2})+/gi, (run) => decoded(run));
    if (next === now) return all;
    now = next;
  }
}

/** Decodes a run of percent-encoded bytes. Bytes that are not UTF-8 become one character each. */
function decoded(run: string): string {
  try {
    return decodeURIComponent(run);
  } catch {
    return run.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
}

function numberWrittenIn(text: string): PersonalNumber | null {
  const spaced = inPlainDigits(text);
  const joined = joinedOf(text);
  if (isDocument(joined)) return 'document';
  const meant = spaced.replace(MADE_BY_CHANCE, (made) => (isMeant(made) ? made : NO_CONTROL));
  if (holdsDocument(meant.replace(/[^A-Z0-9]/g, ''))) return 'document';
  const narrow = meant.replace(GAPS, (gap) => (gap.includes('+') ? '+' : ' '));
  return TELEPHONES.some((form) => form.test(narrow)) ? 'telephone' : null;
}

/** Longer texts are not checked. The limit is twice as long as any name or code that a booking system may give. */
export const MOST_READ_CHARACTERS = 200;

/**
 * Whether `text` contains the document number `number` that the same request sent. It also finds numbers that `personalNumberIn` cannot
 * recognise: a passport's, which has no control letter, and a DNI's, an NIE's or a NIF's without its letter.
 */
export function holdsNumber(text: string, number: string): boolean {
  const [holder, held] = [joinedOf(text), joinedOf(number)];
  const digits = /^[XYZKLM]?(\d{7,8})[A-Z]$/.exec(held)?.[1];
  return [held, digits].some((one) => one !== undefined && one.length >= FEWEST_OF_A_PASSPORT && holder.includes(one));
}

const FEWEST_OF_A_PASSPORT = 5;

const joinedOf = (text: string): string => inPlainDigits(text).replace(/[^A-Z0-9]/g, '');

/** Returns the text in capitals, with digits of every script as 0 to 9, without zero-width characters and accents. */
function inPlainDigits(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{Cf}\p{Mn}\p{Me}]/gu, '')
    .replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)))
    .toUpperCase();
}

/** Returns the value of a digit of any script. Unicode lists the ten digits of a script one after the other, beginning with zero. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1;
  return before % 10;
}

/**
 * Matches a document number with any letter, because a mistyped letter still identifies the holder; `isDocument` also accepts old numbers
 * with fewer digits.
 */
const DOCUMENT_FORM = /^(\d{8}|[XYZKLM]\d{7})[A-Z]$/;

function isDocument(joined: string): boolean {
  if (DOCUMENT_FORM.test(joined)) return true;
  const read = readDocument(joined, 'spanish');
  return read.ok && read.value.kind !== 'company-nif';
}

/** Whether any nine consecutive characters are a number with a correct control letter. */
function holdsDocument(joined: string): boolean {
  for (let at = 0; at + DOCUMENT_LENGTH <= joined.length; at += 1) {
    const piece = joined.slice(at, at + DOCUMENT_LENGTH);
    if (DOCUMENT_FORM.test(piece) && readDocument(normaliseDocument(piece), 'spanish').ok) return true;
  }
  return false;
}

const DOCUMENT_LENGTH = 9;

/** Matches a UUID, with hyphens or without, or a digest: MD5, SHA-1, SHA-256. */
const MADE_BY_CHANCE =
  /(?<![0-9A-Z])(?:[0-9A-F]{8}-(?:[0-9A-F]{4}-){3}[0-9A-F]{12}|[0-9A-F]{64}|[0-9A-F]{40}|[0-9A-F]{32})(?![0-9A-Z])/g;
/** Matches a UUID without hyphens, with version and variant at the positions of RFC 9562. */
const UUID = /^[0-9A-F]{12}[1-8][0-9A-F]{3}[89AB][0-9A-F]{15}$/;
const FEWEST_LETTERS = 4;
/**
 * Replaces a random code in a text. It keeps the characters before and after the code apart, because `holdsDocument` accepts no number with
 * this letter.
 */
const NO_CONTROL = 'U';

/**
 * Whether an apparently random code was made to contain a personal number: it has almost no letters, has hyphens without being a valid
 * UUID, is a digest that ends with a document number, or contains a document number after two zeros. Other numbers in a code count as
 * chance. A UUID that ends with a number is accepted, because one UUID in 2,600 does so by chance.
 */
function isMeant(made: string): boolean {
  const joined = made.replaceAll('-', '');
  if ((joined.match(/[A-F]/g) ?? []).length < FEWEST_LETTERS) return true;
  const isUuid = UUID.test(joined);
  if (!isUuid && made !== joined) return true;
  if (!isUuid && holdsDocument(joined.slice(-DOCUMENT_LENGTH))) return true;
  return [...joined.matchAll(/(?<=00)(?=(\d{8}[A-F]))/g)].some(([, piece = '']) => holdsDocument(piece));
}

/** Matches a run of the separators that people write in telephone numbers. Each run becomes one character before the search. */
const GAPS = /[\s\p{P}\p{S}]+/gu;
const GAP = '[ +]?';
const digits = (fewest: number, most: number): string => String.raw`(?:${GAP}\d){${fewest},${most}}(?!\d)`;
const TELEPHONES = [
  // Spanish numbers: nine digits, the first from 6 to 9, no digit before or after, with or without 34.
  new RegExp(String.raw`(?<!\d)(?:(?:0${GAP}0|\+)?${GAP}3${GAP}4${GAP})?[6-9]${digits(8, 8)}`, 'u'),
  // International numbers (ITU-T E.164), as written for calls from abroad.
  new RegExp(String.raw`\+[1-9]${digits(6, 14)}`, 'u'),
  new RegExp(String.raw`(?<!\d)0${GAP}0${GAP}[1-9]${digits(9, 13)}`, 'u'),
];
