import { syllable } from 'syllable';
import type { CheckedLanguage } from './read.ts';

const COUNTERS: Readonly<Record<CheckedLanguage, (word: string) => number>> = {
  ca: (word) => countNuclei(word, isCatalanNucleus),
  es: (word) => countNuclei(word, isSpanishNucleus),
  en: syllable,
};

/** A value stands where a variable does, and is counted as a short word. */
const SYLLABLES_OF_FIGURES = 2;

/** How many syllables a word is said with; figures, and the mark of a variable, count as two. */
export function syllablesIn(word: string, language: CheckedLanguage): number {
  return /[\d…]/.test(word) ? SYLLABLES_OF_FIGURES : Math.max(1, COUNTERS[language](word.toLowerCase()));
}

/** Whether the vowel at `at` of a run of vowels is the core of a syllable; `first` where the run begins the word. */
type IsNucleus = (run: string, at: number, first: boolean) => boolean;

const VOWELS = /[aeiouàèéíïòóúüá]+/gu;
const WEAK = /[iuü]/;

function countNuclei(word: string, isNucleus: IsNucleus): number {
  // The u of que, gui, qua is no vowel; a y is one at the end of a word alone.
  const spelt = word.replace(/(?<=[qg])[uü](?=[aeioàèéíòóá])/gu, '').replace(/y(?=$|-)/gu, 'i');
  let count = 0;
  for (const { 0: run, index } of spelt.matchAll(VOWELS))
    for (let at = 0; at < run.length; at += 1) if (isNucleus(run, at, index === 0)) count += 1;
  return count;
}

/** Spanish joins a weak vowel to a strong one on either side, and two weak ones. */
function isSpanishNucleus(run: string, at: number): boolean {
  if (!WEAK.test(run.charAt(at))) return true;
  return [...run].every((vowel) => WEAK.test(vowel)) && at === 0;
}

/** Catalan joins a weak vowel to the one before it alone: `gràcies` has three syllables. At the start of a word it begins the next. */
function isCatalanNucleus(run: string, at: number, first: boolean): boolean {
  if (!/[iu]/.test(run.charAt(at))) return true;
  return at === 0 && !(first && run.length > 1);
}
