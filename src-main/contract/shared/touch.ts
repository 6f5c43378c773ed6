import { z } from 'zod';

/** Timing of touches for trembling hands. */
export const TouchSettings = z.strictObject({
  /**
   * A touch within `guardMm` of the last touch is ignored for this time after that touch, or after the screen was painted, whichever is
   * later.
   */
  guardMs: z.int().min(200).max(2_000).default(500),
  guardMm: z.int().min(10).max(60).default(20),
  /** A repeated press of the same key is ignored for this time. EN 301 549, 5.8, requires that it can be set to 500. */
  doubleStrikeMs: z.int().min(200).max(2_000).default(500),
  /**
   * A repeated press within this time has no effect at all: it types no character, on screen or keyboard, and does not move the focus. No
   * deliberate press is so fast.
   */
  bounceMs: z.int().min(0).max(500).default(100),
});
export type TouchSettings = z.infer<typeof TouchSettings>;
export const DEFAULT_TOUCH: TouchSettings = TouchSettings.parse({});
