import type { HallCall } from '../../src-main/calling/contract/hall.ts';

export function deskNames({ desk, language }: HallCall): { catalan: string; own: string | null } {
  const own = desk[language];
  return { catalan: desk.ca, own: own === undefined || own === desk.ca ? null : own };
}

/** The most letters of a desk's name that fit beside a short number: in one word, and in all. */
const BESIDE = { word: 7, all: 14 };
const SHORT_NUMBER = 4;

/**
 * The layout of a call. `beside`: the desk is right of the number. `under`: on one line as wide as the screen. `small`: on more than one
 * line. Letters are counted instead of measured, so that nothing moves while a font loads.
 */
export function fitOf(number: string, desk: string): 'beside' | 'under' | 'small' {
  const longest = Math.max(...desk.split(/\s+/).map((word) => word.length));
  if (number.length <= SHORT_NUMBER && longest <= BESIDE.word && desk.length <= BESIDE.all) return 'beside';
  return desk.length <= 18 ? 'under' : 'small';
}
