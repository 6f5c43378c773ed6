import { languageRow, type WorkingLanguage } from '../../config/languages.ts';
import { formatDate, formatTime } from '../../config/locales/dates.ts';

const two = (count: number): string => String(count).padStart(2, '0');
const dayOf = (moment: Date): string =>
  `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;

/** `YYYY-MM-DD` by this browser's clock, to be shown beside `hourOf`. */
export const localDay = (ms: number): string => dayOf(new Date(ms));

/** Such as `10.24`, by this browser's clock. */
export function hourOf(ms: number, language: WorkingLanguage): string {
  const moment = new Date(ms);
  return formatTime(language, `${two(moment.getHours())}:${two(moment.getMinutes())}`);
}

/** Such as `10.24.07`. */
export const secondOf = (ms: number, language: WorkingLanguage): string =>
  `${hourOf(ms, language)}${languageRow(language).hourMark}${two(new Date(ms).getSeconds())}`;

/** The day of a past or future time, with its year. */
export const dayIn = (instant: string, language: WorkingLanguage): string =>
  formatDate(language, localDay(Date.parse(instant)), 'full');

/** Such as `Dimarts 24 de novembre`. */
export function todayIn(language: WorkingLanguage, nowMs: number): string {
  const text = formatDate(language, dayOf(new Date(nowMs)), 'long');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The shortest clear form of a past time: `9.41` today, `ahir`, `20 de novembre`. `null` (unknown) becomes a dash. */
export function sinceWhen(instant: string | null, language: WorkingLanguage, nowMs: number): string {
  if (instant === null) return '–';
  const moment = new Date(instant);
  const days = Math.round((Date.parse(dayOf(new Date(nowMs))) - Date.parse(dayOf(moment))) / 86_400_000);
  if (days <= 0) return hourOf(moment.getTime(), language);
  if (days === 1)
    return new Intl.RelativeTimeFormat(languageRow(language).locale, { numeric: 'auto' }).format(-1, 'day');
  return formatDate(language, dayOf(moment), 'date');
}
