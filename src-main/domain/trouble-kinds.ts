/**
 * Troubles of a kiosk as the centre shows them, worst first: the troubles that stop citizens, then those that staff need only look at. All
 * except three are kinds of `session/contract/event-catalogue.ts`, for which the centre shows the kiosk's own sentence. The centre itself
 * finds these three. `silent` and `offline`: the kiosk has not reached the centre for minutes, or for hours, but may still issue tickets.
 * `midni-certificate-ends`: the certificate that the kiosk reported expires soon.
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
