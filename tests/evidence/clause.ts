import type { TestKey } from './shown-by.ts';

/**
 * A key of `missing` in `config/locales/LANGUAGE/accessibility.json`: the sentence of the accessibility statement on a part that is
 * missing.
 */
export type MissingPart = string;

/** The party responsible for what a program cannot do: the installer of the kiosk, or the city that runs it. */
export type Dutiful = 'installer' | 'city';

/** The way in which a clause is met: by tests, by a duty, or by both; or why it does not apply; or the missing parts. */
export interface Answer {
  shownBy?: readonly TestKey[];
  duty?: { of: Dutiful; what: string };
  /** Why the clause requires nothing of this product. */
  doesNotApply?: string;
  missing?: readonly MissingPart[];
}

/** One numbered clause, with a title in our own words. A heading has clauses below it and requires nothing itself. */
export interface Clause {
  number: string;
  title: string;
  answer: Answer | 'heading';
}

export interface Chapter {
  /** The chapter's title on the evidence page. */
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
/** A clause met by tests for the program's part and by a duty for the place's part. */
export const and = (clause: Clause, what: string, of: Dutiful = 'installer'): Clause => ({
  ...clause,
  answer: clause.answer === 'heading' ? 'heading' : { ...clause.answer, duty: { of, what } },
});
