import { describe, expect, test } from 'vitest';
import { LANGUAGES, TICKET_LANGUAGES } from '../../../config/languages.ts';
import { formatDate, formatTime } from '../../../config/locales/dates.ts';
import { forEar, spelled } from '../../../config/locales/ear/ear.ts';
import { SPOKEN } from '../../../config/locales/ear/spoken.ts';
import { timesForEar } from '../../../config/locales/ear/times.ts';
import { createTranslator, fetchWords, shownSentence } from '../../../config/locales/index.ts';

const placeholdersOf = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).toSorted();

await Promise.all(LANGUAGES.map(fetchWords));

describe.each(LANGUAGES)('spoken sentences in %s', (language) => {
  const sentences = Object.entries(SPOKEN[language]?.sentences ?? {}).map(([key, spoken]) => ({
    key,
    spoken,
    shown: shownSentence(language, key) ?? '',
  }));
  const fill = (text: string) => text.replace(/\{\{\w+\}\}/g, '7');

  test('each sentence with spoken words of its own is on a screen, with the same placeholders', () => {
    expect(sentences.length).toBeGreaterThan(0);
    for (const { key, spoken, shown } of sentences) {
      expect(shown, key).not.toBe('');
      expect(placeholdersOf(spoken), key).toEqual(placeholdersOf(shown));
    }
  });

  test('each such sentence is spoken in its own words, with its values', () => {
    for (const { key, spoken, shown } of sentences)
      expect(forEar(language, fill(shown)), key).toBe(forEar(language, fill(spoken)));
  });
});

test('every ticket language has spoken words of its own', () => {
  expect(Object.keys(SPOKEN).toSorted()).toEqual(TICKET_LANGUAGES.toSorted());
});

test('values in a right-to-left sentence are spoken without the isolation marks', () => {
  expect(forEar('ca', 'El número \u2068A012\u2069 ja és vostre.')).toBe('El número à, 0, 12 ja és vostre.');
});

test.each([
  ['ca', '9.05', '9 i 5'],
  ['ca', '2.30', 'dues i 30'],
  ['ca', '21.00', 'vint-i-una'],
  ['es', '9:05', '9 y 5'],
  ['es', '21:15', 'veintiuna y 15'],
  ['en', '9:05', '9 oh 5'],
  ['en', '14:00', '14 o’clock'],
  ['fr', '9 h 05', '9 heures 5'],
  ['fr', '21 h 00', 'vingt et une heures'],
  ['ar', '14:30', 'الرابعة عشرة و 30 دقيقة'],
  ['ar', '9:05', 'التاسعة و 5 دقائق'],
  ['ur', '9:05', '9 بج کر 5 منٹ'],
  ['ur', '14:00', '14 بجے'],
  ['ro', '12:30', 'douăsprezece și 30'],
  ['uk', '9:05', '9 0 5'],
  ['uk', '14:00', '14 0 0'],
  ['zh-Hans', '2:05', '两点零5分'],
  ['zh-Hans', '14:30', '14点30分'],
] as const)('in %s %s is spoken as %s', (language, shown, heard) => expect(timesForEar(language, shown)).toBe(heard));

test('every minute of a day is spoken without the sign between hours and minutes', () => {
  for (const language of TICKET_LANGUAGES)
    for (let minute = 0; minute < 24 * 60; minute += 1) {
      const time = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
      const shown = formatTime(language, time).replaceAll('\u00a0', ' ');
      const heard = timesForEar(language, `(${shown})`);
      expect(heard, `${language} ${shown}`).not.toContain(shown);
      expect(heard, `${language} ${shown}`).not.toMatch(/\d[:.]\d/);
    }
});

test('one o’clock takes the singular article', () => {
  expect(forEar('ca', 'Obrim avui a les 1.00.')).toBe('Obrim avui a la una.');
  expect(forEar('ca', 'Obrim avui a les 11.00.')).toBe('Obrim avui a les 11.');
  expect(forEar('es', 'Abrimos hoy a las 1:30.')).toBe('Abrimos hoy a la una y 30.');
  expect(timesForEar('ur', 'ہم آج 9:30 بجے کھولیں گے۔')).toBe('ہم آج 9 بج کر 30 منٹ کھولیں گے۔');
});

test.each([
  ['A012', 'A, 0, 12'],
  ['C105', 'C, 105'],
  ['AC009', 'A, C, 0, 0, 9'],
  ['H1204', 'H, 1204'],
])('in English the label %s is spoken as %s', (label, heard) => expect(forEar('en', label)).toBe(heard));

test('in Catalan a label is spoken as people say it: full vowels, b and v told apart', () => {
  expect(forEar('ca', createTranslator('ca', 'screen')('ticket.isYours', { label: 'A012' }))).toBe(
    'El número à, 0, 12 ja és vostre.',
  );
  expect(forEar('ca', 'B007')).toBe('be alta, 0, 0, 7');
  expect(forEar('ca', 'V010')).toBe('ve baixa, 0, 10');
});

test('telephone numbers are spoken digit by digit, dates and counts as numbers', () => {
  expect(forEar('ca', 'Aneu al taulell o truqueu al 010.')).toBe('Aneu al taulell o truqueu al 0 1 0.');
  expect(forEar('es', 'Teléfono: 937 39 70 00')).toBe('Teléfono: 9 3 7, 3 9, 7 0, 0 0');
  expect(forEar('ca', `Obrim ${formatDate('ca', '2026-11-24', 'long')}.`)).toBe('Obrim dimarts, 24 de novembre.');
  expect(forEar('ca', '120 persones esperen')).toBe('120 persones esperen');
});

test('acronyms are spoken as people say them, and only as whole words', () => {
  expect(forEar('ca', 'Escric el DNI, NIE o passaport')).toBe('Escric el de ena i, nie o passaport');
  expect(forEar('es', 'Si es de MiDNI, genere un código QR')).toBe('Si es de mi de ene i, genere un código cu erre');
  expect(forEar('en', 'DNIX')).toBe('DNIX');
});

test('line breaks, arrows, middle dots and brackets are spoken as pauses or not at all', () => {
  expect(forEar('ca', 'Perdoneu,\nno ha sortit el\u00a0paper')).toBe('Perdoneu, no ha sortit el paper');
  expect(forEar('ca', '→ Endavant')).toBe('Endavant');
  expect(forEar('es', 'Padrón · Certificados (todos)')).toBe('Padrón, Certificados, todos');
  expect(forEar('ca', 'Un moment…')).toBe('Un moment.');
  expect(forEar('ca', 'Hem anul·lat el torn')).toBe('Hem anul·lat el torn');
  expect(forEar('es', 'Centre Col·lectiu')).toBe('Centre Collectiu');
});

test('a code is spoken letter by letter', () => {
  expect(spelled('es', 'k7m2-9qxw')).toBe('K, 7, M, 2, 9, Q, X, uve doble');
  expect(spelled('ca', '12 V')).toBe('1, 2, ve baixa');
});
