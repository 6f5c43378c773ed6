/** How long a screen waits for a touch, and how long it then warns. EN 301 549 by WCAG 2.2.1: at least 20 s to answer a warning. */
export interface TimeLimits {
  readonly quietMs: number;
  readonly warnMs: number;
}

/** Everything that is asked of a screen by its name alone. The screen's schema and its row stand in one file. */
export interface ScreenRow {
  /**
   * `facade`: what the kiosk shows to whoever comes; a technician knocks here. `step`: of somebody's way to a ticket. `overlay`: over another
   * one. `pin`: before the technician's PIN. `page`: behind it.
   */
  readonly kind: 'facade' | 'step' | 'overlay' | 'pin' | 'page';
  /** Where "back" leads: to another screen, to the one `under` an overlay, or out of the session (`leave`); `null` where there is none. */
  readonly back: 'check-in' | 'check-in-result' | 'technician' | 'under' | 'leave' | null;
  /**
   * Whose a code is that is read meanwhile. `anybody`: of whoever stands here. `next`: another than the one that led here is the next
   * person's. `after`: this person has their paper, and the session is over. `null`: nothing is made of it, and a reader need not read.
   */
  readonly code: 'anybody' | 'next' | 'after' | null;
  /** `null`: no touch is waited for, and something else ends it. */
  readonly time: TimeLimits | null;
}

export const STEP_TIME: TimeLimits = { quietMs: 40_000, warnMs: 20_000 };
/** A number has to be found, and typed. */
export const TYPING_TIME: TimeLimits = { quietMs: 60_000, warnMs: 20_000 };
