import { type Box, boxOf } from './geometry.ts';
import { inkOf, metricsOf } from './type-metrics.ts';

export interface Line {
  element: Element;
  node: Text;
  text: string;
  /** The box is as wide as the line's text range. It reaches from the top of the capitals, or of higher letters, to the descenders. */
  box: Box;
  capitalPx: number;
}

export const nameOf = (element: Element): string =>
  `${element.tagName.toLowerCase()}${[...element.classList].map((name) => `.${name}`).join('')}`;

export type Seeing = (element: Element) => boolean;

/** Returns a test of visibility, which measures each element of the page only once. */
export function seeing(): Seeing {
  const known = new Map<Element, boolean>();
  /** Text for screen readers only is one pixel in size or clipped away. */
  function isForVoiceOnly(element: Element): boolean {
    const before = known.get(element);
    if (before !== undefined) return before;
    const { parentElement: parent } = element;
    const isIt = (parent !== null && isForVoiceOnly(parent)) || isCutAway(element);
    known.set(element, isIt);
    return isIt;
  }
  return (element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }) &&
    !isForVoiceOnly(element);
}

function isCutAway(element: Element): boolean {
  const style = getComputedStyle(element);
  if (style.overflow === 'visible' || style.position !== 'absolute') return false;
  const { width, height } = element.getBoundingClientRect();
  return width <= 1 && height <= 1;
}

/** Returns the factor by which `transform` and `zoom` enlarge letters without changing their font size. */
function scaleOf(element: Element): number {
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    if (at instanceof SVGGraphicsElement) {
      const matrix = at.getScreenCTM();
      if (matrix !== null) return Math.abs(matrix.d);
    }
    if (at instanceof HTMLElement && at.offsetHeight > 0 && getComputedStyle(at).display !== 'inline')
      return ratioOf(at.getBoundingClientRect().height, at.offsetHeight);
  }
  return 1;
}

/** Offsets are whole numbers, so a difference below one pixel is no scaling. */
const ratioOf = (shownPx: number, offsetPx: number): number =>
  Math.abs(shownPx - offsetPx) < 1 ? 1 : shownPx / offsetPx;

export function seenLines(isSeen: Seeing): Line[] {
  const lines: Line[] = [];
  const seen = new Map<Element, boolean>();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!(node instanceof Text) || element === null || node.data.trim() === '') continue;
    if (element.closest('script, style, title') !== null) continue;
    const known = seen.get(element) ?? isSeen(element);
    seen.set(element, known);
    if (known) lines.push(...linesOf(node, element));
  }
  return lines;
}

function linesOf(node: Text, element: Element): Line[] {
  const style = getComputedStyle(element);
  const text = node.data.trim().replaceAll(/\s+/g, ' ');
  const metrics = metricsOf(style, text);
  const ink = inkOf(style, text);
  const sizePx = Number.parseFloat(style.fontSize) * scaleOf(element);
  const above = Math.max(ink.above, metrics.capital) * sizePx;
  const below = /\p{Ll}/u.test(text) ? Math.max(ink.below, metrics.descent) * sizePx : ink.below * sizePx;
  const range = document.createRange();
  range.selectNodeContents(node);
  return [...range.getClientRects()]
    .filter(({ width }) => width > 0)
    .map((rect) => {
      const { left, right, top, bottom } = boxOf(rect);
      const ascent = ((bottom - top) * metrics.boxAscent) / (metrics.boxAscent + metrics.boxDescent);
      const baseline = top + ascent;
      const box = { left, right, top: baseline - above, bottom: baseline + below };
      return { element, node, text, box, capitalPx: metrics.capital * sizePx };
    });
}
