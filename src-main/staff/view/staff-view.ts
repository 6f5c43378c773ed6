import { lifeEventsOf } from '../../calling/steps/desk-day.ts';
import type { HelpCalls } from '../../calling/steps/help-calls.ts';
import { type AlarmBook, alarmsNow } from '../../calling/steps/staff-alarms.ts';
import type { ServiceId } from '../../contract/shared/ids.ts';
import type { Language } from '../../contract/shared/languages.ts';
import { inLanguage } from '../../contract/shared/localized.ts';
import type { Service } from '../../contract/shared/services.ts';
import { bandsOf, countedFrom, DESK_SLOT, formatLabel } from '../../domain/numbering.ts';
import { type Result, succeed } from '../../domain/result.ts';
import { UNDO_SERVED_MS } from '../../domain/staff.ts';
import { LIFE_STATES, lifeOf, type TurnState } from '../../domain/ticket-life.ts';
import type { PauseMemory } from '../../office/ports/pauses.ts';
import { ticketNameOf } from '../../office/rules/guidance.ts';
import { STOP_REASONS, type StopReason } from '../../office/rules/service-closure.ts';
import type { Office } from '../../office/steps/office.ts';
import { isLasting } from '../../office/steps/service-stops.ts';
import type { Clock } from '../../ports/clock.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { CoreStatus } from '../../session/contract/kiosk-api.ts';
import type { StaffPlaceOf } from '../../session/steps/session.ts';
import { faultOf, localMoment, printerRows } from '../../technician/view/technician-pages.ts';
import type { DayBook, NumberOfDay, WaitingOfService } from '../../tickets/ports/day-book.ts';
import type { NumberFaults } from '../../tickets/ports/number-faults.ts';
import type { TicketStore } from '../../tickets/ports/store.ts';
import { mayBeOfLine } from '../../tickets/rules/number-line.ts';
import type { ListedDay } from '../../tickets/rules/working-day.ts';
import type { PrinterWatch } from '../../tickets/steps/printer-watch.ts';
import { viewClosure } from '../../tickets/view/services-view.ts';
import type { NumberRow, StaffScreen } from '../contract/staff.ts';
import type { ServedMarks } from '../ports/served-marks.ts';

export interface StaffViewPlace {
  office: Office;
  printers: PrinterWatch;
  store: TicketStore;
  pauses: PauseMemory;
  served: Pick<ServedMarks, 'count' | 'mayUndo'>;
  help: Pick<HelpCalls, 'calls'>;
  deskAlarms: AlarmBook;
  numberFaults: Pick<NumberFaults, 'clashes'>;
  slot: number | null;
  isNamed: () => boolean;
  clock: Clock;
}

type StaffPage = StaffPlaceOf['at'];
type PageOf<P extends StaffPage> = Extract<StaffScreen, { screen: P }>;
type ScreenEdges = Pick<StaffScreen, 'slot' | 'closesInMinutes' | 'said' | 'undo'>;
type Compose<P extends StaffPage> = (
  place: Extract<StaffPlaceOf, { at: P }>,
  edges: ScreenEdges,
  kiosk: StaffViewPlace,
  language: Language,
) => PageOf<P>;

const MINUTE_MS = 60_000;
/** Largest number of rows on the page of unprinted numbers; the count on the first page includes all unprinted numbers. */
const MOST_LEFT = 30;
const PAUSE_MINUTES = [15, 30, 60, 120];
const ROUND_MS = 5 * MINUTE_MS;
/** The reasons in the page's sequence. `paused`: any other reason. */
const REASONS: readonly StopReason[] = ['staff', 'meeting', 'breakdown', 'emergency', 'full', 'paused'];

const STAFF_PAGES: { readonly [P in StaffPage]: Compose<P> } = {
  staff: firstPage,
  'staff-service': servicePage,
  'staff-number': numberPage,
  'staff-served': servedPage,
  'staff-unprinted': unprintedPage,
  'staff-fault': ({ kind }, edges) => ({ screen: 'staff-fault', ...edges, ...faultOf(kind) }),
};

export function staffScreen<P extends StaffPage>(
  place: Extract<StaffPlaceOf, { at: P }>,
  minutes: number,
  kiosk: StaffViewPlace,
  language: Language,
): StaffScreen {
  const compose: Compose<P> = STAFF_PAGES[place.at];
  const { said = null } = place;
  const markId = said?.markId ?? null;
  const undo = markId !== null && kiosk.served.mayUndo(markId, UNDO_SERVED_MS) ? markId : null;
  const edges = { slot: kiosk.slot, closesInMinutes: minutes, said, undo };
  return compose(place, edges, kiosk, language);
}

/** The value that was read, or `otherwise` if reading failed; the technician's page shows the disk's fault. */
const readOr = <T>(found: Result<T, { kind: string }>, otherwise: T): T => (found.ok ? found.value : otherwise);

function firstPage(_place: unknown, edges: ScreenEdges, kiosk: StaffViewPlace, language: Language): PageOf<'staff'> {
  const { office, printers, store } = kiosk;
  const today = store.today.now();
  const waiting = readOr(store.day.waiting(today), []);
  return {
    screen: 'staff',
    ...edges,
    isNamed: kiosk.isNamed(),
    printers: printerRows(readOr<CoreStatus['printers']>(printers.report(), []), office),
    services: office.profile.services.map((service) => waitingRow(service, waiting, kiosk, language)),
    help: kiosk.help
      .calls(null)
      .filter(({ isOver }) => !isOver)
      .map(({ helpId, slot, language: spoken, askedAtMs, isLeft, coming }) => {
        const of = office.profile.hub?.kiosks === undefined ? null : slot;
        const at = localMoment(askedAtMs, office);
        return { helpId, slot: of, language: spoken, at, isLeft, isComing: coming !== null };
      }),
    alarms: readOr(alarmsNow(kiosk.deskAlarms, kiosk.clock), []).map(({ alarmId, deskId, atMs, end }) => {
      const desk = office.profile.desks.find((one) => one.deskId === deskId);
      const name = desk === undefined ? deskId : inLanguage(desk.name, language);
      return { alarmId, desk: name, at: localMoment(end?.atMs ?? atMs, office), isOver: end !== null };
    }),
    clashes: [...kiosk.numberFaults.clashes()],
    dayInDoubt: store.today.doubt(),
    unprinted: readOr(store.day.countUnprinted(today), 0),
  };
}

function waitingRow(
  service: Service,
  waiting: readonly WaitingOfService[],
  { office, clock }: StaffViewPlace,
  language: Language,
): PageOf<'staff'>['services'][number] {
  const own = waiting.find(({ serviceId }) => serviceId === service.serviceId);
  const ageMs = own === undefined ? null : Math.max(0, clock.wallMs() - own.oldestAtMs);
  return {
    serviceId: service.serviceId,
    name: inLanguage(ticketNameOf(service), language),
    waiting: own?.count ?? 0,
    oldestMinutes: ageMs === null ? null : Math.floor(ageMs / MINUTE_MS),
    closed: viewClosure(
      office.closureOf(service, service.ways.includes('walk-in') ? 'walk-in' : 'appointment'),
      language,
    ),
  };
}

function servicePage(
  { serviceId }: { serviceId: ServiceId },
  edges: ScreenEdges,
  kiosk: StaffViewPlace,
  language: Language,
): PageOf<'staff-service'> {
  const { office, store, pauses, clock } = kiosk;
  const { zone, services } = office.profile;
  const service = services.find((one) => one.serviceId === serviceId);
  // This cannot happen: a place names a service of the profile, and the profile changes only with a restart.
  if (service === undefined) throw new Error(`there is no service ${serviceId}`);
  const today = store.today.now();
  const nowMs = clock.wallMs();
  const band = bandsOf(DESK_SLOT)[0] ?? { first: 0, last: 0 };
  return {
    screen: 'staff-service',
    ...edges,
    service: waitingRow(service, readOr(store.day.waiting(today), []), kiosk, language),
    isPaused: pauses.all().some((pause) => pause.serviceId === serviceId && isLasting(pause, nowMs, zone)),
    reasons: STOP_REASONS.toSorted((one, other) => REASONS.indexOf(one) - REASONS.indexOf(other)),
    ends: PAUSE_MINUTES.map((minutes) =>
      localMoment(Math.ceil((nowMs + minutes * MINUTE_MS) / ROUND_MS) * ROUND_MS, office),
    ),
    series: service.series,
    strip: { ...band, wasPrinted: readOr(store.day.hasStrip(service.series, today), false) },
  };
}

function numberPage(
  { typed }: { typed: number | null },
  edges: ScreenEdges,
  { office, store }: StaffViewPlace,
  language: Language,
): PageOf<'staff-number'> {
  const found = typed === null ? [] : readOr(store.day.withNumber(store.today.now(), typed), []);
  return { screen: 'staff-number', ...edges, typed, found: found.map((one) => numberRow(one, office, language)) };
}

function servedPage(
  { series, typed }: { series: string; typed: number | null },
  edges: ScreenEdges,
  { store, served, clock }: StaffViewPlace,
): PageOf<'staff-served'> {
  const page = { screen: 'staff-served', ...edges, series, typed } as const;
  const today = store.today.now();
  if (typed === null || !readOr(isNumberOf(store.day, series, today, typed, true), false))
    return { ...page, found: null };
  const numbers = { series, today, first: countedFrom(typed), last: typed, appointmentsUntilMs: clock.wallMs() };
  return { ...page, found: { label: formatLabel(series, typed), waiting: readOr(served.count(numbers), 0) } };
}

function unprintedPage(
  _place: unknown,
  edges: ScreenEdges,
  { office, store }: StaffViewPlace,
  language: Language,
): PageOf<'staff-unprinted'> {
  const left = readOr(store.day.unprinted(store.today.now(), MOST_LEFT), []);
  return { screen: 'staff-unprinted', ...edges, left: left.map((one) => numberRow(one, office, language)) };
}

/**
 * Whether a ticket that this kiosk issued today has the number. With `isUpTo`, also true if the number may belong to the sequence that the
 * office's kiosks share (`mayBeOfLine`), because a sibling kiosk may have issued it.
 */
export function isNumberOf(
  day: DayBook,
  series: string,
  today: ListedDay,
  number: number,
  isUpTo: boolean,
): Result<boolean, StoreFailure> {
  const all = day.all(today);
  if (!all.ok) return all;
  const numbers = all.value.flatMap(({ ticket }) => (ticket.series === series ? [ticket.number] : []));
  return succeed(numbers.includes(number) || (isUpTo && mayBeOfLine(number, numbers)));
}

/** The state of a number, computed from all known events, so that kiosks with the same events show the same state. */
const standingOf = (number: NumberOfDay): NumberRow['state'] =>
  STANDING[LIFE_STATES[lifeOf(lifeEventsOf(number)).state]];

const STANDING: Readonly<Record<TurnState, NumberRow['state']>> = {
  coming: 'counts',
  waiting: 'counts',
  called: 'counts',
  serving: 'counts',
  parked: 'counts',
  missed: 'counts',
  served: 'served',
  left: 'withdrawn',
  lapsed: 'withdrawn',
  void: 'voided',
};

function numberRow(number: NumberOfDay, office: Office, language: Language): NumberRow {
  const { ticketId, label, series, serviceId, visitType, issuedAtMs, print } = number.ticket;
  const service = office.service(serviceId, visitType);
  return {
    ticketId,
    label,
    series,
    number: number.ticket.number,
    service: service ? inLanguage(ticketNameOf(service), language) : serviceId,
    at: localMoment(issuedAtMs, office),
    state: standingOf(number),
    print: print.state,
  };
}
