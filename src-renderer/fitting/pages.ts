/** A part of a screen, measured while all parts of the screen are shown, without pages. */
export type Block<T> = {
  readonly of: T;
  readonly topPx: number;
  readonly bottomPx: number;
  /**
   * The room that the block needs above if it begins a page, and below if it ends one: its margin, and the edges of the elements around it.
   */
  readonly abovePx: number;
  readonly belowPx: number;
  readonly touchPx: number | null;
  /** The blocks into which this block may be split; empty if it must stay whole. */
  readonly parts: readonly Block<T>[];
  /** Whether the block is moved to a new page rather than split, if a page has room for it. */
  readonly isTogether: boolean;
};

/** Tolerance for the layout's rounding, in CSS pixels. */
const SLACK_PX = 1;

/**
 * Distributes blocks over pages, in their sequence. A block that is higher than a page and cannot be split gets its own page. `roomPx` is
 * the height of a page by its index, `reachPx` the height of the page's lower part in which buttons may be.
 */
export function splitIntoPages<T>(
  blocks: readonly Block<T>[],
  roomPx: (page: number) => number,
  reachPx = Number.POSITIVE_INFINITY,
): T[][] {
  const pages: T[][] = [];
  let page: T[] = [];
  let startPx = 0;
  let endPx = 0;
  let touchFromPx: number | null = null;
  const isWithin = (fromPx: number, reachedFromPx: number | null, bottomPx: number, index: number): boolean =>
    bottomPx - fromPx <= roomPx(index) + SLACK_PX && (reachedFromPx === null || bottomPx - reachedFromPx <= reachPx);
  const place = ({ of, topPx, bottomPx, abovePx, belowPx, touchPx, parts, isTogether }: Block<T>): void => {
    const [fromPx, toPx] = [topPx - abovePx, bottomPx + belowPx];
    if (page.length === 0) {
      startPx = fromPx;
      endPx = toPx;
      touchFromPx = null;
    }
    // A button may be beside text that ends lower than the button.
    if (isWithin(startPx, touchFromPx ?? touchPx, Math.max(endPx, toPx), pages.length)) {
      page.push(of);
      endPx = Math.max(endPx, toPx);
      touchFromPx ??= touchPx;
      return;
    }
    const fitsNext = isWithin(fromPx, touchPx, toPx, pages.length + 1);
    if (parts.length > 0 && !(isTogether && fitsNext && page.length > 0)) {
      for (const part of parts) place(part);
      return;
    }
    if (page.length > 0) pages.push(page);
    page = [of];
    startPx = fromPx;
    endPx = toPx;
    touchFromPx = touchPx;
  };
  for (const block of blocks) place(block);
  if (page.length > 0) pages.push(page);
  return pages;
}
