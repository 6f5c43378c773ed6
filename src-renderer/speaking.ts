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

export function useStaffWords() {
  const language = workingLanguageOf(useContext(Speaking));
  return useMemo(
    () => ({
      language,
      ...writingIn(language),
      t: createTranslator(language, 'staff'),
      sentenceOf: createTranslator(language, 'operator'),
    }),
    [language],
  );
}

export function useFaultWords() {
  const language = workingLanguageOf(useContext(Speaking));
  return useMemo(
    () => ({ t: createTranslator(language, 'faults'), sentenceOf: createTranslator(language, 'operator') }),
    [language],
  );
}

/** Screens for staff or technicians, in a working language whatever language the citizen chose. */
export type StaffScreenName = Extract<ScreenName, `${'technician' | 'staff'}${string}`>;

export const isForStaff = (screen: ScreenName): screen is StaffScreenName => /^(?:technician|staff)/.test(screen);

export function useTechnicianWords() {
  const language = workingLanguageOf(useContext(Speaking));
  return useMemo(
    () => ({
      language,
      ...writingIn(language),
      t: createTranslator(language, 'technician'),
      sentenceOf: createTranslator(language, 'operator'),
    }),
    [language],
  );
}
