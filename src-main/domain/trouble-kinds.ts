/**
 * Troubles of a kiosk as the centre shows them, worst first: those that stop citizens, then those that only need a look. Most are kinds of
 * the event catalogue, for which the centre shows the kiosk's own sentence. `silent` and `offline` are the centre's own: it has not heard
 * the kiosk for minutes, or for hours; such a kiosk may still issue tickets. `midni-certificate-ends` is the centre's too, because it
 * computes the day.
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

export const KIOSK_DAYS_SHOWN = 30;
