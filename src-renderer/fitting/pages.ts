/** A part of a screen as it stands when all of it is laid out one below the other. */
export type Block<T> = {
  readonly of: T;
  readonly topPx: number;
  readonly bottomPx: number;
  /** What it may be split into when it does not fit; empty for what stays whole. */
  readonly parts: readonly Block<T>[];
  /** Rather begins a page than is split, as long as a page holds it. */
  readonly isTogether: boolean;
};

/** Rounding of layout. */
const SLACK_PX = 1;

/** Shares blocks out over pages, in their order. What is higher than a page and cannot be split has one of its own. `roomPx` is the height of a page by its index. */
export function splitIntoPages<T>(blocks: readonly Block<T>[], roomPx: (page: number) => number): T[][] {
  const pages: T[][] = [];
  let page: T[] = [];
  let startPx = 0;
  const place = ({ of, topPx, bottomPx, parts, isTogether }: Block<T>): void => {
    if (page.length === 0) startPx = topPx;
    const roomHerePx = roomPx(pages.length) + SLACK_PX;
    if (bottomPx - startPx <= roomHerePx) {
      page.push(of);
      return;
    }
    const fitsNext = bottomPx - topPx <= roomPx(pages.length + 1) + SLACK_PX;
    if (parts.length > 0 && !(isTogether && fitsNext)) {
      for (const part of parts) place(part);
      return;
    }
    if (page.length > 0) pages.push(page);
    page = [of];
    startPx = topPx;
  };
  for (const block of blocks) place(block);
  if (page.length > 0) pages.push(page);
  return pages;
}
