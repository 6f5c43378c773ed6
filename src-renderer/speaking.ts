import { createContext } from 'preact';
import { useContext, useMemo } from 'preact/hooks';
import { type Language, workingLanguageOf } from '../config/languages.ts';
import { formatDate, formatTime, listOf } from '../config/locales/dates.ts';
import { createTranslator } from '../config/locales/index.ts';
import type { ScreenName } from '../src-main/session/contract/view-state.ts';

export const Speaking = createContext<Language>('ca');

const writingIn = (language: Language) => ({
  list: (things: readonly string[]) => listOf(language, things),
  time: (time: string) => formatTime(language, time),
  date: (date: string, style: 'day' | 'date' | 'long' | 'full') => formatDate(language, date, style),
});

export function useWords() {
  const language = useContext(Speaking);
  return useMemo(
    () => ({
      language,
      t: createTranslator(language, 'screen'),
      ...writingIn(language),
    }),
    [language],
  );
}

/**
 * The words of a catalogue for staff, and the log's sentences, in the citizen's language if it is a working language, otherwise in Catalan.
 */
function useWordsOf<C extends 'staff' | 'faults' | 'technician'>(catalogue: C) {
  const language = workingLanguageOf(useContext(Speaking));
  return useMemo(
    () => ({
      language,
      ...writingIn(language),
      t: createTranslator(language, catalogue),
      sentenceOf: createTranslator(language, 'operator'),
    }),
    [language],
  );
}

export const useStaffWords = () => useWordsOf('staff');
export const useFaultWords = () => useWordsOf('faults');
export const useTechnicianWords = () => useWordsOf('technician');

/** Screens for staff or technicians, in a working language whatever language the citizen chose. */
export type StaffScreenName = Extract<ScreenName, `${'technician' | 'staff'}${string}`>;

export const isForStaff = (screen: ScreenName): screen is StaffScreenName => /^(?:technician|staff)/.test(screen);
