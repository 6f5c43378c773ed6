/** A part of a screen as it stands when all of it is laid out one below the other. */
export type Block<T> = {
  readonly of: T;
  readonly topPx: number;
  readonly bottomPx: number;
  /** What stands above it when it begins a page, and below it when it ends one: its margin, and the edges of all that it stands in. */
  readonly abovePx: number;
  readonly belowPx: number;
  /** The top of the first thing to touch in it; null in what is only read. */
  readonly touchPx: number | null;
  /** What it may be split into when it does not fit; empty for what stays whole. */
  readonly parts: readonly Block<T>[];
  /** Rather begins a page than is split, as long as a page holds it. */
  readonly isTogether: boolean;
};

/** Rounding of layout. */
const SLACK_PX = 1;

/**
 * Shares blocks out over pages, in their order. What is higher than a page and cannot be split has one of its own. `roomPx` is the height of
 * a page by its index, `reachPx` the height of its lower part where things may be touched.
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
    // What is touched may stand beside words that reach lower.
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
