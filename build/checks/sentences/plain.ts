import type { Finding } from '../source-files.ts';
import type { CheckedLanguage, Sentence } from './read.ts';

/** Groups of texts that citizens read. Other groups are not checked: texts for staff and for the log may name an error in a profile. */
const FOR_CITIZENS = ['screen', 'ticket', 'offices'];

const REFUSED: readonly { what: string; pattern: RegExp }[] = [
  { what: 'an exclamation', pattern: /[!¡]/ },
  { what: 'an error', pattern: /(?<!\p{L})errors?(?!\p{L})|(?<!\p{L})errores/iu },
  { what: 'an abbreviation', pattern: /(?<!\p{L})\p{L}{1,4}\. ?(?=\p{Ll}|\d)/u },
  // Times of day must be variables, because `formatTime` writes them as each language does.
  { what: 'an hour of its own', pattern: /\d[.:]\d\d(?!\d)/ },
];

export function notPlain(sentences: readonly Sentence[]): Finding[] {
  return sentences
    .filter(({ group }) => FOR_CITIZENS.includes(group))
    .flatMap(({ file, line, key, text }) =>
      REFUSED.filter(({ pattern }) => pattern.test(text)).map(({ what }) => ({
        file,
        line,
        complaint: `${key} has ${what}: ${text}`,
      })),
    );
}

/** These sentences are in citizens' files but are read by staff and technicians. */
const FOR_STAFF = /^(?:screen (?:staff\.|desk\.code$|hall\.code$)|ticket (?:waiting|strip|test)-)/;

const words = (forms: string): RegExp => new RegExp(`(?<![\\p{L}·])(?:${forms})(?![\\p{L}·])`, 'iu');

const JARGON: Readonly<Record<CheckedLanguage, RegExp>> = {
  ca: words(
    'quiosc|terminal|servidor|base de dades|sèries?|sessi(?:ó|ons)|dispositius?|central|sincronitz\\p{L}*|perfil|usuari(?:s|a|es)?|incidènci(?:a|es)|deriva(?:t|r|rem)?|no presentat|check-in|codi d’error|cua d’impressió|(?:cap servei|un servei|servei) (?:no )?dona torns?|dona torn un servei|ja ho sabem|(?:sap|sabem) quins números',
  ),
  es: words(
    'quiosco|terminal|servidor|base de datos|series?|sesi(?:ón|ones)|dispositivos?|central|sincroniz\\p{L}*|perfil|usuari[oa]s?|incidencias?|deriva(?:do|r|remos)?|no presentado|check-in|código de error|cola de impresión|(?:ningún servicio|un servicio|servicio) da turnos?|ya lo sabemos|(?:sabe|sabemos) qué números',
  ),
  en: words(
    'kiosk|terminal|server|database|series|sessions?|devices?|hub|central|synchroni[sz]\\p{L}*|profile|users?|incidents?|no-shows?|transferred|error code|print queue|issued?|tokens?|services? gives?|we already know|know which numbers',
  ),
};

/** Finds sentences for citizens that use words only people who run queues and kiosks know. */
export function withJargon(sentences: readonly Sentence[]): Finding[] {
  return sentences
    .filter(({ group, key }) => FOR_CITIZENS.includes(group) && !FOR_STAFF.test(`${group} ${key}`))
    .flatMap(({ file, line, language, key, text }) => {
      const said = JARGON[language].exec(text)?.[0];
      return said === undefined ? [] : [{ file, line, complaint: `${key} speaks to citizens as staff do: "${said}"` }];
    });
}
