import { z } from 'zod';
import { PROFILE_ID } from '../profile-id.ts';

/** Dots of one character of the two built-in fonts, as the ticket's layout counts them. */
export const FONT_CELL = { a: { widthDots: 12, heightDots: 24 }, b: { widthDots: 9, heightDots: 17 } } as const;

/** What one model of printer is, whatever it speaks. Speeds are the fastest the maker names; deadlines add their own margin. */
export const PrinterTraits = z.strictObject({
  profileId: z.string().regex(PROFILE_ID),
  maker: z.string().min(1),
  model: z.string().min(1),
  /** Width of the printable line. */
  widthDots: z.int().min(200).max(1_000),
  dpi: z.int().min(150).max(400),
  /** Characters per line at normal size. */
  columns: z.strictObject({ a: z.int().min(12).max(80), b: z.int().min(16).max(110) }),
  /** How many times a character can be enlarged, both ways. */
  largestScale: z.int().min(2).max(8),
  /** The number this model gives to Windows-1252. */
  cp1252Page: z.int().min(0).max(255),
  /** Whether it draws QR codes itself, by `GS ( k` or its dialect's own command; otherwise they are sent as dots. */
  nativeQr: z.boolean(),
  /** `partial` leaves the paper hanging by a point. */
  cutter: z.enum(['none', 'partial', 'full']),
  /** From the print head to the blade, or to the edge where a person tears: every ticket is fed this much at its end. */
  headToCutterMm: z.number().min(0).max(60),
  cutMs: z.int().min(0).max(5_000),
  speedMmPerS: z.number().min(20).max(1_000),
  /** Without the sensor the near-end bits mean nothing. */
  nearEndSensor: z.boolean(),
  /** What holds the ticket out after the cut: `custom` obeys `GS e`. */
  presenter: z.enum(['none', 'custom']),
});
export type PrinterTraits = z.infer<typeof PrinterTraits>;
