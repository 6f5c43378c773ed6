import type { CoreMethod, CoreStatus, ParamsOf, Refusal, TicketRecord } from '../contract/kiosk/kiosk-api.ts';
import { type PaperState, TroubleCause } from '../contract/kiosk/screens/ticket.ts';
import type { SessionStamp, StoreNotice, ViewState } from '../contract/kiosk/view-state.ts';
import type { TechnicianAction } from '../contract/shared/events.ts';
import { RequestId } from '../contract/shared/ids.ts';
import type { Way } from '../contract/shared/visit-type.ts';
import { isEnded, type PrintJob } from '../domain/print-job.ts';
import { type Result, refuse, succeed } from '../domain/result.ts';
import type { AppointmentMemory, Identification } from '../ports/appointments.ts';
import type { Centre } from '../ports/centre.ts';
import type { Clock } from '../ports/clock.ts';
import type { GuessMemory } from '../ports/guesses.ts';
import type { Log } from '../ports/log.ts';
import type { PaperOrder, TicketStore } from '../ports/store.ts';
import type { PinHashing, TechnicianStore } from '../ports/technician.ts';
import { createCheckIn, type ScannedCode } from './check-in.ts';
import { type ArrivalOrder, createCheckInDesk } from './check-in-desk.ts';
import { createGuessLimit } from './guess-limit.ts';
import type { Office } from './office.ts';
import { createPinGate } from './pin-gate.ts';
import type { PrintQueue } from './print-queue.ts';
import type { PrinterWatch } from './printer-watch.ts';
import { isPristine, isTechnician, type Session, startSession } from './session.ts';
import { type SessionEvent, stepSession } from './session-step.ts';
import { type TicketCommand, type TicketIds, takeTicket } from './take-ticket.ts';
import type { PinStep } from './technician-door.ts';
import { createTechnicianRecord } from './technician-record.ts';
import { canPrintAgain, composeView } from './view.ts';

export interface KioskParts {
  office: Office;
  store: TicketStore;
  queue: PrintQueue;
  printers: PrinterWatch;
  /** Which numbers are its own, as a person gave them; without them people go to the desk. */
  slot: number | null;
  /** Whether the centre has taken them away again. */
  isRevoked: () => boolean;
  storeNotice: StoreNotice | null;
  technician: TechnicianStore;
  pins: PinHashing;
  guesses: GuessMemory;
  centre: Centre;
  appointments: AppointmentMemory;
  identification: Identification;
  /** How the reader of codes is; `null` in an office without one. */
  scanner: () => string | null;
  /** Takes what a scanner has typed as a keyboard, `null` for a code that is still held before it; `null` in an office without such. */
  readTyped: ((text: string) => ScannedCode | null) | null;
  /** By which a proof of attendance can be asked for. */
  newAttendanceCode: () => string;
  /** Torn's own. */
  version: string;
  clock: Clock;
  log: Log;
  newId: () => string;
  ticketIds: TicketIds;
  /** Called with each view state that differs from the last one. */
  show: (state: ViewState) => void;
}

export interface Kiosk {
  /** Answers one command whose parameters have been validated. */
  handle<M extends CoreMethod>(method: M, params: ParamsOf<M>): Result<unknown, Refusal>;
  /** A code was read: at any time, by whoever stands there. */
  scanned(code: ScannedCode): void;
  /** To be called about once a second: waiting times, the clock on screen, opening and closing. */
  tick(): void;
  /** To be called when a printer changed. */
  refresh(): void;
  /** Nobody is here, and no paper is on its way. */
  atRest(): boolean;
  /**
   * The program is ending: a PIN that is still looked at lets nobody in and is told to nobody; a number that is looked up, or a code that
   * is read, gives no ticket, whose paper would not come. To be called before the queue is closed.
   */
  stop(): void;
}

type Commands = { [M in CoreMethod]: (params: ParamsOf<M>) => Result<unknown, Refusal> };

/** The kiosk as one person at a time meets it: the session, its commands and the screen that follows from both. */
export function createKiosk(parts: KioskParts): Kiosk {
  const { office, store, queue, printers, slot, storeNotice, clock, log, newId, ticketIds, show } = parts;
  const { isRevoked, technician, pins, centre, version, appointments, identification, scanner } = parts;
  const { newAttendanceCode, readTyped } = parts;
  const checkIn = createCheckIn({ office, memory: appointments, identification, guesses: parts.guesses, clock, log });
  const guesses = createGuessLimit(parts.guesses, clock, log);
  const gate = createPinGate(technician, pins, clock, log);
  const record = createTechnicianRecord(store, log);
  const home = office.profile.languages[0] ?? 'ca';
  let session = startSession(newId(), home, clock.monotonicMs());
  let shown = '';
  let isStopped = false;

  const noNumbers = (): 'no-slot' | 'kiosk-revoked' | null => {
    if (isRevoked()) return 'kiosk-revoked';
    return slot === null ? 'no-slot' : null;
  };
  const surroundings = {
    office,
    printers,
    slot,
    noNumbers,
    storeNotice,
    gate,
    centre,
    store,
    queue,
    scanner,
    checkIn,
    version,
    wallMs: clock.wallMs,
  };
  const view = (): ViewState => composeView(session, surroundings, clock.monotonicMs());

  function refresh(): void {
    const state = view();
    const text = JSON.stringify(state);
    if (text === shown) return;
    shown = text;
    show(state);
  }

  function apply(event: SessionEvent): void {
    const now = clock.monotonicMs();
    const before = session;
    session = stepSession(session, event, now) ?? startSession(newId(), home, now, session.lasting);
    if (isTechnician(before) && !isTechnician(session))
      record.acted(before.sessionId, 'leave', event.type === 'tick' ? 'time-up' : 'done');
    refresh();
  }

  const isCurrent = (stamp: SessionStamp): boolean =>
    stamp.sessionId === session.sessionId && stamp.stateNo === session.stateNo;

  /** A touch that only moves the session; refused when it was meant for another screen, or means nothing on this one. */
  function touch(stamp: SessionStamp, event: SessionEvent): Result<null, Refusal> {
    if (!isCurrent(stamp)) return refuse({ kind: 'stale-command' });
    const before: Session = session;
    apply(event);
    return session === before ? refuse({ kind: 'not-possible-here' }) : succeed(null);
  }

  function openDoor(stamp: SessionStamp, way: Way): Result<null, Refusal> {
    const kind = noNumbers();
    if (kind !== null) return refuse({ kind });
    if (isCurrent(stamp) && !office.doors().includes(way)) return refuse({ kind: 'not-possible-here', detail: way });
    if (way === 'appointment' && office.profile.checkIn !== undefined && session.place.at === 'idle')
      return touch(stamp, { type: 'go', place: { at: 'check-in' } });
    return touch(stamp, { type: 'open-door', way });
  }

  function take({
    session: stamp,
    way = 'walk-in',
    ...command
  }: ParamsOf<'takeTicket'>): Result<TicketRecord, Refusal> {
    const isStale = stamp !== undefined && !isCurrent(stamp);
    const { place, attention } = session;
    const late = stamp && place.at === 'services' && place.way === way ? place.late : null;
    return issue(
      {
        ...command,
        way,
        ...(stamp ? { attention } : {}),
        ...(late ? { checkIn: { ...late, ...attention } } : {}),
      },
      stamp !== undefined,
      isStale,
    );
  }

  /** `isHere`: for whoever stands before the screen, which then follows. */
  function issue(command: TicketCommand, isHere: boolean, isStale = false): Result<TicketRecord, Refusal> {
    const taken = takeTicket(store, office, ticketIds, command, isStale);
    if (!taken.ok) {
      log.event(taken.error.kind, { serviceId: command.serviceId, detail: taken.error.detail });
      const { kind } = taken.error;
      if (isHere && NO_NUMBER.has(kind)) apply({ type: 'ticket-refused', cause: kind });
      return taken;
    }
    const { ticket } = taken.value;
    if (taken.value.repeated) return succeed(ticket);
    log.event('ticket-issued', { ticketId: ticket.ticketId, label: ticket.label, serviceDay: ticket.serviceDay });
    if (isHere) apply({ type: 'ticket-issued', ticket });
    const { ticketId, serviceId, language, issuedAtMs } = ticket;
    // The ticket's transaction has stored this job under the ticket's own id.
    queue.add({
      jobId: ticketId,
      kind: 'ticket',
      ticket,
      serviceId,
      language,
      duplicate: false,
      askedAtMs: issuedAtMs,
    });
    return succeed(ticket);
  }

  /**
   * A paper besides a ticket's first one: durable, then on the screen as `awaited`, then in the queue, which may end it at once and then
   * says so to the screen that waits for it.
   */
  function addPaper(
    paper: Omit<PaperOrder, 'jobId' | 'askedAtMs'>,
    awaited: SessionEvent | null,
  ): Result<null, Refusal> {
    const order: PaperOrder = { ...paper, jobId: newId(), askedAtMs: clock.wallMs() };
    const added = store.addPaper(order);
    if (!added.ok) return added;
    if (awaited) apply(awaited);
    queue.add(order);
    return added;
  }

  /** The ticket once more, by a person's word; marked when paper with its number may be out. */
  function reprint(ticket: TicketRecord, awaited: SessionEvent | null): Result<null, Refusal> {
    if (ticket.print.state === 'waiting' || ticket.print.state === 'sending')
      return refuse({ kind: 'paper-under-way' });
    const out = store.mayBeOnPaper(ticket.ticketId);
    if (!out.ok) return out;
    const { serviceId, language } = ticket;
    log.event('ticket-reprint', { ticketId: ticket.ticketId, label: ticket.label, duplicate: out.value });
    return addPaper({ kind: 'ticket', ticket, serviceId, language, duplicate: out.value }, awaited);
  }

  function printAgain(stamp: SessionStamp): Result<null, Refusal> {
    if (!isCurrent(stamp)) return refuse({ kind: 'stale-command' });
    const { place } = session;
    if (place.at !== 'printer-trouble' || !canPrintAgain(place, printers)) return refuse({ kind: 'not-possible-here' });
    const found = store.findTicket(place.ticket.ticketId);
    if (!found.ok) return found;
    if (!found.value) return refuse({ kind: 'unknown-request' });
    const { ticketId } = found.value;
    return reprint(found.value, { type: 'paper', ticketId, paper: 'coming', ended: false, printer: null });
  }

  function printDocuments({ session: stamp, serviceId }: ParamsOf<'printDocuments'>): Result<null, Refusal> {
    if (!isCurrent(stamp)) return refuse({ kind: 'stale-command' });
    if (!office.hasDocuments(serviceId)) return refuse({ kind: 'no-documents', detail: serviceId });
    if (session.documents[serviceId] === 'coming') return refuse({ kind: 'paper-under-way' });
    const { language } = session;
    return addPaper(
      { kind: 'documents', ticket: null, serviceId, language, duplicate: false },
      { type: 'documents', serviceId, paper: 'coming' },
    );
  }

  function proveAttendance(ticket: TicketRecord): Result<null, Refusal> {
    const { serviceId, language, label, issuedAtMs } = ticket;
    const order: PaperOrder = {
      jobId: newId(),
      kind: 'attendance',
      ticket,
      serviceId,
      language,
      code: newAttendanceCode(),
      duplicate: false,
      askedAtMs: clock.wallMs(),
    };
    const { jobId, askedAtMs: toMs } = order;
    const added = store.addPaper(order);
    if (!added.ok) return added;
    log.event('attendance-proof', { label });
    apply({
      type: 'go',
      place: { at: 'attendance-proof', jobId, label, fromMs: issuedAtMs, toMs, paper: 'coming', printer: null },
    });
    queue.add(order);
    return added;
  }

  const desk = createCheckInDesk(
    {
      office,
      store,
      memory: appointments,
      checkIn,
      guesses,
      log,
      newRequestId: () => RequestId.parse(newId()),
    },
    {
      session: () => session,
      isStopped: () => isStopped,
      go: (place) => apply({ type: 'go', place }),
      leave: () => apply({ type: 'finish' }),
      startAnother() {
        session = stepSession(session, { type: 'next-person', sessionId: newId() }, clock.monotonicMs()) ?? session;
      },
      issue({ arrival, ...order }: ArrivalOrder) {
        const { language, attention } = session;
        const checkedIn = arrival ? { checkIn: { ...arrival, ...attention } } : {};
        const issued = issue({ ...order, language, attention, ...checkedIn }, true);
        return issued.ok ? succeed(null) : issued;
      },
      reprint: (ticket) => reprint(ticket, { type: 'ticket-issued', ticket }),
      proveAttendance,
    },
  );

  /** A command behind the door of appointments; one that is repeated has its ticket already, whatever screen stands. */
  function atDesk(
    stamp: SessionStamp,
    requestId: RequestId | null,
    act: () => Result<null, Refusal>,
  ): Result<null, Refusal> {
    if (requestId !== null) {
      const earlier = store.findByRequest(requestId);
      if (!earlier.ok) return earlier;
      if (earlier.value) return succeed(null);
    }
    return isCurrent(stamp) ? act() : refuse({ kind: 'stale-command' });
  }

  function openTechnician(stamp: SessionStamp): Result<null, Refusal> {
    const hasPin = gate.hasPin();
    return hasPin.ok ? touch(stamp, { type: 'open-technician', hasPin: hasPin.value }) : hasPin;
  }

  /** Answers when the PIN is on its way to be looked at, which takes its time on purpose. */
  function sendPin(stamp: SessionStamp, steps: readonly PinStep[], pin: string): Result<null, Refusal> {
    if (!isCurrent(stamp)) return refuse({ kind: 'stale-command' });
    const { place, sessionId } = session;
    const step = steps.find((one) => place.at === 'technician-pin' && place.step === one);
    if (step === undefined || (step === 'enter' && gate.waitMs() > 0)) return refuse({ kind: 'not-possible-here' });
    const sent = touch(stamp, { type: 'technician', event: { type: 'pin-sent' } });
    if (!sent.ok) return sent;
    void gate.check(step, pin).then((outcome) => {
      if (isStopped) return;
      const isIn = session.sessionId === sessionId;
      record.pinChecked(sessionId, step, outcome, isIn);
      if (isIn) apply({ type: 'technician', event: { type: 'pin-checked', outcome } });
    });
    return sent;
  }

  /**
   * Without a stamp it was asked over the core's own line. `next` is what a technician at the screen sees of it, whose action it is then, done or
   * not.
   */
  function behindPin(
    stamp: SessionStamp | undefined,
    action: TechnicianAction,
    act: () => Result<null, Refusal>,
    next: SessionEvent,
  ): Result<null, Refusal> {
    if (stamp === undefined) return act();
    if (!isCurrent(stamp)) return refuse({ kind: 'stale-command' });
    if (!isTechnician(session)) return refuse({ kind: 'not-possible-here' });
    const done = act();
    record.acted(session.sessionId, action, done.ok ? 'done' : done.error.kind);
    if (done.ok) apply(next);
    return done;
  }

  /** Of the centre, which says by itself how it went. */
  const asked = (ask: () => void) => (): Result<null, Refusal> => {
    ask();
    return succeed(null);
  };

  function startPairing(stamp: SessionStamp | undefined): Result<null, Refusal> {
    const { state, trouble } = centre.status();
    const isSettled = state === 'none' || (state === 'paired' && trouble !== 'kiosk-unknown');
    const start = (): Result<null, Refusal> =>
      stamp !== undefined && isSettled
        ? refuse({ kind: 'not-possible-here', detail: state })
        : asked(() => centre.startPairing())();
    return behindPin(stamp, 'start-pairing', start, {
      type: 'technician',
      event: { type: 'show', page: 'technician-pairing' },
    });
  }

  function status(): Result<CoreStatus, Refusal> {
    const { serviceDay } = office.now();
    const count = store.countTickets(serviceDay);
    if (!count.ok) return count;
    const rows = printers.report();
    if (!rows.ok) return rows;
    return succeed({
      officeId: office.profile.officeId,
      serviceDay,
      printers: rows.value,
      scanner: scanner(),
      waitingJobs: queue.waiting(),
      ticketsToday: count.value,
      centre: centre.status(),
    });
  }

  function ticketOf({ requestId }: ParamsOf<'getTicket'>): Result<TicketRecord, Refusal> {
    const found = store.findByRequest(requestId);
    if (!found.ok) return found;
    return found.value ? succeed(found.value) : refuse({ kind: 'unknown-request' });
  }

  function scanned(code: ScannedCode): void {
    if (!isStopped && noNumbers() === null) desk.scanned(code);
  }

  const commands: Commands = {
    openDoor: ({ session: stamp, way }) => openDoor(stamp, way),
    openGroup: ({ session: stamp, groupId }) =>
      office.hasGroup(groupId)
        ? touch(stamp, { type: 'open-group', groupId })
        : refuse({ kind: 'unknown-group', detail: groupId }),
    openLanguages: ({ session: stamp }) => touch(stamp, { type: 'open-overlay', overlay: 'language' }),
    chooseLanguage: ({ session: stamp, language }) =>
      office.profile.languages.includes(language)
        ? touch(stamp, { type: 'choose-language', language })
        : refuse({ kind: 'unknown-language', detail: language }),
    openAccess: ({ session: stamp }) => touch(stamp, { type: 'open-overlay', overlay: 'access' }),
    setAccess: ({ session: stamp, access }) => touch(stamp, { type: 'set-access', access }),
    openHelp: ({ session: stamp }) => touch(stamp, { type: 'open-overlay', overlay: 'help' }),
    openDocuments: ({ session: stamp }) =>
      office.documentServices().length > 0
        ? touch(stamp, { type: 'open-overlay', overlay: 'documents' })
        : refuse({ kind: 'no-documents' }),
    back: ({ session: stamp }) => touch(stamp, { type: 'back' }),
    stay: ({ session: stamp }) => touch(stamp, { type: 'stay' }),
    finish: ({ session: stamp }) => touch(stamp, { type: 'finish' }),
    takeTicket: take,
    openCheckIn: ({ session: stamp, way }) => atDesk(stamp, null, () => desk.open(way)),
    presentLocator: (params) => atDesk(params.session, params.requestId, () => desk.presentLocator(params)),
    presentDocument: (params) => atDesk(params.session, params.requestId, () => desk.presentDocument(params)),
    chooseCheckInService: (params) => atDesk(params.session, params.requestId, () => desk.chooseService(params)),
    checkInUnverified: (params) => atDesk(params.session, params.requestId, () => desk.unverified(params)),
    takeWalkIn: ({ session: stamp, requestId }) => atDesk(stamp, requestId, () => desk.takeWalkIn(requestId)),
    continueCheckIn: ({ session: stamp, requestId }) => atDesk(stamp, requestId, () => desk.goOn(requestId)),
    reprintCheckIn: ({ session: stamp }) => atDesk(stamp, null, () => desk.reprint()),
    setAttention: ({ session: stamp, attention }) => touch(stamp, { type: 'set-attention', attention }),
    printAgain: ({ session: stamp }) => printAgain(stamp),
    printDocuments,
    openTechnician: ({ session: stamp }) => openTechnician(stamp),
    setPin: ({ session: stamp, pin }) => sendPin(stamp, ['choose', 'repeat'], pin),
    enterPin: ({ session: stamp, pin }) => sendPin(stamp, ['enter'], pin),
    startPairing: ({ session: stamp }) => startPairing(stamp),
    stopPairing: ({ session: stamp }) =>
      behindPin(
        stamp,
        'stop-pairing',
        asked(() => centre.stopPairing()),
        { type: 'technician', event: { type: 'show', page: 'technician' } },
      ),
    requeueDeadLetters: ({ session: stamp }) =>
      behindPin(stamp, 'requeue-dead-letters', () => centre.requeueDeadLetters(), { type: 'stay' }),
    tryCentre: ({ session: stamp }) =>
      behindPin(
        stamp,
        'try-centre',
        asked(() => centre.tryNow()),
        { type: 'stay' },
      ),
    forgetPin() {
      const forgotten = technician.forgetPin();
      record.acted(newId(), 'forget-pin', forgotten.ok ? 'done' : forgotten.error.kind);
      return forgotten;
    },
    getViewState: () => succeed(view()),
    getTicket: ticketOf,
    reprintTicket(params) {
      const ticket = ticketOf(params);
      return ticket.ok ? reprint(ticket.value, null) : ticket;
    },
    confirmClock: () => store.confirmClock(),
    getStatus: status,
    scanned({ text }) {
      if (readTyped === null) return refuse({ kind: 'not-possible-here' });
      const code = readTyped(text);
      if (code !== null) scanned(code);
      return succeed(null);
    },
    rotateKey() {
      centre.rotateKey();
      return succeed(null);
    },
  };

  queue.onChange((order, job, printer) => {
    const paper = paperOf(job);
    if (!paper) return;
    if (order.kind === 'attendance') apply({ type: 'proof-paper', jobId: order.jobId, paper, printer });
    else if (order.kind === 'documents') apply({ type: 'documents', serviceId: order.serviceId, paper });
    else if (order.ticket)
      apply({ type: 'paper', ticketId: order.ticket.ticketId, paper, ended: isEnded(job), printer });
  });
  centre.onChange(refresh);
  refresh();

  return {
    handle: (method, params) => commands[method](params),
    scanned,
    tick() {
      guesses.tick();
      apply({ type: 'tick' });
    },
    refresh,
    atRest: () => isPristine(session) && queue.waiting() === 0,
    stop() {
      isStopped = true;
    },
  };
}

/** Why people go to the desk. */
const NO_NUMBER: ReadonlySet<string> = new Set(['store-failed', 'numbers-exhausted', 'no-slot', 'kiosk-revoked']);

/** What a job's state means to the person who waits for its paper; `null` while nothing new can be said. */
function paperOf(job: PrintJob): PaperState | null {
  if (job.state === 'printed') return 'out';
  if (job.state === 'sending' || job.cause === null) return null;
  const cause = TroubleCause.safeParse(job.cause);
  return cause.success ? cause.data : 'printer-error';
}
