import { type Bookable, createBookable } from '../../booking/steps/bookable.ts';
import type { Arrivals } from '../../calling/ports/arrivals.ts';
import type { CallDisplay } from '../../calling/ports/displays.ts';
import type { OfficeHub } from '../../calling/ports/hub.ts';
import type { QueueStates } from '../../calling/ports/queue-state.ts';
import type { HelpCalls } from '../../calling/steps/help-calls.ts';
import type { AlarmBook } from '../../calling/steps/staff-alarms.ts';
import type { WordAfter } from '../../calling/steps/word-after.ts';
import type { Centre } from '../../centre/ports/centre.ts';
import type { OrderMemory } from '../../centre/ports/orders.ts';
import type { AppointmentMemory, Identification } from '../../check-in/ports/appointments.ts';
import type { GuessMemory } from '../../check-in/ports/guesses.ts';
import { type CheckIn, createCheckIn } from '../../check-in/steps/check-in.ts';
import { createGuessLimit, type GuessLimit } from '../../check-in/steps/guess-limit.ts';
import type { ScannedCode } from '../../check-in/steps/read-codes.ts';
import { USUAL_WAITING_TIMES } from '../../contract/shared/waiting-times.ts';
import type { ScannerCondition } from '../../domain/device-conditions.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { OfficeTravel } from '../../office/ports/office-travel.ts';
import type { OwnOffice } from '../../office/ports/own-office.ts';
import type { PauseMemory } from '../../office/ports/pauses.ts';
import type { Office } from '../../office/steps/office.ts';
import { createOfficeEditor, type OfficeEditor } from '../../office/steps/office-editor.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Speech } from '../../speech/ports/speech.ts';
import type { ServedMarks } from '../../staff/ports/served-marks.ts';
import { createStaffAccess, type StaffAccess } from '../../staff/steps/staff-access.ts';
import type { CentreNotes } from '../../technician/ports/centre-notes.ts';
import type { Devices } from '../../technician/ports/devices.ts';
import type { Installation } from '../../technician/ports/installation.ts';
import type { Machine } from '../../technician/ports/machine.ts';
import type { Predecessor } from '../../technician/ports/predecessor.ts';
import type { NamedCodeRules, PinHashing, TechnicianStore } from '../../technician/ports/technician.ts';
import { createFirstRun, type FirstRunControl, isDevicesPlace } from '../../technician/steps/first-run.ts';
import { createPinGate, type PinGate } from '../../technician/steps/pin-gate.ts';
import type { ResumablePage } from '../../technician/steps/restart-policy.ts';
import { createTechnicianRecord, type TechnicianRecord } from '../../technician/steps/technician-record.ts';
import type { NumberFaults } from '../../tickets/ports/number-faults.ts';
import type { NumberLine } from '../../tickets/ports/number-line.ts';
import type { TicketStore } from '../../tickets/ports/store.ts';
import type { Asked } from '../../tickets/steps/first-number.ts';
import { createNumberAsking, type NumberAsking } from '../../tickets/steps/number-asking.ts';
import type { PrintQueue } from '../../tickets/steps/print-queue.ts';
import type { PrinterWatch } from '../../tickets/steps/printer-watch.ts';
import type { TicketIds } from '../../tickets/steps/take-ticket.ts';
import type { Appearance } from '../contract/appearance.ts';
import type { Refusal } from '../contract/kiosk-api.ts';
import type { Stamp, StoreNotice, ViewState } from '../contract/view-state.ts';
import { composeView } from '../view/view.ts';
import { createLeaving } from './leaving.ts';
import { NOTHING_LASTING, type Session, startSession } from './session.ts';
import { type SessionEvent, stepSession } from './session-step.ts';

export interface KioskParts {
  office: Office;
  appearance: Appearance;
  store: TicketStore;
  queue: PrintQueue;
  printers: PrinterWatch;
  /**
   * This kiosk's place in its office (1 to 99 except 9), which gives it a range of numbers; `null`: not set, and citizens are sent to the
   * desk.
   */
  slot: number | null;
  isRevoked: () => boolean;
  storeNotice: StoreNotice | null;
  /**
   * The fault of this machine's profile or kiosk file, because of which the kiosk uses an earlier copy or an empty file; `null`: no fault.
   */
  profileFault: string | null;
  technician: TechnicianStore;
  pins: PinHashing;
  codeRules: NamedCodeRules;
  guesses: GuessMemory;
  pauses: PauseMemory;
  served: ServedMarks;
  deskAlarms: AlarmBook;
  centre: Centre;
  orders: OrderMemory;
  /** Asks for a restart of the program at a moment without a citizen. */
  restart: () => void;
  appointments: AppointmentMemory;
  identification: Identification;
  queueStates: QueueStates;
  arrivals: Arrivals;
  word: WordAfter;
  speech: Speech;
  devices: Devices;
  installation: Installation;
  predecessor: Predecessor;
  ownOffice: OwnOffice;
  travel: OfficeTravel;
  notes: CentreNotes;
  hub: OfficeHub;
  help: HelpCalls;
  line: NumberLine;
  /** Asks the centre and the office's other kiosks, before the first number is issued, which numbers of this kiosk they know. */
  firstNumber: Asked;
  numberFaults: NumberFaults;
  /** The technician's page that continues after a requested restart; `null`: none. */
  resumes: ResumablePage | null;
  /** Id of the personal code of the technician who continues after the restart; `null`: the shared PIN was used, or no page continues. */
  resumesAs: string | null;
  machine: Machine;
  /** Condition of the code reader; `null`: the office has no reader. */
  scanner: () => ScannerCondition | null;
  displays: () => readonly Pick<CallDisplay, 'deskId' | 'condition'>[];
  /**
   * Parses the text that a scanner has typed like a keyboard. Returns `null` for a code that was just read and is still held in front of
   * the scanner. The member is `null` if the office has no such scanner.
   */
  readTyped: ((text: string) => ScannedCode | null) | null;
  newAttendanceCode: () => string;
  version: string;
  clock: Clock;
  log: Log;
  newId: () => string;
  ticketIds: TicketIds;
  /** Called with each view state that differs from the previous one. */
  show: (state: ViewState) => void;
}

export interface KioskContext extends Readonly<KioskParts> {
  readonly asking: NumberAsking;
  readonly bookable: Bookable;
  readonly checkIn: CheckIn;
  readonly guessLimit: GuessLimit;
  readonly gate: PinGate;
  readonly staffAccess: StaffAccess;
  readonly record: TechnicianRecord;
  readonly firstRun: FirstRunControl;
  readonly editor: OfficeEditor;
  readonly session: () => Session;
  readonly isNamed: () => boolean;
  readonly apply: (event: SessionEvent) => void;
  /** Applies an event without showing the screen, because another event follows at once or the screen does not depend on it. */
  readonly step: (event: SessionEvent) => void;
  readonly view: () => ViewState;
  readonly refresh: () => void;
  /** Why the kiosk may not issue any number; `null` if it may, although the disk or the end of its range can still prevent one. */
  readonly noNumbers: () => 'no-slot' | 'kiosk-revoked' | null;
  /** Whether the program is ending, so that no more tickets are issued. */
  readonly isStopped: () => boolean;
  readonly stop: () => void;
  /** Call it before the store closes: no more screens are composed, because composing reads the store. */
  readonly close: () => void;
}

export function createKioskContext(parts: KioskParts): KioskContext {
  const { office, store, slot, isRevoked, clock, log, newId, show } = parts;
  const gate = createPinGate({ ...parts, allowsStaff: allowsStaff(office), allowsShared: allowsShared(office) });
  const record = createTechnicianRecord(store, log, gate);
  const staffAccess = createStaffAccess({
    store: parts.technician.staff,
    pins: parts.pins,
    isAllowed: allowsStaff(office) && allowsShared(office),
    log,
    onChange: () => refresh(),
  });
  const left = createLeaving({ ...parts, ...parts.machine, record, staffAccess, hours: parts.centre.hours });
  const firstRun = createFirstRun({ ...parts, gate });
  const home = () => firstRun.language() ?? office.profile.languages[0] ?? 'ca';
  const times = office.profile.waitingTimes ?? USUAL_WAITING_TIMES;
  let session = startSession(newId(), home(), clock.monotonicMs(), { ...NOTHING_LASTING, times });
  let shown = '';
  let isStopped = false;
  let isClosed = false;

  function step(event: SessionEvent): void {
    const nowMs = clock.monotonicMs();
    const before = session;
    session = stepSession(session, event, nowMs) ?? startSession(newId(), home(), nowMs, session.lasting);
    left({ before, now: session, isAtDevices: isDevicesPlace(context), isTimeUp: event.type === 'tick' });
  }

  function refresh(): void {
    if (isClosed) return;
    const state = context.view();
    const text = JSON.stringify(state);
    if (text === shown) return;
    shown = text;
    show(state);
  }

  const context: KioskContext = {
    ...parts,
    get storeNotice() {
      return parts.numberFaults.notice() ?? parts.storeNotice;
    },
    asking: createNumberAsking(parts.line, clock),
    bookable: createBookable(parts.centre.hours, clock, () => refresh()),
    checkIn: createCheckIn(parts),
    guessLimit: createGuessLimit(parts.guesses, clock, log),
    gate,
    staffAccess,
    record,
    firstRun,
    editor: createOfficeEditor(parts),
    session: () => session,
    isNamed: () => record.codeOf(session.sessionId) !== null,
    step,
    apply(event) {
      step(event);
      refresh();
    },
    view: () => composeView(session, context, clock.monotonicMs()),
    refresh,
    noNumbers: () => (isRevoked() ? 'kiosk-revoked' : slot === null ? 'no-slot' : null),
    isStopped: () => isStopped,
    stop() {
      isStopped = true;
    },
    close() {
      isClosed = true;
    },
  };
  resume(parts, context);
  return context;
}

function resume(
  { resumes: page, resumesAs }: KioskParts,
  { firstRun, editor, step, record, session }: KioskContext,
): void {
  if (page === 'technician-first-run' && firstRun.isRunning()) step({ type: 'first-run', to: 'page' });
  if (page === 'technician-office') {
    editor.look('history');
    step({ type: 'resumed', page });
  }
  if (page !== null && resumesAs !== null) record.resumed(session().sessionId, resumesAs);
}

const allowsShared = ({ profile }: Office): boolean => profile.sharedPin ?? true;
const allowsStaff = ({ profile }: Office): boolean => profile.staffView ?? false;

export function isCurrent({ session }: KioskContext, { sessionId, stateNo }: Stamp): boolean {
  const now = session();
  return sessionId === now.sessionId && stateNo === now.stateNo;
}

/** Handles a touch that only changes the session; refused if it came from another screen or changes nothing. */
export function touch(context: KioskContext, stamp: Stamp, event: SessionEvent): Result<null, Refusal> {
  if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
  const before = context.session();
  context.apply(event);
  return context.session() === before ? refuse({ kind: 'not-possible-here' }) : succeed(null);
}
