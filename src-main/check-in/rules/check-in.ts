import type { AppointmentClaims } from '../../domain/appointment-token.ts';
import { localDateTime, serviceDayOf } from '../../domain/service-day.ts';

/**
 * Decides what to show to a citizen with an appointment, only from the appointments that the kiosk has.
 *
 * Invariants: the holder of a confirmation sees the exact answer. A citizen with only a document number gets a ticket, and `result` is the
 * same for every number. A MiDNI code, which the police signed for this moment, reveals what is not sensitive. `result` never contains a
 * person, a service or an appointment; `match` does, and only staff and the centre get it. Every result offers a next step
 * (`SUGGESTED_ACTIONS`).
 */

/** An appointment is accepted this long before and after its start, both ends included; milliseconds, 0 or more. */
export interface CheckInWindow {
  readonly earlyMs: number;
  readonly lateMs: number;
}

export const DEFAULT_WINDOW: CheckInWindow = { earlyMs: 30 * 60_000, lateMs: 10 * 60_000 };

/** The cache is fresh for this long after the centre's last update. An older cache may lack an appointment that was made since. */
export const CACHE_FRESH_FOR_MS = 15 * 60_000;

interface Place {
  readonly officeId: string;
  readonly startMs: number;
}

export type AppointmentState =
  | { readonly state: 'booked' | 'cancelled' | 'checked-in' }
  | { readonly state: 'moved'; readonly movedTo: Place };

/** An appointment in the kiosk's cache, from the centre or from an accepted token. */
export type CachedAppointment = Place &
  AppointmentState & {
    readonly appointmentId: string;
    readonly serviceId: string;
    readonly deskId: string | null;
    /** Each hash is made with one of the valid keys; `null` if the booking has no such number or code, or the kiosk may not know it. */
    readonly documentHash: string | null;
    readonly locatorHash: string | null;
    readonly codeHash: string | null;
    /** Whether the service or the office is sensitive; a document number then never reveals the appointment. */
    readonly sensitive: boolean;
  };

export interface AppointmentCache {
  readonly appointments: readonly CachedAppointment[];
  /** Service days, `YYYY-MM-DD`, of which all appointments are cached. */
  readonly days: readonly string[];
  /** The last service day that ended here, whose appointments the kiosk deleted. `''` for none. */
  readonly overTo: string;
  /** Time since the centre last sent everything new, milliseconds of the monotonic clock; `null` if unknown. */
  readonly ageMs: number | null;
}

export type Presented =
  /** The signed QR code of a confirmation; the caller has verified its signature. */
  | { readonly credential: 'confirmation'; readonly by: 'token'; readonly token: AppointmentClaims }
  /**
   * `locatorHashes`: hashes of the typed text as a locator and as a channel code (the code on another system's confirmation), with each
   * valid key. A locator and a channel code never have the same hash.
   */
  | { readonly credential: 'confirmation'; readonly by: 'locator'; readonly locatorHashes: readonly string[] }
  /**
   * `documentHashes`: hashes of one number, one for each valid key. `number`: typed or from a printed zone, which anyone can make.
   * `signed-code`: a MiDNI code on the holder's phone, signed by the police for these minutes.
   */
  | {
      readonly credential: 'document';
      readonly by: 'number' | 'signed-code';
      readonly documentHashes: readonly string[];
    };

export interface CheckInRules {
  readonly officeId: string;
  readonly zone: string;
  /** The service chosen before the identification; `null` if none was. */
  readonly chosenServiceId: string | null;
  readonly sensitive: boolean;
  readonly window: CheckInWindow;
  readonly serviceWindows: ReadonlyMap<string, CheckInWindow>;
  /** Whether the service accepts appointments that start at `startMs`, milliseconds since 1970; `serviceId` is `null` if unknown. */
  readonly isServed: (serviceId: string | null, startMs: number) => boolean;
}

/** The result of a check-in. A citizen may be shown everything in it. Instants are milliseconds since 1970. */
export type CheckInResult =
  /** `startMs` and `deskId` are `null` if the appointment must not be revealed. */
  | { readonly kind: 'checked-in'; readonly startMs: number | null; readonly deskId: string | null }
  | { readonly kind: 'too-early'; readonly startMs: number; readonly fromMs: number }
  | { readonly kind: 'too-late'; readonly startMs: number }
  | { readonly kind: 'wrong-day'; readonly startMs: number }
  | { readonly kind: 'wrong-office'; readonly startMs: number; readonly officeId: string }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'already-checked-in' }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'closed'; readonly startMs: number }
  /**
   * The citizen is accepted without verification, and the ticket is marked, because the kiosk's cache lacks the appointment and may be
   * incomplete. `startMs` is `null` if only the locator is known.
   */
  | { readonly kind: 'unverified-offline'; readonly startMs: number | null }
  /** A result that does not reveal whether there is an appointment. */
  | { readonly kind: 'neutral' };
export type CheckInResultKind = CheckInResult['kind'];
export type ResultWithoutTicket = Exclude<CheckInResult, { kind: 'checked-in' }>;

/**
 * All results that have a screen. `neutral` answers a MiDNI code without revealing whether there is an appointment. `ask-at-desk` follows
 * too many tries. `code-unreadable` is a badly read document code. `withdrawn` is a ticket that its holder gave up or the staff voided.
 * `arrived-from-home` is a number taken at home whose holder has just come, `turn-over` a number taken at home that has ended. The last
 * five say nothing about an appointment.
 */
export const SHOWN_RESULTS = [
  'too-early',
  'too-late',
  'wrong-day',
  'wrong-office',
  'cancelled',
  'already-checked-in',
  'not-found',
  'closed',
  'unverified-offline',
  'neutral',
  'ask-at-desk',
  'code-unreadable',
  'withdrawn',
  'arrived-from-home',
  'turn-over',
] as const;
export type ShownResult = (typeof SHOWN_RESULTS)[number];

export interface Match {
  readonly appointmentId: string;
  /** `null` if only the token is known. */
  readonly serviceId: string | null;
  readonly deskId: string | null;
}

export interface CheckInDecision<T extends CheckInResult = CheckInResult> {
  readonly result: T;
  /** The appointment that the confirmation names, or the document's appointment that is on time or checked in; `null` if there is none. */
  readonly match: Match | null;
}

/**
 * Whether a result counts as a guess: an unknown locator, and every document number. If only unknown numbers counted, the count would
 * reveal which numbers are known.
 */
export const isTry = (result: CheckInResult): boolean =>
  result.kind === 'checked-in' ? result.startMs === null : IS_TRY[result.kind];

const IS_TRY: Readonly<Record<ResultWithoutTicket['kind'], boolean>> = {
  'too-early': false,
  'too-late': false,
  'wrong-day': false,
  'wrong-office': false,
  cancelled: false,
  'already-checked-in': false,
  'not-found': true,
  closed: false,
  'unverified-offline': false,
  neutral: false,
};

/** `another-ticket`: a ticket for another matter. The screen asks first, because this citizen already has a ticket. */
export const NEXT_ACTIONS = [
  'reprint',
  'choose-service',
  'try-again',
  'come-back',
  'other-office',
  'desk',
  'walk-in',
  'another-ticket',
] as const;
export type NextAction = (typeof NEXT_ACTIONS)[number];

/**
 * The next steps of each result, the most useful first. All lists end with a turn without an appointment, because an appointment is never
 * mandatory (Llei 9/2025).
 */
export const SUGGESTED_ACTIONS: Readonly<Record<ResultWithoutTicket['kind'], readonly NextAction[]>> = {
  'too-early': ['come-back', 'walk-in'],
  'too-late': ['walk-in'],
  'wrong-day': ['come-back', 'walk-in'],
  'wrong-office': ['other-office', 'walk-in'],
  cancelled: ['desk', 'walk-in'],
  'already-checked-in': ['reprint', 'another-ticket'],
  'not-found': ['try-again', 'desk', 'walk-in'],
  closed: ['desk', 'walk-in'],
  'unverified-offline': ['choose-service', 'walk-in'],
  neutral: ['try-again', 'desk', 'walk-in'],
};

export const decideCheckIn = (
  presented: Presented,
  cache: AppointmentCache,
  rules: CheckInRules,
  nowMs: number,
): CheckInDecision =>
  presented.credential === 'confirmation'
    ? decideConfirmation(presented, cache, rules, nowMs)
    : decideDocument(presented, cache.appointments, rules, nowMs);

function decideConfirmation(
  presented: Extract<Presented, { credential: 'confirmation' }>,
  cache: AppointmentCache,
  rules: CheckInRules,
  nowMs: number,
): CheckInDecision {
  const isMeant = (appointment: CachedAppointment): boolean =>
    presented.by === 'token'
      ? appointment.appointmentId === presented.token.appointmentId
      : [appointment.locatorHash, appointment.codeHash].some(
          (hash) => hash !== null && presented.locatorHashes.includes(hash),
        );
  const known = cache.appointments
    .filter(isMeant)
    .map(whereItHolds)
    .map((appointment) => ({ appointment, result: judge(appointment, rules, nowMs) }));
  const best = known.toSorted((some, other) => compare(some, other, nowMs))[0];
  if (best !== undefined) return { result: best.result, match: matchOf(best.appointment) };

  // A code with a valid signature is accepted although the cache lacks its appointment, which may have been made after the centre's last
  // answer.
  if (presented.by === 'token' && nowMs < presented.token.expiresMs) {
    const { appointmentId, officeId, startMs } = presented.token;
    const atItsHour = judge({ state: 'booked', officeId, startMs, serviceId: null, deskId: null }, rules, nowMs);
    const unheld = cache.overTo === serviceDayOf(nowMs, rules.zone) ? 'closed' : 'unverified-offline';
    return {
      result: atItsHour.kind === 'checked-in' ? { kind: unheld, startMs } : atItsHour,
      match: { appointmentId, serviceId: null, deskId: null },
    };
  }
  const result: ResultWithoutTicket = isFresh(cache, rules, nowMs)
    ? { kind: 'not-found' }
    : { kind: 'unverified-offline', startMs: null };
  return { result, match: null };
}

function decideDocument(
  { by, documentHashes }: Extract<Presented, { credential: 'document' }>,
  appointments: readonly CachedAppointment[],
  rules: CheckInRules,
  nowMs: number,
): CheckInDecision {
  const onTime = appointments
    .map(whereItHolds)
    .filter(
      (appointment) =>
        appointment.documentHash !== null &&
        documentHashes.includes(appointment.documentHash) &&
        appointment.state === 'booked' &&
        appointment.officeId === rules.officeId &&
        isInWindow(appointment, rules, nowMs) &&
        rules.isServed(appointment.serviceId, appointment.startMs),
    )
    .toSorted(byStart);
  if (by === 'number' || rules.sensitive) {
    // Only appointments as sensitive as the chosen service or office count. If the kiosk could accept a sensitive appointment in place of a
    // harmless one, a MiDNI code shown later would reveal that: it would show the harmless appointment as not checked in.
    const alike = onTime.filter(({ sensitive }) => sensitive === rules.sensitive);
    const taken = alike.find(({ serviceId }) => serviceId === rules.chosenServiceId) ?? alike[0];
    return {
      result: { kind: 'checked-in', startMs: null, deskId: null },
      match: taken === undefined ? null : matchOf(taken),
    };
  }
  const showable = onTime.find(({ sensitive }) => !sensitive);
  const arrived = appointments.find(isShownAsArrived(documentHashes, rules, nowMs));
  if (showable === undefined && arrived !== undefined)
    return { result: { kind: 'already-checked-in' }, match: matchOf(arrived) };
  const taken = showable ?? onTime[0];
  const match = taken === undefined ? null : matchOf(taken);
  if (showable === undefined) return { result: { kind: 'neutral' }, match };
  return { result: { kind: 'checked-in', startMs: showable.startMs, deskId: showable.deskId }, match };
}

/** A signed code shows an earlier check-in of today if the appointment is not sensitive; a number alone never does. */
const isShownAsArrived =
  (documentHashes: readonly string[], rules: CheckInRules, nowMs: number) =>
  ({ documentHash, state, sensitive, officeId, startMs }: CachedAppointment): boolean =>
    documentHash !== null &&
    documentHashes.includes(documentHash) &&
    state === 'checked-in' &&
    !sensitive &&
    officeId === rules.officeId &&
    isSameDay(startMs, nowMs, rules.zone);

type Asked = Pick<CachedAppointment, 'officeId' | 'startMs' | 'state' | 'deskId'> & {
  readonly serviceId: string | null;
};

type ResultOfHeld = Exclude<CheckInResult, { kind: 'not-found' | 'unverified-offline' | 'neutral' }>;

/** Judges one appointment. A wrong office is reported before a wrong time. */
function judge(appointment: Asked, rules: CheckInRules, nowMs: number): ResultOfHeld {
  const { state, officeId, startMs, serviceId, deskId } = appointment;
  if (state === 'cancelled') return { kind: 'cancelled' };
  if (officeId !== rules.officeId) return { kind: 'wrong-office', startMs, officeId };
  const isNow = isInWindow(appointment, rules, nowMs);
  if (!isNow && !isSameDay(startMs, nowMs, rules.zone)) return { kind: 'wrong-day', startMs };
  if (state === 'checked-in') return { kind: 'already-checked-in' };
  if (!isNow && nowMs < startMs)
    return { kind: 'too-early', startMs, fromMs: startMs - windowOf(appointment, rules).earlyMs };
  if (!isNow) return { kind: 'too-late', startMs };
  return rules.isServed(serviceId, startMs) ? { kind: 'checked-in', startMs, deskId } : { kind: 'closed', startMs };
}

type Holding = Exclude<CachedAppointment, { state: 'moved' }>;

/** A moved appointment counts as booked at its new office and time. */
const whereItHolds = (appointment: CachedAppointment): Holding =>
  appointment.state === 'moved' ? { ...appointment, ...appointment.movedTo, state: 'booked' } : appointment;

const windowOf = ({ serviceId }: Pick<Asked, 'serviceId'>, rules: CheckInRules): CheckInWindow =>
  (serviceId === null ? undefined : rules.serviceWindows.get(serviceId)) ?? rules.window;

function isInWindow(appointment: Pick<Asked, 'serviceId' | 'startMs'>, rules: CheckInRules, nowMs: number): boolean {
  const { earlyMs, lateMs } = windowOf(appointment, rules);
  return appointment.startMs - earlyMs <= nowMs && nowMs <= appointment.startMs + lateMs;
}

/**
 * Whether two moments have the same date, or at night the same service day: an appointment that began before midnight is today's until the
 * service day ends.
 */
const isSameDay = (someMs: number, otherMs: number, zone: string): boolean =>
  localDateTime(someMs, zone).date === localDateTime(otherMs, zone).date ||
  serviceDayOf(someMs, zone) === serviceDayOf(otherMs, zone);

const isFresh = ({ days, ageMs }: AppointmentCache, { zone }: CheckInRules, nowMs: number): boolean =>
  ageMs !== null && ageMs <= CACHE_FRESH_FOR_MS && days.includes(serviceDayOf(nowMs, zone));

const matchOf = ({ appointmentId, serviceId, deskId }: Match): Match => ({ appointmentId, serviceId, deskId });

/**
 * Ranks the results of several appointments with one locator: an acceptable appointment first, then the most informative result. The lowest
 * rank wins.
 */
const RANK: Readonly<Record<ResultOfHeld['kind'], number>> = {
  'checked-in': 0,
  'already-checked-in': 1,
  closed: 2,
  'too-early': 3,
  'too-late': 4,
  'wrong-day': 5,
  'wrong-office': 6,
  cancelled: 7,
};

interface Candidate {
  readonly appointment: CachedAppointment;
  readonly result: ResultOfHeld;
}

/** Sorts by kind of result. Within `checked-in` the earlier start is first, within other kinds the start nearest to now. */
function compare(some: Candidate, other: Candidate, nowMs: number): number {
  const ranks = RANK[some.result.kind] - RANK[other.result.kind];
  if (ranks !== 0 || some.result.kind === 'checked-in') return ranks || byStart(some.appointment, other.appointment);
  const distances = Math.abs(some.appointment.startMs - nowMs) - Math.abs(other.appointment.startMs - nowMs);
  return distances || byStart(some.appointment, other.appointment);
}

const byStart = (some: CachedAppointment, other: CachedAppointment): number =>
  some.startMs - other.startMs || (some.appointmentId < other.appointmentId ? -1 : 1);
