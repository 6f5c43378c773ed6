import type { Language } from '../../languages.ts';
import { shownSentence } from '../index.ts';
import { SPOKEN } from './spoken.ts';
import { timesForEar } from './times.ts';

/** The label of a ticket: one or two letters and a number padded with zeros. */
const LABEL = /(?<![\p{L}\p{N}])([A-Z]{1,2})(0*)([1-9]\d*)(?![\p{L}\p{N}])/gu;
/** Three digits that begin with 0, such as 010, or the groups of a long telephone number. */
const TELEPHONE = /(?<![\d.,:-])(?:0\d{2}|\d{3}(?: \d{2,3}){2,3})(?![.,:-]?\d)/g;
/** Symbols, dashes, brackets and quotation marks become a pause, because a synthesiser would name them. */
const MARKS = /\s*(?:[←-⇿─-◿✀-➿⬀-⯿•|()«»“”„"]|(?<!l)·|·(?!l)|\s[-–—](?=\s)|[–—])+\s*/g;

/**
 * Returns what a voice says for an element's text: times, labels, phone numbers and acronyms as people say them, and the spoken form of a
 * sentence that has one. It neither adds information to the shown text nor leaves any out.
 */
export function forEar(language: Language, shown: string): string {
  // `forScreens` adds invisible marks (`\p{Cf}`) to sentences. They are removed, because the patterns below expect none.
  const text = shown
    .replace(/\p{Cf}/gu, '')
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .trim();
  const sentence = said(sentencesOf(language), text);
  const named = timesForEar(language, sentence)
    .replace(LABEL, (_, series: string, zeros: string, number: string) =>
      [...[...series].map((letter) => letterForEar(language, letter)), ...zeros, number].join(', '),
    )
    .replace(TELEPHONE, (number) =>
      number
        .split(' ')
        .map((group) => [...group].join(' '))
        .join(', '),
    );
  return withoutMarks(language, said(WORDS.get(language) ?? [], named));
}

/** Spells a code or a number for a person who listens and compares it with paper. */
export const spelled = (language: Language, code: string): string =>
  [...code]
    .filter((character) => /[\p{L}\p{N}]/u.test(character))
    .map((character) => letterForEar(language, character))
    .join(', ');

function letterForEar(language: Language, letter: string): string {
  const capital = letter.toUpperCase();
  return SPOKEN[language]?.letters[capital] ?? capital;
}

const said = (all: readonly Said[], text: string): string =>
  all.reduce((one, { pattern, spoken }) => one.replace(pattern, spoken), text);

function withoutMarks(language: Language, text: string): string {
  const quiet = text
    .replace(/\.?…/g, '.')
    .replace(MARKS, ', ')
    .replace(/,(?:\s*,)+/g, ',')
    .replace(/^[\s,]+|[\s,]+$/g, '')
    .replace(/,\s*([.:;!?])/g, '$1')
    .replace(/\s+/g, ' ');
  // Catalan place names are shown in every language, but only the Catalan voice can read the dot of `l·l`.
  return language === 'ca' ? quiet : quiet.replace(/(?<=l)[·•](?=l)/gi, '');
}

interface Said {
  readonly pattern: RegExp;
  readonly spoken: string;
}

const sentences = new Map<Language, readonly Said[]>();

/**
 * Returns the sentences that have a spoken form. Each `pattern` is the shown sentence with a group in place of each placeholder, so that it
 * recognises the sentence whatever its values are.
 */
function sentencesOf(language: Language): readonly Said[] {
  const known = sentences.get(language);
  if (known !== undefined) return known;
  const written = Object.entries(SPOKEN[language]?.sentences ?? {});
  const found = written.flatMap(([key, spoken]) => {
    const shown = shownSentence(language, key);
    return shown === null ? [] : [{ pattern: patternOf(shown), spoken: spoken.replace(/\{\{(\w+)\}\}/g, '$<$1>') }];
  });
  if (found.length === written.length) sentences.set(language, found);
  return found;
}

function patternOf(template: string): RegExp {
  const parts = template.replace(/[\s\u00a0]+/g, ' ').split(/\{\{(\w+)\}\}/);
  const source = parts.map((part, index) => (index % 2 === 1 ? `(?<${part}>.+?)` : escaped(part))).join('');
  return new RegExp(`^${source}$`, 'u');
}

const WORDS: ReadonlyMap<string, readonly Said[]> = new Map(
  Object.entries(SPOKEN).map(([language, { words }]) => [
    language,
    Object.entries(words).map(([shown, spoken]) => ({
      pattern: new RegExp(`(?<![\\p{L}\\p{N}])${escaped(shown)}(?![\\p{L}\\p{N}])`, 'gu'),
      spoken,
    })),
  ]),
);

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
