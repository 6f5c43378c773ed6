import { useMemo } from 'preact/hooks';
import { bookingsTranslator, fetchBookingsWords } from '../../../config/locales/bookings-words.ts';
import { formatDate, formatTime, listOf } from '../../../config/locales/dates.ts';
import { usePage } from '../page-context.ts';
import { useFetchedWords } from '../parts/use-fetched-words.ts';

export function useBookingWords() {
  const { language } = usePage();
  const isReady = useFetchedWords('bookings', fetchBookingsWords);
  return useMemo(
    () => ({
      language,
      isReady,
      t: bookingsTranslator(language),
      list: (things: readonly string[]) => listOf(language, things),
      time: (time: string) => formatTime(language, time),
      date: (date: string, style: 'day' | 'date' | 'long' | 'full') => formatDate(language, date, style),
    }),
    [language, isReady],
  );
}
export type BookingWords = ReturnType<typeof useBookingWords>;
