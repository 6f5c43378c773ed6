import { z } from 'zod';

/** Touch timing for trembling hands. */
export const TouchSettings = z.strictObject({
  /** After a screen was painted, and after the last touch there, a nearby touch is ignored for this time. */
  guardMs: z.int().min(200).max(2_000).default(500),
  /** The distance that counts as nearby. */
  guardMm: z.int().min(10).max(60).default(20),
  /** A repeated press of the same key is ignored for this time; EN 301 549, 5.8, requires that it can be set to 500. */
  doubleStrikeMs: z.int().min(200).max(2_000).default(500),
  /** A repeat within this time also types no character, on glass or keyboard, and moves no focus: no deliberate press is so fast. */
  bounceMs: z.int().min(0).max(500).default(100),
});
export type TouchSettings = z.infer<typeof TouchSettings>;
export const DEFAULT_TOUCH: TouchSettings = TouchSettings.parse({});
