import { syllable } from 'syllable';
import type { CheckedLanguage } from './read.ts';

const COUNTERS: Readonly<Record<CheckedLanguage, (word: string) => number>> = {
  ca: (word) => countNuclei(word, isCatalanNucleus),
  es: (word) => countNuclei(word, isSpanishNucleus),
  en: syllable,
};

const SYLLABLES_OF_FIGURES = 2;

/** Figures and variables count as two syllables. */
export function syllablesIn(word: string, language: CheckedLanguage): number {
  return /[\d…]/.test(word) ? SYLLABLES_OF_FIGURES : Math.max(1, COUNTERS[language](word.toLowerCase()));
}

/** Says whether the vowel at `at` in a run of vowels is the centre of a syllable. `first`: the run begins the word. */
type IsNucleus = (run: string, at: number, first: boolean) => boolean;

const VOWELS = /[aeiouàèéíïòóúüá]+/gu;
const WEAK = /[iuü]/;

function countNuclei(word: string, isNucleus: IsNucleus): number {
  // The u of que, gui or qua does not count as a vowel; y is a vowel only at the end of a word.
  const spelt = word.replace(/(?<=[qg])[uü](?=[aeioàèéíòóá])/gu, '').replace(/y(?=$|-)/gu, 'i');
  let count = 0;
  for (const { 0: run, index } of spelt.matchAll(VOWELS))
    for (let at = 0; at < run.length; at += 1) if (isNucleus(run, at, index === 0)) count += 1;
  return count;
}

/** Spanish joins a weak vowel to a strong one on either side, and two weak vowels to each other. */
function isSpanishNucleus(run: string, at: number): boolean {
  if (!WEAK.test(run.charAt(at))) return true;
  return [...run].every((vowel) => WEAK.test(vowel)) && at === 0;
}

/**
 * Catalan joins a weak vowel to the vowel before it, so `gràcies` has three syllables. At the start of a word the weak vowel joins the next
 * vowel.
 */
function isCatalanNucleus(run: string, at: number, first: boolean): boolean {
  if (!/[iu]/.test(run.charAt(at))) return true;
  return at === 0 && !(first && run.length > 1);
}
