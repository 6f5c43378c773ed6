/** Short enough to be told to a new colleague; guessed no sooner, since wrong ones slow the next one down. */
export const STAFF_CODE_DIGITS = 4;

/** For how long what they noted of whom they served is taken back by one touch. */
export const UNDO_SERVED_MS = 60_000;

/** What the staff can do at a kiosk by their code. */
export const STAFF_ACTIONS = [
  'staff-pause-service',
  'staff-resume-service',
  'staff-reprint',
  'staff-void',
  'staff-paper-changed',
  'staff-print-list',
  'staff-print-strip',
  'staff-note-served',
  'staff-undo-served',
  'staff-choose-day',
] as const;
export type StaffAction = (typeof STAFF_ACTIONS)[number];

/** How far the choice of a code is. `forgotten`: nobody comes in by a code any more. */
export const STAFF_CODE_STAGES = ['none', 'checking', 'kept', 'easy', 'not-kept', 'forgotten'] as const;
export type StaffCodeStage = (typeof STAFF_CODE_STAGES)[number];
