import type { CallDisplay } from '../../calling/ports/displays.ts';
import type { OfficeHub } from '../../calling/ports/hub.ts';
import type { CentreStatus } from '../../centre/contract/centre-status.ts';
import type { Centre } from '../../centre/ports/centre.ts';
import type { PartLevel } from '../../contract/shared/part-level.ts';
import { isDisplayFault, isScannerFault, type ScannerCondition } from '../../domain/device-conditions.ts';
import { bandsOf } from '../../domain/numbering.ts';
import type { Office } from '../../office/steps/office.ts';
import { type OfficePlaceParts, officePage } from '../../office/view/office-page.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Screen, StoreNotice } from '../../session/contract/view-state.ts';
import type { Speech } from '../../speech/ports/speech.ts';
import type { StaffAccess } from '../../staff/steps/staff-access.ts';
import type { TicketStore } from '../../tickets/ports/store.ts';
import type { PrintQueue } from '../../tickets/steps/print-queue.ts';
import type { PrinterWatch } from '../../tickets/steps/printer-watch.ts';
import type { TechnicianWarning } from '../contract/technician.ts';
import type { Devices } from '../ports/devices.ts';
import type { Machine } from '../ports/machine.ts';
import type { PinGate } from '../steps/pin-gate.ts';
import type { PinLogin, TechnicianPage } from '../steps/technician-login.ts';
import { type FirstRunPlace, firstRunScreen } from './first-run-view.ts';
import { pairingCodeOf } from './pairing-code.ts';
import {
  CLOCK_OFF_MS,
  FURTHER_PAGES,
  lastContactOf,
  levelOf,
  loggedEvents,
  type PageBody,
  printerRows,
} from './technician-pages.ts';

export interface TechnicianPlace extends FirstRunPlace, OfficePlaceParts {
  office: Office;
  printers: PrinterWatch;
  slot: number | null;
  storeNotice: StoreNotice | null;
  profileFault: string | null;
  gate: PinGate;
  centre: Centre;
  store: TicketStore;
  queue: PrintQueue;
  scanner: () => ScannerCondition | null;
  displays: () => readonly Pick<CallDisplay, 'deskId' | 'condition'>[];
  speech: Pick<Speech, 'fault'>;
  devices: Pick<Devices, 'view' | 'otherPrinter'>;
  machine: Machine;
  staffAccess: Pick<StaffAccess, 'state'>;
  hub: Pick<OfficeHub, 'state'>;
  isNamed: () => boolean;
  version: string;
  clock: Clock;
}

const EVENTS_SHOWN = 3;

type StatusScreen = Extract<Screen, { screen: 'technician' }>;

export const PAGES: { readonly [N in TechnicianPage]: (place: TechnicianPlace) => PageBody<N> } = {
  technician: statusScreen,
  'technician-devices': ({ devices }) => ({ screen: 'technician-devices', ...devices.view() }),
  'technician-pairing': pairingScreen,
  'technician-first-run': firstRunScreen,
  'technician-office': officePage,
  ...FURTHER_PAGES,
};

export const minutesLeft = (closesInMs: number): number => Math.max(0, Math.ceil(closesInMs / 60_000));

export function pinScreen({ step, checking, notice }: PinLogin, gate: PinGate, mayBeSkipped: boolean): Screen {
  const takesStaffCode = step === 'enter' && gate.takesStaffCode();
  const takesNamedCode = gate.takesNamedCode();
  const { pinMs, codeMs, namedMs } = gate.waits();
  const secondsOf = (ms: number) => (step === 'enter' && !checking && ms > 0 ? Math.ceil(ms / 1_000) : null);
  return {
    screen: 'technician-pin',
    step,
    checking,
    notice,
    waitSeconds: secondsOf(pinMs),
    codeWaitSeconds: takesStaffCode ? secondsOf(codeMs) : null,
    namedWaitSeconds: takesNamedCode ? secondsOf(namedMs) : null,
    takesPin: step !== 'enter' || gate.takesPin(),
    takesStaffCode,
    takesNamedCode,
    mayBeSkipped: mayBeSkipped && step === 'choose',
  };
}

function statusScreen(place: TechnicianPlace): PageBody<'technician'> {
  const { office, slot, storeNotice, store } = place;
  const status = place.centre.status();
  const today = store.today.now();
  const count = store.countTickets(today);
  const report = place.printers.report();
  const isReadable = count.ok && report.ok;
  const offsetMs = status.clockOffsetMs === null ? null : Math.round(status.clockOffsetMs);
  const parts = {
    printers: printerRows(report.ok ? report.value : [], office),
    scanner: scannerRow(place.scanner()),
    displays: place.displays().map((display) => displayRow(display, office)),
    centre: centreRow(status, office, place.clock.wallMs()),
    numbers: {
      level: levelOfNumbers(slot, storeNotice, isReadable),
      serviceDay: today.serviceDay,
      owns: slot === null ? null : (bandsOf(slot)[0] ?? null),
    },
    clock: { level: levelOfClock(offsetMs), offsetMs },
    today: {
      tickets: count.ok ? count.value : 0,
      waitingPapers: place.queue.waiting(),
      unsent: status.unsent,
      deadLetters: status.deadLetters,
    },
  };
  return {
    screen: 'technician',
    isNamed: place.isNamed(),
    setsUp: place.installation.isOpen,
    dayInDoubt: store.today.doubt(),
    warning: warningOf(parts, place, isReadable),
    ...parts,
    program: { version: place.version, profileVersion: status.profileVersion },
    lastEvents: loggedEvents(place)
      .filter(({ level }) => level !== 'good')
      .slice(0, EVENTS_SHOWN),
    diagnostics: place.machine.diagnostics.state(),
  };
}

function centreRow(status: CentreStatus, office: Office, nowMs: number): StatusScreen['centre'] {
  const { state, url, environment, trouble, keyPlace, appointmentsIn, lastContactMs } = status;
  const lastContact = lastContactOf(lastContactMs, office, nowMs);
  const level = levelOfCentre(status);
  return { state, url, environment, trouble, keyPlace, appointmentsIn, level, lastContact };
}

function scannerRow(condition: ScannerCondition | null): StatusScreen['scanner'] {
  return condition && { level: levelOf(`scanner-${condition}`), condition };
}

function displayRow(
  { deskId, condition }: Pick<CallDisplay, 'deskId' | 'condition'>,
  { profile }: Office,
): StatusScreen['displays'][number] {
  const place = profile.desks.find((desk) => desk.deskId === deskId)?.name.ca ?? '';
  const now = condition();
  return { place, level: levelOf(`display-${now}`), condition: now };
}

function levelOfCentre({ state, trouble, deadLetters }: CentreStatus): PartLevel {
  if (state === 'none') return 'good';
  if (state === 'revoked') return levelOf('kiosk-revoked');
  if (state !== 'paired') return 'attention';
  // Not the level of the event catalogue: a paired kiosk that does not reach its centre has a fault, unless the centre is only busy.
  if (trouble !== null) return trouble === 'central-busy' ? 'attention' : 'fault';
  return deadLetters > 0 ? levelOf('dead-letters') : 'good';
}

function levelOfNumbers(slot: number | null, storeNotice: StoreNotice | null, isReadable: boolean): PartLevel {
  if (slot === null) return levelOf('no-slot');
  if (!isReadable) return levelOf('store-failed');
  return storeNotice === null ? 'good' : levelOf(storeNotice);
}

const levelOfClock = (offsetMs: number | null): PartLevel =>
  offsetMs !== null && Math.abs(offsetMs) >= CLOCK_OFF_MS ? levelOf('clock-off') : 'good';

function troubleOf({ level, condition }: StatusScreen['printers'][number]) {
  return condition === 'ready' ? null : { level, condition };
}

/** Returns the most urgent trouble. Trouble that prevents tickets comes first. */
function warningOf(
  {
    printers,
    scanner,
    displays,
    centre,
    clock,
    today,
  }: Pick<StatusScreen, 'printers' | 'scanner' | 'displays' | 'centre' | 'clock' | 'today'>,
  { slot, storeNotice, profileFault, speech, devices, office }: TechnicianPlace,
  isReadable: boolean,
): TechnicianWarning | null {
  if (slot === null) return { about: 'kiosk', kind: 'no-slot' };
  if (!isReadable) return { about: 'kiosk', kind: 'store-failed' };
  if (centre.state === 'revoked')
    return { about: 'centre', kind: centre.trouble === 'kiosk-replaced' ? centre.trouble : 'kiosk-revoked' };
  if (devices.otherPrinter() !== null) return { about: 'device', kind: 'other-printer' };
  const broken = printers.map(troubleOf).find((trouble) => trouble?.level === 'fault');
  if (broken) return { about: 'printer', kind: broken.condition };
  if (scanner && isScannerFault(scanner.condition)) return { about: 'scanner', kind: scanner.condition };
  if (centre.level === 'fault' && centre.trouble !== null) return { about: 'centre', kind: centre.trouble };
  if (storeNotice !== null) return { about: 'kiosk', kind: storeNotice };
  if (profileFault !== null) return { about: 'profile', kind: 'last-good-office', detail: profileFault };
  const low = printers.map(troubleOf).find((trouble) => trouble?.level === 'attention');
  if (low) return { about: 'printer', kind: low.condition };
  const dark = displays.map(({ condition }) => condition).find(isDisplayFault);
  if (dark !== undefined) return { about: 'display', kind: dark };
  const silent = speech.fault();
  if (silent !== null) return { about: 'speech', kind: silent };
  if (today.deadLetters > 0) return { about: 'kiosk', kind: 'dead-letters' };
  if (clock.level !== 'good') return { about: 'kiosk', kind: 'clock-off' };
  return office.calendarEndNear() === null ? null : { about: 'kiosk', kind: 'calendar-ends' };
}

function pairingScreen(place: TechnicianPlace): PageBody<'technician-pairing'> {
  const { state, trouble } = place.centre.status();
  return { screen: 'technician-pairing', state, trouble, pairing: pairingCodeOf(place) };
}
