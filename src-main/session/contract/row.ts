import type { Wait } from '../../contract/shared/waiting-times.ts';
import type { WarningAbout } from './parts.ts';

/** The properties of a screen that depend on its name alone. A feature's contract file defines them beside the schemas of its screens. */
export interface ScreenRow {
  /**
   * `facade`: before a session; the technician's five touches begin here. `step`: a step to a ticket. `overlay`: covers another screen.
   * `pin`: before the technician's PIN. `page`: after it. `staff`: after the staff code.
   */
  readonly kind: 'facade' | 'step' | 'overlay' | 'pin' | 'page' | 'staff';
  /**
   * The target of "back": another screen, the screen `under` an overlay, or the end of the session (`leave`); `null`: there is no "back".
   */
  readonly back: 'check-in' | 'check-in-result' | 'technician' | 'staff' | 'under' | 'leave' | null;
  /**
   * The person to whom a code scanned on this screen belongs. `anybody`: the citizen at the screen. `next`: any code except the code that
   * led to this screen is the next person's. `after`: the next person, because the citizen has the paper and the session is over. `null`:
   * codes are ignored, and the reader may be off.
   */
  readonly code: 'anybody' | 'next' | 'after' | null;
  /**
   * How long the screen stays untouched before the warning: the name of a time in the office's profile. `null`: the screen waits for no
   * touch and ends by itself.
   */
  readonly time: Wait | null;
  /**
   * The loss that the warning names. `null` for an overlay: the warning names the loss of the covered screen, because an overlay has no
   * input.
   */
  readonly loses: WarningAbout | null;
  /** The people who may hear the screen read aloud: `anybody` near the loudspeaker, or only a citizen with a headset. */
  readonly heard: 'anybody' | 'private';
}
