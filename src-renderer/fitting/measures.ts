/** Rounding of layout. */
export const SLACK_PX = 2;

/** What is touched inside a screen; its bar is always low. */
export const TOUCHED = '.main button';

/** How high above the lower edge things may be touched, and how high they are where there is room. */
export type Reach = { readonly mostPx: number; readonly advisedPx: number };

export const away = (element: Element, isAway: boolean): void => void element.toggleAttribute('data-away', isAway);

export function showAll(frame: Element): void {
  for (const element of frame.querySelectorAll('[data-away]')) away(element, false);
}

export const bottomOf = (element: Element): number => element.getBoundingClientRect().bottom;

/** With the margin above it. */
export function heightOf(element: Element | null): number {
  if (element === null) return 0;
  return element.getBoundingClientRect().height + Number.parseFloat(getComputedStyle(element).marginTop);
}

export const paddingOf = (element: Element | null, side: 'paddingTop' | 'paddingBottom'): number =>
  element === null ? 0 : Number.parseFloat(getComputedStyle(element)[side]);

/** Of the frame of a sheet, above and below what stands on it, and of the air below what holds the sheet. */
export function edgesOf(element: Element): number {
  const holder = element.parentElement;
  const belowPx = holder === null ? 0 : Number.parseFloat(getComputedStyle(holder).marginBottom);
  const { paddingTop, paddingBottom, borderTopWidth, borderBottomWidth } = getComputedStyle(element);
  const edges = [paddingTop, paddingBottom, borderTopWidth, borderBottomWidth];
  return edges.reduce((px, edge) => px + Number.parseFloat(edge), belowPx);
}

export function isInFlow(element: Element): boolean {
  const { position, display } = getComputedStyle(element);
  return position !== 'absolute' && display !== 'none';
}

export const meet = (one: DOMRect, other: DOMRect): boolean =>
  Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > SLACK_PX &&
  Math.min(one.right, other.right) - Math.max(one.left, other.left) > SLACK_PX;
