import { useMemo } from 'preact/hooks';
import { formatDate, formatTime, listOf } from '../../../config/locales/dates.ts';
import {
  fetchOfficePageWords,
  officeTranslator,
  technicianTranslator,
} from '../../../config/locales/office-page-words.ts';
import { writtenOffice } from '../../../src-renderer/screens/office/written-office.ts';
import { usePage } from '../page-context.ts';
import { useFetchedWords } from '../parts/use-fetched-words.ts';
import type { Range } from './rules.ts';

export function useOfficeWords() {
  const { language } = usePage();
  const isReady = useFetchedWords('office', fetchOfficePageWords);
  return useMemo(() => {
    const writing = {
      language,
      list: (things: readonly string[]) => listOf(language, things),
      time: (time: string) => formatTime(language, time),
      date: (date: string, style: 'day' | 'date' | 'long' | 'full') => formatDate(language, date, style),
    };
    const written = writtenOffice({ ...writing, t: technicianTranslator(language) });
    return {
      ...writing,
      isReady,
      t: officeTranslator(language),
      kiosk: written,
      hours: (ranges: readonly Range[]) =>
        written.written(
          'hours',
          ranges.map(({ from, to }) => ({ from, to })),
        ),
    };
  }, [language, isReady]);
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
