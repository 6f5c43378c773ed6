import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  afterReview,
  checkReviews,
  formattedReviews,
  type Reviews,
  readReviews,
  reviewFigures,
  reviewState,
} from '../../../../config/translations/review.ts';
import { loadOffice } from '../../../../src-main/configuration/load.ts';
import { must } from '../../../support/must.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const shipped = join(import.meta.dirname, '../../../../config');
let configDir = '';
const wordsIn = (language: string, name = 'ticket') => join(configDir, 'locales', language, `${name}.json`);

beforeEach(() => {
  configDir = temporaryFolder();
  for (const language of ['ca', 'ro']) {
    mkdirSync(join(configDir, 'locales', language), { recursive: true });
    cpSync(join(shipped, 'locales', language), join(configDir, 'locales', language), { recursive: true });
  }
  review(allReviewed());
});

const allReviewed = (today = '2026-11-26'): Reviews =>
  must(afterReview(configDir, 'ro', { by: 'native-speaker', today }));
const review = (reviews: Reviews) => writeFileSync(wordsIn('ro', 'reviewed'), formattedReviews(reviews));

function change(language: string, from: string, to: string): void {
  const text = readFileSync(wordsIn(language), 'utf8');
  expect(text).toContain(from);
  writeFileSync(wordsIn(language), text.replace(from, to));
}

describe('a language', () => {
  test('is shown once a speaker has read each of its sentences', () => {
    expect(checkReviews(['ca', 'ro'], configDir)).toEqual({ ok: true, value: null });
  });

  test('loses the review of a sentence that changes in either language, and no other review', () => {
    change('ro', '{{count}} persoane', '{{count}} oameni');
    change('ca', 'DUPLICAT', 'CÒPIA');
    const { sentences, reviewed, changedSince } = must(reviewState(configDir, 'ro'));
    expect(changedSince).toEqual(['ticket:duplicate', 'ticket:people-ahead']);
    expect(reviewed).toBe(sentences - 2);
  });

  test('keeps its older reviews when named sentences are reviewed again', () => {
    change('ro', '{{count}} persoane', '{{count}} oameni');
    change('ca', 'DUPLICAT', 'CÒPIA');
    const only = 'ticket:people-ahead';
    review(must(afterReview(configDir, 'ro', { by: 'translator', today: '2026-12-01', only })));
    expect(must(reviewState(configDir, 'ro')).unread).toEqual(['ticket:duplicate']);
    const { 'ticket:people-ahead': newer, 'ticket:wait': older } = must(readReviews(configDir, 'ro'));
    expect(newer).toMatchObject({ by: 'translator', on: '2026-12-01' });
    expect(older).toMatchObject({ by: 'native-speaker', on: '2026-11-26' });
  });

  test('is refused with its place and the reason if a sentence has no reviewer', () => {
    const { 'ticket:wait': _, ...others } = allReviewed();
    review(others);
    const refused = checkReviews(['ca', 'es', 'ro'], configDir);
    expect(refused.ok ? '' : refused.error.detail).toMatch(
      /^languages\/2: a speaker of ro has read (\d+) of \d+ sentences; leave it out, or set unreviewedLanguages to true$/,
    );
  });

  test('is refused if its reviews cannot be read', () => {
    writeFileSync(
      wordsIn('ro', 'reviewed'),
      '{ "ticket:wait": { "hash": "short", "by": "Maria", "on": "yesterday" } }',
    );
    const refused = checkReviews(['ro'], configDir);
    expect(refused.ok ? '' : refused.error.detail).toMatch(/reviewed\.json: ticket:wait\/hash: .*by: .*on: /);
  });

  test('of the makers needs no review, but its reviews are counted', () => {
    expect(checkReviews(['ca', 'es', 'en'], shipped).ok).toBe(true);
    expect(must(reviewFigures(shipped, ['ca', 'es']))).toEqual([
      expect.stringMatching(
        /^ca: (\d+) of \1 sentences reviewed by the makers of Torn, who wrote them; 0 by another speaker$/,
      ),
      expect.stringMatching(
        /^es: (\d+) of \1 sentences reviewed by the makers of Torn, who wrote them; 0 by another speaker$/,
      ),
    ]);
    expect(must(reviewFigures(shipped, ['ro']))).toEqual([
      expect.stringMatching(/^ro: 0 of \d+ sentences reviewed by a speaker; shown as unreviewed$/),
    ]);
  });
});

test('every shipped office shows only reviewed languages, or declares that it shows others', () => {
  const load = (name: string) =>
    loadOffice({ profileFile: join(shipped, 'offices', `${name}.json`), configDir: shipped });
  for (const name of ['demonstration', 'oac-dido', 'serveis-socials-d1']) expect(load(name).ok).toBe(true);
});
