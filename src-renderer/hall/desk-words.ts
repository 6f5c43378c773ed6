import type { HallCall } from '../../src-main/contract/hub/hall.ts';

/** A desk's name in Catalan and, where it has another one in the ticket's language, that one too. */
export function deskNames({ desk, language }: HallCall): { catalan: string; own: string | null } {
  const own = desk[language];
  return { catalan: desk.ca, own: own === undefined || own === desk.ca ? null : own };
}

/** Beside a number of this size there is room for words of so many letters, and so many in all. */
const BESIDE = { word: 7, all: 14 };
const SHORT_NUMBER = 4;

/**
 * How a call fits: `beside`, the desk right of the number; `under` it, on a line as wide as the screen; `small`, where the name needs more than one
 * such line. Counted in letters, so that nothing jumps while a font loads.
 */
export function fitOf(number: string, desk: string): 'beside' | 'under' | 'small' {
  const longest = Math.max(...desk.split(/\s+/).map((word) => word.length));
  if (number.length <= SHORT_NUMBER && longest <= BESIDE.word && desk.length <= BESIDE.all) return 'beside';
  return desk.length <= 18 ? 'under' : 'small';
}
