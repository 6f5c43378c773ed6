import type { Panel } from '../../src-main/contract/shared/panel.ts';
import type { AccessSettings } from '../../src-main/session/contract/view-state.ts';

export type Glass = { readonly widthPx: number; readonly heightPx: number };

export type Sizes = {
  readonly pxPerMm: number;
  /** The smallest type size, in millimetres of the panel. */
  readonly leastMm: number;
  readonly scale: 1 | 1.5 | 2;
  /** Number of columns: with 2, the question has room beside the choices. */
  readonly columns: 1 | 2;
  /** Height above the panel's lower edge within which all buttons are if the citizen chose a low reach, in millimetres of the panel. */
  readonly reachMm: number;
  /** The height preferred for buttons if a screen has room, from `SEATED_REACH_MM` above the floor; in millimetres of the panel. */
  readonly advisedReachMm: number;
};

/** EN 301 549 5.1.4: capital letters must subtend at least 0.7°. */
const LEAST_ARC_DEGREES = 0.7;
const CAPITAL_PART = 0.668;

/** The least height of capital letters at a reading distance: 7.3 mm from 600 mm. */
export const leastCapitalMm = (readingMm: number): number => readingMm * Math.tan((LEAST_ARC_DEGREES * Math.PI) / 180);

/** The usual size of body text, in rem; a larger minimum replaces it. A rem is a share of the panel's shorter side. */
const BODY_REM = 0.44;
const SHORTER_SIDE_REM = 10.8;
/** The least width of a panel that shows two columns, in multiples of the size of its body text. */
const TWO_COLUMNS_EM = 26;
/** The highest point above the floor that a seated person reaches, in millimetres; EN 301 549 8.3 advises 800 to 1100 mm. */
const SEATED_REACH_MM = 1_100;
/**
 * The low reach: at most `REACH_PART` of the panel's height, so that the setting has a visible effect; at least `LEAST_REACH_MM`, which has
 * room for a bar, a row and the pager and grows with the type.
 */
const REACH_PART = { portrait: { 1: 0.5, 1.5: 0.5, 2: 0.6 }, landscape: { 1: 0.64, 1.5: 0.64, 2: 0.64 } } as const;
const LEAST_REACH_MM = { portrait: { 1: 130, 1.5: 206, 2: 282 }, landscape: { 1: 130, 1.5: 145, 2: 182 } } as const;
const MOST_PART = 0.93;

const USUAL = { pxPerMm: 4.03, widthPx: 1_080, heightPx: 1_920, lowerEdgeMm: 800, readingMm: 600 };

/**
 * Computes the sizes. A window of another size than the panel, as in a demonstration on a desk, is treated as a scaled picture of the
 * panel, turned if its orientation differs.
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
 * The spacing of letters, words and lines. Wide spacing, as in WCAG 1.4.12, applies only at the usual text size. In larger text the longest
 * words have no room for wide spacing on any panel, and a citizen would not notice a smaller spacing.
 */
export const spacingOf = ({
  spacing,
  textSize,
}: Pick<AccessSettings, 'spacing' | 'textSize'>): AccessSettings['spacing'] => (textSize === 100 ? spacing : 'usual');
