import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { daysBetween, formatDate, formatTime, greetingAt } from '../../../config/locales/dates.ts';
import { createTranslator, translate } from '../../../config/locales/index.ts';
import { LANGUAGES, type Language, WORKING_LANGUAGES } from '../../../src-main/domain/languages.ts';

const folder = join(import.meta.dirname, '../../../config/locales');
/** What citizens read on a screen and on paper, and what staff read besides. */
const CITIZENS = ['screen.json', 'ticket.json'];
const files = (language: Language) =>
  readdirSync(join(folder, 'ca')).filter((file) => isWorking(language) || CITIZENS.includes(file));
const isWorking = (language: Language) => WORKING_LANGUAGES.some((one) => one === language);

/** Every sentence of a file by its dotted key. */
function sentencesIn(value: unknown, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  if (typeof value === 'string') found.set(prefix, value);
  if (typeof value === 'object' && value !== null)
    for (const [key, child] of Object.entries(value))
      for (const [path, text] of sentencesIn(child, prefix === '' ? key : `${prefix}.${key}`)) found.set(path, text);
  return found;
}

const read = (language: string, file: string) =>
  sentencesIn(JSON.parse(readFileSync(join(folder, language, file), 'utf8')));
const variablesIn = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

describe('the sentences of every language', () => {
  it('lie in the same files', () => {
    for (const language of LANGUAGES) expect(readdirSync(join(folder, language))).toEqual(files(language));
  });

  for (const language of LANGUAGES.filter((one) => one !== 'ca'))
    for (const file of files(language)) {
      const catalan = read('ca', file);
      const other = read(language, file);

      it(`have the same keys in ${language}/${file} as in Catalan`, () => {
        expect([...other.keys()].sort()).toEqual([...catalan.keys()].sort());
      });

      it(`have the same variables in ${language}/${file} as in Catalan`, () => {
        for (const [key, text] of catalan) expect(variablesIn(other.get(key) ?? ''), key).toEqual(variablesIn(text));
      });
    }

  it('are never empty', () => {
    for (const language of LANGUAGES)
      for (const file of files(language))
        for (const [key, text] of read(language, file)) expect(text.trim(), `${language} ${file} ${key}`).not.toBe('');
  });
});

describe('a translator', () => {
  it('counts as each language does', () => {
    const body = (language: 'ca' | 'es' | 'en', count: number) =>
      createTranslator(language, 'screen')('warning.body.choices', { count });
    expect(body('ca', 1)).toContain('1 segon ');
    expect(body('ca', 18)).toContain('18 segons ');
    expect(body('es', 1)).toContain('1 segundo ');
    expect(body('en', 0)).toContain('0 seconds ');
  });

  it('leaves characters as they are: neither screen nor paper is made of HTML here', () => {
    expect(createTranslator('ca', 'screen')('ticket.isYours', { label: '<A&1>' })).toBe(
      'El número <A&1> ja és vostre.',
    );
  });

  it('keeps languages apart', () => {
    expect(translate('es', 'operator:paper-low')).not.toBe(translate('ca', 'operator:paper-low'));
  });
});

describe('times and dates', () => {
  it('are written as people write them', () => {
    expect(formatTime('ca', '09:05')).toBe('9.05');
    expect(formatTime('es', '09:05')).toBe('9:05');
    expect(formatTime('en', '15:00')).toBe('15:00');
    expect(formatTime('ca', '00:30')).toBe('0.30');
  });

  it('put the day before the month and never break between them', () => {
    expect(formatDate('ca', '2026-09-01', 'long')).toBe('dimarts, 1\u00a0de\u00a0setembre');
    expect(formatDate('ca', '2026-10-06', 'long')).toBe('dimarts, 6\u00a0d’octubre');
    expect(formatDate('es', '2026-09-01', 'long')).toBe('martes, 1\u00a0de\u00a0septiembre');
    expect(formatDate('en', '2026-09-01', 'long')).toBe('Tuesday 1\u00a0September');
    expect(formatDate('ca', '2026-11-24', 'day')).toBe('dimarts 24');
  });

  it('greet by the hour', () => {
    expect(greetingAt('ca', '13:59')).toBe('morning');
    expect(greetingAt('ca', '14:00')).toBe('afternoon');
    expect(greetingAt('es', '20:00')).toBe('evening');
    expect(greetingAt('en', '12:00')).toBe('afternoon');
    expect(greetingAt('en', '18:00')).toBe('evening');
  });

  it('count days across a change of the clock', () => {
    expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2);
    expect(daysBetween('2026-11-24', '2026-11-24')).toBe(0);
  });
});
