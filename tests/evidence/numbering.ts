import type { Chapter } from './clause.ts';

/** Clauses of WCAG 2.2 at level AAA are not required. */
const LEVEL_AAA = new Set(
  ['1.2.6 1.2.7 1.2.8 1.2.9 1.3.6 1.4.6 1.4.7 1.4.8 1.4.9 2.1.3 2.2.3 2.2.4 2.2.5 2.2.6 2.3.2 2.3.3 2.4.8 2.4.9 2.4.10']
    .concat('2.4.12 2.4.13 2.5.5 2.5.6 3.1.3 3.1.4 3.1.5 3.1.6 3.2.5 3.3.5 3.3.6 3.3.9')
    .flatMap((line) => line.split(' ')),
);

/**
 * Count of clauses in each chapter, as EN 301 549 V3.2.1, WCAG 2.2 and Annex I of Directive (EU) 2019/882 have them, so that a missing last
 * clause is noticed. Chapters 10 and 13 do not apply here as a whole; 11.1 to 11.4 repeat WCAG.
 */
const UNDER: Readonly<Record<string, number>> = {
  '5': 9,
  '5.1': 7,
  '5.1.2': 2,
  '5.1.3': 16,
  '5.1.6': 2,
  '5.5': 2,
  '5.6': 2,
  '6': 6,
  '6.2': 4,
  '6.2.1': 2,
  '6.2.2': 4,
  '6.5': 6,
  '7': 3,
  '7.1': 5,
  '7.2': 3,
  '8': 5,
  '8.1': 3,
  '8.2': 2,
  '8.2.1': 2,
  '8.2.2': 2,
  '8.3': 6,
  '8.3.2': 6,
  '8.3.2.3': 3,
  '8.3.3': 3,
  '8.3.3.3': 2,
  '8.3.4': 3,
  '8.3.4.3': 3,
  '8.4': 3,
  '8.4.2': 2,
  '11': 8,
  '11.5': 2,
  '11.5.2': 17,
  '11.6': 2,
  '11.8': 5,
  '12': 2,
  '12.1': 2,
  '12.2': 4,
};
/** Count of clauses in each guideline, from WCAG’s own table. */
const UNDER_WCAG: Readonly<Record<string, number>> = {
  '1.1': 1,
  '1.2': 9,
  '1.3': 6,
  '1.4': 13,
  '2.1': 4,
  '2.2': 6,
  '2.3': 3,
  '2.4': 13,
  '2.5': 8,
  '3.1': 6,
  '3.2': 6,
  '3.3': 9,
  '4.1': 3,
};
const UNDER_LAW: Readonly<Record<string, number>> = {
  '1': 2,
  '1.a': 4,
  '1.b': 2,
  '2': 15,
  '2.o': 7,
  '3': 1,
};
const ROMAN = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii'];
const A = 'a'.charCodeAt(0);
/** These clauses of EN 301 549 only repeat WCAG, so the chapter on WCAG answers them. */
const TAKEN_FROM_WCAG = new Set(['11.1', '11.2', '11.3', '11.4']);

/** Returns a complaint for each clause that is missing, occurs twice or does not exist, by the counts above. */
export function gapsInNumbering(chapters: readonly Chapter[]): string[] {
  const numbersOf = (isMeant: (title: string) => boolean): string[] =>
    chapters.filter(({ title }) => isMeant(title)).flatMap(({ clauses }) => clauses.map(({ number }) => number));
  const inFigures = (_: string, at: number): string => String(at + 1);
  const inLetters = (under: string, at: number): string =>
    under.includes('.') ? (ROMAN[at] ?? '') : String.fromCharCode(A + at);
  return [
    ...differences(
      'EN 301 549',
      numbersOf((title) => title.startsWith('EN')),
      expected(UNDER, inFigures),
    ),
    ...differences(
      'WCAG',
      numbersOf((title) => title.startsWith('WCAG')),
      expected(UNDER_WCAG, inFigures),
    ),
    ...differences(
      'Ley 11/2023',
      numbersOf((title) => title.startsWith('Ley')),
      expected(UNDER_LAW, inLetters),
    ),
  ];
}

function expected(under: Readonly<Record<string, number>>, named: (under: string, at: number) => string): string[] {
  return Object.entries(under)
    .flatMap(([parent, count]) => Array.from({ length: count }, (_, at) => `${parent}.${named(parent, at)}`))
    .filter((number) => !TAKEN_FROM_WCAG.has(number) && !(under === UNDER_WCAG && LEVEL_AAA.has(number)));
}

function differences(text: string, numbers: readonly string[], wanted: readonly string[]): string[] {
  const twice = numbers.filter((number, at) => numbers.indexOf(number) !== at);
  // Headings above counted clauses, and the headings of `HEADS`, are allowed although no count includes them.
  const known = new Set([...wanted, ...wanted.map((number) => number.replace(/\.[^.]+$/, '')), ...HEADS]);
  return [
    ...wanted.filter((number) => !numbers.includes(number)).map((number) => `${text}: ${number} is missing`),
    ...twice.map((number) => `${text}: ${number} stands twice`),
    ...numbers.filter((number) => !known.has(number)).map((number) => `${text}: there is no ${number}`),
  ];
}
const HEADS = ['10', '11.0', '13'];
