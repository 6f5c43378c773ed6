import type { EventKind } from '../contract/kiosk/event-catalogue.ts';
import type { ScreenRow } from '../contract/kiosk/screens/row.ts';
import type { StaffSaid } from '../contract/kiosk/screens/staff.ts';
import type { SlipState, TroubleCause } from '../contract/kiosk/screens/ticket.ts';
import { type SpeechSettings, USUAL_SPEECH } from '../contract/kiosk/speech-mode.ts';
import {
  type AccessSettings,
  type Attention,
  DEFAULT_ATTENTION,
  SCREENS,
  type ScreenName,
  type ScreenOf,
} from '../contract/kiosk/view-state.ts';
import type { ServiceId } from '../contract/shared/ids.ts';
import type { Language } from '../contract/shared/languages.ts';
import type { VisitType } from '../contract/shared/visit-type.ts';
import { USUAL_WAITING_TIMES, type WaitingTimes } from '../contract/shared/waiting-times.ts';
import { DEFAULT_ACCESS } from '../domain/default-access.ts';
import type { NoTurnCause } from '../domain/no-turn.ts';
import type { QueueState } from '../domain/queue-state.ts';
import type { Reach } from '../domain/waits.ts';
import type { Directions } from '../ports/store.ts';
import type { Arrival, ResultToShow } from './check-in-result.ts';
import type { Claim } from './read-codes.ts';
import type { SessionTicket } from './take-ticket.ts';
import type { FaultLogin, PinLogin, TechnicianPage } from './technician-login.ts';

/**
 * One person in front of the kiosk, as a pure machine (`session-step.ts`). Times are monotonic milliseconds.
 *
 * Invariants: whoever leaves takes everything along: a new session is Catalan, with default access settings, at the façade;
 * `stateNo` grows whenever what a touch would mean changes, so a touch meant for another screen is known by its number.
 */
export interface Session extends Waiting {
  readonly sessionId: string;
  readonly stateNo: number;
  readonly language: Language;
  /** The office's first language, in which every session begins. */
  readonly home: Language;
  readonly access: AccessSettings;
  readonly speech: SpeechSettings;
  /** What the person asks of the staff; where they have a number, it says what was asked with it as well (`attentionIn`). */
  readonly attention: Attention;
  /** The person's call for help, which `HelpCalls` knows while it is open. */
  readonly help: string | null;
  readonly place: Place;
  /** A screen over the place, left by "back". */
  readonly overlay: Overlay | null;
  /** The lists of documents this person asked for, and how far each is. */
  readonly documents: Readonly<Record<string, SlipState>>;
  /** The ticket that this person was given here, and where they chose it; `null` before it and once it is given up. */
  readonly issued: { readonly ticketId: string; readonly chosenAt: Place } | null;
  /** What this person has given up, oldest first. */
  readonly withdrawn: readonly WithdrawnTicket[];
  /** How often this person was told that a code or number is nobody's. */
  readonly failedGuesses: number;
  /** Of the signed code that this person showed last, and that something was made of. */
  readonly codeMark: string | null;
  readonly lasting: LastingState;
}

/** `mayBeOut`: its paper is, or may be, in the person's hand. */
export interface WithdrawnTicket {
  readonly ticketId: string;
  readonly label: string;
  readonly mayBeOut: boolean;
}

/** What outlasts a session, and says nothing of a person. */
export interface LastingState {
  /** Of signed codes of which nothing was made yet: whoever held them had gone on, or another number was being looked up. */
  readonly unusedCodes: ReadonlySet<string>;
  /** A number is being looked up, perhaps of somebody who has left. */
  readonly isLookingUp: boolean;
  /** A headset is plugged in. */
  readonly isJackIn: boolean;
  /** How long this office waits. */
  readonly times: WaitingTimes;
}

/** How long nobody has touched; `session-time.ts` has the rule. */
export interface Waiting {
  /** Since when, or since the place last changed by itself. */
  readonly quietSinceMs: number;
  /** Since when the warning stands; `null` while none does. */
  readonly warnedSinceMs: number | null;
  /** How often "more time" was asked for since something was done. */
  readonly extensions: number;
}

/** Something was done. */
export const actedAt = (nowMs: number): Waiting => ({ quietSinceMs: nowMs, warnedSinceMs: null, extensions: 0 });

export type Overlay = ScreenOf<'overlay'>;

/** What a service is chosen for, inside the door of appointments. */
export type CheckInPurpose =
  | { for: 'document' }
  | { for: 'no-code' }
  /** Somebody has said who they are. `onTrust`: nothing the kiosk holds says whether it is so. */
  | { for: 'claim'; claim: Claim; onTrust: boolean };

/** By what a result's code is known again; hashes where it tells who somebody is. */
export interface CodeMarks {
  readonly mark: string | null;
  readonly codeMark: string | null;
}

/** A place of the session is called as the screen that shows it; `idle` is shown as `closed` or `night` while the office takes no turns, and as the welcome of a first run. */
export type PlaceName = Exclude<ScreenName, Overlay | 'closed' | 'night' | 'technician-welcome'>;

/** What came of what the staff last asked for at this place. */
interface StaffPageData {
  readonly said?: StaffSaid;
}

type ServicesPlace = { readonly at: 'services' } & Readonly<PlaceData['services']>;

/** What each place knows. A screen of the contract that has no entry here does not compile. */
interface PlaceData extends Record<TechnicianPage | 'idle' | 'check-in', object> {
  /** `purpose` is `null` for a ticket; `late` then goes with it. */
  services: { visitType: VisitType; groupId: string | null; purpose: CheckInPurpose | null; late: Arrival | null };
  /** `list`: where the service was chosen; `known`: what was asked about. */
  'long-wait': {
    serviceId: ServiceId;
    list: ServicesPlace;
    known: { readonly queue: QueueState; readonly reach: Reach; readonly endsAt: string | null };
    /** When a keypad's key asked, by the monotonic clock; `null` where a touch did. */
    byKeyAtMs: number | null;
  };
  'locator-keypad': { mistyped: boolean };
  /** `serviceId` was chosen before: a number is looked up within it. */
  'document-keypad': { mistyped: boolean; serviceId: ServiceId };
  'appointment-hour': { serviceId: ServiceId };
  /** `shown`: the code that was read for it; `null` when it follows from a touch. */
  'check-in-result': { result: ResultToShow; shown: CodeMarks | null };
  /** Over a result with a number, which "no" goes back to. */
  'another-ticket': { result: ResultToShow; shown: CodeMarks | null };
  /** `from`: where back leads, `null` to the façade. */
  'other-office': {
    office: Directions;
    from:
      | ({ readonly at: 'check-in-result' } & Readonly<PlaceData['check-in-result']>)
      | ({ readonly at: 'long-wait' } & Readonly<PlaceData['long-wait']>)
      | null;
    slip: { readonly jobId: string; readonly paper: SlipState; readonly printer: string | null } | null;
  };
  /** Times are milliseconds since 1970. */
  'attendance-proof': {
    jobId: string;
    label: string;
    fromMs: number;
    toMs: number;
    paper: SlipState;
    printer: string | null;
  };
  /** `printer` tried the paper last. */
  printing: { ticket: SessionTicket; printer: string | null };
  'take-ticket': { ticket: SessionTicket; printer: string | null };
  /** `ended`: the paper's job is over. */
  'printer-trouble': { ticket: SessionTicket; cause: TroubleCause; ended: boolean; printer: string | null };
  /** No number could be given; people go to the desk. */
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

/** Whether nothing of a person is in it. */
export const isPristine = (session: Session): boolean =>
  session.place.at === 'idle' && session.overlay === null && !hasSettings(session);

/** Whether somebody has chosen how the screen speaks and looks, or asked something of the staff. */
export const hasSettings = ({ language, home, access, speech, attention, help }: Session): boolean =>
  language !== home ||
  !isUsual(access, DEFAULT_ACCESS) ||
  hasSpeechSettings(speech) ||
  asksAttention(attention) ||
  help !== null;

/** A headset that is plugged in says nothing of a person: it may have been left behind. */
const hasSpeechSettings = ({ mode, ...speech }: SpeechSettings): boolean => {
  const { mode: _off, ...usual } = USUAL_SPEECH;
  return mode === 'speaker' || !isUsual(speech, usual);
};

export const asksAttention = (attention: Attention): boolean => !isUsual(attention, DEFAULT_ATTENTION);

const isUsual = <T extends object>(settings: T, usual: T): boolean =>
  Object.entries(usual).every(([name, value]) => Reflect.get(settings, name) === value);

/** The screen of a paper that is as far. */
const screenOfSlip = (paper: SlipState): TicketPlace['at'] => {
  if (paper === 'coming') return 'printing';
  return paper === 'out' ? 'take-ticket' : 'printer-trouble';
};

/** What is true where somebody stands; a proof of attendance waits for its paper as a ticket does. */
export const rowOf = (place: Place): ScreenRow =>
  SCREENS[place.at === 'attendance-proof' ? screenOfSlip(place.paper) : place.at];

/** Whether the ticket on the screen can be given up: it is this person's, and was given here. */
export const canWithdraw = ({ place, overlay, issued }: Session): boolean =>
  overlay === null && 'ticket' in place && place.ticket.ticketId === issued?.ticketId;

/** The number given up last, until there is another one. */
export const givenUpIn = ({ issued, withdrawn }: Session): string | null =>
  issued === null ? (withdrawn.at(-1)?.label ?? null) : null;

/** Labels that the paper of this person's next ticket takes the place of. */
export const replacedLabels = ({ withdrawn }: Session): string[] =>
  withdrawn.flatMap(({ label, mayBeOut }) => (mayBeOut ? [label] : []));

/** Whoever reads the screen in larger letters reads paper so. */
export const wantsLargePrint = ({ access }: Session): boolean => access.textSize > DEFAULT_ACCESS.textSize;

/** Whether "back" leads anywhere. */
export const canGoBack = ({ place, overlay }: Session): boolean => SCREENS[overlay ?? place.at].back !== null;

export const isPage = (place: Place): place is PlaceOf<ScreenOf<'page'>> => SCREENS[place.at].kind === 'page';

export type StaffPlaceOf = PlaceOf<ScreenOf<'staff'>>;

export const isStaffPlace = (place: Place): place is StaffPlaceOf => SCREENS[place.at].kind === 'staff';

/** Whether this session has given the staff's code. */
export const isStaff = ({ place }: Session): boolean => isStaffPlace(place);

/** Whether this session has given the technician's PIN. */
export const isTechnician = ({ place }: Session): boolean => isPage(place);
