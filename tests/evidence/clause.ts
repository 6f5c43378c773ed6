import type { TestKey } from './shown-by.ts';

/**
 * A key of `missing` in `config/locales/LANGUAGE/accessibility.json`. Its sentence in the accessibility statement names a part that the
 * product lacks.
 */
export type MissingPart = string;

/** The party responsible for what a program cannot do: the installer of the kiosk, or the city that runs it. */
export type Dutiful = 'installer' | 'city';

/**
 * The answer to a clause: tests or a duty, or both, by which it is met; or the reason why it does not apply; or the parts that are missing.
 */
export interface Answer {
  shownBy?: readonly TestKey[];
  duty?: { of: Dutiful; what: string };
  /** The reason why the clause requires nothing of this product. */
  doesNotApply?: string;
  missing?: readonly MissingPart[];
}

/** A numbered clause with a title in Torn's own words. A heading requires nothing itself; the clauses below it do. */
export interface Clause {
  number: string;
  title: string;
  answer: Answer | 'heading';
}

export interface Chapter {
  title: string;
  /** The source of the clauses, and what they require of a kiosk. */
  about: string;
  clauses: readonly Clause[];
}

export const heading = (number: string, title: string): Clause => ({ number, title, answer: 'heading' });
export const shown = (number: string, title: string, ...shownBy: readonly TestKey[]): Clause => ({
  number,
  title,
  answer: { shownBy },
});
export const duty = (number: string, title: string, what: string, of: Dutiful = 'installer'): Clause => ({
  number,
  title,
  answer: { duty: { of, what } },
});
export const none = (number: string, title: string, doesNotApply: string): Clause => ({
  number,
  title,
  answer: { doesNotApply },
});
export const missing = (number: string, title: string, part: MissingPart, ...shownBy: readonly TestKey[]): Clause => ({
  number,
  title,
  answer: { missing: [part], shownBy },
});
/** Adds a duty to a clause whose tests cover only the program's part. */
export const and = (clause: Clause, what: string, of: Dutiful = 'installer'): Clause => ({
  ...clause,
  answer: clause.answer === 'heading' ? 'heading' : { ...clause.answer, duty: { of, what } },
});
