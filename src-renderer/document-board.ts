import type { DocumentOffered } from '../src-main/contract/shared/check-in.ts';
import {
  controlLetter,
  type DocumentFamily,
  maskDocument,
  readAsTyped,
  readDocument,
} from '../src-main/domain/identity-document.ts';

/** The documents that are typed on one keypad: a DNI and a NIE share one, because both have digits from which their letter follows. */
export type BoardName = 'dni-nie' | 'dni' | 'nie' | 'passport' | 'nif';

/** The keypads for the documents that an office accepts, in the office's sequence. */
export function boardsOf(kinds: readonly DocumentOffered[]): BoardName[] {
  const isBoth = kinds.includes('dni') && kinds.includes('nie');
  return [...new Set(kinds.map((kind) => (isBoth && (kind === 'dni' || kind === 'nie') ? 'dni-nie' : kind)))];
}

export interface BoardReading {
  /** The complete number to send; `null` while the input is incomplete. */
  readonly whole: string | null;
  /** The check letter computed from the digits; `null` if it was typed, or is not known yet. */
  readonly letter: string | null;
  readonly lit: string;
  readonly state: 'typing' | 'few-digits' | 'wrong';
}

const DIGITS = '0123456789';
const LEADS: Readonly<Record<'dni-nie' | 'dni' | 'nie', string>> = { 'dni-nie': 'XYZ', dni: '', nie: 'XYZ' };
const DNI_DIGITS = 8;
const FEWEST_DNI_DIGITS = 5;

export function readBoard(board: BoardName, typed: string): BoardReading {
  if (board === 'passport' || board === 'nif') {
    const read = readAsTyped(typed, familyOf(board));
    return {
      whole: read.state === 'complete' ? typed : null,
      letter: null,
      lit: read.state === 'possible' || read.state === 'complete' ? read.next : '',
      state: read.state === 'wrong-letter' || read.state === 'impossible' ? 'wrong' : 'typing',
    };
  }
  const lead = typed.search(/^[XYZ]/) === 0 ? 'XYZ'.indexOf(typed.charAt(0)) : null;
  const isWhole = typed.length === DNI_DIGITS;
  const letter = isWhole ? controlLetter(Number(lead === null ? typed : `${lead}${typed.slice(1)}`)) : null;
  const digits = board === 'nie' && typed === '' ? '' : DIGITS;
  return {
    whole: letter === null ? null : `${typed}${letter}`,
    letter,
    lit: isWhole ? '' : `${digits}${typed === '' ? LEADS[board] : ''}`,
    state: lead === null && !isWhole && typed.length >= FEWEST_DNI_DIGITS ? 'few-digits' : 'typing',
  };
}

export function kindOf(board: BoardName, whole: string): DocumentOffered {
  if (board === 'dni-nie') return /^[XYZ]/.test(whole) ? 'nie' : 'dni';
  return board;
}

/**
 * The form of the input that bystanders may see: a complete number masked as the AEPD (Spain's data protection authority) advises, an
 * incomplete one as dots.
 */
export function hiddenForm(board: BoardName, typed: string, whole: string | null): string {
  const read = whole === null ? null : readDocument(whole, familyOf(board));
  if (read?.ok !== true) return '•'.repeat(typed.length);
  return maskDocument(read.value).replaceAll('*', '•').slice(0, typed.length);
}

const familyOf = (board: BoardName): DocumentFamily => (board === 'passport' ? 'passport' : 'spanish');
