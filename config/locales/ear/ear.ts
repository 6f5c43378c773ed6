import type { Language } from '../../../src-main/domain/languages.ts';
import { shownSentence } from '../index.ts';
import { SPOKEN } from './spoken.ts';
import { timesForEar } from './times.ts';

/** A ticket's label: its series, and a number filled up with zeros. */
const LABEL = /(?<![\p{L}\p{N}])([A-Z]{1,2})(0*)([1-9]\d*)(?![\p{L}\p{N}])/gu;
/** A short number that begins with 0, and groups of a long one. */
const TELEPHONE = /(?<![\d.,:-])(?:0\d{2}|\d{3}(?: \d{2,3}){2,3})(?![.,:-]?\d)/g;
/** Pictures and rules of a line, brackets and quotation marks: a pause, where a synthesiser would name them. */
const MARKS = /\s*(?:[←-⇿─-◿✀-➿⬀-⯿•|()«»“”„"]|(?<!l)·|·(?!l)|\s[-–—](?=\s)|[–—])+\s*/g;

/**
 * What is heard for what is shown: one element's text, in its language. Times, labels, telephone numbers and acronyms are said as people say
 * them, and a sentence that has words of its own for the ear in those. What is shown is never longer said than shown, nor left out.
 */
export function forEar(language: Language, shown: string): string {
  // Marks of direction stand around values of sentences that run from right to left.
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

/** A code or a number letter by letter, as whoever compares it with paper wants it. */
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
  // The names of places stay Catalan: only its own voice knows what stands between these letters.
  return language === 'ca' ? quiet : quiet.replace(/(?<=l)[·•](?=l)/gi, '');
}

interface Said {
  readonly pattern: RegExp;
  readonly spoken: string;
}

/** The sentences of a language are known once somebody has chosen it. */
const sentences = new Map<Language, readonly Said[]>();

/** A sentence with something in it is known by what stands around that. */
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
