/** Tolerance for the layout's rounding, in CSS pixels. */
export const SLACK_PX = 2;

/** Tolerance for the reach, a physical length that the layout does not round, in CSS pixels. */
export const REACH_SLACK_PX = 0.25;

/** Selects the buttons that must be within reach. The buttons of the bar always are within reach. */
export const TOUCHED = '.main button';

/**
 * Heights above the panel's lower edge: the greatest height at which a button may be, and a lower height that is preferred if there is
 * room.
 */
export type Reach = { readonly mostPx: number; readonly advisedPx: number };

export const away = (element: Element, isAway: boolean): void => void element.toggleAttribute('data-away', isAway);

export function showAll(frame: Element): void {
  for (const element of frame.querySelectorAll('[data-away]')) away(element, false);
}

export const bottomOf = (element: Element): number => element.getBoundingClientRect().bottom;

/** The height of an element and its upper margin, in CSS pixels. */
export function heightOf(element: Element | null): number {
  if (element === null) return 0;
  return element.getBoundingClientRect().height + Number.parseFloat(getComputedStyle(element).marginTop);
}

const sumOf = (lengths: readonly string[]): number => lengths.reduce((px, length) => px + Number.parseFloat(length), 0);

export function edgesOf(element: Element): Record<'above' | 'below', { marginPx: number; insidePx: number }> {
  const style = getComputedStyle(element);
  return {
    above: { marginPx: sumOf([style.marginTop]), insidePx: sumOf([style.borderTopWidth, style.paddingTop]) },
    below: { marginPx: sumOf([style.marginBottom]), insidePx: sumOf([style.borderBottomWidth, style.paddingBottom]) },
  };
}

export function isInFlow(element: Element): boolean {
  const { position, display } = getComputedStyle(element);
  return position !== 'absolute' && display !== 'none';
}

export const meet = (one: DOMRect, other: DOMRect): boolean =>
  Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > SLACK_PX &&
  Math.min(one.right, other.right) - Math.max(one.left, other.left) > SLACK_PX;
