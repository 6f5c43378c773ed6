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

export type TicketTextKey =
  | 'duplicate'
  | 'sample'
  | 'replaces'
  | 'your-turn'
  | 'appointment-at'
  | 'people-ahead'
  | 'wait'
  | 'sit-down'
  | 'fetched'
  | 'called-about'
  | 'appointment'
  | 'follow'
  | 'keep-it'
  | 'wait-at'
  | 'attendance-title'
  | 'attendance-text'
  | 'attendance-from'
  | 'attendance-to'
  | 'attendance-name'
  | 'attendance-stamp'
  | 'attendance-code'
  | 'documents-title'
  | 'bring-originals'
  | 'ask-by-phone'
  | 'directions-title'
  | 'directions-hours'
  | 'directions-range'
  | 'directions-closed'
  | 'booking-title'
  | 'booking-at'
  | 'booking-locator'
  | 'booking-show'
  | 'booking-walk-in'
  | 'waiting-title'
  | 'waiting-note'
  | 'waiting-none'
  | 'waiting-left'
  | 'waiting-parked'
  | 'strip-title'
  | 'strip-note'
  | 'test-title'
  | 'test-measure';

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
