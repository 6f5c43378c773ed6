import { normaliseDocument, readDocument } from './identity-document.ts';

/**
 * Whether a text that a booking system gives holds a number by which a person is known: a DNI, an NIE, a NIF of a person, or a telephone.
 * What is kept for long, or looked up when anybody types it, must hold none.
 *
 * Invariants: neither the dress of a number hides it (full-width and other scripts' digits, spaces, dots, hyphens, slashes, characters
 * without width) nor what stands around it; a text that holds none is not changed by this, nor told of.
 */
export type PersonalNumber = 'document' | 'telephone';

export function personalNumberIn(text: string): PersonalNumber | null {
  const spaced = inPlainDigits(text);
  const joined = joinedOf(text);
  if (isDocument(joined)) return 'document';
  const meant = spaced.replace(MADE_BY_CHANCE, (made) => ((made.match(/[A-F]/g) ?? []).length < 4 ? made : NO_CONTROL));
  if (holdsDocument(meant.replace(/[^A-Z0-9]/g, ''))) return 'document';
  return TELEPHONES.some((form) => form.test(meant)) ? 'telephone' : null;
}

/**
 * Whether `text` holds the very number that the same order brings: a passport's, whose form says nothing, or a DNI's without the letter
 * that anybody can work out.
 */
export function holdsNumber(text: string, number: string): boolean {
  const [holder, held] = [joinedOf(text), joinedOf(number)];
  const digits = /^[XYZKLM]?(\d{7,8})[A-Z]$/.exec(held)?.[1];
  return [held, digits].some((one) => one !== undefined && one.length >= FEWEST_OF_A_PASSPORT && holder.includes(one));
}

const FEWEST_OF_A_PASSPORT = 5;

const joinedOf = (text: string): string => inPlainDigits(text).replace(/[^A-Z0-9]/g, '');

/** Capitals, and digits of every script as 0 to 9; what has no width is gone, accents too. */
function inPlainDigits(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{Cf}\p{Mn}\p{Me}]/gu, '')
    .replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)))
    .toUpperCase();
}

/** Unicode has the ten digits of a script one after the other, from zero on. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1;
  return before % 10;
}

/** With whatever letter, for a mistyped one says as much of its holder; an old one with the digits it had. */
const DOCUMENT_FORM = /^(\d{8}|[XYZKLM]\d{7})[A-Z]$/;

function isDocument(joined: string): boolean {
  if (DOCUMENT_FORM.test(joined)) return true;
  const read = readDocument(joined, 'spanish');
  return read.ok && read.value.kind !== 'company-nif';
}

/** Nine characters of the form, wherever they begin, that the control letter makes one. */
function holdsDocument(joined: string): boolean {
  for (let at = 0; at + DOCUMENT_LENGTH <= joined.length; at += 1) {
    const piece = joined.slice(at, at + DOCUMENT_LENGTH);
    if (DOCUMENT_FORM.test(piece) && readDocument(normaliseDocument(piece), 'spanish').ok) return true;
  }
  return false;
}

const DOCUMENT_LENGTH = 9;

/** A UUID or a digest, with four letters at least: of what chance makes, some looks like a number, and means none. */
const MADE_BY_CHANCE = /(?<![0-9A-Z])(?:[0-9A-F]{8}-(?:[0-9A-F]{4}-){3}[0-9A-F]{12}|[0-9A-F]{24,})(?![0-9A-Z])/g;
/** A letter that no document ends with stands for it, so that what was before and after does not meet. */
const NO_CONTROL = 'U';

/** Nothing but what people write between the digits of a telephone number. */
const GAP = String.raw`[\s\p{P}\p{S}]*`;
const digits = (fewest: number, most: number): string => String.raw`(?:${GAP}\d){${fewest},${most}}(?!\d)`;
const TELEPHONES = [
  // Spain: nine digits from 6 to 9, no digit before or after, with or without 34.
  new RegExp(String.raw`(?<!\d)(?:(?:0${GAP}0|\+)?${GAP}3${GAP}4${GAP})?[6-9]${digits(8, 8)}`, 'u'),
  // Anywhere (ITU-T E.164): as people write it from abroad.
  new RegExp(String.raw`\+${GAP}[1-9]${digits(6, 14)}`, 'u'),
  new RegExp(String.raw`(?<!\d)0${GAP}0${GAP}[1-9]${digits(9, 13)}`, 'u'),
];
