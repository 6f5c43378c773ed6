import type { AppointmentClaims } from './appointment-token.ts';
import { localDateTime, serviceDayOf } from './service-day.ts';

/**
 * What somebody who says "I have an appointment" is told, decided on the device from the appointments it holds.
 *
 * Invariants: whoever holds the confirmation is told exactly; whoever has nothing but a document number is given a turn, and `told` is
 * the same whoever they are; a seal that the police signed for this moment shows what is not sensitive; `told` never names a person, a
 * service or an appointment, `match` is for staff and the centre; whatever is told, there is a way on (`SUGGESTED_ACTIONS`).
 */

/** How long before and after its start an appointment is taken, both ends included; milliseconds, 0 or more. */
export interface CheckInWindow {
  readonly earlyMs: number;
  readonly lateMs: number;
}

export const DEFAULT_WINDOW: CheckInWindow = { earlyMs: 30 * 60_000, lateMs: 10 * 60_000 };

/** After so long without the centre, what a kiosk does not know may have been made since. */
export const CACHE_FRESH_FOR_MS = 15 * 60_000;

interface Place {
  readonly officeId: string;
  /** Milliseconds since 1970. */
  readonly startMs: number;
}

export type AppointmentState =
  | { readonly state: 'booked' | 'cancelled' | 'checked-in' }
  /** It holds at another time or in another office. */
  | { readonly state: 'moved'; readonly movedTo: Place };

/** An appointment as a kiosk holds it, from the centre or, once a token was taken without one, from itself. */
export type CachedAppointment = Place &
  AppointmentState & {
    readonly appointmentId: string;
    readonly serviceId: string;
    /** Where a specialist waits. */
    readonly deskId: string | null;
    /** Keyed hashes under any key that holds now; `null` where the channel has none. */
    readonly documentHash: string | null;
    readonly locatorHash: string | null;
    readonly codeHash: string | null;
    /** Its service is sensitive, or its office: a document number never shows that it exists. */
    readonly sensitive: boolean;
  };

export interface AppointmentCache {
  /** Each once. */
  readonly appointments: readonly CachedAppointment[];
  /** Service days, `YYYY-MM-DD`, of which every appointment of the office is held. */
  readonly days: readonly string[];
  /** The service day that has ended here last: nothing of it is held any more. `''` for none. */
  readonly overTo: string;
  /** Since the centre last told all that was new, milliseconds by the clock that nobody sets; `null` when nobody knows. */
  readonly ageMs: number | null;
}

export type Presented =
  /** The signed QR code of the confirmation; its signature has been verified. */
  | { readonly credential: 'confirmation'; readonly by: 'token'; readonly token: AppointmentClaims }
  /** `locatorHashes`: of the one locator or code of a channel, under every key that holds; no hash is of both kinds. */
  | { readonly credential: 'confirmation'; readonly by: 'locator'; readonly locatorHashes: readonly string[] }
  /**
   * `documentHashes`: of the one number, under every key that holds. `number`: anybody can type it, or print a zone with it. `seal`: the
   * police have signed it for these minutes, for whoever holds the telephone.
   */
  | {
      readonly credential: 'document';
      readonly by: 'number' | 'signed-code';
      readonly documentHashes: readonly string[];
    }
  /** "I have no code": the hour that the person says, milliseconds since 1970. */
  | { readonly credential: 'none'; readonly statedMs: number };

/** What holds where the person stands. */
export interface CheckInRules {
  readonly officeId: string;
  /** IANA. */
  readonly zone: string;
  /** The service that the person chose before saying who they are; `null` for none. */
  readonly chosenServiceId: string | null;
  /** The office is sensitive, or the chosen service. */
  readonly sensitive: boolean;
  readonly window: CheckInWindow;
  readonly serviceWindows: ReadonlyMap<string, CheckInWindow>;
  /** Whether a service takes its appointments of that start, milliseconds since 1970; `null` when the service is not known. */
  readonly isServed: (serviceId: string | null, startMs: number) => boolean;
}

/** All that a person may be told. Instants are milliseconds since 1970. */
export type CheckInResult =
  /** Both `null` where nobody may learn of it. */
  | { readonly kind: 'checked-in'; readonly startMs: number | null; readonly deskId: string | null }
  /** Taken from `fromMs` on. */
  | { readonly kind: 'too-early'; readonly startMs: number; readonly fromMs: number }
  | { readonly kind: 'too-late'; readonly startMs: number }
  | { readonly kind: 'wrong-day'; readonly startMs: number }
  | { readonly kind: 'wrong-office'; readonly startMs: number; readonly officeId: string }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'already-checked-in' }
  | { readonly kind: 'not-found' }
  /** At its hour nobody serves it. */
  | { readonly kind: 'closed'; readonly startMs: number }
  /** Taken on trust, marked: what the kiosk holds is too old to know. `startMs` is `null` when only the locator is there. */
  | { readonly kind: 'unverified-offline'; readonly startMs: number | null }
  /** Taken on trust, marked, at the hour that the person says. */
  | { readonly kind: 'on-trust'; readonly startMs: number }
  /** Neither yes nor no. */
  | { readonly kind: 'neutral' };
export type CheckInResultKind = CheckInResult['kind'];
/** What gives no ticket by itself to somebody who shows or types who they are. */
export type ResultWithoutTicket = Exclude<CheckInResult, { kind: 'checked-in' | 'on-trust' }>;

/**
 * Every outcome that a screen tells. `neutral` is neither yes nor no, to a MiDNI code; `ask-at-desk` follows too many tries;
 * `code-unreadable` is a document's code that was not read well; `withdrawn` is of a ticket whose holder gave it up: for these nothing is
 * looked up.
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
] as const;
export type ShownResult = (typeof SHOWN_RESULTS)[number];

/** For staff and the centre alone. */
export interface Match {
  readonly appointmentId: string;
  /** `null` when only its token is known. */
  readonly serviceId: string | null;
  readonly deskId: string | null;
}

export interface CheckInDecision<T extends CheckInResult = CheckInResult> {
  readonly result: T;
  /** What a confirmation is of, or which appointment of a document number is on time; a number with any other gives none. */
  readonly match: Match | null;
}

/**
 * Of a guess: a locator that is nobody's, and every number, of which nothing is told: were only those of nobody counted, the count would
 * tell.
 */
export const isTry = (result: CheckInResult): boolean =>
  result.kind === 'checked-in' ? result.startMs === null : IS_TRY[result.kind];

const IS_TRY: Readonly<Record<Exclude<CheckInResultKind, 'checked-in'>, boolean>> = {
  'too-early': false,
  'too-late': false,
  'wrong-day': false,
  'wrong-office': false,
  cancelled: false,
  'already-checked-in': false,
  'not-found': true,
  closed: false,
  'unverified-offline': false,
  'on-trust': false,
  neutral: false,
};

/** Of somebody who is looked up: nothing but an hour that a person says is taken on trust at once. */
export type LookedUp = CheckInDecision<Exclude<CheckInResult, { kind: 'on-trust' }>>;

export type SuggestedAction =
  | 'ticket'
  | 'reprint'
  | 'other-office'
  | 'desk'
  | 'come-back'
  | 'try-again'
  | 'walk-in'
  /** A turn for something else, after a question: whoever is told so has a number. */
  | 'another-ticket';

/**
 * Where each answer leads, what serves the person best first. Every one but the first leads to a walk-in turn too, last: an appointment
 * is never mandatory (Llei 9/2025).
 */
export const SUGGESTED_ACTIONS: Readonly<Record<CheckInResultKind, readonly SuggestedAction[]>> = {
  'checked-in': ['ticket'],
  'too-early': ['come-back', 'walk-in'],
  'too-late': ['walk-in'],
  'wrong-day': ['come-back', 'walk-in'],
  'wrong-office': ['other-office', 'walk-in'],
  cancelled: ['desk', 'walk-in'],
  'already-checked-in': ['reprint', 'another-ticket'],
  'not-found': ['try-again', 'desk', 'walk-in'],
  closed: ['desk', 'walk-in'],
  'unverified-offline': ['ticket', 'walk-in'],
  'on-trust': ['ticket', 'walk-in'],
  neutral: ['try-again', 'desk', 'walk-in'],
};

/** The decision at `nowMs`, milliseconds since 1970. */
export function decideCheckIn(
  presented: Exclude<Presented, { credential: 'none' }>,
  cache: AppointmentCache,
  rules: CheckInRules,
  nowMs: number,
): LookedUp;
export function decideCheckIn(
  presented: Presented,
  cache: AppointmentCache,
  rules: CheckInRules,
  nowMs: number,
): CheckInDecision;
export function decideCheckIn(
  presented: Presented,
  cache: AppointmentCache,
  rules: CheckInRules,
  nowMs: number,
): CheckInDecision {
  switch (presented.credential) {
    case 'confirmation':
      return decideConfirmation(presented, cache, rules, nowMs);
    case 'document':
      return decideDocument(presented, cache.appointments, rules, nowMs);
    case 'none':
      return { result: { kind: 'on-trust', startMs: presented.statedMs }, match: null };
  }
}

function decideConfirmation(
  presented: Extract<Presented, { credential: 'confirmation' }>,
  cache: AppointmentCache,
  rules: CheckInRules,
  nowMs: number,
): LookedUp {
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

  // A signature is a better word than that nothing is known: the appointment may be younger than the last answer of the centre.
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
): LookedUp {
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
    // What is sensitive never stands in for what is not: a seal that is shown later would tell which one was taken.
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

/** Whoever holds the telephone is told that they have come today, of what is not sensitive; a number alone never says so. */
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

/** Of an appointment that is known. */
type ResultOfHeld = Exclude<CheckInResult, { kind: 'not-found' | 'unverified-offline' | 'on-trust' | 'neutral' }>;

/** What is wrong with the place comes before what is wrong with the time. */
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

/** One that moved is booked at its new place. */
const whereItHolds = (appointment: CachedAppointment): Holding =>
  appointment.state === 'moved' ? { ...appointment, ...appointment.movedTo, state: 'booked' } : appointment;

const windowOf = ({ serviceId }: Pick<Asked, 'serviceId'>, rules: CheckInRules): CheckInWindow =>
  (serviceId === null ? undefined : rules.serviceWindows.get(serviceId)) ?? rules.window;

function isInWindow(appointment: Pick<Asked, 'serviceId' | 'startMs'>, rules: CheckInRules, nowMs: number): boolean {
  const { earlyMs, lateMs } = windowOf(appointment, rules);
  return appointment.startMs - earlyMs <= nowMs && nowMs <= appointment.startMs + lateMs;
}

/** To a person the date or, at night, the service day: until it ends, what began before midnight is today's. */
const isSameDay = (someMs: number, otherMs: number, zone: string): boolean =>
  localDateTime(someMs, zone).date === localDateTime(otherMs, zone).date ||
  serviceDayOf(someMs, zone) === serviceDayOf(otherMs, zone);

const isFresh = ({ days, ageMs }: AppointmentCache, { zone }: CheckInRules, nowMs: number): boolean =>
  ageMs !== null && ageMs <= CACHE_FRESH_FOR_MS && days.includes(serviceDayOf(nowMs, zone));

const matchOf = ({ appointmentId, serviceId, deskId }: CachedAppointment): Match => ({
  appointmentId,
  serviceId,
  deskId,
});

/** Of several appointments with one locator: the one that can be taken now, else the one that says most; the lowest rank wins. */
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

/** Of those that can be taken now the first to start, of others the nearest. */
function compare(some: Candidate, other: Candidate, nowMs: number): number {
  const ranks = RANK[some.result.kind] - RANK[other.result.kind];
  if (ranks !== 0 || some.result.kind === 'checked-in') return ranks || byStart(some.appointment, other.appointment);
  const distances = Math.abs(some.appointment.startMs - nowMs) - Math.abs(other.appointment.startMs - nowMs);
  return distances || byStart(some.appointment, other.appointment);
}

const byStart = (some: CachedAppointment, other: CachedAppointment): number =>
  some.startMs - other.startMs || (some.appointmentId < other.appointmentId ? -1 : 1);
