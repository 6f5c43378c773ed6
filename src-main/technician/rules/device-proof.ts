export const PRINTER_PROOF_STAGES = [
  'interviewing',
  'silent',
  'cannot-print',
  'printing',
  'asking',
  'proven',
  'failed',
] as const;

export const PROOF_QUESTIONS = ['came-out', 'what-is-wrong', 'roll-low'] as const;

export const PROOF_ANSWERS = [
  'whole',
  'wrong',
  'nothing',
  'line-broken',
  'letters',
  'code',
  'not-cut',
  'other',
  'yes',
  'no',
  'again',
  'print-anyway',
] as const;
export type ProofAnswer = (typeof PROOF_ANSWERS)[number];

/** Why the test of a printer failed: a fault of the printed page for which nothing is left to try. */
export const PROOF_FAILURES = ['nothing-came-out', 'line-broken', 'letters', 'code', 'not-cut', 'other'] as const;

/**
 * How far the printer's confirmation can be trusted. `each`: it confirms each ticket. `in-turn`: it confirms only that it has read the
 * whole ticket. `none`: it confirms nothing.
 */
export const PROOF_STRENGTHS = ['each', 'in-turn', 'none'] as const;

/** Stage of the test of a scanner. `no-line`: the scanner's port cannot be opened. */
export const SCANNER_PROOF_STAGES = ['opening', 'waiting', 'unreadable', 'proven', 'no-line'] as const;

export const DEVICE_KINDS = ['serial', 'usb', 'network'] as const;
export const DEVICE_ROLES = ['printer', 'scanner'] as const;
export type DeviceRole = (typeof DEVICE_ROLES)[number];
