import type { AccessSettings } from '../../src-main/contract/kiosk/view-state.ts';
import type { Panel } from '../../src-main/contract/shared/panel.ts';

/** Of the window, in CSS pixels. */
export type Glass = { readonly widthPx: number; readonly heightPx: number };

export type Sizes = {
  /** CSS pixels a millimetre of the glass. */
  readonly pxPerMm: number;
  /** The least type, in millimetres of the glass. */
  readonly leastMm: number;
  /** Of the usual size of type. */
  readonly scale: 1 | 1.5 | 2;
  /** Whether a question has room beside what is chosen. */
  readonly columns: 1 | 2;
  /** From the lower edge up, where everything is to be touched when a person asks for that; a length on the glass. */
  readonly reachMm: number;
  /** The same where a screen has room for it: as high above the floor as is advised. */
  readonly advisedReachMm: number;
};

/** EN 301 549 5.1.4: capitals are seen at 0.7° of arc. */
const LEAST_ARC_DEGREES = 0.7;
/** A capital of Atkinson Hyperlegible is this part of its type. */
const CAPITAL_PART = 0.668;

/** How high capitals are at least, read from this distance: 7.3 mm from 600 mm. */
export const leastCapitalMm = (readingMm: number): number => readingMm * Math.tan((LEAST_ARC_DEGREES * Math.PI) / 180);

/** The type of most text, where the least is smaller: a rem is a part of the shorter side. */
const BODY_REM = 0.44;
const SHORTER_SIDE_REM = 10.8;
/** A line of two columns holds so many sizes of its type at least. */
const TWO_COLUMNS_EM = 26;
/** Seated, a person reaches so high above the floor; EN 301 549 8.3 advises 800 to 1100 mm. */
const SEATED_REACH_MM = 1_100;
/** Never more than this part of the glass, so that the setting is seen to do something; never less than a bar, a row and what turns the page, which grow with the type. */
const REACH_PART = { portrait: { 1: 0.5, 1.5: 0.5, 2: 0.6 }, landscape: { 1: 0.64, 1.5: 0.64, 2: 0.64 } } as const;
const LEAST_REACH_MM = { portrait: { 1: 130, 1.5: 206, 2: 282 }, landscape: { 1: 130, 1.5: 145, 2: 182 } } as const;
const MOST_PART = 0.93;

/** The panel of a kiosk that has not said which it has: 21.5 inches upright. */
const USUAL = { pxPerMm: 4.03, widthPx: 1_080, heightPx: 1_920, lowerEdgeMm: 800, readingMm: 600 };

/**
 * What the sizes follow from. A window of another size than the panel (a demonstration on a desk) is taken for a picture of the panel, turned
 * when it lies the other way.
 */
export function sizesOf(
  panel: Pick<Panel, 'pxPerMm' | 'widthPx' | 'heightPx' | 'lowerEdgeMm' | 'readingMm'> | null,
  glass: Glass,
  textSize: AccessSettings['textSize'],
): Sizes {
  const { pxPerMm, widthPx, heightPx, lowerEdgeMm, readingMm } = panel ?? USUAL;
  const isTurned = widthPx < heightPx !== glass.widthPx < glass.heightPx;
  const [acrossPx, downPx] = isTurned ? [heightPx, widthPx] : [widthPx, heightPx];
  const shownPxPerMm = pxPerMm * Math.min(glass.widthPx / acrossPx, glass.heightPx / downPx);
  const scale = textSize === 200 ? 2 : textSize === 150 ? 1.5 : 1;
  const widthMm = glass.widthPx / shownPxPerMm;
  const heightMm = glass.heightPx / shownPxPerMm;
  const leastMm = leastCapitalMm(readingMm) / CAPITAL_PART;
  const typeMm = scale * Math.max(leastMm, (BODY_REM * Math.min(widthMm, heightMm)) / SHORTER_SIDE_REM);
  const isLandscape = widthMm > heightMm;
  const lies = isLandscape ? 'landscape' : 'portrait';
  const leastReachMm = Math.min(LEAST_REACH_MM[lies][scale], heightMm * MOST_PART);
  const seatedMm = Math.min(heightMm * REACH_PART[lies][scale], SEATED_REACH_MM - lowerEdgeMm);
  const reachMm = Math.max(leastReachMm, seatedMm);
  return {
    pxPerMm: shownPxPerMm,
    leastMm,
    scale,
    columns: isLandscape && widthMm / typeMm >= TWO_COLUMNS_EM ? 2 : 1,
    reachMm,
    advisedReachMm: Math.min(reachMm, Math.max(SEATED_REACH_MM - lowerEdgeMm, LEAST_REACH_MM[lies][1])),
  };
}

/**
 * Wider spacing is that of WCAG 1.4.12, whole, at the usual size of type. Beside larger type the longest words have no room for it on any panel, and
 * half of it would be a setting that is on and does nothing.
 */
export const spacingOf = ({
  spacing,
  textSize,
}: Pick<AccessSettings, 'spacing' | 'textSize'>): AccessSettings['spacing'] => (textSize === 100 ? spacing : 'usual');
