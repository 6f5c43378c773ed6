import type { Language, TicketLanguage, WorkingLanguage } from '../languages.ts';
import arCitizens from './ar/citizens.json' with { type: 'json' };
import arContact from './ar/contact.json' with { type: 'json' };
import arTicket from './ar/ticket.json' with { type: 'json' };
import caCitizens from './ca/citizens.json' with { type: 'json' };
import caContact from './ca/contact.json' with { type: 'json' };
import caTicket from './ca/ticket.json' with { type: 'json' };
import enCitizens from './en/citizens.json' with { type: 'json' };
import enContact from './en/contact.json' with { type: 'json' };
import enTicket from './en/ticket.json' with { type: 'json' };
import esCitizens from './es/citizens.json' with { type: 'json' };
import esContact from './es/contact.json' with { type: 'json' };
import esTicket from './es/ticket.json' with { type: 'json' };
import frCitizens from './fr/citizens.json' with { type: 'json' };
import frContact from './fr/contact.json' with { type: 'json' };
import frTicket from './fr/ticket.json' with { type: 'json' };
import roCitizens from './ro/citizens.json' with { type: 'json' };
import roContact from './ro/contact.json' with { type: 'json' };
import roTicket from './ro/ticket.json' with { type: 'json' };
import ukCitizens from './uk/citizens.json' with { type: 'json' };
import ukContact from './uk/contact.json' with { type: 'json' };
import ukTicket from './uk/ticket.json' with { type: 'json' };
import urCitizens from './ur/citizens.json' with { type: 'json' };
import urContact from './ur/contact.json' with { type: 'json' };
import urTicket from './ur/ticket.json' with { type: 'json' };
import zhHansCitizens from './zh-Hans/citizens.json' with { type: 'json' };
import zhHansContact from './zh-Hans/contact.json' with { type: 'json' };
import zhHansTicket from './zh-Hans/ticket.json' with { type: 'json' };

// Each table has the sentences for citizens by language; Catalan defines the keys. The tables are separate so that a bundle contains only
// the tables that it uses.

/** Screens load these languages on demand, so that the first screen loads three languages instead of nine. */
export const LATER_SCREENS = {
  fr: () => import('./fr/screen.json', { with: { type: 'json' } }),
  ar: () => import('./ar/screen.json', { with: { type: 'json' } }),
  ur: () => import('./ur/screen.json', { with: { type: 'json' } }),
  ro: () => import('./ro/screen.json', { with: { type: 'json' } }),
  uk: () => import('./uk/screen.json', { with: { type: 'json' } }),
  'zh-Hans': () => import('./zh-Hans/screen.json', { with: { type: 'json' } }),
} satisfies Record<Exclude<Language, WorkingLanguage>, () => Promise<{ readonly default: unknown }>>;

/** The sentences on paper. A language that is offered only on paper (`offered: 'paper'` in `config/languages.ts`) also needs them. */
export const TICKET_SENTENCES = {
  ca: caTicket,
  es: esTicket,
  en: enTicket,
  fr: frTicket,
  ar: arTicket,
  ur: urTicket,
  ro: roTicket,
  uk: ukTicket,
  'zh-Hans': zhHansTicket,
} satisfies Record<TicketLanguage, Readonly<Record<string, string>>>;

export const CITIZENS_SENTENCES = {
  ca: caCitizens,
  es: esCitizens,
  en: enCitizens,
  fr: frCitizens,
  ar: arCitizens,
  ur: urCitizens,
  ro: roCitizens,
  uk: ukCitizens,
  'zh-Hans': zhHansCitizens,
} satisfies Record<TicketLanguage, Readonly<Record<keyof typeof caCitizens, string>>>;

export const CONTACT_SENTENCES = {
  ca: caContact,
  es: esContact,
  en: enContact,
  fr: frContact,
  ar: arContact,
  ur: urContact,
  ro: roContact,
  uk: ukContact,
  'zh-Hans': zhHansContact,
} satisfies Record<TicketLanguage, typeof caContact>;
