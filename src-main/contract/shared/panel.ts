import { z } from 'zod';
import { CROSSES } from '../../domain/touch-calibration.ts';
import { Slug } from './ids.ts';

/** Position of a part of the kiosk relative to the middle of the screen, for a person in front of the kiosk. */
const Direction = z.enum(['below', 'below-left', 'below-right', 'left', 'right', 'above']);

const LOWEST_EDGE_MM = 300;
const HIGHEST_EDGE_MM = 1_400;
/** Distance from which a person reads, if the panel names no other; millimetres. */
const USUAL_READING_MM = 600;
const measured = {
  /** Pixels per millimetre of glass at the panel's own resolution. */
  pxPerMm: z.number().min(1).max(20),
  widthPx: z.int().min(600).max(8_000),
  heightPx: z.int().min(600).max(8_000),
  lowerEdgeMm: z.int().min(LOWEST_EDGE_MM).max(HIGHEST_EDGE_MM),
  /**
   * Distance from the eye to the screen, millimetres. It sets the size of the smallest type, which must be 0.7° of arc (EN 301 549 5.1.4).
   */
  readingMm: z.int().min(400).max(1_500).default(USUAL_READING_MM),
  places: z.strictObject({
    slot: Direction,
    scanner: Direction,
    /** The staff's desk; `null` if it cannot be seen from the kiosk. */
    desk: Direction.nullable(),
    jack: Direction.nullable(),
  }),
};

export const MeasuredPanel = z.strictObject(measured);

/**
 * One model of panel as built into a kiosk. The whole layout follows from it: `pxPerMm` converts lengths on the screen to pixels, and
 * arrows point to the real parts.
 */
export const Panel = z
  .strictObject({ panelId: Slug, ...measured })
  .refine(({ widthPx, heightPx, pxPerMm }) => Math.min(widthPx, heightPx) / pxPerMm >= 150, {
    message: 'the shorter side of the screen is less than 150 mm, which is too small for large type',
    path: ['pxPerMm'],
  });
export type Panel = z.infer<typeof Panel>;

/** Rotation of the picture in degrees, counted as in wlr-output-management. */
export const Turn = z.literal([0, 90, 180, 270]);
export type Turn = z.infer<typeof Turn>;

/** One of the six numbers of `LIBINPUT_CALIBRATION_MATRIX`. */
const element = z.number().min(-9).max(9);
export const TouchMatrix = z.tuple([element, element, element, element, element, element]);

/**
 * The touched place of each cross, in parts of the screen's width and height. A panel that misplaces touches gives values below 0 or above
 * 1.
 */
const Touched = z.strictObject({ x: z.number().min(-1).max(2), y: z.number().min(-1).max(2) });
export const TouchedCrosses = z.array(Touched).length(CROSSES.length);
