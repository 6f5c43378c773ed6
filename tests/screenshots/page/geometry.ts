export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Pixels by which measures may differ, because layout rounds to 1/64 px and the screen to 1 px. */
export const SLACK_PX = 1;

export const boxOf = ({ left, top, right, bottom }: Box): Box => ({ left, top, right, bottom });

export const widthOf = (box: Box): number => box.right - box.left;
export const heightOf = (box: Box): number => box.bottom - box.top;

export const isInside = (inner: Box, outer: Box, slackPx = SLACK_PX): boolean =>
  inner.left >= outer.left - slackPx &&
  inner.right <= outer.right + slackPx &&
  inner.top >= outer.top - slackPx &&
  inner.bottom <= outer.bottom + slackPx;

const overlapsBy = (one: Box, other: Box): { acrossPx: number; downPx: number } => ({
  acrossPx: Math.min(one.right, other.right) - Math.max(one.left, other.left),
  downPx: Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top),
});

export function doOverlap(one: Box, other: Box, slackPx = SLACK_PX): boolean {
  const { acrossPx, downPx } = overlapsBy(one, other);
  return acrossPx > slackPx && downPx > slackPx;
}

/** 0 if the boxes touch or overlap. */
export function gapBetween(one: Box, other: Box): number {
  const { acrossPx, downPx } = overlapsBy(one, other);
  return Math.hypot(Math.max(0, -acrossPx), Math.max(0, -downPx));
}

export const intersection = (one: Box, other: Box): Box => ({
  left: Math.max(one.left, other.left),
  top: Math.max(one.top, other.top),
  right: Math.min(one.right, other.right),
  bottom: Math.min(one.bottom, other.bottom),
});
