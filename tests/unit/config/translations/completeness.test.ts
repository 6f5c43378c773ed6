import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TICKET_LANGUAGES, type TicketLanguage } from '../../../../config/languages.ts';
import { countedForms, neededForms, standsForOne } from '../../../../config/translations/forms.ts';
import { gapsIn } from '../../../../config/translations/gaps.ts';
import { PLACEHOLDERS } from '../../../../config/translations/placeholders.ts';
import { namespacesOf, type Sentence, sentencesIn, sentencesOf } from '../../../../config/translations/sentences.ts';
import { must } from '../../../support/must.ts';

const configDir = join(import.meta.dirname, '../../../../config');
/** The file of reviews, which has no sentences. */
const BESIDE = ['reviewed.json'];

function sentences(language: TicketLanguage): Map<string, Sentence> {
  return must(sentencesOf(configDir, language));
}

const catalanFor = (language: TicketLanguage): Map<string, Sentence> =>
  new Map([...sentences('ca')].filter(([, { namespace }]) => namespacesOf(language).includes(namespace)));

describe.each(TICKET_LANGUAGES)('the sentences in %s', (language) => {
  test('are in the files that citizens need, and in no others', () => {
    const files = readdirSync(join(configDir, 'locales', language)).filter((file) => !BESIDE.includes(file));
    expect(files).toEqual(
      namespacesOf(language)
        .map((name) => `${name}.json`)
        .sort(),
    );
  });

  test('have the keys, placeholders, plural forms and line breaks that Catalan asks for', () => {
    expect(gapsIn(language, catalanFor(language), sentences(language))).toEqual([]);
  });
});

/** The sentences of a small file in Catalan, and their Ukrainian translation, in which each test plants a fault. */
const CATALAN = {
  title: 'Trieu',
  at: 'Obert fins a les {{time}}',
  two: 'Perdoneu,\nno surt',
  waiting_none: 'Ningú',
  waiting_one: '{{count}} persona',
  waiting_other: '{{count}} persones',
};
const UKRAINIAN = {
  title: 'Оберіть',
  at: 'Відчинено до {{time}}',
  two: 'Вибачте,\nпапір не вийшов',
  waiting_none: 'Нікого',
  waiting_one: '{{count}} особа',
  waiting_few: '{{count}} особи',
  waiting_many: '{{count}} осіб',
};
const named = (words: Readonly<Record<string, string>>) =>
  new Map(sentencesIn('screen', { ...words }).map((sentence) => [sentence.id, sentence]));
const faultsOf = (words: Readonly<Record<string, string>>, language = 'uk') =>
  gapsIn(language, named(CATALAN), named(words)).map(({ id, form, fault }) => [id, form, fault].join(' ').trim());
const without = (key: keyof typeof UKRAINIAN) =>
  Object.fromEntries(Object.entries(UKRAINIAN).filter(([name]) => name !== key));

describe('a comparison with Catalan', () => {
  test('finds nothing in complete sentences', () => expect(faultsOf(UKRAINIAN)).toEqual([]));

  test.each([
    ['a sentence that is not there', without('title'), ['screen:title  missing']],
    ['a sentence that Catalan lacks', { ...UKRAINIAN, more: 'Ще' }, ['screen:more  unknown']],
    ['an empty sentence', { ...UKRAINIAN, title: ' ' }, ['screen:title  empty', 'screen:title  edges']],
    ['a placeholder that is lost', { ...UKRAINIAN, at: 'Відчинено' }, ['screen:at  placeholders']],
    ['a placeholder that is misspelt', { ...UKRAINIAN, at: 'До {{tmie}}' }, ['screen:at  placeholders']],
    ['half a placeholder', { ...UKRAINIAN, at: 'До {{time}' }, ['screen:at  placeholders', 'screen:at  markup']],
    ['a placeholder said twice', { ...UKRAINIAN, at: '{{time}} {{time}}' }, ['screen:at  placeholders']],
    ['a plural form that is lost', without('waiting_few'), ['screen:waiting few form-missing']],
    ['words for none that are lost', without('waiting_none'), ['screen:waiting none form-missing']],
    ['a plural form that nobody says', { ...UKRAINIAN, waiting_two: '{{count}}' }, ['screen:waiting two form-unused']],
    [
      'a number that a form of many numbers does not say',
      { ...UKRAINIAN, waiting_one: 'одна особа' },
      ['screen:waiting one placeholders'],
    ],
    ['a line break that is lost', { ...UKRAINIAN, two: 'Вибачте' }, ['screen:two  line-breaks']],
    ['a tag', { ...UKRAINIAN, title: '<b>Оберіть</b>' }, ['screen:title  markup']],
    ['a sentence within a sentence', { ...UKRAINIAN, title: '$t(at)' }, ['screen:title  markup']],
    ['letters turned over', { ...UKRAINIAN, title: '\u202eОберіть' }, ['screen:title  markup']],
    ['a letter that was broken on its way', { ...UKRAINIAN, title: 'Обер\ufffdть' }, ['screen:title  markup']],
  ])('names %s', (_, words, faults) => expect(faultsOf(words)).toEqual(faults));

  test('ignores a form that a translator’s program left empty, and requires all others', () => {
    expect(faultsOf({ ...UKRAINIAN, waiting_other: '' })).toEqual([]);
    expect(faultsOf({ ...UKRAINIAN, waiting_few: '' })).toContain('screen:waiting few empty');
  });

  test('allows a form of a single number to say it in words', () => {
    const english = { ...CATALAN, waiting_one: 'one person' };
    expect(faultsOf(english, 'en')).toEqual([]);
    // French uses its form `one` for zero as well.
    expect(standsForOne('fr', 'one', ['one', 'other'])).toBe(false);
    expect(standsForOne('fr', 'one', ['none', 'one', 'other'])).toBe(true);
  });
});

test('each used placeholder is explained to translators, and no other', () => {
  const used = [...sentences('ca').values()].flatMap(({ forms }) =>
    [...forms.values()].flatMap((text) => [...text.matchAll(/\{\{(\w+)/g)].map(([, name]) => name)),
  );
  expect([...new Set(used)].sort()).toEqual([...PLACEHOLDERS.keys()].sort());
});

test('no plural form is unknown to CLDR, because a translator’s program would drop it', () => {
  for (const language of TICKET_LANGUAGES) {
    const forms = [...sentences(language).values()].flatMap(({ forms: own }) => [...own.keys()]);
    const known = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const others = forms.filter((form) => form !== null && form !== 'none' && !known.some((one) => one === form));
    expect(others, language).toEqual([]);
  }
});

describe('the plural forms', () => {
  test('are CLDR’s for whole numbers', () => {
    expect(countedForms('ar')).toEqual(['zero', 'one', 'two', 'few', 'many', 'other']);
    expect(countedForms('uk')).toEqual(['one', 'few', 'many']);
    expect(countedForms('zh-Hans')).toEqual(['other']);
    expect(neededForms('uk', ['none', 'one', 'other'])).toEqual(['none', 'one', 'few', 'many']);
  });
});
