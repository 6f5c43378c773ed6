/** The rules for a screen. A misfit is a text or target that breaks one of them. */
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
  what: string;
  /** Measures, or the element with which the text or target collides. */
  detail: string;
}

/** The limits for a screen; lengths ending in `Mm` are millimetres on the panel. */
export interface Bounds {
  pxPerMm: number;
  targetMm: number;
  gapMm: number;
  capitalMm: number;
  /** Highest position of targets within a person's reach, in pixels from the top; `null`: no limit. */
  reachFromPx: number | null;
  /** `least`: only `targetMm` of a target's height must be within reach. */
  reachedPart: 'whole' | 'least';
  /** The screen must be one page, so that its last button is visible beside the number or the field. */
  onePage: boolean;
  wholeFacade: boolean;
  /** Least number of choices on each page of a list except the last. */
  leastChoices: number;
  /** Least width of a QR code for a phone, without its quiet zone. */
  codeMm: number;
  /** The reader chose wider spacing of letters, words and lines. */
  apart: boolean;
}

/** `capitalMm` is the height of the text's capitals on the panel. */
export interface SeenText {
  text: string;
  capitalMm: number;
  /**
   * The text may disappear from a screen that has no room for it (`data-gives`), as the subtitle does in the largest type, or may be a
   * short form (`data-instead`).
   */
  mayGo: boolean;
}

export interface Look {
  misfits: Misfit[];
  texts: SeenText[];
}
