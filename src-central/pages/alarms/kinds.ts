import type { AlarmKind } from '../../../src-main/contract/centre/alarms.ts';

/** As `ALARM_KINDS` of the contract, whose schemas a page does not load: the worst first. The compiler names one that is missing. */
const PLACES: Readonly<Record<AlarmKind, number>> = {
  'paper-out': 0,
  'printer-trouble': 1,
  silent: 2,
  'long-wait': 3,
  'revoked-kiosk-speaks': 4,
  fork: 5,
  'number-clash': 6,
  'emergency-sign-in': 7,
  'dead-letters': 8,
  'disk-low': 9,
  'clock-off': 10,
  'certificate-ends': 11,
  'midni-certificate-ends': 12,
  'update-undone': 13,
  'paper-low': 14,
};
export const KINDS = (Object.keys(PLACES) as AlarmKind[]).toSorted((one, other) => PLACES[one] - PLACES[other]);

/** Kinds that stop citizens for certain are red; silence is not known. */
export const markOfKind = (kind: AlarmKind): 'fault' | 'attention' | 'unknown' =>
  kind === 'silent' ? 'unknown' : kind === 'paper-out' || kind === 'printer-trouble' ? 'fault' : 'attention';
