/** The complaint of each rule. */
export const RULES = [
  'clipped',
  'covered',
  'overlap',
  'crossed',
  'sticks-out',
  'ellipsis',
  'parted',
  'small-capitals',
  'torn-apart',
  'not-apart',
  'small-target',
  'near-targets',
  'out-of-reach',
  'shrunk',
  'unchanged',
  'vanished',
  'second-page',
  'parted-façade',
  'few-choices',
  'small-code',
  'read-order',
] as const;
export type Rule = (typeof RULES)[number];

export interface Misfit {
  rule: Rule;
  /** The text or the target, as a person finds it on the screen. */
  what: string;
  /** Measures, or the element it collides with. */
  detail: string;
}

/** A screen's limits, in millimetres of the glass. */
export interface Bounds {
  pxPerMm: number;
  targetMm: number;
  gapMm: number;
  capitalMm: number;
  /** Targets inside a screen are at or below this height of the page; `null`: no limit. */
  reachFromPx: number | null;
  /** `least`: at least `targetMm` of each target's height. */
  reachedPart: 'whole' | 'least';
  /** The screen is one page, so that the button that ends it is visible beside the number or the field. */
  onePage: boolean;
  /** The façade shows its office, its clock and its arches. */
  wholeFacade: boolean;
  /** How many choices a page of a list has, unless it is the last page. */
  leastChoices: number;
  /** The least width of a code that a phone reads, without its quiet zone. */
  codeMm: number;
  /** The reader has chosen wider spacing of letters, words and lines. */
  apart: boolean;
}

/** One visible piece of text: `capitalMm` is the height of its capitals on the glass. */
export interface SeenText {
  text: string;
  capitalMm: number;
  /** The text may leave a screen without room (`data-gives`), as the subtitle does in the largest type, or is a short form (`data-instead`). */
  mayGo: boolean;
}

export interface Look {
  misfits: Misfit[];
  texts: SeenText[];
}
