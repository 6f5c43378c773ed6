import { createContext } from 'preact';
import { useContext, useMemo } from 'preact/hooks';
import { formatDate, formatTime } from '../config/locales/dates.ts';
import { createTranslator } from '../config/locales/index.ts';
import type { Language } from '../src-main/contract/office-profile.ts';

/** The language of everything inside it. */
export const Speaking = createContext<Language>('ca');

/** The words, times and dates of the current language. */
export function useWords() {
  const language = useContext(Speaking);
  return useMemo(
    () => ({
      language,
      t: createTranslator(language, 'screen'),
      time: (time: string) => formatTime(language, time),
      date: (date: string, style: 'day' | 'long') => formatDate(language, date, style),
    }),
    [language],
  );
}
