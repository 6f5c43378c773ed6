import { z } from 'zod';

/** How the screen takes what trembling hands do. */
export const TouchSettings = z.strictObject({
  /** So long after a screen was painted, and after the last touch there, a touch near it is no order. */
  guardMs: z.int().min(200).max(2_000).default(500),
  /** How near is near. */
  guardMm: z.int().min(10).max(60).default(20),
  /** So long the same key struck again is no order; EN 301 549, 5.8, asks that it reaches 500. */
  doubleStrikeMs: z.int().min(200).max(2_000).default(500),
  /** So long it types no character either, on glass or keyboard, and moves no focus: quicker than a hand that means it. */
  bounceMs: z.int().min(0).max(500).default(100),
});
export type TouchSettings = z.infer<typeof TouchSettings>;
export const DEFAULT_TOUCH: TouchSettings = TouchSettings.parse({});
