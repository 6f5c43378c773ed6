import { RequestId, type ServiceId } from '../../contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import { instantOfLocal } from '../../domain/service-day.ts';
import { type Office, onlyService } from '../../office/steps/office.ts';
import type { Commands } from '../../session/commands/command.ts';
import type { ParamsOf, Refusal } from '../../session/contract/kiosk-api.ts';
import type { Stamp } from '../../session/contract/view-state.ts';
import { isCurrent, type KioskContext } from '../../session/steps/kiosk-context.ts';
import { type Place, rowOf } from '../../session/steps/session.ts';
import { attentionIn, attentionWith, isSameAttention, tellAttention } from '../../staff/steps/asked-of-staff.ts';
import { takesNote } from '../../technician/commands/network.ts';
import { issueTicket } from '../../tickets/steps/issue-ticket.ts';
import { reprint } from '../../tickets/steps/reprint.ts';
import { proveAttendance } from '../steps/attendance-proof.ts';
import { usableMethods } from '../steps/check-in-methods.ts';
import { bareResult, type ResultToShow, walkInService } from '../steps/check-in-result.ts';
import {
  backPastMethods,
  type CheckInEffect,
  type CheckInVisit,
  chosen,
  decide,
  isCodeAnswered,
  isNextPerson,
  isOfTicket,
  type KnownReading,
  listServices,
  marksOf,
  mayCodeCome,
  meet,
  openMethod,
  openMethods,
  takeOnTrust,
  welcome,
} from '../steps/check-in-steps.ts';
import type { Claim, ScannedCode, ScanReading } from '../steps/read-codes.ts';

type Answered = Result<null, Refusal>;

export function checkInCommands(context: KioskContext) {
  /**
   * Makes a command that is safe to repeat: if the ticket of this `requestId` exists already, the command succeeds on any screen and does
   * nothing.
   */
  const oncePerTicket =
    <P extends { stamp: Stamp; requestId: RequestId }>(act: (context: KioskContext, params: P) => Answered) =>
    (params: P): Answered => {
      const earlier = context.store.findByRequest(params.requestId);
      if (!earlier.ok) return earlier;
      return earlier.value ? succeed(null) : ifCurrent(context, params.stamp, () => act(context, params));
    };
  return {
    openCheckIn: (params) => ifCurrent(context, params.stamp, () => open(context, params)),
    presentLocator: oncePerTicket(presentLocator),
    presentDocument: oncePerTicket(presentDocument),
    chooseCheckInService: oncePerTicket(chooseService),
    checkInUnverified: oncePerTicket(checkInUnverified),
    takeWalkIn: oncePerTicket(takeWalkIn),
    continueCheckIn: oncePerTicket(goOn),
    askAnotherTicket: ({ stamp }) => ifCurrent(context, stamp, () => askAnother(context)),
    reprintCheckIn: ({ stamp }) => ifCurrent(context, stamp, () => reprintShown(context)),
    scanned({ text }) {
      if (readNote(context, text)) return succeed(null);
      if (context.readTyped === null) return here();
      const code = context.readTyped(text);
      if (code !== null) scan(context, code);
      return succeed(null);
    },
  } satisfies Partial<Commands>;
}

const here = (): Answered => refuse({ kind: 'not-possible-here' });

const ifCurrent = (context: KioskContext, stamp: Stamp, act: () => Answered): Answered =>
  isCurrent(context, stamp) ? act() : refuse({ kind: 'stale-command' });

function run(context: KioskContext, effects: readonly CheckInEffect[]): Answered {
  for (const effect of effects) {
    const done = perform(context, effect);
    if (!done.ok) return done;
  }
  return succeed(null);
}

function perform(context: KioskContext, effect: CheckInEffect): Answered {
  switch (effect.do) {
    case 'show':
      context.apply({ type: 'go', place: effect.place });
      return succeed(null);
    case 'pass':
      context.step({ type: 'go', place: effect.place });
      return succeed(null);
    case 'leave':
      context.apply({ type: 'back' });
      return succeed(null);
    case 'tell':
      context.log.event('check-in', { result: effect.result.result });
      context.apply({ type: 'go', place: { at: 'check-in-result', result: effect.result, shown: null } });
      return succeed(null);
    case 'give': {
      const { language, attention } = context.session();
      const { arrival, ...order } = effect.order;
      const checkedIn = arrival ? { checkIn: { ...arrival, ...attention } } : {};
      const issued = issueTicket(context, { ...order, language, attention, ...checkedIn }, { isHere: true });
      if (issued.ok) return succeed(null);
      return issued.error.kind === 'service-closed'
        ? perform(context, { do: 'tell', result: bareResult('closed') })
        : issued;
    }
    case 'prove-attendance':
      return proveAttendance(context, effect.ticket);
    case 'count-guess':
      context.step({ type: 'guess-failed' });
      return succeed(null);
    case 'fail':
      return refuse(effect.failure);
  }
}

const visitOf = (context: KioskContext, requestId = RequestId.parse(context.newId())): CheckInVisit => ({
  known: context,
  session: context.session(),
  requestId,
});

/**
 * Passes a scanned code on as a note about the centre (`CentreNote`) while a technician may scan such a note: at the network step of the
 * first set-up. Returns `false` on any other screen.
 */
function readNote(context: KioskContext, text: string | null): boolean {
  if (!takesNote(context)) return false;
  context.notes.scanned(text ?? '');
  return true;
}

export function scan(context: KioskContext, code: ScannedCode): void {
  const { office, checkIn } = context;
  if (context.isStopped() || readNote(context, code.text) || context.noNumbers() !== null) return;
  if (office.profile.checkIn?.ways.includes('scan') !== true) return;
  const { code: whose } = rowOf(context.session().place);
  if (whose === null) return;
  const reading = checkIn.readScan(code);
  if (whose === 'after' && isOfShownTicket(context, reading)) {
    context.apply({ type: 'stay' });
    return;
  }
  if (whose === 'after') context.apply({ type: 'finish' });
  const session = context.session();
  if (reading.kind === 'claim') {
    if (reading.codeMark !== null) context.step({ type: 'signed-code-read', codeMark: reading.codeMark });
    // Result ignored: the screen shows the answer to the scanned code.
    showClaim(context, reading.claim);
  } else if (reading.kind !== 'shown-before') meetNow(context, reading);
  else if (!mayCodeCome(session, reading.codeMark)) meetNow(context, { kind: 'unreadable' });
  // The citizen scans the same code again, because the first scan got no answer: the reader read it twice, the citizen went a step back, or
  // the look-up was not finished.
  else if (!session.lasting.isLookingUp && !isCodeAnswered(session, reading.codeMark))
    // Result ignored: the screen shows the answer to the scanned code.
    showClaim(context, reading.claim());
}

function isOfShownTicket(context: KioskContext, reading: ScanReading): boolean {
  const { place } = context.session();
  return 'ticket' in place && isOfTicket(context, reading, place.ticket.ticketId);
}

const showClaim = (context: KioskContext, claim: Claim | Promise<Claim>): Answered =>
  whenKnown(context, claim, (known) => {
    meetNow(context, { kind: 'claim', claim: known });
    return succeed(null);
  });

function meetNow(context: KioskContext, reading: KnownReading): void {
  const marks = marksOf(reading);
  if (isNextPerson(context.session(), marks)) context.step({ type: 'next-person', sessionId: context.newId() });
  if (marks.codeMark !== null) context.step({ type: 'signed-code-met', codeMark: marks.codeMark });
  // Result ignored: the screen shows the answer to the scanned code.
  run(context, meet(visitOf(context), reading));
  context.step({ type: 'code-answered', shown: marks });
}

/**
 * Hashing a document number is slow on purpose, so the command answers at once and the screen follows. The claim is discarded if the
 * citizen has left the screen. Only one look-up runs at a time, so every guess is counted before the next.
 */
function whenKnown(context: KioskContext, claim: Claim | Promise<Claim>, act: (claim: Claim) => Answered): Answered {
  if (!(claim instanceof Promise)) return act(claim);
  const { sessionId, place, lasting } = context.session();
  if (lasting.isLookingUp) return succeed(null);
  context.step({ type: 'look-up-started' });
  void claim.then((known) => {
    context.step({ type: 'look-up-ended' });
    if (context.isStopped()) return;
    const session = context.session();
    if (session.sessionId !== sessionId || session.place !== place) return;
    const answered = act(known);
    if (!answered.ok) context.log.event(answered.error.kind, { detail: answered.error.detail });
  });
  return succeed(null);
}

function open(context: KioskContext, { method }: ParamsOf<'openCheckIn'>): Answered {
  const { place } = context.session();
  if (place.at !== 'check-in' || context.office.profile.checkIn?.ways.includes(method) !== true) return here();
  return run(context, openMethod(visitOf(context), method));
}

export const enterCheckIn = (context: KioskContext): Answered =>
  run(context, openMethods(visitOf(context), usableMethods(context)));

/** Goes one step back, and also past screens that were skipped on the way in. */
export function back(context: KioskContext, stamp: Stamp): Answered {
  if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
  const before = context.session();
  context.step({ type: 'back' });
  const after = context.session();
  if (after === before) return here();
  const isAtMethods = before.overlay === null && after.sessionId === before.sessionId && after.place.at === 'check-in';
  const past = isAtMethods ? backPastMethods(visitOf(context), usableMethods(context), before.place) : [];
  const done = run(context, past);
  context.refresh();
  return done;
}

function presentLocator(context: KioskContext, { requestId, text }: ParamsOf<'presentLocator'>): Answered {
  const session = context.session();
  if (session.place.at !== 'locator-keypad') return here();
  if (!context.guessLimit.mayGuess(session.failedGuesses)) return askAtDesk(context);
  const arrived = context.arrivals.byCode(text);
  if (arrived?.ok === false) return arrived;
  if (arrived?.ok === true && arrived.value !== null) return run(context, welcome(context, arrived.value));
  const claim = context.checkIn.readTyped(text);
  if (claim) return run(context, decide(visitOf(context, requestId), claim, null));
  if (arrived !== null) {
    context.guessLimit.countFailure();
    context.step({ type: 'guess-failed' });
  }
  return run(context, [{ do: 'show', place: { at: 'locator-keypad', mistyped: true } }]);
}

function presentDocument(context: KioskContext, { requestId, kind, text }: ParamsOf<'presentDocument'>): Answered {
  const { office, checkIn, guessLimit, session } = context;
  const { place, failedGuesses } = session();
  if (place.at !== 'document-keypad' || office.profile.checkIn?.documents.includes(kind) !== true) return here();
  if (!guessLimit.mayGuess(failedGuesses)) return askAtDesk(context);
  const claim = checkIn.readTypedDocument(kind, text);
  const service = office.service(place.serviceId, 'appointment') ?? null;
  if (claim)
    return whenKnown(context, claim, (known) => run(context, decide(visitOf(context, requestId), known, service)));
  return run(context, [{ do: 'show', place: { ...place, mistyped: true } }]);
}

const askAtDesk = (context: KioskContext): Answered =>
  perform(context, { do: 'tell', result: bareResult('ask-at-desk') });

function chooseService(context: KioskContext, { requestId, serviceId }: ParamsOf<'chooseCheckInService'>): Answered {
  const { place } = context.session();
  const service = context.office.service(serviceId, 'appointment');
  if (!service) return refuse({ kind: 'unknown-service', detail: serviceId });
  if (place.at !== 'services' || place.purpose === null) return here();
  return run(context, chosen(visitOf(context, requestId), place.purpose, service));
}

function checkInUnverified(
  context: KioskContext,
  { requestId, serviceId, startsAt }: ParamsOf<'checkInUnverified'>,
): Answered {
  const { office, session } = context;
  const { place } = session();
  if (place.at !== 'appointment-hour' || place.serviceId !== serviceId) return here();
  const service = office.service(serviceId, 'appointment');
  if (!service) return refuse({ kind: 'unknown-service', detail: serviceId });
  const startMs = startsAt === null ? null : instantOfLocal(`${office.now().date} ${startsAt}`, office.profile.zone);
  return perform(context, takeOnTrust(visitOf(context, requestId), null, service, startMs));
}

function takeWalkIn(context: KioskContext, { requestId }: ParamsOf<'takeWalkIn'>): Answered {
  const { place } = context.session();
  const turn = walkInFrom(place, context.office);
  if (turn === null) return here();
  const { late, serviceId } = turn;
  if (serviceId !== null)
    return perform(context, { do: 'give', order: { requestId, serviceId, visitType: 'walk-in', arrival: late } });
  return run(context, [
    { do: 'show', place: { at: 'services', visitType: 'walk-in', groupId: null, purpose: null, late } },
  ]);
}

const isOfHolder = ({ result }: ResultToShow): boolean =>
  result === 'already-checked-in' || result === 'arrived-from-home';

/**
 * Returns the walk-in number that the kiosk can issue from this screen; `null`: none. `serviceId` is `null` if the citizen chooses the
 * service. A citizen who has a ticket must confirm on `another-ticket` first.
 */
export function walkInFrom(
  place: Place,
  office: Office,
): { late: ResultToShow['late']; serviceId: ServiceId | null } | null {
  if (place.at === 'another-ticket')
    return { late: null, serviceId: onlyService(office, 'walk-in')?.serviceId ?? null };
  if (place.at !== 'check-in-result' || isOfHolder(place.result)) return null;
  return { late: place.result.late, serviceId: walkInService(place.result, office) };
}

function askAnother(context: KioskContext): Answered {
  const { place } = context.session();
  if (place.at !== 'check-in-result' || !isOfHolder(place.result)) return here();
  // The request to staff (priority, or to be fetched) that was made with the first ticket also holds for the next ticket.
  context.step({ type: 'set-attention', attention: attentionIn(context.session()) });
  return run(context, [{ do: 'show', place: { ...place, at: 'another-ticket' } }]);
}

function goOn(context: KioskContext, { requestId }: ParamsOf<'continueCheckIn'>): Answered {
  const { place } = context.session();
  if (place.at !== 'check-in-result' || place.result.claim === null) return here();
  const purpose = { for: 'claim', claim: place.result.claim, onTrust: true } as const;
  return run(context, listServices(visitOf(context, requestId), purpose));
}

function reprintShown(context: KioskContext): Answered {
  const { place, attention } = context.session();
  if (place.at !== 'check-in-result' || place.result.ticket === null) return here();
  const found = context.store.findTicket(place.result.ticket.ticketId);
  if (!found.ok) return found;
  const ticket = found.value;
  if (!ticket) return refuse({ kind: 'unknown-request' });
  const asked = attentionWith(attention, ticket);
  const noted = isSameAttention(asked, ticket.asked) ? succeed(null) : tellAttention(context, ticket.ticketId, asked);
  return noted.ok ? reprint(context, ticket, { type: 'ticket-again', ticket: { ...ticket, asked } }) : noted;
}
