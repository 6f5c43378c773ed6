import { describe, expect, test } from 'vitest';
import { TICKET_LANGUAGES } from '../../../config/languages.ts';
import { TICKET_SENTENCES } from '../../../config/locales/citizens-sentences.ts';
import { formatTime } from '../../../config/locales/dates.ts';
import { ticketText } from '../../../config/locales/ticket-words.ts';

const MOST_COUNTED = 999;

describe.each(TICKET_LANGUAGES)('the ticket’s sentences in %s', (language) => {
  const own: Readonly<Record<string, string>> = TICKET_SENTENCES[language];

  test('state the number of people wherever a plural form covers several numbers', () => {
    for (let count = 0; count <= MOST_COUNTED; count += 1) {
      const text = ticketText(language, 'people-ahead', { count });
      expect(text, `${count}`).not.toContain('people-ahead');
      if (count > 2) expect(text).toContain(String(count));
    }
  });

  test('hold no dash between figures in a right-to-left line', () => {
    if (language !== 'ar' && language !== 'ur') return;
    for (const text of Object.values(own)) expect(text).not.toMatch(/\}\}\s*[-–]\s*\{\{/);
  });
});

test('times are written as each language writes them', () => {
  expect(formatTime('ca', '09:05')).toBe('9.05');
  expect(formatTime('fr', '09:05')).toBe('9\u00a0h\u00a005');
  expect(formatTime('ar', '15:00')).toBe('15:00');
});

test('values are inserted unchanged: paper is no HTML, and a value is no template', () => {
  expect(ticketText('ca', 'keep-it', { page: '<a&b>/{{x}}' })).toContain('<a&b>');
});
