/**
 * Trouble at a kiosk as the centre knows it, worst first: what stops citizens, then what only needs a look. Most kinds are kinds of the
 * event catalogue, so that the centre shows the kiosk's own sentence. `silent` and `offline` are the centre's view: not heard for minutes,
 * or for hours; such a kiosk may still give turns. `midni-certificate-ends` is the centre's too: it computes the day.
 */
export const TROUBLE_KINDS = [
  'paper-out',
  'cover-open',
  'cutter-error',
  'printer-error',
  'overheated',
  'printer-offline',
  'printer-unreachable',
  'unknown-answer',
  'silent',
  'offline',
  'dead-letters',
  'clock-off',
  'midni-certificate-ends',
  'disk-low',
  'update-undone',
  'paper-low',
] as const;
export type TroubleKind = (typeof TROUBLE_KINDS)[number];

/** The days of a kiosk that its page shows, today included. */
export const KIOSK_DAYS_SHOWN = 30;
