import type { BookedHour, NoHours } from '../../booking/ports/office-hours.ts';
import type { Reach } from '../../calling/rules/waits.ts';
import type { Arrival, ResultToShow } from '../../check-in/steps/check-in-result.ts';
import type { Claim } from '../../check-in/steps/read-codes.ts';
import type { ServiceId } from '../../contract/shared/ids.ts';
import type { Language } from '../../contract/shared/languages.ts';
import type { VisitType } from '../../contract/shared/visit-type.ts';
import { USUAL_WAITING_TIMES, type WaitingTimes } from '../../contract/shared/waiting-times.ts';
import type { QueueState } from '../../domain/queue-state.ts';
import { type SpeechSettings, USUAL_SPEECH } from '../../speech/contract/speech-mode.ts';
import type { StaffSaid } from '../../staff/contract/staff.ts';
import type { FaultLogin, PinLogin, TechnicianPage } from '../../technician/steps/technician-login.ts';
import type { SlipState, TroubleCause } from '../../tickets/contract/ticket.ts';
import type { Directions } from '../../tickets/ports/store.ts';
import type { NoTurnCause } from '../../tickets/rules/no-turn.ts';
import type { SessionTicket } from '../../tickets/steps/take-ticket.ts';
import type { EventKind } from '../contract/event-catalogue.ts';
import type { ScreenRow } from '../contract/row.ts';
import {
  type AccessSettings,
  type Attention,
  DEFAULT_ATTENTION,
  SCREENS,
  type ScreenName,
  type ScreenOf,
} from '../contract/view-state.ts';
import { DEFAULT_ACCESS } from '../rules/default-access.ts';

/**
 * One citizen in front of the kiosk, as a pure state machine (`session-step.ts`). Times are monotonic milliseconds.
 *
 * Invariants: Nothing about a citizen stays after the session: a new session begins on the start screen, in the office's first language,
 * with default access settings. Only after `next-person`, which may be the same citizen, do language, access and speech stay. `stateNo`
 * grows whenever the meaning of a touch changes, so that a touch on an outdated screen is recognised.
 */
export interface Session extends Waiting {
  readonly sessionId: string;
  readonly stateNo: number;
  readonly language: Language;
  readonly home: Language;
  readonly access: AccessSettings;
  readonly speech: SpeechSettings;
  /**
   * The citizen's requests to staff in this session. `attentionIn` adds the requests that were made earlier with the ticket on the screen.
   */
  readonly attention: Attention;
  /** Id of the citizen's open call for help in `HelpCalls`; `null` without one. */
  readonly help: string | null;
  readonly place: Place;
  readonly overlay: Overlay | null;
  readonly documents: Readonly<Record<string, SlipState>>;
  /**
   * The ticket issued in this session, and the screen on which it was chosen; `null`: none, it was withdrawn, or a ticket that existed
   * before is shown again.
   */
  readonly issued: { readonly ticketId: string; readonly chosenAt: Place } | null;
  readonly withdrawn: readonly WithdrawnTicket[];
  readonly failedGuesses: number;
  readonly codeMark: string | null;
  readonly lasting: LastingState;
}

/** A ticket that the citizen withdrew. `mayBeOut`: its paper may be in the citizen's hand. */
export interface WithdrawnTicket {
  readonly ticketId: string;
  readonly label: string;
  readonly mayBeOut: boolean;
}

/** State that outlasts a session, because it concerns no citizen. */
export interface LastingState {
  /** Marks of signed codes that were read but not processed, because the citizen had gone on or a number was being looked up. */
  readonly unusedCodes: ReadonlySet<string>;
  readonly isLookingUp: boolean;
  readonly isJackIn: boolean;
  readonly times: WaitingTimes;
}

/** How long the session has been untouched; `session-time.ts` decides what follows. */
export interface Waiting {
  /** Time of the last touch, or of the last change of the screen without a touch. */
  readonly quietSinceMs: number;
  /** Time at which the warning appeared; `null` without a warning. */
  readonly warnedSinceMs: number | null;
  /** Number of requests for "more time" since the last other touch. */
  readonly extensions: number;
}

export const actedAt = (nowMs: number): Waiting => ({ quietSinceMs: nowMs, warnedSinceMs: null, extensions: 0 });

export type Overlay = ScreenOf<'overlay'>;

/** Why a citizen with an appointment is asked for a service. */
export type CheckInPurpose =
  | { for: 'document' }
  | { for: 'no-code' }
  /** The citizen presented a credential (`Claim`). `onTrust`: the kiosk cannot verify it. */
  | { for: 'claim'; claim: Claim; onTrust: boolean };

/**
 * Marks of the scanned code that led to a result. `mark` recognises the same code when it is scanned again. `codeMark` identifies a signed
 * code that is accepted only once. Marks that identify a person are hashes.
 */
export interface CodeMarks {
  readonly mark: string | null;
  readonly codeMark: string | null;
}

/**
 * A place is named after its screen. `idle` is shown as `closed` or `night` while the office is closed, as `out-of-service` while the kiosk
 * may not issue numbers, and as the welcome of a first run.
 */
export type PlaceName = Exclude<ScreenName, Overlay | 'closed' | 'night' | 'technician-welcome'>;

interface StaffPageData {
  readonly said?: StaffSaid;
}

export type HoursKnown =
  | { readonly is: 'asking' | 'none' | NoHours }
  | { readonly is: 'hours'; readonly starts: readonly string[] };

/** The list of services to which "back" leads from the booking screens; `null`: back leads to the start screen of a closed office. */
export type BookingFrom = ServicesPlace | null;
type BookHourPlace = { readonly at: 'book-hour' } & Readonly<PlaceData['book-hour']>;

type ServicesPlace = { readonly at: 'services' } & Readonly<PlaceData['services']>;

/** The data of each screen. A screen of the contract without an entry here does not compile. */
interface PlaceData extends Record<TechnicianPage | 'idle' | 'check-in', object> {
  /**
   * `purpose`: `null` while the citizen takes a walk-in number. `late`: the check-in of a citizen who came too late for an appointment,
   * sent to the centre with the walk-in number; `null` for other citizens.
   */
  services: { visitType: VisitType; groupId: string | null; purpose: CheckInPurpose | null; late: Arrival | null };
  /** `list`: the screen on which the service was chosen; `known`: the queue at the moment when the citizen was asked whether to wait. */
  'long-wait': {
    serviceId: ServiceId;
    list: ServicesPlace;
    known: { readonly queue: QueueState; readonly reach: Reach; readonly endsAt: string | null };
    /** Monotonic time at which a key of the keypad opened the question; `null`: a touch opened it. */
    byKeyAtMs: number | null;
  };
  'locator-keypad': { mistyped: boolean };
  /** The document number is looked up among the appointments of `serviceId`. */
  'document-keypad': { mistyped: boolean; serviceId: ServiceId };
  'appointment-hour': { serviceId: ServiceId };
  /** `shown`: the scanned code that led to this result; `null` after a touch. */
  'check-in-result': { result: ResultToShow; shown: CodeMarks | null };
  /** The question to a citizen whose check-in result already has a number, whether they want another ticket; "no" returns to the result. */
  'another-ticket': { result: ResultToShow; shown: CodeMarks | null };
  /** `from`: the screen to which "back" leads; `null`: the start screen. */
  'other-office': {
    office: Directions;
    from:
      | ({ readonly at: 'check-in-result' } & Readonly<PlaceData['check-in-result']>)
      | ({ readonly at: 'long-wait' } & Readonly<PlaceData['long-wait']>)
      | null;
    slip: { readonly jobId: string; readonly paper: SlipState; readonly printer: string | null } | null;
  };
  'attendance-proof': {
    jobId: string;
    label: string;
    fromMs: number;
    toMs: number;
    paper: SlipState;
    printer: string | null;
  };
  'book-errand': { from: BookingFrom };
  /** `gone`: appointment times that were not free any more when the citizen chose them. */
  'book-hour': { serviceId: ServiceId; from: BookingFrom; known: HoursKnown; gone: ReadonlySet<string> };
  /**
   * `hold`: the secret by which the centre recognises the held appointment time; `list`: the screen on which the citizen chose the time.
   */
  'book-sure': {
    serviceId: ServiceId;
    start: string;
    hold: string | null;
    doing: 'holding' | 'sure' | 'confirming' | 'unknown';
    list: BookHourPlace;
  };
  booked: {
    serviceId: ServiceId;
    hour: BookedHour;
    hold: string;
    jobId: string;
    paper: SlipState;
    ended: boolean;
    printer: string | null;
  };
  printing: { ticket: SessionTicket; printer: string | null };
  'take-ticket': { ticket: SessionTicket; printer: string | null };
  'printer-trouble': { ticket: SessionTicket; cause: TroubleCause; ended: boolean; printer: string | null };
  'out-of-service': { cause: NoTurnCause };
  'technician-pin': Omit<PinLogin, 'at'>;
  'technician-fault': Omit<FaultLogin, 'at'>;
  staff: StaffPageData;
  'staff-service': StaffPageData & { serviceId: ServiceId };
  'staff-number': StaffPageData & { typed: number | null };
  'staff-served': StaffPageData & { series: string; typed: number | null };
  'staff-unprinted': StaffPageData;
  'staff-fault': StaffPageData & { kind: EventKind };
}

export type PlaceOf<N extends PlaceName> = { [P in N]: { readonly at: P } & Readonly<PlaceData[P]> }[N];
export type Place = PlaceOf<PlaceName>;

export type CheckInPlace = PlaceOf<
  | 'services'
  | 'check-in'
  | 'locator-keypad'
  | 'document-keypad'
  | 'appointment-hour'
  | 'check-in-result'
  | 'another-ticket'
  | 'other-office'
  | 'attendance-proof'
>;
export type BookingPlace = PlaceOf<'book-errand' | 'book-hour' | 'book-sure' | 'booked'>;
export type TicketPlace = PlaceOf<'printing' | 'take-ticket' | 'printer-trouble'>;

export const NOTHING_LASTING: LastingState = {
  unusedCodes: new Set(),
  isLookingUp: false,
  isJackIn: false,
  times: USUAL_WAITING_TIMES,
};

export const startSession = (
  sessionId: string,
  home: Language,
  nowMs: number,
  lasting: LastingState = NOTHING_LASTING,
): Session => ({
  sessionId,
  stateNo: 0,
  language: home,
  home,
  access: DEFAULT_ACCESS,
  speech: { ...USUAL_SPEECH, mode: lasting.isJackIn ? 'private' : 'off' },
  attention: DEFAULT_ATTENTION,
  help: null,
  place: { at: 'idle' },
  overlay: null,
  documents: {},
  issued: null,
  withdrawn: [],
  failedGuesses: 0,
  codeMark: null,
  lasting,
  ...actedAt(nowMs),
});

export const isPristine = (session: Session): boolean =>
  session.place.at === 'idle' && session.overlay === null && !hasSettings(session);

/** Whether the citizen has changed language, access or speech, or has asked for staff. */
export const hasSettings = ({ language, home, access, speech, attention, help }: Session): boolean =>
  language !== home ||
  !isAlike(access, DEFAULT_ACCESS) ||
  hasSpeechSettings(speech) ||
  asksAttention(attention) ||
  help !== null;

/** Whether the citizen has changed speech settings. A plugged-in headset alone is no change, because it may have been left behind. */
const hasSpeechSettings = ({ mode, ...speech }: SpeechSettings): boolean => {
  const { mode: _off, ...usual } = USUAL_SPEECH;
  return mode === 'speaker' || !isAlike(speech, usual);
};

export const asksAttention = (attention: Attention): boolean => !isAlike(attention, DEFAULT_ATTENTION);

export const isAlike = <T extends object>(one: T, other: T): boolean =>
  Object.entries(other).every(([name, value]) => Reflect.get(one, name) === value);

const screenOfSlip = (paper: SlipState): TicketPlace['at'] => {
  if (paper === 'coming') return 'printing';
  return paper === 'out' ? 'take-ticket' : 'printer-trouble';
};

/**
 * Returns the row of a place's screen. A proof of attendance and a booked appointment have the row of the ticket screen with the same state
 * of the paper.
 */
export const rowOf = (place: Place): ScreenRow =>
  SCREENS[place.at === 'attendance-proof' || place.at === 'booked' ? screenOfSlip(place.paper) : place.at];

export const canWithdraw = ({ place, overlay, issued }: Session): boolean =>
  overlay === null && 'ticket' in place && place.ticket.ticketId === issued?.ticketId;

/** The number that the citizen withdrew last; `null`: none, or another was issued since. */
export const givenUpIn = ({ issued, withdrawn }: Session): string | null =>
  issued === null ? (withdrawn.at(-1)?.label ?? null) : null;

/** Labels of withdrawn tickets whose paper the citizen may hold; the session's next ticket names them as replaced. */
export const replacedLabels = ({ withdrawn }: Session): string[] =>
  withdrawn.flatMap(({ label, mayBeOut }) => (mayBeOut ? [label] : []));

export const wantsLargePrint = ({ access }: Session): boolean => access.textSize > DEFAULT_ACCESS.textSize;

export const canGoBack = ({ place, overlay }: Session): boolean => SCREENS[overlay ?? place.at].back !== null;

export const isPage = (place: Place): place is PlaceOf<ScreenOf<'page'>> => SCREENS[place.at].kind === 'page';

export type StaffPlaceOf = PlaceOf<ScreenOf<'staff'>>;

export const isStaffPlace = (place: Place): place is StaffPlaceOf => SCREENS[place.at].kind === 'staff';

export const isStaff = ({ place }: Session): boolean => isStaffPlace(place);

export const isTechnician = ({ place }: Session): boolean => isPage(place);
