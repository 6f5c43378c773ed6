import type { Wait } from '../../contract/shared/waiting-times.ts';
import type { WarningAbout } from './parts.ts';

/** The properties of a screen that depend on its name alone. A screen's schema and its row are in one file. */
export interface ScreenRow {
  /**
   * `facade`: before a session; a technician's gesture starts here. `step`: a step to a ticket. `overlay`: over another screen. `pin`:
   * before the technician's PIN. `page`: behind it. `staff`: behind the staff code.
   */
  readonly kind: 'facade' | 'step' | 'overlay' | 'pin' | 'page' | 'staff';
  /** The target of "back": another screen, the screen `under` an overlay, or out of the session (`leave`); `null`: there is no "back". */
  readonly back: 'check-in' | 'check-in-result' | 'technician' | 'staff' | 'under' | 'leave' | null;
  /**
   * The person to whom a code scanned on this screen belongs. `anybody`: the present citizen. `next`: a code other than the one that led
   * here is the next person's. `after`: the citizen has the paper, so the session is over. `null`: codes are ignored, and a reader need not
   * read.
   */
  readonly code: 'anybody' | 'next' | 'after' | null;
  /**
   * How long the screen stays untouched before the warning, a time of the office's profile; `null`: it waits for no touch, and something
   * else ends it.
   */
  readonly time: Wait | null;
  /** The warning's subject; also under an overlay, which has nothing of its own to lose. */
  readonly loses: WarningAbout | null;
  /** The people who may hear the screen: `anybody` near the loudspeaker, or only a citizen with a headset. */
  readonly heard: 'anybody' | 'private';
}
