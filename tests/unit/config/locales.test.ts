import { describe, expect, it } from 'vitest';
import { daysBetween, formatDate, formatTime, greetingAt } from '../../../config/locales/dates.ts';
import { forEar } from '../../../config/locales/ear/ear.ts';
import { createTranslator, fetchWords, hasWords, shownSentence } from '../../../config/locales/index.ts';
import '../../../config/locales/staff-words.ts';

describe('a translator', () => {
  it('uses each language’s plural forms', () => {
    const body = (language: 'ca' | 'es' | 'en', count: number) =>
      createTranslator(language, 'screen')('warning.body.choices', { count });
    expect(body('ca', 1)).toContain('1 segon ');
    expect(body('ca', 18)).toContain('18 segons ');
    expect(body('es', 1)).toContain('1 segundo ');
    expect(body('en', 0)).toContain('0 seconds ');
  });

  it('has the words of a citizens’ language once they were fetched', async () => {
    await fetchWords('uk');
    const t = createTranslator('uk', 'screen');
    expect(hasWords('uk')).toBe(true);
    expect(t('bar.help')).toBe('Допомога');
    const waiting = (count: number) => t('services.waiting', { count });
    expect([0, 1, 2, 5, 21].map(waiting)).toEqual([
      'Ніхто не чекає',
      'Чекає 1 особа',
      'Чекають 2 особи',
      'Чекають 5 осіб',
      'Чекає 21 особа',
    ]);
  });

  it('uses the six plural forms of Arabic, two of them without a figure', async () => {
    await fetchWords('ar');
    const t = createTranslator('ar', 'screen');
    expect([0, 1, 2, 3, 11, 100].map((count) => t('services.waiting', { count }))).toEqual([
      'لا أحد ينتظر',
      'شخص واحد ينتظر',
      'شخصان ينتظران',
      '3 أشخاص ينتظرون',
      '11 شخصًا ينتظرون',
      '100 شخص ينتظرون',
    ]);
  });

  it('isolates values in a right-to-left sentence, so that their order stays', async () => {
    await fetchWords('ur');
    expect(createTranslator('ur', 'screen')('help.phone', { phone: '93 739 70 00' })).toContain(
      '\u206893 739 70 00\u2069',
    );
    expect(createTranslator('es', 'screen')('help.phone', { phone: '93 739 70 00' })).toMatch(
      /[^\u2068]93 739 70 00\./,
    );
  });

  it('escapes nothing, because neither screen nor paper is HTML', () => {
    expect(createTranslator('ca', 'screen')('ticket.isYours', { label: '<A&1>' })).toBe(
      'El número <A&1> ja és vostre.',
    );
  });

  it('keeps hyphenated words on one line of a screen, but changes neither speech nor staff’s words', async () => {
    await fetchWords('fr');
    expect(createTranslator('ca', 'screen')('idle.scan')).toBe('Teniu un codi QR? Acosteu-\u2060lo al lector');
    expect(createTranslator('fr', 'screen')('help.desk')).not.toMatch(/\p{L}-\p{L}/u);
    expect(shownSentence('ca', 'idle.scan')).toBe('Teniu un codi QR? Acosteu-lo al lector');
    expect(forEar('ca', createTranslator('ca', 'screen')('idle.scan'))).toMatch(/Acosteu-lo/);
    expect(createTranslator('ca', 'technician')('firstRun.goOnLead', { no: 3, of: 10 })).not.toContain('\u2060');
  });

  it('gives each language its own words', () => {
    expect(createTranslator('es', 'operator')('paper-low')).not.toBe(createTranslator('ca', 'operator')('paper-low'));
  });
});

describe('times and dates', () => {
  it('are written as each language writes them', () => {
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

  it('choose the greeting by the hour', () => {
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
