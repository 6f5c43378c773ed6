import type { Screen, ServiceChoice, TicketView, ViewState } from '../contract/kiosk/view-state.ts';
import type { CheckInWay } from '../contract/shared/check-in.ts';
import type { Language } from '../contract/shared/languages.ts';
import type { TimeOfDay } from '../contract/shared/times.ts';
import type { Way } from '../contract/shared/visit-type.ts';
import type { CheckIn } from './check-in.ts';
import { inLanguage } from './localized.ts';
import type { Office } from './office.ts';
import { outcomeScreen } from './outcome.ts';
import type { PrinterWatch } from './printer-watch.ts';
import { closesInMs, endsInSeconds, type Place, type Session, type SessionTicket } from './session.ts';
import { type TechnicianPlace, technicianScreen } from './technician-view.ts';

type TicketPlace = Extract<Place, { at: 'ticket' }>;

/** The job is over, paper did not come or nobody knows, and a printer prints now: whoever stands there knows whether any came out. */
export const canPrintAgain = ({ paper, ended }: TicketPlace, printers: PrinterWatch): boolean =>
  ended && paper !== 'out' && paper !== 'coming' && printers.canPrint();

/** What the screen follows besides the session. */
export interface KioskPlace extends TechnicianPlace {
  /** Why no number can be given at all; `null` when they can. */
  noNumbers: () => 'no-slot' | 'kiosk-revoked' | null;
  checkIn: CheckIn;
}

/** Places with a way back. */
const BACK_FROM: ReadonlySet<Place['at']> = new Set(['services', 'check-in', 'locator', 'document', 'hour', 'outcome']);

/** Everything the screen shows of a session in an office; `nowMs` is monotonic. */
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
    attention: session.attention,
    office: { name: profile.name, city: profile.city },
    localTime: `${date}T${time}`,
    endsInSeconds: endsInSeconds(session, nowMs),
    printerNotice: printers.notice(),
    storeNotice: place.storeNotice,
    canGoBack: session.overlay !== null || BACK_FROM.has(session.place.at),
    view: screenOf(session, place, nowMs),
  };
}

function screenOf(session: Session, kiosk: KioskPlace, nowMs: number): Screen {
  const { office, printers } = kiosk;
  if (session.overlay === 'help') {
    const hasDocuments = office.documentServices().length > 0;
    return { screen: 'help', phone: office.profile.phone ?? null, hasDocuments };
  }
  if (session.overlay === 'documents') return documentsScreen(session, office);
  if (session.overlay !== null) return { screen: session.overlay };
  const { place } = session;
  switch (place.at) {
    case 'front':
      return frontScreen(session.language, kiosk);
    case 'services':
      return servicesScreen(place, session.language, kiosk);
    case 'check-in':
      return { screen: 'check-in', ways: checkInWays(kiosk), scans: scans(kiosk) };
    case 'locator':
      return { screen: 'locator-keypad', notice: place.mistyped ? 'mistyped' : null, scans: scans(kiosk) };
    case 'document':
      return {
        screen: 'document-keypad',
        kinds: office.profile.checkIn?.documents ?? ['dni'],
        notice: place.mistyped ? 'mistyped' : null,
      };
    case 'hour':
      return {
        screen: 'appointment-hour',
        serviceId: place.serviceId,
        service: serviceText(place.serviceId, 'appointment', session.language, office),
        hours: hoursAround(office),
      };
    case 'outcome':
      return outcomeScreen(place.told, office, kiosk.checkIn);
    case 'proof':
      return proofScreen(place, session.language, office);
    case 'ticket':
      return ticketScreen(place, session, office, printers);
    case 'refused':
      return { screen: 'out-of-service', cause: place.cause };
    case 'technician':
      return technicianScreen(place.door, closesInMs(session, nowMs) ?? 0, kiosk);
  }
}

function ticketScreen(place: TicketPlace, session: Session, office: Office, printers: PrinterWatch): Screen {
  const { paper } = place;
  const ticket = viewTicket(place.ticket, session.language, office);
  const outAt = office.placeOf(place.printer);
  const where = outAt ? inLanguage(outAt, session.language) : null;
  if (paper === 'coming') return { screen: 'printing', ticket, place: where };
  if (paper !== 'out')
    return { screen: 'printer-trouble', ticket, cause: paper, canPrintAgain: canPrintAgain(place, printers) };
  const { serviceId } = place.ticket;
  const documents = office.hasDocuments(serviceId) ? { paper: session.documents[serviceId] ?? null } : null;
  return { screen: 'take-ticket', ticket, place: where, documents };
}

function documentsScreen(session: Session, office: Office): Screen {
  return {
    screen: 'documents',
    choices: office.documentServices().map(({ serviceId, name, pictogram }) => ({
      serviceId,
      name: inLanguage(name, session.language),
      pictogram,
      paper: session.documents[serviceId] ?? null,
    })),
  };
}

/** The ticket in the language of the screen, which may change after the touch, and its service in Catalan too. */
function viewTicket(
  { ticketId, label, serviceId, way, appointment }: SessionTicket,
  language: Language,
  office: Office,
): TicketView {
  const desk = office.profile.desks.find(({ deskId }) => deskId === appointment?.deskId);
  return {
    ticketId,
    label,
    serviceId,
    service: serviceText(serviceId, way, language, office),
    way,
    appointment: appointment && {
      time: office.momentOf(appointment.startMs).time,
      waitAt: desk ? inLanguage(desk.name, language) : null,
    },
  };
}

function serviceText(serviceId: string, way: Way, language: Language, office: Office): TicketView['service'] {
  const name = office.service(serviceId, way)?.name ?? { ca: serviceId };
  return { text: inLanguage(name, language), catalan: name.ca };
}

/** A code that is held before the reader is read at this moment. */
const scans = ({ office, scanner }: KioskPlace): boolean =>
  office.profile.checkIn?.ways.includes('scan') === true && READS.has(scanner() ?? '');
/** A wedge does not say how it is. */
const READS: ReadonlySet<string> = new Set(['ready', 'wedge']);

/** Without a reader that reads nobody is sent to it, as long as another way is left. */
function checkInWays(kiosk: KioskPlace): CheckInWay[] {
  const { ways = ['no-code'] } = kiosk.office.profile.checkIn ?? {};
  const usable = ways.filter((way) => way !== 'scan' || scans(kiosk));
  return usable.length > 0 ? usable : ways;
}

const HOUR_STEP_MINUTES = 15;
const HOURS_SHOWN = 12;
const MINUTES_BACK = 30;
const MINUTES_OF_A_DAY = 1_440;

/** Quarters of an hour, from a little before now on, as far as today goes. */
function hoursAround(office: Office): TimeOfDay[] {
  const [hour = '0', minute = '0'] = office.now().time.split(':');
  const from = Math.max(0, Number(hour) * 60 + Number(minute) - MINUTES_BACK);
  const first = Math.floor(from / HOUR_STEP_MINUTES) * HOUR_STEP_MINUTES;
  return Array.from({ length: HOURS_SHOWN }, (_, at) => first + at * HOUR_STEP_MINUTES)
    .filter((minutes) => minutes < MINUTES_OF_A_DAY)
    .map((minutes) => [minutes / 60, minutes % 60].map((part) => String(Math.floor(part)).padStart(2, '0')).join(':'));
}

function proofScreen(
  { label, fromMs, toMs, paper, printer }: Extract<Place, { at: 'proof' }>,
  language: Language,
  office: Office,
): Screen {
  const outAt = office.placeOf(printer);
  return {
    screen: 'attendance-proof',
    label,
    from: office.momentOf(fromMs).time,
    to: office.momentOf(toMs).time,
    paper,
    place: outAt ? inLanguage(outAt, language) : null,
  };
}

function frontScreen(language: Language, kiosk: KioskPlace): Screen {
  const { office, noNumbers } = kiosk;
  const cause = noNumbers();
  if (cause !== null) return { screen: 'out-of-service', cause };
  const front = office.front();
  if (front.open) return { screen: 'idle', ways: office.doors(), openUntil: front.until, scans: scans(kiosk) };
  return {
    screen: 'closed',
    reason: front.reason ? inLanguage(front.reason, language) : null,
    reopens: front.reopens,
    elsewhere: front.elsewhere,
    phone: office.profile.phone ?? null,
  };
}

function servicesScreen(
  { way, groupId, purpose }: Extract<Place, { at: 'services' }>,
  language: Language,
  { office, checkIn }: KioskPlace,
): Screen {
  const { profile } = office;
  const claim = purpose?.for === 'claim' ? purpose.claim : null;
  const services = profile.services.filter((service) => service.ways.includes(way));
  const group = profile.groups.find((candidate) => candidate.groupId === groupId) ?? null;
  const choices: ServiceChoice[] = services
    .filter((service) => (service.groupId ?? null) === groupId)
    .map((service) => {
      const { openNow, opensAt } = office.availability(service);
      return {
        kind: 'service',
        serviceId: service.serviceId,
        name: inLanguage(service.name, language),
        hint: service.hint ? inLanguage(service.hint, language) : null,
        pictogram: service.pictogram,
        closed: openNow || (purpose !== null && checkIn.takes(service, claim)) ? null : { opensAt },
      };
    });
  if (groupId === null)
    for (const candidate of profile.groups)
      if (services.some((service) => service.groupId === candidate.groupId))
        choices.push({
          kind: 'group',
          groupId: candidate.groupId,
          name: inLanguage(candidate.name, language),
          hint: candidate.hint ? inLanguage(candidate.hint, language) : null,
          pictogram: candidate.pictogram,
        });
  return {
    screen: 'services',
    way,
    purpose: purpose === null ? 'ticket' : 'check-in',
    group: group ? { groupId: group.groupId, name: inLanguage(group.name, language) } : null,
    choices,
  };
}
