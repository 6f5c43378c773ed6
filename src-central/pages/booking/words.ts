import { useEffect, useMemo, useState } from 'preact/hooks';
import type { WorkingLanguage } from '../../../config/languages.ts';
import { bookingsTranslator, fetchBookingsWords } from '../../../config/locales/bookings-words.ts';
import { formatDate, formatTime, listOf } from '../../../config/locales/dates.ts';
import { usePage } from '../page-context.ts';

const fetched = new Set<WorkingLanguage>();

/** The sentences of these pages, fetched when one of them is opened. */
export function useBookingWords() {
  const { language } = usePage();
  const [isReady, setReady] = useState(fetched.has(language));
  useEffect(() => {
    setReady(fetched.has(language));
    if (fetched.has(language)) return;
    let isOver = false;
    void fetchBookingsWords(language).then(() => {
      fetched.add(language);
      if (!isOver) setReady(true);
    });
    return () => {
      isOver = true;
    };
  }, [language]);
  return useMemo(
    () => ({
      ...{ language, isReady: isReady && fetched.has(language), t: bookingsTranslator(language) },
      list: (things: readonly string[]) => listOf(language, things),
      time: (time: string) => formatTime(language, time),
      date: (date: string, style: 'day' | 'date' | 'long' | 'full') => formatDate(language, date, style),
    }),
    [language, isReady],
  );
}
export type BookingWords = ReturnType<typeof useBookingWords>;
