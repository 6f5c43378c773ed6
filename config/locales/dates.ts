import { type Language, languageRow, type TicketLanguage } from '../languages.ts';

/** Writes a local time `HH:MM` as people do: Catalan `9.05`, French `9 h 05`, other languages `9:05`. */
export const formatTime = (language: TicketLanguage, time: string): string =>
  time.replace(/^0/, '').replace(':', languageRow(language).hourMark);

/**
 * Writes a calendar date `YYYY-MM-DD` in words. `day` gives `dimarts 24`, `date` gives `24 de novembre`, `long` gives both, and `full` adds
 * the year. Day and month stay on one line.
 * @throws RangeError if `date` is not a date
 */
export function formatDate(language: TicketLanguage, date: string, style: 'day' | 'date' | 'long' | 'full'): string {
  const text = new Intl.DateTimeFormat(languageRow(language).locale, {
    ...(style !== 'date' && { weekday: 'long' }),
    day: 'numeric',
    ...(style !== 'day' && { month: 'long' }),
    ...(style === 'full' && { year: 'numeric' }),
    timeZone: 'UTC',
  }).format(new Date(`${date}T12:00Z`));
  // A line break is allowed before the year, but not between the day and its month.
  return text.replaceAll(/(?<=\d.*) /g, '\u00a0').replace(/\u00a0((?:del?\u00a0)?\d{4})$/, ' $1');
}

export const listOf = (language: Language, things: readonly string[]): string =>
  new Intl.ListFormat(languageRow(language).locale, { type: 'conjunction' }).format(things);

/** `time` is `HH:MM`. */
export function greetingAt(language: Language, time: string): 'morning' | 'afternoon' | 'evening' {
  const hour = Number(time.slice(0, 2));
  const { afternoon, evening } = languageRow(language);
  if (hour >= evening) return 'evening';
  return hour >= afternoon ? 'afternoon' : 'morning';
}

/** `from` and `to` are calendar dates `YYYY-MM-DD`. */
export function daysBetween(from: string, to: string): number {
  const dayMs = 86_400_000;
  return (Date.parse(`${to}T12:00Z`) - Date.parse(`${from}T12:00Z`)) / dayMs;
}
