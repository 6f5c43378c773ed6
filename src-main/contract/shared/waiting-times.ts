import { z } from 'zod';

/** The shortest warning in which a person can ask for more time (EN 301 549, WCAG 2.2.1). */
const LEAST_WARNING_SECONDS = 20;

const quiet = (usual: number, least = 20) => z.int().min(least).max(300).default(usual);

/** Seconds without a touch until a screen warns that it will close, by the activity on the screen. */
const QuietSeconds = z.strictObject({
  step: quiet(40),
  typing: quiet(60),
  ticket: quiet(30, 30),
  /** Longer, because the citizen writes down a number that is not printed. */
  number: quiet(60, 30),
  /** The start screen, if the citizen has only chosen a language or a setting so far. */
  facade: quiet(40),
  /** Longer, because a technician may have to look up the PIN. */
  pin: quiet(100),
  /** The technician's pages behind the PIN. Together with a warning of 20 seconds, the kiosk locks after two minutes. */
  page: quiet(100, 60),
});
export type Wait = keyof z.infer<typeof QuietSeconds>;

export const WaitingTimes = z.strictObject({
  quietSeconds: QuietSeconds.prefault({}),
  warningSeconds: z
    .int()
    .min(
      LEAST_WARNING_SECONDS,
      `a warning must be shown for at least ${LEAST_WARNING_SECONDS} seconds (EN 301 549, WCAG 2.2.1)`,
    )
    .max(120)
    .default(LEAST_WARNING_SECONDS),
  /** Loudness of the warning's tones; 0: silent, the warning is only visible. */
  chimePercent: z.int().min(0).max(100).default(50),
});
export type WaitingTimes = z.infer<typeof WaitingTimes>;

export const USUAL_WAITING_TIMES: WaitingTimes = WaitingTimes.parse({});
