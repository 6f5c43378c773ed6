/** What each rule of the finder complains of. */
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
  /** Measures, or what it meets. */
  detail: string;
}

/** What a screen is held to, in millimetres of the glass. */
export interface Bounds {
  pxPerMm: number;
  targetMm: number;
  gapMm: number;
  capitalMm: number;
  /** Targets inside a screen stand at or below this height of the page; `null` asks nothing. */
  reachFromPx: number | null;
  /** `least`: of each target at least `targetMm` of its height. */
  reachedPart: 'whole' | 'least';
  /** The screen is one page, so that the button which ends it is in sight beside the number or the field. */
  onePage: boolean;
  /** The façade shows its office, its clock and its arches. */
  wholeFacade: boolean;
  /** How many choices a page of a list has, unless it is the last page. */
  leastChoices: number;
  /** A code that a phone reads is at least so wide, its quiet zone not counted. */
  codeMm: number;
  /** Whoever reads has asked for letters, words and lines further apart. */
  apart: boolean;
}

/** One piece of text as it is seen: `capitalMm` is the height of its capitals on the glass. */
export interface SeenText {
  text: string;
  capitalMm: number;
  /** It may leave a screen that has no room (`data-gives`), as the hint below a name does in the largest type. */
  mayGo: boolean;
}

export interface Look {
  misfits: Misfit[];
  texts: SeenText[];
}
