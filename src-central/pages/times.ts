import { languageRow, type WorkingLanguage } from '../../config/languages.ts';
import { formatDate, formatTime } from '../../config/locales/dates.ts';

const two = (count: number): string => String(count).padStart(2, '0');

/** Returns the day by this browser's clock as `YYYY-MM-DD`, to be shown beside `hourOf`. */
export function localDay(ms: number): string {
  const moment = new Date(ms);
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** Writes the time of day by this browser's clock, such as `10.24`. */
export function hourOf(ms: number, language: WorkingLanguage): string {
  const moment = new Date(ms);
  return formatTime(language, `${two(moment.getHours())}:${two(moment.getMinutes())}`);
}

/** Writes the time of day with seconds, such as `10.24.07`. */
export const secondOf = (ms: number, language: WorkingLanguage): string =>
  `${hourOf(ms, language)}${languageRow(language).hourMark}${two(new Date(ms).getSeconds())}`;

/** Writes the day of a past or future time, with its year. */
export const dayIn = (instant: string, language: WorkingLanguage): string =>
  formatDate(language, localDay(Date.parse(instant)), 'full');

/** Writes today's date, such as `Dimarts 24 de novembre`. */
export function todayIn(language: WorkingLanguage, nowMs: number): string {
  const text = formatDate(language, localDay(nowMs), 'long');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * Writes a time in its shortest clear form: `9.41` today, `ahir`, `20 de novembre`. A time after today is a deadline, so its time of day is
 * written too: `10.24 (demà)`. `null` (unknown) becomes a dash.
 */
export function sinceWhen(instant: string | null, language: WorkingLanguage, nowMs: number): string {
  if (instant === null) return '–';
  const ms = Date.parse(instant);
  const days = Math.round((Date.parse(localDay(nowMs)) - Date.parse(localDay(ms))) / 86_400_000);
  if (days === 0) return hourOf(ms, language);
  const day =
    Math.abs(days) === 1
      ? new Intl.RelativeTimeFormat(languageRow(language).locale, { numeric: 'auto' }).format(-days, 'day')
      : formatDate(language, localDay(ms), 'date');
  return days < 0 ? `${hourOf(ms, language)} (${day})` : day;
}
