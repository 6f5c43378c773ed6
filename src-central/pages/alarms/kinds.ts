import type { AlarmKind } from '../../../src-main/contract/centre/alarms.ts';

/**
 * The rank of each kind of alarm; 0 is the worst. The table repeats `ALARM_KINDS` of the contract, whose schemas a page does not load; the
 * compiler reports a missing kind.
 */
const PLACES: Readonly<Record<AlarmKind, number>> = {
  'desk-alarm': 0,
  'paper-out': 1,
  'printer-trouble': 2,
  silent: 3,
  'long-wait': 4,
  'revoked-kiosk-speaks': 5,
  fork: 6,
  'number-clash': 7,
  'emergency-sign-in': 8,
  'dead-letters': 9,
  'disk-low': 10,
  'clock-off': 11,
  'certificate-ends': 12,
  'midni-certificate-ends': 13,
  'update-undone': 14,
  'paper-low': 15,
};
export const KINDS = (Object.keys(PLACES) as AlarmKind[]).toSorted((one, other) => PLACES[one] - PLACES[other]);

/** The mark of a kind of alarm: `fault` (red) only if such a trouble certainly stops citizens, `unknown` for silence. */
export const markOfKind = (kind: AlarmKind): 'fault' | 'attention' | 'unknown' =>
  kind === 'silent' ? 'unknown' : kind === 'paper-out' || kind === 'printer-trouble' ? 'fault' : 'attention';
