import { STICK_SENTENCES, type StickWords, stickWords } from '../../../config/locales/stick-words.ts';

export const isErase = (answer: string): boolean =>
  Object.values(STICK_SENTENCES).some(({ erase }) => erase === answer.trim().toLowerCase());

/**
 * Returns the stick's words in the language that the kernel's command line names (`torn.language=es`), otherwise in Catalan. The image's
 * signature covers that line.
 */
export function wordsFor(commandLine: string): StickWords {
  const named = /(?:^|\s)torn\.language=(\w+)/.exec(commandLine)?.[1];
  return stickWords(named === 'es' || named === 'en' ? named : 'ca');
}
