import type { Acknowledgement } from '../../contract/shared/acknowledgement.ts';
import type { Language } from '../../contract/shared/languages.ts';
import type { VisitType } from '../../contract/shared/visit-type.ts';
import type { SpeechSettings } from '../../speech/contract/speech-mode.ts';
import type { StaffSaid } from '../../staff/contract/staff.ts';
import { acknowledgedIn, withTicket } from '../../staff/steps/asked-of-staff.ts';
import { type LoginEvent, openLogin, stepLogin } from '../../technician/steps/technician-login.ts';
import type { SlipState } from '../../tickets/contract/ticket.ts';
import type { NoTurnCause } from '../../tickets/rules/no-turn.ts';
import type { SessionTicket } from '../../tickets/steps/take-ticket.ts';
import type { EventKind } from '../contract/event-catalogue.ts';
import { type AccessSettings, type Attention, SCREENS } from '../contract/view-state.ts';
import {
  actedAt,
  type BookingPlace,
  type CheckInPlace,
  type CodeMarks,
  isAlike,
  isPage,
  isPristine,
  isStaffPlace,
  type LastingState,
  type Overlay,
  type Place,
  type PlaceOf,
  type Session,
  type StaffPlaceOf,
  startSession,
  type TicketPlace,
} from './session.ts';
import { stayedAt, tickedAt } from './session-time.ts';

interface SessionEvents {
  'open-entry': { visitType: VisitType };
  'open-group': { groupId: string };
  'open-overlay': { overlay: Overlay };
  'choose-language': { language: Language };
  'set-access': { access: AccessSettings };
  'set-speech': { speech: SpeechSettings };
  /** A headset was plugged in or pulled out. `asksLanguage`: a citizen who begins by plugging it in chooses a language first. */
  jack: { isIn: boolean; asksLanguage: boolean };
  'set-attention': { attention: Attention };
  'help-asked': { helpId: string };
  'help-withdrawn': object;
  acknowledged: { acknowledgement: Acknowledgement };
  go: { place: CheckInPlace | BookingPlace | PlaceOf<'long-wait'> };
  /** The centre's answer to a request that the citizen made on the screen `was`; ignored if another screen is shown now. */
  'booking-answered': { was: Place; place: BookingPlace };
  /** A signed code was read but is not processed yet. */
  'signed-code-read': { codeMark: string };
  'signed-code-met': { codeMark: string };
  /** `shown`: the code whose result is on the screen. */
  'code-answered': { shown: CodeMarks };
  'guess-failed': object;
  'look-up-started': object;
  'look-up-ended': object;
  'next-person': { sessionId: string };
  back: object;
  stay: object;
  act: object;
  finish: object;
  'open-technician': { hasPin: boolean };
  technician: { event: LoginEvent };
  'show-fault': { kind: EventKind };
  'show-staff': { place: StaffPlaceOf };
  'staff-said': { said: StaffSaid };
  'first-run': { to: 'choose-pin' | 'enter-pin' | 'page' };
  /** Opens, after a restart, the technician's page that had asked for the restart. */
  resumed: { page: 'technician-office' };
  'ticket-issued': { ticket: SessionTicket };
  'ticket-again': { ticket: SessionTicket };
  'ticket-withdrawn': { mayBeOut: boolean };
  'ticket-refused': { cause: NoTurnCause };
  paper: { ticketId: string; paper: SlipState; ended: boolean; printer: string | null };
  'proof-paper': { jobId: string; paper: SlipState; printer: string | null };
  'directions-paper': { jobId: string; paper: SlipState; printer: string | null };
  'booking-paper': { jobId: string; paper: SlipState; ended: boolean; printer: string | null };
  documents: { serviceId: string; paper: SlipState };
  /** `heldMs`: as in `tickedAt`. */
  tick: { heldMs?: number };
}

type EventType = keyof SessionEvents;
export type SessionEventOf<T extends EventType> = { [E in T]: { readonly type: E } & Readonly<SessionEvents[E]> }[T];
export type SessionEvent = SessionEventOf<EventType>;

type Steps = {
  readonly [E in EventType]: (session: Session, event: SessionEventOf<E>, nowMs: number) => Session | null;
};

/**
 * Returns the session after an event; `null`: the session is over and a new one begins. An event that the current screen does not handle
 * changes nothing.
 */
export function stepSession<E extends EventType>(
  session: Session,
  event: SessionEventOf<E>,
  nowMs: number,
): Session | null {
  const step: Steps[E] = STEPS[event.type];
  return step(session, event, nowMs);
}

const touched = (session: Session, nowMs: number): Session => ({ ...session, ...actedAt(nowMs) });

/** Applies a change after which the same touch would mean something else, so `stateNo` grows. */
const changed = (session: Session, nowMs: number, change: Partial<Session>): Session => ({
  ...session,
  ...change,
  ...actedAt(nowMs),
  stateNo: session.stateNo + 1,
});

const lasting = (session: Session, change: Partial<LastingState>): Session => ({
  ...session,
  lasting: { ...session.lasting, ...change },
});

const STEPS: Steps = {
  'open-entry'(session, { visitType }, nowMs) {
    if (session.place.at !== 'idle') return session;
    const place: Place = { at: 'services', visitType, groupId: null, purpose: null, late: null };
    return changed(session, nowMs, { place, overlay: null });
  },
  'open-group'(session, { groupId }, nowMs) {
    if (session.place.at !== 'services') return session;
    return changed(session, nowMs, { place: { ...session.place, groupId } });
  },
  'open-overlay'(session, { overlay }, nowMs) {
    const { kind } = SCREENS[session.place.at];
    if (kind === 'pin' || kind === 'page' || kind === 'staff') return session;
    return session.overlay === overlay ? touched(session, nowMs) : changed(session, nowMs, { overlay });
  },
  'choose-language': (session, { language }, nowMs) => changed(session, nowMs, { language, overlay: null }),
  'set-access': (session, { access }, nowMs) => changed(session, nowMs, { access }),
  // `stateNo` is unchanged, because after a change of speech every touch still means the same.
  'set-speech': (session, { speech }, nowMs) => touched({ ...session, speech }, nowMs),
  jack(session, { isIn, asksLanguage }, nowMs) {
    if (session.lasting.isJackIn === isIn) return session;
    const speech: SpeechSettings = { ...session.speech, mode: isIn ? 'private' : 'off', curtain: false };
    // A loose contact must not keep a citizen's choices on the screen, so the headset counts as a touch only before the first choice.
    const next = { ...lasting(session, { isJackIn: isIn }), speech };
    if (!isIn || !isPristine(session)) return next;
    return asksLanguage ? changed(next, nowMs, { overlay: 'language' }) : touched(next, nowMs);
  },
  'set-attention': (session, { attention }, nowMs) =>
    changed(session, nowMs, { attention, place: withTicket(session.place, { asked: attention }) }),
  'help-asked': (session, { helpId }, nowMs) => changed(session, nowMs, { help: helpId }),
  'help-withdrawn': (session, _event, nowMs) => changed(session, nowMs, { help: null }),
  // `stateNo` is unchanged, because every touch still means the same.
  acknowledged: (session, { acknowledgement }) => acknowledgedIn(session, acknowledgement),
  go: (session, { place }, nowMs) => changed(session, nowMs, { place, overlay: null }),
  'booking-answered': (session, { was, place }, nowMs) =>
    session.place === was ? changed(session, nowMs, { place }) : session,
  'signed-code-read': (session, { codeMark }) =>
    lasting(session, { unusedCodes: new Set([...session.lasting.unusedCodes, codeMark]) }),
  'signed-code-met'(session, { codeMark }) {
    const unusedCodes = new Set([...session.lasting.unusedCodes].filter((mark) => mark !== codeMark));
    return { ...lasting(session, { unusedCodes }), codeMark };
  },
  'code-answered'(session, { shown }) {
    const { place } = session;
    return place.at === 'check-in-result' ? { ...session, place: { ...place, shown } } : session;
  },
  'guess-failed': (session) => ({ ...session, failedGuesses: session.failedGuesses + 1 }),
  'look-up-started': (session) => lasting(session, { isLookingUp: true }),
  'look-up-ended': (session) => lasting(session, { isLookingUp: false }),
  // The next person may be the same citizen who tries again, so language, access and speech stay; all requests to staff are dropped.
  'next-person': ({ home, language, access, speech, lasting: kept }, { sessionId }, nowMs) => ({
    ...startSession(sessionId, home, nowMs, kept),
    language,
    access,
    speech,
  }),
  back(session, _event, nowMs) {
    if (session.overlay !== null) return changed(session, nowMs, { overlay: null });
    const place = placeBehind(session.place);
    if (place === session.place) return isPage(place) || isStaffPlace(place) ? session : touched(session, nowMs);
    return place && changed(session, nowMs, { place });
  },
  stay(session, _event, nowMs) {
    const waiting = stayedAt(session, nowMs);
    return waiting === null ? session : { ...session, ...waiting };
  },
  act: (session, _event, nowMs) => touched(session, nowMs),
  finish: () => null,
  'open-technician'(session, { hasPin }, nowMs) {
    if (session.overlay !== null || SCREENS[session.place.at].kind !== 'facade') return session;
    return changed(session, nowMs, { place: openLogin(hasPin) });
  },
  technician(session, { event }, nowMs) {
    const { place } = session;
    if (place.at !== 'technician-pin' && !isPage(place)) return session;
    const next = stepLogin(place, event);
    return next === place ? session : changed(session, nowMs, { place: next });
  },
  'show-fault'(session, { kind }, nowMs) {
    const { place } = session;
    if (isStaffPlace(place)) return changed(session, nowMs, { place: { at: 'staff-fault', kind } });
    if (!isPage(place)) return session;
    const from = place.at === 'technician-fault' ? place.from : place.at;
    return changed(session, nowMs, { place: { at: 'technician-fault', kind, from } });
  },
  'show-staff': (session, { place }, nowMs) =>
    isStaffPlace(session.place) ? changed(session, nowMs, { place }) : session,
  'staff-said'(session, { said }, nowMs) {
    const { place } = session;
    return isStaffPlace(place) ? changed(session, nowMs, { place: { ...place, said } }) : session;
  },
  'first-run': (session, { to }, nowMs) =>
    changed(session, nowMs, {
      place: to === 'page' ? { at: 'technician-first-run' } : openLogin(to === 'enter-pin'),
      overlay: null,
    }),
  resumed: (session, { page }, nowMs) => changed(session, nowMs, { place: { at: page }, overlay: null }),
  'ticket-issued': (session, { ticket }, nowMs) =>
    changed(session, nowMs, {
      place: { at: 'printing', ticket, printer: null },
      overlay: null,
      issued: { ticketId: ticket.ticketId, chosenAt: session.place },
    }),
  'ticket-again': (session, { ticket }, nowMs) =>
    changed(session, nowMs, {
      place: { at: 'printing', ticket, printer: null },
      overlay: null,
      issued: null,
    }),
  'ticket-withdrawn'(session, { mayBeOut }, nowMs) {
    const { place, issued, withdrawn } = session;
    if (!('ticket' in place) || issued === null) return session;
    const { ticketId, label } = place.ticket;
    return changed(session, nowMs, {
      place: placeAfterWithdrawal(place.ticket, issued.chosenAt),
      issued: null,
      withdrawn: [...withdrawn, { ticketId, label, mayBeOut }],
    });
  },
  'ticket-refused': (session, { cause }, nowMs) =>
    changed(session, nowMs, { place: { at: 'out-of-service', cause }, overlay: null }),
  paper(session, { ticketId, paper, ended, printer }, nowMs) {
    const { place } = session;
    if (!('ticket' in place) || place.ticket.ticketId !== ticketId) return session;
    return withPaper(session, ticketPlace(place.ticket, paper, ended, printer), nowMs);
  },
  'proof-paper'(session, { jobId, paper, printer }, nowMs) {
    const { place } = session;
    if (place.at !== 'attendance-proof' || place.jobId !== jobId) return session;
    return withPaper(session, { ...place, paper, printer }, nowMs);
  },
  'directions-paper'(session, { jobId, paper, printer }, nowMs) {
    const { place } = session;
    if (place.at !== 'other-office' || place.slip?.jobId !== jobId) return session;
    if (place.slip.paper === paper && place.slip.printer === printer) return session;
    return changed(session, nowMs, { place: { ...place, slip: { jobId, paper, printer } } });
  },
  'booking-paper'(session, { jobId, paper, ended, printer }, nowMs) {
    const { place } = session;
    if (place.at !== 'booked' || place.jobId !== jobId) return session;
    return withPaper(session, { ...place, paper, ended, printer }, nowMs);
  },
  documents(session, { serviceId, paper }, nowMs) {
    if (session.documents[serviceId] === paper) return session;
    return changed(session, nowMs, { documents: { ...session.documents, [serviceId]: paper } });
  },
  tick: (session, { heldMs = 0 }, nowMs) => tickedAt(session, nowMs, heldMs),
};

/**
 * The screen for a new choice after a withdrawal: a list of services if the ticket was chosen from one or is a walk-in; for another
 * appointment, the methods of checking in.
 */
function placeAfterWithdrawal({ visitType }: SessionTicket, chosenAt: Place): Place {
  const list = { at: 'services', groupId: null, late: null } as const;
  switch (chosenAt.at) {
    case 'services':
      return chosenAt;
    case 'long-wait':
      return chosenAt.list;
    case 'document-keypad':
      return { ...list, visitType: 'appointment', purpose: { for: 'document' } };
    case 'appointment-hour':
      return { ...list, visitType: 'appointment', purpose: { for: 'no-code' } };
    case 'check-in-result':
      return { ...list, visitType: 'walk-in', purpose: null, late: chosenAt.result.late };
    default:
      return visitType === 'walk-in' ? { ...list, visitType, purpose: null } : { at: 'check-in' };
  }
}

/** The screen to which "back" leads: `place` itself if it has no "back"; `null` to end the session. */
function placeBehind(place: Place): Place | null {
  if (place.at === 'other-office' || place.at === 'book-errand' || place.at === 'book-hour') return place.from;
  if (place.at === 'book-sure') return place.list;
  if (place.at === 'long-wait') return place.list;
  if (place.at === 'technician-fault') return { at: place.from };
  if (place.at === 'services' && place.groupId !== null) return { ...place, groupId: null };
  if (place.at === 'services' && place.purpose !== null) return { at: 'check-in' };
  if (place.at === 'another-ticket') return { ...place, at: 'check-in-result' };
  const { back } = SCREENS[place.at];
  if (back === 'leave') return null;
  return back === null ? place : { at: back };
}

function ticketPlace(ticket: SessionTicket, paper: SlipState, ended: boolean, printer: string | null): TicketPlace {
  if (paper === 'coming') return { at: 'printing', ticket, printer };
  return paper === 'out'
    ? { at: 'take-ticket', ticket, printer }
    : { at: 'printer-trouble', ticket, cause: paper, ended, printer };
}

const withPaper = (session: Session, place: Place, nowMs: number): Session =>
  isAlike(session.place, place) ? session : changed(session, nowMs, { place });
