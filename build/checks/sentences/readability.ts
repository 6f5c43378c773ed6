import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../source-files.ts';
import type { CheckedLanguage, Sentence } from './read.ts';
import { syllablesIn } from './syllables.ts';

/**
 * The limits for one kind of reader: `ease` is the lowest allowed readability, `words` the largest allowed number of words in a sentence.
 */
interface Bound {
  ease: number;
  words: number;
}
type Bounds = Readonly<Record<string, Bound>>;

const BOUNDS_FILE = join(import.meta.dirname, 'bounds.json');
/** Shorter texts are names or buttons, on which a formula for running text says nothing. */
const FEWEST_WORDS = 4;
/** Sentences with fewer words are not listed among the worst, because one long word makes them look harder than they are. */
const FEWEST_OF_WORST = 6;
const VARIABLE = '…';
/** Keys of texts in the singular, which are not measured: the text in the plural has the same words and is measured. */
const SINGULAR = /_one$/;
/** The least ease is set this far below today's figure, so that a new sentence may be a little harder. */
const LEEWAY = 3;
const LEEWAY_WORDS = 2;

/** Files whose sentences are measured, with their readers. A profile's texts are names and are not measured. */
const READERS: Readonly<Record<string, string>> = {
  screen: 'citizens',
  ticket: 'citizens',
  technician: 'staff',
  operator: 'staff',
  faults: 'staff',
  staff: 'staff',
  people: 'staff',
  office: 'staff',
  retention: 'record',
  alarms: 'staff',
  accessibility: 'record',
};

/** English: Flesch Reading Ease (1948). Spanish: Szigriszt-Pazos (1993). Catalan has no formula of its own: see README. */
const WEIGHTS: Readonly<Record<CheckedLanguage, { syllable: number; word: number }>> = {
  ca: { syllable: 62.3, word: 1 },
  es: { syllable: 62.3, word: 1 },
  en: { syllable: 84.6, word: 1.015 },
};

interface Measured {
  of: Sentence;
  text: string;
  words: number;
  syllables: number;
}

interface Figure extends Bound {
  name: string;
  measured: readonly Measured[];
}

function measure(sentence: Sentence): Measured[] {
  return sentence.text
    .replace(/\{\{.*?\}\}/g, VARIABLE)
    .split(/(?<=[.?!:])\s|\n/)
    .map((text) => {
      const words = text.match(/…|[\p{L}\p{N}][\p{L}\p{N}·’'-]*/gu) ?? [];
      const syllables = words.reduce((sum, word) => sum + syllablesIn(word, sentence.language), 0);
      return { of: sentence, text: text.trim(), words: words.length, syllables };
    })
    .filter(({ words }) => words >= FEWEST_WORDS);
}

/** Returns how easily the texts read, from about 0 (hard) to 100 and more (easy). */
export function easeOf(measured: readonly Measured[]): number {
  const language = measured[0]?.of.language;
  if (language === undefined) return 100;
  const words = measured.reduce((sum, one) => sum + one.words, 0);
  const syllables = measured.reduce((sum, one) => sum + one.syllables, 0);
  return (
    206.835 - WEIGHTS[language].syllable * (syllables / words) - WEIGHTS[language].word * (words / measured.length)
  );
}

export function figuresOf(sentences: readonly Sentence[]): Figure[] {
  const read = sentences.filter(({ group, key }) => READERS[group] !== undefined && !SINGULAR.test(key));
  const groups = Map.groupBy(read, ({ language, group }) => `${language} ${READERS[group]}`);
  return [...groups].flatMap(([name, inside]) => {
    const measured = inside.flatMap(measure);
    if (measured.length === 0) return [];
    return { name, measured, ease: easeOf(measured), words: Math.max(...measured.map(({ words }) => words)) };
  });
}

export const worstOf = (measured: readonly Measured[], count: number): Measured[] =>
  measured
    .filter(({ words }) => words >= FEWEST_OF_WORST)
    .toSorted((a, b) => easeOf([a]) - easeOf([b]))
    .slice(0, count);

/** Finds texts below their least ease, sentences with too many words, and limits that today's figures no longer need. */
export function hardToRead(figures: readonly Figure[], bounds: Bounds): Finding[] {
  return figures.flatMap(({ name, measured, ease, words }) => {
    const bound = bounds[name];
    if (bound === undefined) return [unbound(`${name} has no bound`)];
    const tooLong = measured
      .filter((one) => one.words > bound.words)
      .map((one) => complain(one, `${one.words} words in a sentence, at most ${bound.words}: ${one.text}`));
    const tooHard =
      ease < bound.ease
        ? worstOf(measured, 3).map((one) =>
            complain(one, `${name} reads at ${ease.toFixed(1)}, at least ${bound.ease}; hard: ${one.text}`),
          )
        : [];
    const loose =
      ease >= bound.ease + 2 * LEEWAY || words < bound.words - LEEWAY_WORDS
        ? [unbound(`${name} is better than its bound`)]
        : [];
    return [...tooLong, ...tooHard, ...(tooLong.length + tooHard.length > 0 ? [] : loose)];
  });
}

const complain = ({ of: { file, line, key } }: Measured, complaint: string): Finding => ({
  file,
  line,
  complaint: `${key}: ${complaint}`,
});
const unbound = (what: string): Finding => ({
  file: 'build/checks/sentences/bounds.json',
  line: 1,
  complaint: `${what}: run npm run check -- --shrink`,
});

export const readBounds = (): Bounds => JSON.parse(readFileSync(BOUNDS_FILE, 'utf8')) as Bounds;

export function tighter(figures: readonly Figure[], bounds: Bounds): Bounds {
  return Object.fromEntries(
    figures.map(({ name, ease, words }) => {
      const before = bounds[name] ?? { ease: Number.NEGATIVE_INFINITY, words: Number.POSITIVE_INFINITY };
      return [name, { ease: Math.max(before.ease, Math.floor(ease - LEEWAY)), words: Math.min(before.words, words) }];
    }),
  );
}

export const keepBounds = (bounds: Bounds): void => writeFileSync(BOUNDS_FILE, `${JSON.stringify(bounds, null, 2)}\n`);
