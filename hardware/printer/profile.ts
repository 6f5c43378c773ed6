import { z } from 'zod';

/** Dots of one character of the two built-in fonts; the same on every printer that speaks Epson's ESC/POS. */
export const FONT_CELL = { a: { widthDots: 12, heightDots: 24 }, b: { widthDots: 9, heightDots: 17 } } as const;

/** What one model of printer is and can do, as data. Speeds are the fastest the maker names; deadlines add their own margin. */
export const PrinterProfile = z
  .strictObject({
    profileId: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    maker: z.string().min(1),
    model: z.string().min(1),
    /** Width of the printable line. */
    widthDots: z.int().min(200).max(1_000),
    dpi: z.int().min(150).max(400),
    /** Characters per line at normal size. */
    columns: z.strictObject({ a: z.int().min(12).max(80), b: z.int().min(16).max(110) }),
    /** The number this model gives to Windows-1252 in `ESC t`. */
    cp1252Page: z.int().min(0).max(255),
    /** From the print head to the blade: every cut feeds this much first. */
    headToCutterMm: z.number().min(0).max(60),
    cutMs: z.int().min(0).max(5_000),
    speedMmPerS: z.number().min(20).max(1_000),
    /** Without the sensor the near-end bits mean nothing. */
    nearEndSensor: z.boolean(),
    /** How it proves that a ticket is on paper: by the answer to `GS ( H` function 48. */
    confirmation: z.literal('process-id'),
    /** How it drops what it has not printed: by `DLE DC4` function 8. */
    clearing: z.literal('dle-dc4-8'),
  })
  .superRefine((profile, context) => {
    for (const font of ['a', 'b'] as const)
      if (profile.columns[font] * FONT_CELL[font].widthDots > profile.widthDots)
        context.addIssue({
          code: 'custom',
          path: ['columns', font],
          message: `does not fit ${profile.widthDots} dots`,
        });
  });
export type PrinterProfile = z.infer<typeof PrinterProfile>;
