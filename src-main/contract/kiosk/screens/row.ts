import type { Wait } from '../../shared/waiting-times.ts';
import type { WarningAbout } from './parts.ts';

/** Everything that is asked of a screen by its name alone. The screen's schema and its row stand in one file. */
export interface ScreenRow {
  /**
   * `facade`: what the kiosk shows to whoever comes; a technician knocks here. `step`: of somebody's way to a ticket. `overlay`: over another
   * one. `pin`: before the technician's PIN. `page`: behind it. `staff`: behind the staff's code.
   */
  readonly kind: 'facade' | 'step' | 'overlay' | 'pin' | 'page' | 'staff';
  /** Where "back" leads: to another screen, to the one `under` an overlay, or out of the session (`leave`); `null` where there is none. */
  readonly back: 'check-in' | 'check-in-result' | 'technician' | 'staff' | 'under' | 'leave' | null;
  /**
   * Whose a code is that is read meanwhile. `anybody`: of whoever stands here. `next`: another than the one that led here is the next
   * person's. `after`: this person has their paper, and the session is over. `null`: nothing is made of it, and a reader need not read.
   */
  readonly code: 'anybody' | 'next' | 'after' | null;
  /** How long it stands untouched before it warns, as the office says; `null`: no touch is waited for, and something else ends it. */
  readonly time: Wait | null;
  /** What the warning says, also on a screen over this one, which has nothing to lose of its own. */
  readonly loses: WarningAbout | null;
  /** Who may hear what it says: `anybody` near the loudspeaker, or the one with the headset. */
  readonly heard: 'anybody' | 'private';
}
