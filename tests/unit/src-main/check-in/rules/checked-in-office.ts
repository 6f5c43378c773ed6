import {
  type AppointmentCache,
  type CachedAppointment,
  type CheckInDecision,
  type CheckInResult,
  type CheckInRules,
  DEFAULT_WINDOW,
  decideCheckIn,
  type Presented,
} from '../../../../../src-main/check-in/rules/check-in.ts';
import { serviceDayOf } from '../../../../../src-main/domain/service-day.ts';

export const ZONE = 'Europe/Madrid';
export const HERE = 'oac-dido';
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Starts on an ordinary day, and around the hours that are missing or repeated when clocks change. */
export const STARTS: readonly (readonly [string, number])[] = [
  ['an ordinary morning', Date.parse('2026-11-25T10:00+01:00')],
  ['the morning after clocks went forward', Date.parse('2026-03-29T10:00+02:00')],
  ['just after the hour that is missing', Date.parse('2026-03-29T03:20+02:00')],
  ['the first half past two', Date.parse('2026-10-25T02:30+02:00')],
  ['the second half past two', Date.parse('2026-10-25T02:30+01:00')],
  ['the morning after clocks went back', Date.parse('2026-10-25T10:00+01:00')],
  ['just after a service day has begun', Date.parse('2026-11-25T04:10+01:00')],
  ['just after midnight', Date.parse('2026-11-25T00:05+01:00')],
];
export const [[, START_MS] = ['', 0]] = STARTS;

export type Changes = Partial<
  Pick<CachedAppointment, 'officeId' | 'deskId' | 'serviceId' | 'startMs' | 'sensitive' | 'documentHash'>
>;

export function appointment(
  changes: Changes & { state?: 'booked' | 'cancelled' | 'checked-in'; id?: string } = {},
): CachedAppointment {
  const { id = 'a1', state = 'booked', ...rest } = changes;
  return {
    appointmentId: id,
    officeId: HERE,
    serviceId: 'empadronament',
    startMs: START_MS,
    deskId: null,
    documentHash: 'hash-of-document',
    locatorHash: 'hash-of-locator',
    codeHash: null,
    sensitive: false,
    ...rest,
    state,
  };
}

export function movedTo(officeId: string, startMs: number, from: Changes = {}): CachedAppointment {
  return { ...appointment(from), state: 'moved', movedTo: { officeId, startMs } };
}

export const rules = (changes: Partial<CheckInRules> = {}): CheckInRules => ({
  officeId: HERE,
  zone: ZONE,
  chosenServiceId: 'empadronament',
  sensitive: false,
  window: DEFAULT_WINDOW,
  serviceWindows: new Map(),
  isServed: () => true,
  ...changes,
});

export const cache = (
  appointments: readonly CachedAppointment[],
  nowMs: number,
  ageMs: number | null = 0,
): AppointmentCache => ({
  appointments,
  days: [0, 1, 2].map((days) => serviceDayOf(nowMs + days * DAY, ZONE)),
  overTo: '',
  ageMs,
});

export const LOCATOR = {
  credential: 'confirmation',
  by: 'locator',
  locatorHashes: ['hash-of-locator'],
} as const satisfies Presented;
export const DOCUMENT = {
  credential: 'document',
  by: 'number',
  documentHashes: ['hash-of-document'],
} as const satisfies Presented;
export const STRANGER = {
  credential: 'document',
  by: 'number',
  documentHashes: ['hash-of-another'],
} as const satisfies Presented;
/** The document number of `DOCUMENT`, signed by the police a moment ago. */
export const SIGNED_NUMBER = { ...DOCUMENT, by: 'signed-code' } as const satisfies Presented;
export const STRANGERS_SIGNED_NUMBER = { ...STRANGER, by: 'signed-code' } as const satisfies Presented;
export const A_TURN: CheckInResult = { kind: 'checked-in', startMs: null, deskId: null };
export const token = (changes: Partial<{ officeId: string; startMs: number; expiresMs: number }> = {}): Presented => ({
  credential: 'confirmation',
  by: 'token',
  token: { appointmentId: 'a1', officeId: HERE, startMs: START_MS, expiresMs: START_MS + DAY, ...changes },
});

export const decide = (
  presented: Presented,
  appointments: readonly CachedAppointment[],
  nowMs: number,
  changes: Partial<CheckInRules> = {},
): CheckInDecision => decideCheckIn(presented, cache(appointments, nowMs), rules(changes), nowMs);
