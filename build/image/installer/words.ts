import { STICK_SENTENCES, type StickWords, stickWords } from '../../../config/locales/stick-words.ts';

/** Whether the answer is the word that confirms an erasure, in any of the languages. */
export const isErase = (answer: string): boolean =>
  Object.values(STICK_SENTENCES).some(({ erase }) => erase === answer.trim().toLowerCase());

/** `torn.language=es` on the kernel's command line, which the image's signature covers; else Catalan. */
export function wordsFor(commandLine: string): StickWords {
  const named = /(?:^|\s)torn\.language=(\w+)/.exec(commandLine)?.[1];
  return stickWords(named === 'es' || named === 'en' ? named : 'ca');
}
