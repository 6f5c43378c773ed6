import { z } from 'zod';

/** EN 301 549 by WCAG 2.2.1: whoever is warned has at least so long to ask for more time. */
const LEAST_WARNING_SECONDS = 20;

const quiet = (usual: number, least = 20) => z.int().min(least).max(300).default(usual);

/** How long a screen stands untouched before it warns, by what the person does there. */
const QuietSeconds = z.strictObject({
  /** Reads, and chooses. */
  step: quiet(40),
  /** Looks for a number, and types it. */
  typing: quiet(60),
  /** Takes the paper. */
  ticket: quiet(30, 30),
  /** Notes a number that is on no paper. */
  number: quiet(60, 30),
  /** Has chosen a language or a setting, and nothing else yet. */
  facade: quiet(40),
  /** Looks the technician's PIN up. */
  pin: quiet(100),
  /** Works behind the technician's PIN: with the warning it is two minutes until the kiosk locks. */
  page: quiet(100, 60),
});
export type Wait = keyof z.infer<typeof QuietSeconds>;

/** How long the screens of an office wait for a touch, how long they then warn, and how loud. */
export const WaitingTimes = z.strictObject({
  quietSeconds: QuietSeconds.prefault({}),
  warningSeconds: z
    .int()
    .min(
      LEAST_WARNING_SECONDS,
      `a warning stands for at least ${LEAST_WARNING_SECONDS} seconds (EN 301 549, WCAG 2.2.1)`,
    )
    .max(120)
    .default(LEAST_WARNING_SECONDS),
  /** Loudness of the warning's tones; 0 is silence, and the warning is only seen. */
  chimePercent: z.int().min(0).max(100).default(50),
});
export type WaitingTimes = z.infer<typeof WaitingTimes>;

export const USUAL_WAITING_TIMES: WaitingTimes = WaitingTimes.parse({});
