import { describe, expect, test } from 'vitest';
import { LANGUAGES, type Language } from '../../../config/languages.ts';
import { formatDate, formatTime } from '../../../config/locales/dates.ts';
import { createTranslator } from '../../../config/locales/index.ts';
import { CLOSURE_REASONS } from '../../../src-main/office/rules/service-closure.ts';
import type { ClosureView } from '../../../src-main/tickets/contract/ticket.ts';
import { closureSentence } from '../../../src-renderer/components/closure-words.ts';

const TODAY = '2026-11-25';
const NOON = { date: TODAY, time: '12:00' };
const TOMORROW = { date: '2026-11-26', time: '08:30' };
const MONDAY = { date: '2026-11-30', time: '09:00' };
const FAR = { date: '2026-12-09', time: '09:00' };

const say = (language: Language, reason: ClosureView['reason'], until: ClosureView['until']) =>
  closureSentence(
    {
      t: createTranslator(language, 'screen'),
      time: (time) => formatTime(language, time),
      date: (date, style) => formatDate(language, date, style),
    },
    { reason, note: null, until },
    TODAY,
  ).replaceAll('\u00a0', ' ');

describe('the text of a closed service gives the reason and the end', () => {
  test.each([
    ['ca', 'breakdown', NOON, 'Tancat per avaria fins a les 12.00'],
    ['ca', 'breakdown', null, 'Tancat per avaria de moment'],
    ['ca', 'opens-later', NOON, 'Tancat fins a les 12.00'],
    ['ca', 'full', TOMORROW, 'Complet fins demà a les 8.30'],
    ['ca', 'closed-for-today', TOMORROW, 'Tancat: obre demà a les 8.30'],
    ['ca', 'not-today', MONDAY, 'Avui no: obre dilluns 30 a les 9.00'],
    ['ca', 'holiday', TOMORROW, 'Festiu: obre demà a les 8.30'],
    ['ca', 'closure', FAR, 'Tancat: obre el 9 de desembre a les 9.00'],
    ['ca', 'eve', MONDAY, 'Tancat, vigília de festa: obre dilluns 30 a les 9.00'],
    ['es', 'breakdown', FAR, 'Cerrado por avería hasta el 9 de diciembre a las 9:00'],
    ['en', 'full', MONDAY, 'Full until Monday 30 at 9:00'],
  ] as const)('in %s of %s until %j: %s', (language, reason, until, sentence) => {
    expect(say(language, reason, until)).toBe(sentence);
  });

  test('exists in every language, for every reason and duration', () => {
    for (const language of LANGUAGES)
      for (const reason of CLOSURE_REASONS)
        for (const until of [null, NOON, TOMORROW, MONDAY, FAR])
          expect(say(language, reason, until)).not.toMatch(/closure\.|\{\{|undefined|^$/);
  });
});
