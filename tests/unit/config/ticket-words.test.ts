import { describe, expect, test } from 'vitest';
import { formatTime } from '../../../config/locales/dates.ts';
import { TICKET_SENTENCES, ticketText } from '../../../config/locales/ticket-words.ts';
import { TICKET_LANGUAGES } from '../../../src-main/domain/languages.ts';

const PLURAL = /_(zero|one|two|few|many|other)$/;
const MOST_COUNTED = 999;

const baseKeys = (sentences: Readonly<Record<string, string>>) => [
  ...new Set(Object.keys(sentences).map((key) => key.replace(PLURAL, ''))),
];
const variablesIn = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
const formsOf = (sentences: Readonly<Record<string, string>>, base: string) =>
  Object.keys(sentences)
    .filter((key) => key !== base && key.replace(PLURAL, '') === base)
    .map((key) => key.slice(base.length + 1));

describe.each(TICKET_LANGUAGES)('the ticket’s sentences in %s', (language) => {
  const own: Readonly<Record<string, string>> = TICKET_SENTENCES[language];
  const catalan: Readonly<Record<string, string>> = TICKET_SENTENCES.ca;

  test('are those of Catalan', () => {
    expect(baseKeys(own).sort()).toEqual(baseKeys(catalan).sort());
  });

  test('use the variables of Catalan; a plural may have its number in words', () => {
    for (const [key, text] of Object.entries(own)) {
      expect(text.trim(), key).not.toBe('');
      const base = key.replace(PLURAL, '');
      const wanted = variablesIn(catalan[base] ?? catalan[`${base}_other`] ?? '');
      if (base === key) expect(variablesIn(text), key).toEqual(wanted);
      else expect([[], wanted], key).toContainEqual(variablesIn(text));
    }
  });

  test('have every plural that the language needs up to 999, and none that it never uses', () => {
    const rules = new Intl.PluralRules(language);
    const needed = new Set(['zero', ...Array.from({ length: MOST_COUNTED + 1 }, (_, n) => rules.select(n))]);
    // Fractions aside, every language has `other`.
    needed.add('other');
    expect(formsOf(own, 'people-ahead').sort()).toEqual([...needed].sort());
  });

  test('say the number of people wherever a plural stands for more than one number', () => {
    for (let count = 0; count <= MOST_COUNTED; count += 1) {
      const text = ticketText(language, 'people-ahead', { count });
      expect(text, `${count}`).not.toContain('people-ahead');
      if (count > 2) expect(text).toContain(String(count));
    }
  });

  test('hold no dash between figures where the line runs from right to left', () => {
    if (language !== 'ar' && language !== 'ur') return;
    for (const text of Object.values(own)) expect(text).not.toMatch(/\}\}\s*[-–]\s*\{\{/);
  });
});

test('times are written as each language does', () => {
  expect(formatTime('ca', '09:05')).toBe('9.05');
  expect(formatTime('fr', '09:05')).toBe('9\u00a0h\u00a005');
  expect(formatTime('ar', '15:00')).toBe('15:00');
});

test('values are taken as they are: paper is no HTML, and a value is no template', () => {
  expect(ticketText('ca', 'keep-it', { page: '<a&b>/{{x}}' })).toContain('<a&b>');
});
