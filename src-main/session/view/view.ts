import { type Bookable, offersHours } from '../../booking/steps/bookable.ts';
import { bookErrandScreen, bookedScreen, bookHourScreen, bookSureScreen } from '../../booking/view/booking-view.ts';
import type { QueueStates } from '../../calling/ports/queue-state.ts';
import type { HelpCalls } from '../../calling/steps/help-calls.ts';
import { longWaitScreen } from '../../calling/steps/long-wait.ts';
import type { WordAfter } from '../../calling/steps/word-after.ts';
import type { CentreStatus } from '../../centre/contract/centre-status.ts';
import type { CheckIn } from '../../check-in/steps/check-in.ts';
import { scans, takesCodesFromHome, usableMethods } from '../../check-in/steps/check-in-methods.ts';
import { resultScreen } from '../../check-in/steps/check-in-result.ts';
import type { Language } from '../../contract/shared/languages.ts';
import { inLanguage } from '../../contract/shared/localized.ts';
import type { TimeOfDay } from '../../contract/shared/times.ts';
import type { VisitType } from '../../contract/shared/visit-type.ts';
import { FACES } from '../../domain/faces.ts';
import { minuteOf, timeOf } from '../../domain/opening-hours.ts';
import { isSensitiveService } from '../../domain/sensitive-service.ts';
import { ticketNameOf } from '../../office/rules/guidance.ts';
import { isDark } from '../../office/steps/night.ts';
import type { Office } from '../../office/steps/office.ts';
import { otherOfficeScreen, whereItComesOut } from '../../office/view/other-office-view.ts';
import type { Speech } from '../../speech/ports/speech.ts';
import { attentionIn, callOf, isAttentionAcknowledged } from '../../staff/steps/asked-of-staff.ts';
import { type StaffViewPlace, staffScreen } from '../../staff/view/staff-view.ts';
import { welcomeScreen } from '../../technician/view/first-run-view.ts';
import { faultOf } from '../../technician/view/technician-pages.ts';
import { minutesLeft, PAGES, pinScreen, type TechnicianPlace } from '../../technician/view/technician-view.ts';
import type { TicketView } from '../../tickets/contract/ticket.ts';
import type { PrinterWatch } from '../../tickets/steps/printer-watch.ts';
import type { SessionTicket } from '../../tickets/steps/take-ticket.ts';
import { servicesScreen } from '../../tickets/view/services-view.ts';
import { followAddress, isFetched } from '../../tickets/view/ticket-document.ts';
import { SCREENS, type Screen, type ScreenName, type ScreenOf, type ViewState } from '../contract/view-state.ts';
import {
  canGoBack,
  canWithdraw,
  givenUpIn,
  isPage,
  isStaffPlace,
  type Overlay,
  type PlaceName,
  type PlaceOf,
  type Session,
} from '../steps/session.ts';
import { closesInMs, warningOf } from '../steps/session-time.ts';

/**
 * Whether the screen offers to print again: the print job has ended without the printer's confirmation of a paper, and a printer can print
 * now. Only the citizen knows whether paper came out.
 */
export const canPrintAgain = ({ ended }: PlaceOf<'printer-trouble'>, printers: PrinterWatch): boolean =>
  ended && printers.canPrint();

export interface KioskPlace extends TechnicianPlace, StaffViewPlace {
  bookable: Pick<Bookable, 'services'>;
  checkIn: CheckIn;
  help: HelpCalls;
  queueStates: QueueStates;
  word: Pick<WordAfter, 'isAsked'>;
  speech: Pick<Speech, 'fault' | 'state'>;
}

export function composeView(session: Session, place: KioskPlace, nowMs: number): ViewState {
  const { office, printers } = place;
  const { profile } = office;
  const { date, time } = office.now();
  return {
    sessionId: session.sessionId,
    stateNo: session.stateNo,
    language: session.language,
    languages: profile.languages,
    access: session.access,
    attention: attentionIn(session),
    attentionAcknowledged: isAttentionAcknowledged(session),
    helpComing: session.help !== null && place.help.standing(session.help)?.state === 'coming',
    office: { name: profile.name, city: profile.city },
    localTime: `${date}T${time}`,
    knowsHour: office.knowsHour(),
    warning: warningOf(session, nowMs),
    printerNotice: printers.notice(),
    storeNotice: place.storeNotice,
    network: networkOf(place.centre.status()),
    hours: office.hours(),
    canGoBack: canGoBack(session),
    canWithdraw: canWithdraw(session),
    givenUp: givenUpIn(session),
    speech: {
      ...session.speech,
      says: saysScreen(session, office),
      aloud: mayReadAloud(session, place),
      synthesiser: place.speech.state(),
    },
    view: screenOf(session, place, nowMs),
  };
}

const saysScreen = (session: Session, office: Office): boolean =>
  session.speech.mode === 'speaker' ? isForAnybody(session, office) : session.speech.mode === 'private';

/**
 * Whether the screen offers to be read aloud. It does not while a headset is plugged in, because the screen is then read already. While the
 * access settings cover another screen, the covered screen decides.
 */
function mayReadAloud(session: Session, { office, speech }: KioskPlace): boolean {
  const overlay = session.overlay === 'access' ? null : session.overlay;
  const isAllowed = office.profile.speech.speaker && session.speech.mode === 'off' && speech.state() === 'ready';
  return isAllowed && isForAnybody({ ...session, overlay }, office);
}

/**
 * Whether the loudspeaker may read the screen: not a screen for private listening only (`heard`), not the ticket of an appointment, which
 * is personal, and no screen after the choice of a sensitive service.
 */
function isForAnybody({ place, overlay }: Session, { profile }: Office): boolean {
  const chosen = 'ticket' in place ? place.ticket.serviceId : 'serviceId' in place ? place.serviceId : null;
  if (chosen !== null && isSensitiveService(profile, chosen)) return false;
  if (overlay === null && 'ticket' in place && place.ticket.visitType === 'appointment') return false;
  return SCREENS[overlay ?? place.at].heard === 'anybody';
}

function networkOf({ state, trouble }: CentreStatus): ViewState['network'] {
  if (state === 'none') return null;
  return state === 'paired' && (trouble === null || trouble === 'central-busy') ? 'online' : 'offline';
}

const OVERLAYS: { [N in Overlay]: (session: Session, kiosk: KioskPlace) => ScreenCalled<N> } = {
  language: () => ({ screen: 'language' }),
  access: () => ({ screen: 'access' }),
  help: (session, { office, centre, help }) => ({
    screen: 'help',
    phone: office.profile.phone ?? null,
    desk: office.profile.help?.desk ? inLanguage(office.profile.help.desk, session.language) : null,
    call: callOf(session, { office, centre, help }),
    documents: helpDocuments(session, office),
  }),
  word: () => ({ screen: 'word', faces: [...FACES] }),
  'word-thanks': () => ({ screen: 'word-thanks' }),
  documents: ({ language, documents }, { office }) => ({
    screen: 'documents',
    choices: office.documentServices().map(({ serviceId, name, pictogram }) => ({
      serviceId,
      name: inLanguage(name, language),
      pictogram,
      paper: documents[serviceId] ?? null,
    })),
  }),
};

type ScreenCalled<N extends ScreenName> = Extract<Screen, { screen: N }>;
type CitizenPlace = Exclude<PlaceName, ScreenOf<'page' | 'staff'>>;
type ComposeScreen<N extends CitizenPlace> = (place: PlaceOf<N>, session: Session, kiosk: KioskPlace) => Screen;

const PLACES: { [N in CitizenPlace]: ComposeScreen<N> } = {
  idle: (_place, session, kiosk) => idleScreen(session, kiosk),
  services: (place, session, kiosk) => ({
    ...servicesScreen(place, session.language, kiosk),
    ...offered(session, kiosk),
  }),
  'book-errand': (_place, { language }, kiosk) => bookErrandScreen(language, kiosk),
  'book-hour': (place, { language }, { office }) => bookHourScreen(place, language, office),
  'book-sure': (place, { language }, { office }) => bookSureScreen(place, language, office),
  booked: (place, { language }, kiosk) => bookedScreen(place, language, kiosk),
  'long-wait': (place, { language }, { office, queueStates }) => longWaitScreen(place, language, office, queueStates),
  'check-in': (_place, _session, kiosk) => ({
    screen: 'check-in',
    methods: usableMethods(kiosk),
    scans: scans(kiosk),
    fromHome: takesCodesFromHome(kiosk),
  }),
  'locator-keypad': ({ mistyped }, _session, kiosk) => ({
    screen: 'locator-keypad',
    notice: mistyped ? 'mistyped' : null,
    scans: scans(kiosk),
    fromHome: takesCodesFromHome(kiosk),
  }),
  'document-keypad': ({ mistyped }, _session, { office }) => ({
    screen: 'document-keypad',
    kinds: office.profile.checkIn?.documents ?? ['dni'],
    notice: mistyped ? 'mistyped' : null,
  }),
  'appointment-hour': ({ serviceId }, { language }, { office }) => ({
    screen: 'appointment-hour',
    serviceId,
    service: serviceText(serviceId, 'appointment', language, office),
    hours: hoursAround(office),
  }),
  'check-in-result': ({ result }, { language }, { office, checkIn }) => resultScreen(result, language, office, checkIn),
  'other-office': (place, { language }, { office }) => otherOfficeScreen(place, language, office),
  'another-ticket': ({ result }) => ({ screen: 'another-ticket', label: result.ticket?.label ?? null }),
  'attendance-proof': ({ label, fromMs, toMs, paper, printer }, { language }, { office }) => ({
    screen: 'attendance-proof',
    label,
    paper,
    place: whereItComesOut(printer, language, office),
    from: office.momentOf(fromMs).time,
    to: office.momentOf(toMs).time,
  }),
  printing: ({ ticket, printer }, { language }, kiosk) => ({
    screen: 'printing',
    ticket: viewTicket(ticket, language, kiosk),
    place: whereItComesOut(printer, language, kiosk.office),
  }),
  'take-ticket': ({ ticket, printer }, { language, documents }, kiosk) => ({
    screen: 'take-ticket',
    ticket: viewTicket(ticket, language, kiosk),
    place: whereItComesOut(printer, language, kiosk.office),
    documents: kiosk.office.hasDocuments(ticket.serviceId) ? { paper: documents[ticket.serviceId] ?? null } : null,
  }),
  'printer-trouble': (place, { language }, kiosk) => ({
    screen: 'printer-trouble',
    ticket: viewTicket(place.ticket, language, kiosk),
    cause: place.cause,
    canPrintAgain: canPrintAgain(place, kiosk.printers),
  }),
  'out-of-service': ({ cause }) => ({ screen: 'out-of-service', cause }),
  'technician-pin': (place, _session, { gate, firstRun }) =>
    pinScreen(place, gate, firstRun.isRunning() && firstRun.at() === 'pin'),
};

function screenOf(session: Session, kiosk: KioskPlace, nowMs: number): Screen {
  const { place, overlay } = session;
  if (overlay !== null) return OVERLAYS[overlay](session, kiosk);
  const minutes = minutesLeft(closesInMs(session, nowMs) ?? 0);
  const edges = { slot: kiosk.slot, closesInMinutes: minutes };
  if (place.at === 'technician-fault') return { screen: place.at, ...edges, ...faultOf(place.kind) };
  if (isPage(place)) return { ...edges, ...PAGES[place.at](kiosk) };
  if (isStaffPlace(place)) return staffScreen(place, minutes, kiosk, session.language);
  const screen = screenAt(place, session, kiosk);
  return screen.screen === 'closed' && isDark(session, kiosk.office, nowMs) ? { screen: 'night' } : screen;
}

function screenAt<N extends CitizenPlace>(place: PlaceOf<N>, session: Session, kiosk: KioskPlace): Screen {
  const compose: ComposeScreen<N> = PLACES[place.at];
  return compose(place, session, kiosk);
}

function helpDocuments({ documents }: Session, office: Office): ScreenCalled<'help'>['documents'] {
  const [only, ...more] = office.documentServices();
  if (only === undefined) return null;
  return more.length > 0
    ? { lists: 'several' }
    : { lists: 'one', serviceId: only.serviceId, paper: documents[only.serviceId] ?? null };
}

function viewTicket(
  { ticketId, label, serviceId, visitType, followToken, appointment }: SessionTicket,
  language: Language,
  { office, queueStates }: KioskPlace,
): TicketView {
  const desk = office.profile.desks.find(({ deskId }) => deskId === appointment?.deskId);
  return {
    ticketId,
    label,
    serviceId,
    service: serviceText(serviceId, visitType, language, office),
    visitType,
    queue: queueStates.ofTicket(ticketId),
    ...(isFetched(office.profile, serviceId) ? { isFetched: true as const } : {}),
    follow: followAddress(office.profile, followToken),
    appointment: appointment && {
      time: office.momentOf(appointment.startMs).time,
      waitAt: desk ? inLanguage(desk.name, language) : null,
    },
  };
}

function serviceText(
  serviceId: string,
  visitType: VisitType,
  language: Language,
  office: Office,
): TicketView['service'] {
  const service = office.service(serviceId, visitType);
  const name = service ? ticketNameOf(service) : { ca: serviceId };
  return { text: inLanguage(name, language), catalan: name.ca };
}

const HOUR_STEP_MINUTES = 15;
const HOURS_SHOWN = 12;
const MINUTES_BACK = 30;
const MINUTES_OF_A_DAY = 1_440;

/**
 * Returns the times of day among which a citizen finds the start of an appointment: `HOURS_SHOWN` quarters of an hour, the first about
 * `MINUTES_BACK` minutes ago, none of tomorrow; no times while the clock's time is not credible.
 */
function hoursAround(office: Office): TimeOfDay[] {
  if (!office.knowsHour()) return [];
  const from = Math.max(0, minuteOf(office.now().time) - MINUTES_BACK);
  const first = Math.floor(from / HOUR_STEP_MINUTES) * HOUR_STEP_MINUTES;
  return Array.from({ length: HOURS_SHOWN }, (_, at) => first + at * HOUR_STEP_MINUTES)
    .filter((minutes) => minutes < MINUTES_OF_A_DAY)
    .map(timeOf);
}

/** Whether the screen offers to book an appointment on another day: only while the centre answers and has services to book. */
const offered = (session: Session, kiosk: KioskPlace): { books?: true } =>
  offersHours(session, kiosk) && kiosk.bookable.services().length > 0 && networkOf(kiosk.centre.status()) === 'online'
    ? { books: true }
    : {};

function idleScreen(session: Session, kiosk: KioskPlace): Screen {
  const { language } = session;
  const { office, noNumbers, firstRun } = kiosk;
  if (firstRun.isRunning()) return welcomeScreen(kiosk);
  const cause = noNumbers();
  if (cause !== null) return { screen: 'out-of-service', cause };
  const front = office.front();
  if (front.open)
    return {
      screen: 'idle',
      entries: office.entries(),
      openUntil: front.until,
      scans: scans(kiosk),
      ...(kiosk.word.isAsked() && { asksWord: true as const }),
    };
  const { elsewhere } = front;
  return {
    screen: 'closed',
    reason: front.reason ? inLanguage(front.reason, language) : null,
    reopens: front.reopens,
    elsewhere: elsewhere && { name: elsewhere.name, address: elsewhere.address, until: elsewhere.until },
    phone: office.profile.phone ?? null,
    ...offered(session, kiosk),
  };
}
