import type { TicketRecord } from '../contract/kiosk/kiosk-api.ts';
import {
  type AccessSettings,
  type Attention,
  DEFAULT_ACCESS,
  DEFAULT_ATTENTION,
  type PaperState,
} from '../contract/kiosk/view-state.ts';
import type { ServiceId } from '../contract/shared/ids.ts';
import type { Language } from '../contract/shared/languages.ts';
import type { Way } from '../contract/shared/visit-type.ts';
import type { Claim } from './check-in.ts';
import type { Arrival, Outcome } from './outcome.ts';
import { type DoorEvent, isBehindPin, openDoor, stepDoor, type TechnicianDoor } from './technician-door.ts';

/**
 * One person in front of the kiosk, as a pure machine. Times are monotonic milliseconds.
 *
 * Invariants: whoever leaves takes everything along: a new session is Catalan, with default access settings, at the front;
 * `stateNo` grows whenever what a touch would mean changes, so a touch meant for another screen is known by its number.
 */
export interface Session {
  readonly sessionId: string;
  readonly stateNo: number;
  readonly language: Language;
  /** The office's first language, in which every session begins. */
  readonly home: Language;
  readonly access: AccessSettings;
  /** What the person asks of the staff. */
  readonly attention: Attention;
  readonly place: Place;
  /** A screen over the place, left by "back". */
  readonly overlay: Overlay | null;
  /** The lists of documents this person asked for, and how far each is. */
  readonly documents: Readonly<Record<string, PaperState>>;
  /** Since when nobody touched, or since the place last changed by itself. */
  readonly quietSinceMs: number;
}

export type Overlay = 'language' | 'access' | 'help' | 'documents';

export type SessionTicket = Pick<TicketRecord, 'ticketId' | 'label' | 'serviceId' | 'way' | 'appointment'>;

/** What a service is chosen for, inside the door of appointments. */
export type CheckInPurpose =
  | { for: 'document' }
  | { for: 'no-code' }
  /** Somebody has said who they are. `onTrust`: nothing the kiosk holds says whether it is so. */
  | { for: 'claim'; claim: Claim; onTrust: boolean };

export type Place =
  | { at: 'front' }
  /** `purpose` is `null` for a ticket; `late` then goes with it. */
  | { at: 'services'; way: Way; groupId: string | null; purpose: CheckInPurpose | null; late: Arrival | null }
  | { at: 'check-in' }
  | { at: 'locator'; mistyped: boolean }
  /** `serviceId` was chosen before: a number is looked up within it. */
  | { at: 'document'; mistyped: boolean; serviceId: ServiceId }
  | { at: 'hour'; serviceId: ServiceId }
  | { at: 'outcome'; told: Outcome }
  /** A proof of attendance; times are milliseconds since 1970. */
  | {
      at: 'proof';
      jobId: string;
      label: string;
      fromMs: number;
      toMs: number;
      paper: PaperState;
      printer: string | null;
    }
  /** `ended`: the paper's job is over. `printer` tried it last. */
  | { at: 'ticket'; ticket: SessionTicket; paper: PaperState; ended: boolean; printer: string | null }
  /** No number could be given; people go to the desk. */
  | { at: 'refused'; cause: string }
  | { at: 'technician'; door: TechnicianDoor };

export type SessionEvent =
  | { type: 'open-door'; way: Way }
  | { type: 'open-group'; groupId: string }
  | { type: 'open-overlay'; overlay: Overlay }
  | { type: 'choose-language'; language: Language }
  | { type: 'set-access'; access: AccessSettings }
  | { type: 'set-attention'; attention: Attention }
  /** A step of a check-in. */
  | { type: 'go'; place: CheckInPlace }
  | { type: 'back' }
  | { type: 'stay' }
  | { type: 'finish' }
  | { type: 'open-technician'; hasPin: boolean }
  | { type: 'technician'; event: DoorEvent }
  | { type: 'ticket-issued'; ticket: SessionTicket }
  | { type: 'ticket-refused'; cause: string }
  | { type: 'paper'; ticketId: string; paper: PaperState; ended: boolean; printer: string | null }
  | { type: 'proof-paper'; jobId: string; paper: PaperState; printer: string | null }
  | { type: 'documents'; serviceId: string; paper: PaperState }
  | { type: 'tick' };

export type CheckInPlace = Extract<
  Place,
  { at: 'services' | 'check-in' | 'locator' | 'document' | 'hour' | 'outcome' | 'proof' }
>;

/** How long a place waits for a touch, and how long it then warns. EN 301 549 by WCAG 2.2.1: at least 20 s to answer a warning. */
export interface TimeLimits {
  quietMs: number;
  warnMs: number;
}
const LIMITS: Record<Place['at'] | 'paper-out' | 'paper-trouble' | 'technician-pin', TimeLimits | null> = {
  /** Somebody chose a language or a setting and went away: nothing is lost, so nobody is warned. */
  front: { quietMs: 40_000, warnMs: 0 },
  services: { quietMs: 40_000, warnMs: 20_000 },
  'check-in': { quietMs: 40_000, warnMs: 20_000 },
  /** A number has to be found, and typed. */
  locator: { quietMs: 60_000, warnMs: 20_000 },
  document: { quietMs: 60_000, warnMs: 20_000 },
  hour: { quietMs: 40_000, warnMs: 20_000 },
  outcome: { quietMs: 40_000, warnMs: 20_000 },
  proof: null,
  refused: { quietMs: 30_000, warnMs: 0 },
  /** Paper is on its way; the printer's own deadlines end this. */
  ticket: null,
  /** The turn is in the person's hand. */
  'paper-out': { quietMs: 15_000, warnMs: 0 },
  /** The number stands nowhere but on the screen. */
  'paper-trouble': { quietMs: 60_000, warnMs: 20_000 },
  /** Long enough to look a PIN up. Whoever came here by chance loses nothing. */
  'technician-pin': { quietMs: 120_000, warnMs: 0 },
  /** The page says how long it stays; nothing there is lost. */
  technician: { quietMs: 300_000, warnMs: 0 },
};

export const startSession = (sessionId: string, home: Language, nowMs: number): Session => ({
  sessionId,
  stateNo: 0,
  language: home,
  home,
  access: DEFAULT_ACCESS,
  attention: DEFAULT_ATTENTION,
  place: { at: 'front' },
  overlay: null,
  documents: {},
  quietSinceMs: nowMs,
});

/**
 * Somebody else before the same screen, who cannot be told from whoever tries once more: it goes on speaking as it did, and nothing that
 * was asked for goes along.
 */
export const startAnother = ({ home, language, access }: Session, sessionId: string, nowMs: number): Session => ({
  ...startSession(sessionId, home, nowMs),
  language,
  access,
});

/** Whether nothing of a person is in it. */
export const isPristine = (session: Session): boolean =>
  session.place.at === 'front' &&
  session.overlay === null &&
  session.language === session.home &&
  session.access === DEFAULT_ACCESS &&
  session.attention === DEFAULT_ATTENTION;

export function limitsOf(session: Session): TimeLimits | null {
  const { place, overlay } = session;
  if (overlay !== null) return place.at === 'front' ? LIMITS.front : LIMITS.services;
  if (place.at === 'technician') return LIMITS[isBehindPin(place.door) ? 'technician' : 'technician-pin'];
  if (place.at !== 'ticket' && place.at !== 'proof') return LIMITS[place.at];
  if (place.paper === 'coming') return LIMITS.ticket;
  return place.paper === 'out' ? LIMITS['paper-out'] : LIMITS['paper-trouble'];
}

/** Seconds until the session is cleared, while the warning stands; otherwise `null`. */
export function endsInSeconds(session: Session, nowMs: number): number | null {
  const limits = limitsOf(session);
  if (!limits || limits.warnMs === 0 || session.place.at === 'front') return null;
  const quietMs = nowMs - session.quietSinceMs;
  if (quietMs < limits.quietMs) return null;
  return Math.max(0, Math.ceil((limits.quietMs + limits.warnMs - quietMs) / 1_000));
}

/** Until the session is cleared without a touch; `null` where nothing is waited for. */
export function closesInMs(session: Session, nowMs: number): number | null {
  const limits = limitsOf(session);
  return limits && Math.max(0, session.quietSinceMs + limits.quietMs + limits.warnMs - nowMs);
}

/** Whether this session has given the technician's PIN. */
export const isTechnician = ({ place }: Session): boolean => place.at === 'technician' && isBehindPin(place.door);

/** The session after an event, or `null` when it is over and a new one begins. An event that means nothing here changes nothing. */
export function stepSession(session: Session, event: SessionEvent, nowMs: number): Session | null {
  const touched = { ...session, quietSinceMs: nowMs };
  const changed = (change: Partial<Session>): Session => ({ ...touched, ...change, stateNo: session.stateNo + 1 });
  const { place, overlay } = session;
  function atDoor(doorEvent: DoorEvent): Session | null {
    if (place.at !== 'technician') return session;
    const door = stepDoor(place.door, doorEvent);
    if (door === place.door) return session;
    return door && changed({ place: { at: 'technician', door } });
  }
  /** From a step of a check-in to the choice of ways; from what a person came in by, out of the door. */
  function stepBack(from: Place): Session | null {
    switch (from.at) {
      case 'services':
        if (from.groupId !== null) return changed({ place: { ...from, groupId: null } });
        return from.purpose === null ? null : changed({ place: { at: 'check-in' } });
      case 'check-in':
        return null;
      case 'locator':
      case 'document':
      case 'hour':
      case 'outcome':
        return changed({ place: { at: 'check-in' } });
      default:
        return touched;
    }
  }
  switch (event.type) {
    case 'open-door':
      if (place.at !== 'front') return session;
      return changed({
        place: { at: 'services', way: event.way, groupId: null, purpose: null, late: null },
        overlay: null,
      });
    case 'open-group':
      if (place.at !== 'services') return session;
      return changed({ place: { ...place, groupId: event.groupId } });
    case 'open-overlay':
      if (place.at === 'technician') return session;
      return overlay === event.overlay ? touched : changed({ overlay: event.overlay });
    case 'choose-language':
      return changed({ language: event.language, overlay: null });
    case 'set-access':
      return changed({ access: event.access });
    case 'back':
      if (overlay !== null) return changed({ overlay: null });
      if (place.at === 'technician') return atDoor({ type: 'back' });
      return stepBack(place);
    case 'set-attention':
      return changed({ attention: event.attention });
    case 'go':
      return changed({ place: event.place, overlay: null });
    case 'stay':
      return touched;
    case 'finish':
      return null;
    case 'open-technician':
      if (overlay !== null || (place.at !== 'front' && place.at !== 'refused')) return session;
      return changed({ place: { at: 'technician', door: openDoor(event.hasPin) } });
    case 'technician':
      return atDoor(event.event);
    case 'ticket-issued':
      return changed({
        place: { at: 'ticket', ticket: event.ticket, paper: 'coming', ended: false, printer: null },
        overlay: null,
      });
    case 'ticket-refused':
      return changed({ place: { at: 'refused', cause: event.cause }, overlay: null });
    case 'paper': {
      if (place.at !== 'ticket' || place.ticket.ticketId !== event.ticketId) return session;
      const { paper, ended, printer } = event;
      if (place.paper === paper && place.ended === ended && place.printer === printer) return session;
      return changed({ place: { ...place, paper, ended, printer } });
    }
    case 'proof-paper': {
      if (place.at !== 'proof' || place.jobId !== event.jobId) return session;
      const { paper, printer } = event;
      if (place.paper === paper && place.printer === printer) return session;
      return changed({ place: { ...place, paper, printer } });
    }
    case 'documents':
      if (session.documents[event.serviceId] === event.paper) return session;
      return changed({ documents: { ...session.documents, [event.serviceId]: event.paper } });
    case 'tick': {
      const limits = limitsOf(session);
      if (!limits || isPristine(session)) return session;
      return nowMs - session.quietSinceMs >= limits.quietMs + limits.warnMs ? null : session;
    }
  }
}
