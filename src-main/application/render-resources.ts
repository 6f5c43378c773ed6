import type { TicketTemplate } from '../contract/kiosk/ticket-template.ts';
import type { TicketLanguage } from '../contract/shared/languages.ts';
import type { OfficeProfile } from '../contract/shared/office-profile.ts';
import type { Bitmap } from '../ports/printing.ts';

/** The sentences of `config/locales`, namespace `ticket`. */
export interface TicketWords {
  /** With `count` the plural that the language has for it. A line break parts sentences that stand on lines of their own. */
  text(language: TicketLanguage, key: TicketTextKey, values?: Readonly<Record<string, string | number>>): string;
  /** A time of day `HH:MM` as the language writes it. */
  time(language: TicketLanguage, time: string): string;
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
  | 'waiting-title'
  | 'waiting-note'
  | 'waiting-none'
  | 'waiting-left'
  | 'strip-title'
  | 'strip-note'
  | 'test-title';

/** What tickets of an office have in common. */
export interface SlipResources {
  profile: OfficeProfile;
  template: TicketTemplate;
  /** `null` when the office has none, or it could not be read. */
  logo: Bitmap | null;
  words: TicketWords;
}

/** Office-local, `YYYY-MM-DD` and `HH:MM`. */
export interface Moment {
  date: string;
  time: string;
}
