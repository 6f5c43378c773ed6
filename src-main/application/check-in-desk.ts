import type { ParamsOf, Refusal, TicketRecord } from '../contract/kiosk/kiosk-api.ts';
import type { TypedCheckIn } from '../contract/shared/check-in.ts';
import type { RequestId } from '../contract/shared/ids.ts';
import type { Service } from '../contract/shared/services.ts';
import type { CheckInDecision, Told } from '../domain/check-in.ts';
import { type Result, refuse, succeed } from '../domain/result.ts';
import { instantOfLocal } from '../domain/service-day.ts';
import type { AppointmentMemory } from '../ports/appointments.ts';
import type { Log } from '../ports/log.ts';
import type { TicketStore } from '../ports/store.ts';
import type { CheckIn, Claim, ScannedCode, ScanReading } from './check-in.ts';
import type { GuessLimit } from './guess-limit.ts';
import type { Office } from './office.ts';
import { type Arrival, bareOutcome, type Outcome, outcomeOf, walkInService } from './outcome.ts';
import { type CheckInPlace, rowOf, type Session } from './session.ts';
import type { TicketCommand } from './take-ticket.ts';

/** A ticket to be given because of a check-in. */
export interface ArrivalOrder
  extends Pick<TicketCommand, 'requestId' | 'serviceId' | 'way' | 'appointment' | 'servedAtItsHour'> {
  /** `null` for a plain walk-in. */
  arrival: Arrival | null;
}

/** What a check-in asks of the kiosk around it. */
export interface CheckInSurroundings {
  session: () => Session;
  /** The program is ending: nobody is given anything any more. */
  isStopped: () => boolean;
  /** To another step of the same session; whoever was here before and has their paper is gone. */
  go: (place: CheckInPlace) => void;
  leave: () => void;
  /** The next person's session, before anything of theirs is shown. */
  startAnother: () => void;
  issue: (order: ArrivalOrder) => Result<null, Refusal>;
  /** The ticket once more, and its screen. */
  reprint: (ticket: TicketRecord) => Result<null, Refusal>;
  proveAttendance: (ticket: TicketRecord) => Result<null, Refusal>;
}

export interface CheckInDeskParts {
  office: Office;
  store: TicketStore;
  memory: AppointmentMemory;
  checkIn: CheckIn;
  guesses: GuessLimit;
  log: Log;
  newRequestId: () => RequestId;
}

type Answered = Result<null, Refusal>;

/** The part of the kiosk's commands behind the door of appointments. Stamps have been looked at before. */
export interface CheckInDesk {
  scanned(code: ScannedCode): void;
  open(way: TypedCheckIn): Answered;
  presentLocator(params: ParamsOf<'presentLocator'>): Answered;
  presentDocument(params: ParamsOf<'presentDocument'>): Answered;
  chooseService(params: ParamsOf<'chooseCheckInService'>): Answered;
  unverified(params: ParamsOf<'checkInUnverified'>): Answered;
  takeWalkIn(requestId: RequestId): Answered;
  goOn(requestId: RequestId): Answered;
  reprint(): Answered;
}

/**
 * Of a guess: a locator that is nobody's, and every number, of which nothing is told: were only those of nobody counted, the count would tell.
 */
const isTry = (told: Told): boolean =>
  told.kind === 'not-found' || (told.kind === 'checked-in' && told.startMs === null);

/** With its number looked up. */
type KnownReading =
  | Exclude<ScanReading, { kind: 'claim' }>
  | { readonly kind: 'claim'; readonly claim: Claim; readonly sealMark: string | null };

/** By what a code is known again, of hashes where it tells who somebody is; `null` when it says nothing. */
function markOf(reading: KnownReading): string | null {
  if (reading.kind === 'claim') return JSON.stringify(reading.claim.presented);
  return reading.kind === 'ticket' ? reading.followToken : null;
}

export function createCheckInDesk(parts: CheckInDeskParts, around: CheckInSurroundings): CheckInDesk {
  const { office, store, memory, checkIn, guesses, log, newRequestId } = parts;
  const { profile } = office;
  /** The seal that this session was shown last, and something was made of. */
  let seal: { sessionId: string; mark: string } | null = null;
  /** Those that were read, and of which nothing was made yet: whoever held them had gone on, or another number was being looked up. */
  const unused = new Set<string>();
  let isHashing = false;
  /** Which code an outcome was told of; gone with the outcome. */
  const toldOf = new WeakMap<Outcome, string>();
  /** By which seal somebody chooses a service, or was told an outcome; gone with it. */
  const sealOf = new WeakMap<Claim | Outcome, string>();

  const here = (): Answered => refuse({ kind: 'not-possible-here' });
  const mayGuess = (): boolean => guesses.mayGuess(around.session().sessionId);
  const services = (): Service[] => profile.services.filter(({ ways }) => ways.includes('appointment'));

  function tell(told: Outcome): Answered {
    log.event('check-in', { outcome: told.outcome });
    around.go({ at: 'check-in-outcome', told, shown: null });
    return succeed(null);
  }

  /** A turn, or that its service gives none now. */
  function give(order: ArrivalOrder): Answered {
    const given = around.issue(order);
    return given.ok || given.error.kind !== 'service-closed' ? given : tell(bareOutcome('closed'));
  }

  function list(purpose: Extract<CheckInPlace, { at: 'services' }>['purpose'], requestId: RequestId): Answered {
    const [only, ...more] = services();
    if (only === undefined) return tell(bareOutcome('neutral'));
    around.go({ at: 'services', way: 'appointment', groupId: null, purpose, late: null });
    return more.length === 0 ? chosen(only, requestId) : succeed(null);
  }

  /** Nothing is guessed with a code that the centre or the police have signed; all else is counted. */
  const isGuess = ({ presented }: Claim): boolean => presented.by === 'number' || presented.by === 'locator';

  function decide(claim: Claim, service: Service | null, requestId: RequestId): Answered {
    if (isGuess(claim) && !mayGuess()) return tell(bareOutcome('ask-at-desk'));
    const decision = checkIn.decide(claim, service);
    const { told, match } = decision;
    if (isGuess(claim) && isTry(told)) {
      guesses.countFailure(around.session().sessionId);
      if (told.kind === 'not-found' && !mayGuess()) return tell(bareOutcome('ask-at-desk'));
    }
    if (told.kind === 'checked-in') return checkInNow(claim, decision, service, requestId);
    if (told.kind !== 'already-checked-in' || match === null) return tell(outcomeOf(claim, decision, null));
    const given = memory.ticketOf(match.appointmentId);
    const ticket = given.ok && given.value !== null ? store.findTicket(given.value) : given;
    return tell(outcomeOf(claim, decision, ticket.ok && typeof ticket.value === 'object' ? ticket.value : null));
  }

  /**
   * The ticket of an appointment. Where it is not told, the ticket is that of the service chosen before, and says nothing of it: it is the
   * same whoever stands there, and so is what is written.
   */
  function checkInNow(
    claim: Claim,
    { told, match }: CheckInDecision,
    service: Service | null,
    requestId: RequestId,
  ): Answered {
    const shownMs = told.kind === 'checked-in' ? told.startMs : null;
    const given = shownMs === null ? service : services().find(({ serviceId }) => serviceId === match?.serviceId);
    if (!given) return tell(bareOutcome('neutral'));
    // Looked up for a stranger too: the work is the same.
    const startMs = checkIn.startOf(match?.appointmentId ?? null);
    return give({
      requestId,
      serviceId: given.serviceId,
      way: 'appointment',
      servedAtItsHour: shownMs !== null || checkIn.takes(given, claim),
      ...(shownMs === null ? {} : { appointment: { startMs: shownMs, deskId: match?.deskId ?? null } }),
      arrival: {
        appointmentId: match?.appointmentId ?? null,
        way: claim.way,
        trust: match === null ? 'unverified' : 'cache',
        arrivedInWindow: 'in-time',
        deskId: match?.deskId ?? null,
        appointmentStart: startMs === null ? null : new Date(startMs).toISOString(),
      },
    });
  }

  /** Nothing the kiosk holds says whether it is so: the clerk sees that. */
  function takeOnTrust(claim: Claim, service: Service, requestId: RequestId): Answered {
    const { presented, way } = claim;
    const token = presented.way === 'confirmation' && presented.by === 'token' ? presented.token : null;
    return give({
      requestId,
      serviceId: service.serviceId,
      way: 'appointment',
      servedAtItsHour: checkIn.takes(service, claim),
      arrival: {
        appointmentId: token?.appointmentId ?? null,
        way,
        trust: token === null ? 'unverified' : 'token',
        arrivedInWindow: 'in-time',
        deskId: null,
        appointmentStart: token === null ? null : new Date(token.startMs).toISOString(),
      },
    });
  }

  function chosen(service: Service, requestId: RequestId): Answered {
    const { place } = around.session();
    const { serviceId } = service;
    if (place.at !== 'services' || place.purpose === null) return here();
    const { purpose } = place;
    switch (purpose.for) {
      case 'document':
        around.go({ at: 'document-keypad', mistyped: false, serviceId });
        return succeed(null);
      case 'no-code':
        around.go({ at: 'appointment-hour', serviceId });
        return succeed(null);
      case 'claim':
        return purpose.onTrust
          ? takeOnTrust(purpose.claim, service, requestId)
          : decide(purpose.claim, service, requestId);
    }
  }

  function attend(followToken: string): Answered {
    const found = store.findByFollowToken(followToken);
    if (!found.ok) return found;
    if (found.value === null) return tell(bareOutcome('not-found'));
    if (profile.checkIn?.attendanceProof === true) return around.proveAttendance(found.value);
    return tell({ ...bareOutcome('already-checked-in'), ticket: found.value });
  }

  /** A seal is taken once: for the rest of the session that it was taken in, and for any while nothing was made of it. */
  const maySealCome = (mark: string): boolean =>
    unused.has(mark) || (seal?.mark === mark && seal.sessionId === around.session().sessionId);

  /** Whether its outcome, or its choice of a service, is on the screen. */
  function isSealAnswered(mark: string): boolean {
    const { place } = around.session();
    if (place.at === 'check-in-outcome') return sealOf.get(place.told) === mark;
    return place.at === 'services' && place.purpose?.for === 'claim' && sealOf.get(place.purpose.claim) === mark;
  }

  /**
   * The hash of a document's number takes its time on purpose: then this answers at once, and the screen follows. Who has gone on meanwhile
   * is not called back, and one number is looked at after the other, so that no guess is counted late.
   */
  function whenKnown(claim: Claim | Promise<Claim>, act: (claim: Claim) => Answered): Answered {
    if (!(claim instanceof Promise)) return act(claim);
    if (isHashing) return succeed(null);
    isHashing = true;
    const { sessionId, place } = around.session();
    void claim.then((known) => {
      isHashing = false;
      if (around.isStopped()) return;
      const session = around.session();
      if (session.sessionId !== sessionId || session.place !== place) return;
      const answered = act(known);
      if (!answered.ok) log.event(answered.error.kind, { detail: answered.error.detail });
    });
    return succeed(null);
  }

  /** What was read, by whoever stands there now. */
  function meet(reading: KnownReading): void {
    const mark = markOf(reading);
    const { place } = around.session();
    if (place.at === 'check-in-outcome' && (mark === null || toldOf.get(place.told) !== mark)) around.startAnother();
    const sealMark = reading.kind === 'claim' ? reading.sealMark : null;
    if (reading.kind === 'claim') {
      if (sealMark !== null) {
        seal = { sessionId: around.session().sessionId, mark: sealMark };
        unused.delete(sealMark);
        sealOf.set(reading.claim, sealMark);
      }
      present(reading.claim, newRequestId());
    } else if (reading.kind === 'ticket') attend(reading.followToken);
    else tell(bareOutcome(reading.kind === 'unknown' ? 'not-found' : 'code-unreadable'));
    const { place: after } = around.session();
    if (after.at !== 'check-in-outcome') return;
    if (mark !== null) toldOf.set(after.told, mark);
    if (sealMark !== null) sealOf.set(after.told, sealMark);
  }

  function show(claim: Claim | Promise<Claim>, sealMark: string | null): void {
    whenKnown(claim, (known) => {
      meet({ kind: 'claim', claim: known, sealMark });
      return succeed(null);
    });
  }

  function present(claim: Claim, requestId: RequestId): Answered {
    return checkIn.asksServiceFirst(claim)
      ? list({ for: 'claim', claim, onTrust: false }, requestId)
      : decide(claim, null, requestId);
  }

  return {
    scanned(code) {
      const { place } = around.session();
      if (profile.checkIn?.ways.includes('scan') !== true) return;
      const { code: whose } = rowOf(place);
      if (whose === null) return;
      if (whose === 'after') around.leave();
      const reading = checkIn.readScan(code);
      if (reading.kind === 'claim') {
        if (reading.sealMark !== null) unused.add(reading.sealMark);
        show(reading.claim, reading.sealMark);
      } else if (reading.kind !== 'shown-before' || !maySealCome(reading.sealMark)) meet(reading);
      // Else the same telephone before the reader once more: a trembling hand, or somebody who went back or was not looked at.
      else if (!isHashing && !isSealAnswered(reading.sealMark)) show(reading.claim(), reading.sealMark);
    },
    open(way) {
      const { place } = around.session();
      if (place.at !== 'check-in' || profile.checkIn?.ways.includes(way) !== true) return here();
      if (way === 'no-code') return list({ for: 'no-code' }, newRequestId());
      // Before the number: whoever types it walks the same way, with an appointment or without.
      if (way === 'document') return list({ for: 'document' }, newRequestId());
      around.go({ at: 'locator-keypad', mistyped: false });
      return succeed(null);
    },
    presentLocator({ requestId, text }) {
      if (around.session().place.at !== 'locator-keypad') return here();
      if (!mayGuess()) return tell(bareOutcome('ask-at-desk'));
      const claim = checkIn.readTyped(text);
      if (claim) return decide(claim, null, requestId);
      around.go({ at: 'locator-keypad', mistyped: true });
      return succeed(null);
    },
    presentDocument({ requestId, kind, text }) {
      const { place } = around.session();
      if (place.at !== 'document-keypad' || profile.checkIn?.documents.includes(kind) !== true) return here();
      if (!mayGuess()) return tell(bareOutcome('ask-at-desk'));
      const claim = checkIn.readTypedDocument(kind, text);
      const service = office.service(place.serviceId, 'appointment');
      if (claim) return whenKnown(claim, (known) => decide(known, service ?? null, requestId));
      around.go({ ...place, mistyped: true });
      return succeed(null);
    },
    chooseService({ requestId, serviceId }) {
      const service = office.service(serviceId, 'appointment');
      return service ? chosen(service, requestId) : refuse({ kind: 'unknown-service', detail: serviceId });
    },
    unverified({ requestId, serviceId, startsAt }) {
      const { place } = around.session();
      if (place.at !== 'appointment-hour' || place.serviceId !== serviceId) return here();
      const service = office.service(serviceId, 'appointment');
      const startMs = startsAt === null ? null : instantOfLocal(`${office.now().date} ${startsAt}`, profile.zone);
      return give({
        requestId,
        serviceId,
        way: 'appointment',
        servedAtItsHour: service !== undefined && checkIn.takes(service, null),
        arrival: {
          appointmentId: null,
          way: 'none',
          trust: 'unverified',
          arrivedInWindow: 'in-time',
          deskId: null,
          appointmentStart: startMs === null ? null : new Date(startMs).toISOString(),
        },
      });
    },
    takeWalkIn(requestId) {
      const { place } = around.session();
      if (place.at !== 'check-in-outcome') return here();
      const { late } = place.told;
      const serviceId = walkInService(place.told, office);
      if (serviceId !== null) return give({ requestId, serviceId, way: 'walk-in', arrival: late });
      around.go({ at: 'services', way: 'walk-in', groupId: null, purpose: null, late });
      return succeed(null);
    },
    goOn(requestId) {
      const { place } = around.session();
      if (place.at !== 'check-in-outcome' || place.told.claim === null) return here();
      return list({ for: 'claim', claim: place.told.claim, onTrust: true }, requestId);
    },
    reprint() {
      const { place } = around.session();
      if (place.at !== 'check-in-outcome' || place.told.ticket === null) return here();
      const found = store.findTicket(place.told.ticket.ticketId);
      if (!found.ok) return found;
      return found.value ? around.reprint(found.value) : refuse({ kind: 'unknown-request' });
    },
  };
}
