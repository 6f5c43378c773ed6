import { expect, test } from 'vitest';
import { LANGUAGES } from '../../../config/languages.ts';
import { faultIn, faultOf, spokenSentences } from '../../support/spoken-sentences.ts';

/** Every twelfth sentence is spoken here; `npm run speech` speaks all. */
const SAMPLE = 12;

test.each(LANGUAGES)('sentences in %s are spoken, each with a plausible length', async (language) => {
  const sentences = spokenSentences(language);
  const faults: string[] = [];
  for (const sentence of sentences.filter((_, index) => index % SAMPLE === 0)) {
    const fault = await faultOf(sentence);
    if (fault !== null) faults.push(`${sentence.text} ${fault}`);
  }
  expect(faults).toEqual([]);
});

test('a cut-off, drawn-out or faint sentence would be found', () => {
  const sentence = { language: 'ca', text: 'Seieu. Us cridarem per aquest número, a la pantalla.' } as const;
  expect(faultIn(sentence, { heardMs: 3_500, peak: 0.5 })).toBeNull();
  expect(faultIn(sentence, { heardMs: 900, peak: 0.5 })).toContain('too short');
  expect(faultIn(sentence, { heardMs: 9_000, peak: 0.5 })).toContain('too long');
  expect(faultIn(sentence, { heardMs: 3_500, peak: 0.01 })).toContain('faint');
});
