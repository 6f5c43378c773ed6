import type { TicketSentence } from '../../../config/locales/ticket-words.ts';
import type { TicketLanguage } from '../../contract/shared/languages.ts';
import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import type { TicketTemplate } from '../contract/ticket-template.ts';
import type { Bitmap } from '../ports/printer.ts';

export interface TicketWords {
  /** `count` selects the plural form of the language. A line break separates sentences that are printed on separate lines. */
  text(language: TicketLanguage, key: TicketTextKey, values?: Readonly<Record<string, string | number>>): string;
  time(language: TicketLanguage, time: string): string;
  /** Returns a date `YYYY-MM-DD` in words, with the day of the week and the year. */
  date(language: TicketLanguage, date: string): string;
}

/** Keys of the sentences on paper and of the sentences on a citizen's phone; both are in the same file. */
export type TicketTextKey = TicketSentence;

export interface SlipResources {
  profile: OfficeProfile;
  template: TicketTemplate;
  /** `null`: the office has no logo, or it could not be read. */
  logo: Bitmap | null;
  words: TicketWords;
}

export interface Moment {
  date: string;
  time: string;
}
