/**
 * The staff code has few digits, so that it is easily passed on to a new colleague. Guessing is slow, because wrong codes delay the next
 * try.
 */
export const STAFF_CODE_DIGITS = 4;

/** The staff can undo the mark "served" on a ticket with one touch for this long. */
export const UNDO_SERVED_MS = 60_000;

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
  'staff-end-alarm',
] as const;
export type StaffAction = (typeof STAFF_ACTIONS)[number];

/**
 * Stages of choosing a staff code. `kept`: stored. `easy`: refused, because it is easy to guess. `not-kept`: the disk refused to store it.
 * `forgotten`: deleted, so that no code gives access.
 */
export const STAFF_CODE_STAGES = ['none', 'checking', 'kept', 'easy', 'not-kept', 'forgotten'] as const;
export type StaffCodeStage = (typeof STAFF_CODE_STAGES)[number];
