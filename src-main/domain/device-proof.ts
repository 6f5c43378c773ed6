/** How far the proof of a printer is: which screen a technician sees of it. */
export const PRINTER_PROOF_STAGES = [
  'interviewing',
  'silent',
  'cannot-print',
  'printing',
  'asking',
  'proven',
  'failed',
] as const;

/** What a technician is asked who holds its page. */
export const PROOF_QUESTIONS = ['came-out', 'what-is-wrong', 'roll-low'] as const;

/** What may be answered, to a question or to a stage that stands still. */
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

/** Over what a proof failed: what a person said that nothing more can be tried for. */
export const PROOF_FAILURES = ['nothing-came-out', 'line-broken', 'letters', 'code', 'not-cut', 'other'] as const;

/** Which word of a printer on a print can be believed: of each one, of what it has read, of none. */
export const PROOF_STRENGTHS = ['each', 'in-turn', 'none'] as const;

/** How far the proof of a scanner is. `no-line`: its port does not open. */
export const SCANNER_PROOF_STAGES = ['opening', 'waiting', 'unreadable', 'proven', 'no-line'] as const;

export const DEVICE_KINDS = ['serial', 'usb', 'network'] as const;
export const DEVICE_ROLES = ['printer', 'scanner'] as const;
export type DeviceRole = (typeof DEVICE_ROLES)[number];
