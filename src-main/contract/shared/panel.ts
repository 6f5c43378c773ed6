import { z } from 'zod';
import { Slug } from './ids.ts';

/** Where a part of the kiosk is, seen from the middle of the glass by the person who stands before it. */
const Direction = z.enum(['below', 'below-left', 'below-right', 'left', 'right', 'above']);
export type Direction = z.infer<typeof Direction>;

const LOWEST_EDGE_MM = 300;
const HIGHEST_EDGE_MM = 1_400;
/** A person who stands before a pillar reads from here, and one whose glass says no other distance. */
const USUAL_READING_MM = 600;
const measured = {
  /** Pixels a millimetre of the glass, of the panel's own resolution. */
  pxPerMm: z.number().min(1).max(20),
  widthPx: z.int().min(600).max(8_000),
  heightPx: z.int().min(600).max(8_000),
  /** From the floor to the lower edge of the picture. */
  lowerEdgeMm: z.int().min(LOWEST_EDGE_MM).max(HIGHEST_EDGE_MM),
  /** How far the eye is from the glass: the least type follows from it, 0.7° of arc (EN 301 549 5.1.4). */
  readingMm: z.int().min(400).max(1_500).default(USUAL_READING_MM),
  places: z.strictObject({
    /** Where paper comes out. */
    slot: Direction,
    scanner: Direction,
    /** Where a member of staff sits; `null` when that cannot be said from here. */
    desk: Direction.nullable(),
    /** For headphones; `null` without one. */
    jack: Direction.nullable(),
  }),
};

/** What a technician has measured of the glass before them. */
export const MeasuredPanel = z.strictObject(measured);
export type MeasuredPanel = z.infer<typeof MeasuredPanel>;

/**
 * One kind of panel as it is built into a kiosk. Everything on the screen follows from it: `pxPerMm` turns lengths on the glass into
 * pixels, and the arrows point to where the parts really are.
 */
export const Panel = z
  .strictObject({ panelId: Slug, ...measured })
  .refine(({ widthPx, heightPx, pxPerMm }) => Math.min(widthPx, heightPx) / pxPerMm >= 150, {
    message: 'the shorter side of the glass measures less than 150 mm: large type has no room there',
    path: ['pxPerMm'],
  });
export type Panel = z.infer<typeof Panel>;
