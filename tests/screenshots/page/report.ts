/** The rules that a screen can break; a misfit names one of them. */
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
  /** The text or target as it appears on the screen. */
  what: string;
  /** Measures, or the element that the text or target collides with. */
  detail: string;
}

/** The limits for a screen, in millimetres on the panel. */
export interface Bounds {
  pxPerMm: number;
  targetMm: number;
  gapMm: number;
  capitalMm: number;
  /** The height of the page, in pixels from the top, at or below which targets must be; `null`: no limit. */
  reachFromPx: number | null;
  /** `least`: only `targetMm` of a target's height must be within reach. */
  reachedPart: 'whole' | 'least';
  /** Whether the screen must be one page, so that its last button is visible beside the number or the field. */
  onePage: boolean;
  /** Whether the start screen must show its office, clock and arches. */
  wholeFacade: boolean;
  /** The least number of choices on a page of a list, unless it is the last page. */
  leastChoices: number;
  /** The least width of a code that a phone reads, without its quiet zone. */
  codeMm: number;
  /** Whether the reader chose wider spacing of letters, words and lines. */
  apart: boolean;
}

/** A visible piece of text. `capitalMm` is the height of its capitals on the panel. */
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
