import { languageRow, type WorkingLanguage } from '../../../config/languages.ts';
import { formatDate } from '../../../config/locales/dates.ts';
import { fetchFiguresWords, figuresTranslator } from '../../../config/locales/figures-words.ts';
import { usePage } from '../page-context.ts';
import { useFetchedWords } from '../parts/use-fetched-words.ts';

export const NONE = '–';
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export function useFigureWords() {
  const { language } = usePage();
  const isReady = useFetchedWords('figures', fetchFiguresWords);
  const words = figuresTranslator(language);
  const { locale } = languageRow(language);
  return {
    isReady,
    words,
    language,
    minutes: (count: number | null | undefined): string =>
      count === null || count === undefined ? NONE : words('minutes', { count }),
    /** Writes minutes as hours, such as `3,5 h`. */
    hours: (minutes: number | null): string =>
      minutes === null
        ? NONE
        : words('hours', { hours: new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(minutes / 60) }),
    number: (value: number): string => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value),
    hour: (hour: number): string => words('hour', { from: hour, to: hour + 1 }),
    between: (hour: number): string => betweenIn(language, words('between', { from: hour, to: hour + 1 })),
    /** Writes a day as a title, such as `Dilluns 23 de novembre`. */
    dayTitle: (day: string): string => capital(formatDate(language, day, 'long')),
    dayShort: (day: string): string => formatDate(language, day, 'day'),
    date: (day: string): string => formatDate(language, day, 'date'),
    weekday: (day: string): string =>
      new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(new Date(`${day}T12:00Z`)),
  };
}

/**
 * Corrects the Catalan `de 1 a 2` and `de 11 a 12` to `d’1 a 2` and `d’11 a 12`, because the words for one and eleven begin with a vowel.
 */
const betweenIn = (language: WorkingLanguage, text: string): string =>
  language === 'ca' ? text.replace(/^de (?=11?\b)/, 'd’') : text;
