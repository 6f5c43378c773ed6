/**
 * Calibrates a touch panel: a technician touches crosses on the screen. Points and matrices use the unit square: 0 0 is the upper left
 * corner, 1 1 the lower right.
 */

/** The first two rows of an affine matrix, as libinput reads `LIBINPUT_CALIBRATION_MATRIX`. */
export type TouchMatrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];
export interface Point {
  readonly x: number;
  readonly y: number;
}

export const UNTOUCHED: TouchMatrix = [1, 0, 0, 0, 1, 0];
/** The crosses on the screen, in the sequence in which they are touched: the corners, then the middle. */
export const CROSSES: readonly Point[] = [
  { x: 0.12, y: 0.12 },
  { x: 0.88, y: 0.12 },
  { x: 0.88, y: 0.88 },
  { x: 0.12, y: 0.88 },
  { x: 0.5, y: 0.5 },
];
/** Largest distance of a touch from the place that the other four touches predict, as a part of the screen's shorter side: 10 to 13 mm. */
const AGREES_WITHIN = 0.05;
/** Limits of the correction of each axis, as a factor. Beyond them the touches are no calibration, for example five touches of one spot. */
const SCALES = { least: 0.5, most: 2 } as const;
const LARGEST_NUMBER = 9;
const DECIMALS = 1e6;

/** The matrices by which a compositor turns a touch with its picture, by degrees (wlr-output-management). */
const TURNED: Readonly<Record<Touches['turn'], TouchMatrix>> = {
  0: UNTOUCHED,
  90: [0, -1, 1, 1, 0, 0],
  180: [-1, 0, 1, 0, -1, 1],
  270: [0, 1, 0, -1, 0, 1],
};

export const moved = ([a, b, c, d, e, f]: TouchMatrix, { x, y }: Point): Point => ({
  x: a * x + b * y + c,
  y: d * x + e * y + f,
});

export interface Touches {
  /** The place that the compositor reported for each touch of `CROSSES`, in the same sequence. */
  readonly touched: readonly Point[];
  /** Width of the screen divided by its height. */
  readonly aspect: number;
  readonly turn: 0 | 90 | 180 | 270;
  readonly before: TouchMatrix;
}

/**
 * Returns the panel's matrix by which each touch would have met its cross; `null`: the touches do not agree, or are no calibration
 * (`SCALES`).
 */
export function calibrate({ touched, aspect, turn, before }: Touches): TouchMatrix | null {
  const correction = fitted(touched, CROSSES);
  if (touched.length !== CROSSES.length || correction === null || !isScaled(correction)) return null;
  const agree = CROSSES.every((cross, at) => {
    const others = fitted(touched.toSpliced(at, 1), CROSSES.toSpliced(at, 1));
    const touch = touched[at];
    return others !== null && touch !== undefined && distanceOf(moved(others, touch), cross, aspect) <= AGREES_WITHIN;
  });
  if (!agree) return null;
  // The compositor turns a touch after applying the panel's matrix, so the correction is computed for turned touches and then turned back.
  const back = TURNED[turn === 90 ? 270 : turn === 270 ? 90 : turn];
  const matrix = [correction, TURNED[turn], before].reduce((all, next) => times(all, next), back);
  const rounded = matrix.map((number) => Math.round(number * DECIMALS) / DECIMALS + 0) as unknown as TouchMatrix;
  return rounded.every((number) => Math.abs(number) <= LARGEST_NUMBER) ? rounded : null;
}

/** Returns the distance of two points in parts of the screen's shorter side. */
function distanceOf(one: Point, other: Point, aspect: number): number {
  const [across, down] = [(one.x - other.x) * aspect, one.y - other.y];
  return Math.hypot(across, down) / Math.min(aspect, 1);
}

const times = ([a, b, c, d, e, f]: TouchMatrix, [g, h, i, j, k, l]: TouchMatrix): TouchMatrix => [
  a * g + b * j,
  a * h + b * k,
  a * i + b * l + c,
  d * g + e * j,
  d * h + e * k,
  d * i + e * l + f,
];

/** Computes the affine matrix that moves `from` nearest to `to` (least squares); `null` for points on one line. */
function fitted(from: readonly Point[], to: readonly Point[]): TouchMatrix | null {
  const [middle, goal] = [middleOf(from), middleOf(to)];
  let [xx, xy, yy, xu, yu, xv, yv] = [0, 0, 0, 0, 0, 0, 0];
  for (const [at, point] of from.entries()) {
    const target = to[at] ?? goal;
    const [x, y, u, v] = [point.x - middle.x, point.y - middle.y, target.x - goal.x, target.y - goal.y];
    xx += x * x;
    xy += x * y;
    yy += y * y;
    xu += x * u;
    yu += y * u;
    xv += x * v;
    yv += y * v;
  }
  const area = xx * yy - xy * xy;
  if (!(area > Number.EPSILON)) return null;
  const row = (xw: number, yw: number): [number, number] => [(xw * yy - yw * xy) / area, (yw * xx - xw * xy) / area];
  const [[a, b], [d, e]] = [row(xu, yu), row(xv, yv)];
  return [a, b, goal.x - a * middle.x - b * middle.y, d, e, goal.y - d * middle.x - e * middle.y];
}

const middleOf = (points: readonly Point[]): Point => ({
  x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
  y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
});

/** Whether neither axis grows or shrinks beyond `SCALES`, by the matrix's singular values. */
function isScaled([a, b, , d, e]: TouchMatrix): boolean {
  const [sum, product] = [a * a + b * b + d * d + e * e, Math.abs(a * e - b * d)];
  const spread = Math.sqrt(Math.max(0, sum * sum - 4 * product * product));
  const [least, most] = [Math.sqrt(Math.max(0, (sum - spread) / 2)), Math.sqrt((sum + spread) / 2)];
  return least >= SCALES.least && most <= SCALES.most;
}
