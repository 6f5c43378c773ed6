import { expect, test } from 'vitest';
import { WORKING_LANGUAGES } from '../../../../config/languages.ts';
import { cityTranslator, fetchCityWords, operatorTranslator } from '../../../../config/locales/city-words.ts';
import { partsOf, wordsOfTrouble } from '../../../../src-central/pages/city/trouble-words.ts';
import { TROUBLE_KINDS } from '../../../../src-main/domain/trouble-kinds.ts';

test('the first sentence says what happens, the rest what to do', () => {
  expect(partsOf('Queda poc paper. Tingueu un rotllo nou a punt.')).toEqual({
    says: 'Queda poc paper.',
    repair: 'Tingueu un rotllo nou a punt.',
  });
  expect(partsOf('La impressora està a punt.')).toEqual({ says: 'La impressora està a punt.', repair: '' });
});

test('every trouble says what happens and what to do, in each language', async () => {
  for (const language of WORKING_LANGUAGES) {
    await fetchCityWords(language);
    const words = { t: cityTranslator(language), operator: operatorTranslator(language) };
    for (const kind of TROUBLE_KINDS) {
      const { says, repair } = wordsOfTrouble({ kind, since: null }, words);
      expect(says, `${language} ${kind}`).toMatch(/\.$/);
      expect(repair, `${language} ${kind}`).not.toBe('');
    }
  }
});
