import { listMarkOf, TICKET_LANGUAGES, type TicketLanguage } from '../../config/languages.ts';
import { type CitizensSentence, citizensText } from '../../config/locales/citizens-words.ts';
import { daysBetween, formatDate, formatTime } from '../../config/locales/dates.ts';
import { CityId } from '../../src-main/contract/shared/ids.ts';
import type { LocalizedText } from '../../src-main/domain/opening-hours.ts';
import { localDateTime } from '../../src-main/domain/service-day.ts';

const FARTHEST_NAMED_DAY = 6;

export interface Reader {
  cityId: CityId;
  language: TicketLanguage;
  nowMs: number;
  phone: string | null;
  /** The document number by which a provider identified the reader. `null`: not identified. */
  document: string | null;
}

/** The reader for a page that is shown without a known city. */
export const NO_READER: Reader = {
  cityId: CityId.parse('none'),
  language: 'ca',
  nowMs: 0,
  phone: null,
  document: null,
};

export const say = (
  { language }: Reader,
  key: CitizensSentence,
  values: Readonly<Record<string, string | number>> = {},
): string => citizensText(language, key, values);

/** Returns a text of an office in the reader's language, else in Catalan. `lang` is set if the text differs from the page's language. */
export function named({ language }: Reader, text: LocalizedText): { text: string; lang?: TicketLanguage } {
  const own = text[language];
  return own === undefined ? { text: text.ca, ...(language === 'ca' ? {} : { lang: 'ca' as const }) } : { text: own };
}

export const listed = ({ language }: Reader, parts: readonly string[]): string => parts.join(listMarkOf(language));

export const timeOf = ({ language }: Reader, instant: string, zone: string): string =>
  formatTime(language, localDateTime(Date.parse(instant), zone).time);

/** Writes a day, such as `avui` or `dijous 26`, with the month if the day is far away. */
export function dayOf(reader: Reader, day: string, zone: string): string {
  const away = daysBetween(localDateTime(reader.nowMs, zone).date, day);
  if (away === 0) return say(reader, 'today');
  if (away === 1) return say(reader, 'tomorrow');
  return formatDate(reader.language, day, away > 0 && away <= FARTHEST_NAMED_DAY ? 'day' : 'long');
}

/** Writes a day and a time, such as `demà, 9.20`. */
export function whenOf(reader: Reader, instant: string, zone: string): string {
  const { date } = localDateTime(Date.parse(instant), zone);
  return listed(reader, [dayOf(reader, date, zone), timeOf(reader, instant, zone)]);
}

/** Returns the language that a link chose, else the first of the browser's languages that the pages have, else Catalan. */
export function languageOf(chosen: string | null, accepted: string | undefined): TicketLanguage {
  const wanted = [chosen ?? '', ...(accepted ?? '').split(',')].map((one) => one.trim().toLowerCase());
  for (const tag of wanted)
    for (const language of TICKET_LANGUAGES)
      if (tag === language.toLowerCase() || tag.split(/[-;]/)[0] === language.split('-')[0]) return language;
  return 'ca';
}
