import type { Language } from '../../src-main/contract/shared/languages.ts';

/** English dates are written the European way: day before month, 24 hours. */
const LOCALES: Readonly<Record<Language, string>> = { ca: 'ca-ES', es: 'es-ES', en: 'en-GB' };

/** First hour of the afternoon and of the evening, as people greet each other. */
const GREETING_HOURS: Readonly<Record<Language, { afternoon: number; evening: number }>> = {
  ca: { afternoon: 14, evening: 20 },
  es: { afternoon: 14, evening: 20 },
  en: { afternoon: 12, evening: 18 },
};

/**
 * A local time of day `HH:MM` as people write it: Catalan `9.05` (Institut d'Estudis Catalans: a point), Spanish and
 * English `9:05`.
 */
export function formatTime(language: Language, time: string): string {
  const short = time.replace(/^0/, '');
  return language === 'ca' ? short.replace(':', '.') : short;
}

/**
 * A calendar date `YYYY-MM-DD` in words: `day` is `dimarts 24`, `long` is `dimarts, 24 de novembre`; no break after the day.
 * @throws RangeError on anything that is no date
 */
export function formatDate(language: Language, date: string, style: 'day' | 'long'): string {
  const text = new Intl.DateTimeFormat(LOCALES[language], {
    weekday: 'long',
    day: 'numeric',
    ...(style === 'long' && { month: 'long' }),
    timeZone: 'UTC',
  }).format(new Date(`${date}T12:00Z`));
  // A line never ends between the day and its month.
  return text.replaceAll(/(?<=\d.*) /g, '\u00a0');
}

/** How people greet at the local time `HH:MM`. */
export function greetingAt(language: Language, time: string): 'morning' | 'afternoon' | 'evening' {
  const hour = Number(time.slice(0, 2));
  const from = GREETING_HOURS[language];
  if (hour >= from.evening) return 'evening';
  return hour >= from.afternoon ? 'afternoon' : 'morning';
}

/** Whole days from one calendar date `YYYY-MM-DD` to another. */
export function daysBetween(from: string, to: string): number {
  const dayMs = 86_400_000;
  return (Date.parse(`${to}T12:00Z`) - Date.parse(`${from}T12:00Z`)) / dayMs;
}
