import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CROSSES,
  calibrate,
  moved,
  type Point,
  type TouchMatrix,
  UNTOUCHED,
} from '../../../../src-main/domain/touch-calibration.ts';

/** Moves a point as wlroots moves a touch on a turned picture (`types/wlr_cursor.c`). */
const TURNS: Readonly<Record<0 | 90 | 180 | 270, (point: Point) => Point>> = {
  0: (point) => point,
  90: ({ x, y }) => ({ x: 1 - y, y: x }),
  180: ({ x, y }) => ({ x: 1 - x, y: 1 - y }),
  270: ({ x, y }) => ({ x: y, y: 1 - x }),
};
const TURN = fc.constantFrom(0, 90, 180, 270);
const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
/** A panel's distortion of the finger's position: stretched, shifted, sheared, mirrored, axes exchanged. */
const PANEL = fc
  .record({
    wide: between(0.8, 1.25),
    high: between(0.8, 1.25),
    lean: between(-0.1, 0.1),
    slope: between(-0.1, 0.1),
    right: between(-0.1, 0.1),
    down: between(-0.1, 0.1),
    isMirrored: fc.boolean(),
    isExchanged: fc.boolean(),
  })
  .map(({ wide, high, lean, slope, right, down, isMirrored, isExchanged }) => (finger: Point): Point => {
    const { x, y } = isExchanged ? { x: finger.y, y: finger.x } : finger;
    const across = isMirrored ? 1 - x : x;
    return { x: wide * across + lean * y + right, y: slope * across + high * y + down };
  });
const BEFORE: fc.Arbitrary<TouchMatrix> = fc.constantFrom<TouchMatrix>(
  UNTOUCHED,
  [1.1, 0.02, -0.05, -0.03, 0.93, 0.04],
  [-1, 0, 1, 0, 1, 0],
);
const ASPECT = fc.constantFrom(9 / 16, 4 / 3, 16 / 9);
const POINT = fc.record({ x: between(0, 1), y: between(0, 1) });
/**
 * Errors of a finger, smaller than a fingertip, in parts of the screen's shorter side. With five such errors a touch is at most 0.04 from
 * the place that the other four touches predict, which is four times the largest error. `calibrate` refuses from 0.05 on.
 */
const MISSES = fc.array(fc.record({ x: between(-0.007, 0.007), y: between(-0.007, 0.007) }), {
  minLength: 5,
  maxLength: 5,
});
const NO_MISSES: readonly Point[] = CROSSES.map(() => ({ x: 0, y: 0 }));

type Setup = {
  panel: (finger: Point) => Point;
  turn: 0 | 90 | 180 | 270;
  before: TouchMatrix;
  aspect: number;
  misses?: readonly Point[];
};

/** The point at which the compositor puts a touch on the cross at `goal`. */
const put = ({ panel, turn }: Setup, matrix: TouchMatrix, goal: Point): Point => {
  const back = TURNS[turn === 90 ? 270 : turn === 270 ? 90 : turn];
  return TURNS[turn](moved(matrix, panel(back(goal))));
};
const touchesOf = (setup: Setup): Point[] =>
  CROSSES.map(({ x, y }, at) => {
    const miss = (setup.misses ?? NO_MISSES)[at] ?? { x: 0, y: 0 };
    const shorter = Math.min(setup.aspect, 1);
    return put(setup, setup.before, { x: x + (miss.x * shorter) / setup.aspect, y: y + miss.y * shorter });
  });
const calibrated = (setup: Setup, touched = touchesOf(setup)) => calibrate({ ...setup, touched });
const apart = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y);

describe('a calibrated touch panel', () => {
  test('puts each touch where the finger is, however it was mounted, turned and calibrated before', () => {
    fc.assert(
      fc.property(PANEL, TURN, BEFORE, ASPECT, POINT, (panel, turn, before, aspect, goal) => {
        const setup = { panel, turn, before, aspect } as const;
        const matrix = calibrated(setup);
        expect(matrix).not.toBeNull();
        if (matrix !== null) expect(apart(put(setup, matrix, goal), goal)).toBeLessThan(1e-4);
      }),
    );
  });

  test('puts each touch close to the finger after small misses', () => {
    fc.assert(
      fc.property(PANEL, TURN, BEFORE, ASPECT, POINT, MISSES, (panel, turn, before, aspect, goal, misses) => {
        const setup = { panel, turn, before, aspect, misses } as const;
        const matrix = calibrated(setup);
        expect(matrix).not.toBeNull();
        if (matrix !== null) expect(apart(put(setup, matrix, goal), goal)).toBeLessThan(0.04);
      }),
    );
  });

  test('stays as it is if each touch has met its cross', () => {
    fc.assert(
      fc.property(TURN, BEFORE, ASPECT, (turn, before, aspect) => {
        const matrix = calibrate({ touched: CROSSES, turn, before, aspect });
        for (const [at, number] of (matrix ?? []).entries()) expect(number).toBeCloseTo(before[at] ?? Number.NaN, 5);
        expect(matrix).toHaveLength(6);
      }),
    );
  });
});

describe('touches are refused', () => {
  test('if one of them is far from where the others predict it', () => {
    const far = fc.record({ at: fc.nat(4), direction: between(0, 2 * Math.PI), by: between(0.12, 0.5) });
    fc.assert(
      fc.property(TURN, ASPECT, far, (turn, aspect, { at, direction, by }) => {
        const touched = CROSSES.map(({ x, y }, place) =>
          place === at ? { x: x + by * Math.cos(direction), y: y + by * Math.sin(direction) } : { x, y },
        );
        expect(calibrate({ touched, turn, before: UNTOUCHED, aspect })).toBeNull();
      }),
    );
  });

  test.each<[string, readonly Point[]]>([
    ['all on one spot', CROSSES.map(() => ({ x: 0.4, y: 0.6 }))],
    ['on one line', CROSSES.map(({ x }) => ({ x, y: x }))],
    ['three times as near as the crosses', CROSSES.map(({ x, y }) => ({ x: x / 3, y: y / 3 }))],
    ['three times as far', CROSSES.map(({ x, y }) => ({ x: 3 * x, y: 3 * y }))],
    ['one too few', CROSSES.slice(1)],
    ['one too many', [...CROSSES, { x: 0.5, y: 0.5 }]],
  ])('%s', (_which, touched) => {
    expect(calibrate({ touched, turn: 0, before: UNTOUCHED, aspect: 1 })).toBeNull();
  });
});
