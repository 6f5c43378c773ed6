import { useEffect, useMemo, useState } from 'preact/hooks';
import type { WorkingLanguage } from '../../../config/languages.ts';
import { formatDate, formatTime, listOf } from '../../../config/locales/dates.ts';
import {
  fetchOfficePageWords,
  officeTranslator,
  technicianTranslator,
} from '../../../config/locales/office-page-words.ts';
import { writtenOffice } from '../../../src-renderer/screens/office/written-office.ts';
import { usePage } from '../page-context.ts';

const fetched = new Set<WorkingLanguage>();

/** The sentences of these pages, and the kiosk's own words for the fields of an office. */
export function useOfficeWords() {
  const { language } = usePage();
  const [isReady, setReady] = useState(fetched.has(language));
  useEffect(() => {
    setReady(fetched.has(language));
    if (fetched.has(language)) return;
    let isOver = false;
    void fetchOfficePageWords(language).then(() => {
      fetched.add(language);
      if (!isOver) setReady(true);
    });
    return () => {
      isOver = true;
    };
  }, [language]);
  return useMemo(() => {
    const writing = {
      language,
      list: (things: readonly string[]) => listOf(language, things),
      time: (time: string) => formatTime(language, time),
      date: (date: string, style: 'day' | 'date' | 'long' | 'full') => formatDate(language, date, style),
    };
    const written = writtenOffice({ ...writing, t: technicianTranslator(language) });
    return { ...writing, isReady: isReady && fetched.has(language), t: officeTranslator(language), kiosk: written };
  }, [language, isReady]);
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
