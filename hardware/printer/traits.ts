import { z } from 'zod';
import { PROFILE_ID } from '../profile-id.ts';

/** Dots per character of the two built-in fonts, as the layout counts them. */
export const FONT_CELL = { a: { widthDots: 12, heightDots: 24 }, b: { widthDots: 9, heightDots: 17 } } as const;

/** The traits of one printer model, independent of its dialect. Speeds are the fastest that the maker states; deadlines add a margin. */
export const PrinterTraits = z.strictObject({
  profileId: z.string().regex(PROFILE_ID),
  maker: z.string().min(1),
  model: z.string().min(1),
  widthDots: z.int().min(200).max(1_000),
  dpi: z.int().min(150).max(400),
  columns: z.strictObject({ a: z.int().min(12).max(80), b: z.int().min(16).max(110) }),
  largestScale: z.int().min(2).max(8),
  /** The number by which this model selects the code page Windows-1252; makers number code pages differently. */
  cp1252Page: z.int().min(0).max(255),
  /** True if the printer draws QR codes itself, by `GS ( k` or its dialect's own command; otherwise they are sent as dots. */
  nativeQr: z.boolean(),
  /** `partial` leaves the paper hanging by a point. */
  cutter: z.enum(['none', 'partial', 'full']),
  /** Distance from print head to blade or tear-off edge. Each ticket is fed by this length before it is cut. */
  headToCutterMm: z.number().min(0).max(60),
  cutMs: z.int().min(0).max(5_000),
  speedMmPerS: z.number().min(20).max(1_000),
  /** True if the printer has a sensor for the near end of the roll. Otherwise the near-end bits of its status have no meaning. */
  nearEndSensor: z.boolean(),
  /** The part that hands out the ticket after the cut. `custom`: the presenter of the maker Custom, which obeys `GS e`. */
  presenter: z.enum(['none', 'custom']),
});
export type PrinterTraits = z.infer<typeof PrinterTraits>;
