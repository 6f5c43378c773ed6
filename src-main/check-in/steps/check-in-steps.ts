import type { Arrivals, Arrived } from '../../calling/ports/arrivals.ts';
import type { CheckInMethod, TypedCheckIn } from '../../contract/shared/check-in.ts';
import type { RequestId } from '../../contract/shared/ids.ts';
import type { Service } from '../../contract/shared/services.ts';
import type { Office } from '../../office/steps/office.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { TicketRecord } from '../../session/contract/kiosk-api.ts';
import type { CheckInPlace, CheckInPurpose, CodeMarks, Place, PlaceOf, Session } from '../../session/steps/session.ts';
import type { TicketStore } from '../../tickets/ports/store.ts';
import type { TicketCommand } from '../../tickets/steps/take-ticket.ts';
import type { AppointmentMemory } from '../ports/appointments.ts';
import { type CheckInDecision, isTry } from '../rules/check-in.ts';
import type { CheckIn } from './check-in.ts';
import { onlyTyped } from './check-in-methods.ts';
import { type Arrival, bareResult, type ResultToShow, resultOf } from './check-in-result.ts';
import type { GuessLimit } from './guess-limit.ts';
import type { Claim, ScanReading } from './read-codes.ts';

export interface ArrivalOrder
  extends Pick<TicketCommand, 'requestId' | 'serviceId' | 'visitType' | 'appointment' | 'whateverHour' | 'codeHashes'> {
  arrival: Arrival | null;
}

export type CheckInEffect =
  | { readonly do: 'show'; readonly place: CheckInPlace }
  /**
   * Like `show`, for a question with a single possible answer: the question is not shown, and the next effect shows the following screen.
   */
  | { readonly do: 'pass'; readonly place: CheckInPlace }
  /** Leaves a place that was never shown. */
  | { readonly do: 'leave' }
  | { readonly do: 'tell'; readonly result: ResultToShow }
  | { readonly do: 'give'; readonly order: ArrivalOrder }
  | { readonly do: 'prove-attendance'; readonly ticket: TicketRecord }
  /** Counts the guess in the session; the count of the whole kiosk is on disk already. */
  | { readonly do: 'count-guess' }
  | { readonly do: 'fail'; readonly failure: StoreFailure };

/**
 * Data and limits by which a check-in is decided. Deciding writes only the count of guesses, and the arrival of a citizen who took a number
 * at home.
 */
export interface CheckInKnowledge {
  readonly office: Office;
  readonly store: TicketStore;
  readonly appointments: AppointmentMemory;
  readonly checkIn: CheckIn;
  readonly guessLimit: GuessLimit;
  readonly arrivals: Arrivals;
}

/** The session and the request in which a check-in is decided. */
export interface CheckInVisit {
  readonly known: CheckInKnowledge;
  readonly session: Session;
  readonly requestId: RequestId;
}

/** A scanned code after its document number was hashed. */
export type KnownReading =
  | Exclude<ScanReading, { kind: 'claim' | 'shown-before' }>
  | { readonly kind: 'claim'; readonly claim: Claim };

const show = (place: CheckInPlace): CheckInEffect => ({ do: 'show', place });
const tell = (result: ResultToShow): CheckInEffect => ({ do: 'tell', result });

/** Returns the marks by which a repeated code is recognised; marks that identify a person are hashes. `null`: the code has no mark. */
export function marksOf(reading: KnownReading): CodeMarks {
  if (reading.kind === 'claim')
    return { mark: JSON.stringify(reading.claim.presented), codeMark: reading.claim.codeMark };
  return { mark: reading.kind === 'ticket' ? reading.followToken : null, codeMark: null };
}

export const isNextPerson = ({ place }: Session, { mark }: CodeMarks): boolean =>
  hasResult(place) && (mark === null || place.shown?.mark !== mark);

const hasResult = (place: Place): place is PlaceOf<'check-in-result' | 'another-ticket'> =>
  place.at === 'check-in-result' || place.at === 'another-ticket';

/** Whether a signed code is accepted: in any session until a session has used the code, and later only in that session. */
export const mayCodeCome = ({ lasting, codeMark }: Session, mark: string): boolean =>
  lasting.unusedCodes.has(mark) || codeMark === mark;

export function isCodeAnswered({ place }: Session, mark: string): boolean {
  if (hasResult(place)) return place.shown?.codeMark === mark;
  return place.at === 'services' && place.purpose?.for === 'claim' && place.purpose.claim.codeMark === mark;
}

export function meet(visit: CheckInVisit, reading: KnownReading): readonly CheckInEffect[] {
  switch (reading.kind) {
    case 'claim':
      return visit.known.checkIn.asksServiceFirst(reading.claim)
        ? listServices(visit, { for: 'claim', claim: reading.claim, onTrust: false })
        : decide(visit, reading.claim, null);
    case 'ticket':
      return attend(visit.known, reading.followToken);
    case 'unreadable':
      return [tell(bareResult('code-unreadable'))];
    case 'unknown':
      return [tell(bareResult('not-found'))];
  }
}

/**
 * Answers a citizen who took a number at home and is in the office now. The number may be printed, but only at the kiosk that issued it.
 */
export function welcome({ store }: CheckInKnowledge, { ticketId, turn }: Arrived): readonly CheckInEffect[] {
  const found = store.findTicket(ticketId);
  if (!found.ok) return [{ do: 'fail', failure: found.error }];
  const ticket = found.value;
  if (ticket !== null && ticket.withdrawnAtMs !== null) return [tell(bareResult('withdrawn'))];
  if (turn === 'over' || turn === 'served') return [tell(bareResult('turn-over'))];
  return [tell({ ...bareResult(turn === 'arrives' ? 'arrived-from-home' : 'already-checked-in'), ticket })];
}

function attend(known: CheckInKnowledge, followToken: string): readonly CheckInEffect[] {
  const { store, office, arrivals } = known;
  const proves = office.profile.checkIn?.attendanceProof === true;
  const arrived = arrivals.byToken(followToken);
  if (!arrived.ok) return [{ do: 'fail', failure: arrived.error }];
  const fromHome = arrived.value;
  const wasHere = fromHome?.turn === 'here' || fromHome?.turn === 'served';
  if (fromHome !== null && !(proves && wasHere)) return welcome(known, fromHome);
  const found = store.findByFollowToken(followToken);
  if (!found.ok) return [{ do: 'fail', failure: found.error }];
  const ticket = found.value;
  if (ticket === null) return fromHome === null ? [tell(bareResult('not-found'))] : welcome(known, fromHome);
  if (ticket.withdrawnAtMs !== null) return [tell(bareResult('withdrawn'))];
  return [proves ? { do: 'prove-attendance', ticket } : tell({ ...bareResult('already-checked-in'), ticket })];
}

const servicesOf = ({ profile }: Office): Service[] =>
  profile.services.filter(({ ways }) => ways.includes('appointment'));

/** Shows the list of services. If there is only one, it is chosen at once. */
export function listServices(visit: CheckInVisit, purpose: CheckInPurpose): readonly CheckInEffect[] {
  const [only, ...more] = servicesOf(visit.known.office);
  if (only === undefined) return [tell(bareResult('neutral'))];
  const list: CheckInPlace = { at: 'services', visitType: 'appointment', groupId: null, purpose, late: null };
  if (more.length > 0) return [show(list)];
  return [{ do: 'pass', place: list }, ...chosen(visit, purpose, only)];
}

/** Shows the methods of checking in. If there is only one, its screen is opened at once. */
export function openMethods(visit: CheckInVisit, methods: readonly CheckInMethod[]): readonly CheckInEffect[] {
  const only = onlyTyped(methods);
  const place: CheckInPlace = { at: 'check-in' };
  return only === null ? [show(place)] : [{ do: 'pass', place }, ...openMethod(visit, only)];
}

export function openMethod(visit: CheckInVisit, method: TypedCheckIn): readonly CheckInEffect[] {
  if (method === 'locator') return [show({ at: 'locator-keypad', mistyped: false })];
  // The service is chosen before the number is typed, so the steps are the same with and without an appointment.
  return listServices(visit, { for: method });
}

/**
 * Goes back past the screen of methods if it was skipped. From the first screen of the only method it leaves the check-in; from a later
 * screen it returns to that first screen.
 */
export function backPastMethods(
  visit: CheckInVisit,
  methods: readonly CheckInMethod[],
  from: Place,
): readonly CheckInEffect[] {
  const only = onlyTyped(methods);
  if (only === null) return [];
  const opened = openMethod(visit, only);
  const last = opened.at(-1);
  const first = last?.do === 'show' ? last.place : null;
  return first === null || isSameStep(first, from) ? [{ do: 'leave' }] : opened;
}

const isSameStep = (first: CheckInPlace, from: Place): boolean =>
  first.at === from.at &&
  (first.at !== 'services' || (from.at === 'services' && from.purpose?.for === first.purpose?.for));

export function chosen(visit: CheckInVisit, purpose: CheckInPurpose, service: Service): readonly CheckInEffect[] {
  const { serviceId } = service;
  switch (purpose.for) {
    case 'document':
      return [show({ at: 'document-keypad', mistyped: false, serviceId })];
    case 'no-code':
      return [show({ at: 'appointment-hour', serviceId })];
    case 'claim':
      return purpose.onTrust ? [takeOnTrust(visit, purpose.claim, service)] : decide(visit, purpose.claim, service);
  }
}

/** Whether a claim may be a guess: document numbers and locators can be guessed, signed codes cannot. */
const isGuess = ({ presented }: Claim): boolean => presented.by === 'number' || presented.by === 'locator';

export function decide(visit: CheckInVisit, claim: Claim, service: Service | null): readonly CheckInEffect[] {
  const { checkIn, guessLimit } = visit.known;
  const { failedGuesses } = visit.session;
  if (isGuess(claim) && !guessLimit.mayGuess(failedGuesses)) return [tell(bareResult('ask-at-desk'))];
  const decision = checkIn.decide(claim, service);
  const { result } = decision;
  if (!isGuess(claim) || !isTry(result)) return answer(visit, claim, decision, service);
  guessLimit.countFailure();
  const isLast = result.kind === 'not-found' && !guessLimit.mayGuess(failedGuesses + 1);
  return [
    { do: 'count-guess' },
    ...(isLast ? [tell(bareResult('ask-at-desk'))] : answer(visit, claim, decision, service)),
  ];
}

function answer(
  visit: CheckInVisit,
  claim: Claim,
  decision: CheckInDecision,
  service: Service | null,
): readonly CheckInEffect[] {
  const { known } = visit;
  const { result, match } = decision;
  if (result.kind === 'checked-in') return [checkInNow(visit, claim, decision, service)];
  if (result.kind !== 'already-checked-in' || match === null) return [tell(resultOf(claim, { result, match }, null))];
  const given = known.appointments.ticketOf(match.appointmentId);
  const ticket = given.ok && given.value !== null ? known.store.findTicket(given.value) : given;
  return [
    tell(resultOf(claim, { result, match }, ticket.ok && typeof ticket.value === 'object' ? ticket.value : null)),
  ];
}

/** Whether this ticket was issued for the scanned confirmation: then the same code was scanned again. */
export function isOfTicket(
  { checkIn, appointments }: CheckInKnowledge,
  reading: ScanReading,
  ticketId: string,
): boolean {
  if (reading.kind !== 'claim' || reading.claim instanceof Promise) return false;
  if (reading.claim.presented.credential !== 'confirmation') return false;
  const { result, match } = checkIn.decide(reading.claim, null);
  if (result.kind !== 'already-checked-in' || match === null) return false;
  const given = appointments.ticketOf(match.appointmentId);
  return given.ok && given.value === ticketId;
}

/**
 * Issues the ticket of an appointment. If the appointment must stay secret, the ticket is for the service chosen before and shows no
 * appointment: a citizen without an appointment gets the same ticket by the same steps.
 */
function checkInNow(
  { known: { office, checkIn }, requestId }: CheckInVisit,
  claim: Claim,
  { result, match }: CheckInDecision,
  service: Service | null,
): CheckInEffect {
  const shownMs = result.kind === 'checked-in' ? result.startMs : null;
  const given = shownMs === null ? service : servicesOf(office).find(({ serviceId }) => serviceId === match?.serviceId);
  if (!given) return tell(bareResult('neutral'));
  // The start is looked up even without an appointment, so that both cases take the same work.
  const startMs = checkIn.startOf(match?.appointmentId ?? null);
  const order: ArrivalOrder = {
    requestId,
    serviceId: given.serviceId,
    visitType: 'appointment',
    whateverHour: shownMs !== null || checkIn.takes(given, claim),
    ...(shownMs === null ? {} : { appointment: { startMs: shownMs, deskId: match?.deskId ?? null } }),
    arrival: {
      appointmentId: match?.appointmentId ?? null,
      way: claim.method,
      trust: match === null ? 'unverified' : 'cache',
      arrivedInWindow: 'in-time',
      deskId: match?.deskId ?? null,
      appointmentStart: isoOf(startMs),
    },
  };
  return { do: 'give', order };
}

/**
 * Issues a ticket for an appointment that the kiosk does not know; the clerk verifies it. `claim`: read from the shown code; `null` for a
 * citizen without a code.
 */
export function takeOnTrust(
  { known: { checkIn }, requestId }: CheckInVisit,
  claim: Claim | null,
  service: Service,
  saidStartMs: number | null = null,
): CheckInEffect {
  const presented = claim?.presented;
  const token = presented?.credential === 'confirmation' && presented.by === 'token' ? presented.token : null;
  const codeHashes =
    presented?.credential === 'confirmation' && presented.by === 'locator' ? presented.locatorHashes : [];
  const order: ArrivalOrder = {
    requestId,
    serviceId: service.serviceId,
    visitType: 'appointment',
    whateverHour: checkIn.takes(service, claim),
    codeHashes,
    arrival: {
      appointmentId: token?.appointmentId ?? null,
      way: claim?.method ?? 'none',
      trust: token === null ? 'unverified' : 'token',
      arrivedInWindow: 'in-time',
      deskId: null,
      appointmentStart: isoOf(token?.startMs ?? saidStartMs),
    },
  };
  return { do: 'give', order };
}

const isoOf = (atMs: number | null): string | null => (atMs === null ? null : new Date(atMs).toISOString());
