import type { CoreMethod, CoreStatus, ParamsOf, Refusal, TicketRecord } from '../contract/kiosk-api.ts';
import type { Way } from '../contract/office-profile.ts';
import { type Result, refuse, succeed } from '../contract/result.ts';
import {
  type PaperState,
  type SessionStamp,
  type StoreNotice,
  TroubleCause,
  type ViewState,
} from '../contract/view-state.ts';
import { isEnded, type PrintJob } from '../domain/print-job.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { PaperOrder, TicketStore } from '../ports/store.ts';
import type { Office } from './office.ts';
import type { PrintQueue } from './print-queue.ts';
import type { PrinterWatch } from './printer-watch.ts';
import { type Session, type SessionEvent, startSession, stepSession } from './session.ts';
import { type TicketIds, takeTicket } from './take-ticket.ts';
import { canPrintAgain, composeView } from './view.ts';

export interface KioskParts {
  office: Office;
  store: TicketStore;
  queue: PrintQueue;
  printers: PrinterWatch;
  /** Whether a person gave this kiosk its numbers; without them people go to the desk. */
  hasSlot: boolean;
  storeNotice: StoreNotice | null;
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
  /** To be called about once a second: waiting times, the clock on screen, opening and closing. */
  tick(): void;
  /** To be called when a printer changed. */
  refresh(): void;
}

type Commands = { [M in CoreMethod]: (params: ParamsOf<M>) => Result<unknown, Refusal> };

/** The kiosk as one person at a time meets it: the session, its commands and the screen that follows from both. */
export function createKiosk(parts: KioskParts): Kiosk {
  const { office, store, queue, printers, hasSlot, storeNotice, clock, log, newId, ticketIds, show } = parts;
  const home = office.profile.languages[0] ?? 'ca';
  let session = startSession(newId(), home, clock.monotonicMs());
  let shown = '';

  const view = (): ViewState => composeView(session, { office, printers, hasSlot, storeNotice }, clock.monotonicMs());

  function refresh(): void {
    const state = view();
    const text = JSON.stringify(state);
    if (text === shown) return;
    shown = text;
    show(state);
  }

  function apply(event: SessionEvent): void {
    const now = clock.monotonicMs();
    session = stepSession(session, event, now) ?? startSession(newId(), home, now);
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
    if (!hasSlot) return refuse({ kind: 'no-slot' });
    if (isCurrent(stamp) && !office.doors().includes(way)) return refuse({ kind: 'not-possible-here', detail: way });
    return touch(stamp, { type: 'open-door', way });
  }

  function take({
    session: stamp,
    way = 'walk-in',
    ...command
  }: ParamsOf<'takeTicket'>): Result<TicketRecord, Refusal> {
    const isStale = stamp !== undefined && !isCurrent(stamp);
    const taken = takeTicket(store, office, ticketIds, { ...command, way }, isStale);
    if (!taken.ok) {
      log.warn(taken.error.kind, { serviceId: command.serviceId, detail: taken.error.detail });
      const { kind } = taken.error;
      if (stamp && (kind === 'store-failed' || kind === 'numbers-exhausted' || kind === 'no-slot'))
        apply({ type: 'ticket-refused', cause: kind });
      return taken;
    }
    const { ticket } = taken.value;
    if (taken.value.repeated) return succeed(ticket);
    log.info('ticket-issued', { ticketId: ticket.ticketId, label: ticket.label, serviceDay: ticket.serviceDay });
    if (stamp) apply({ type: 'ticket-issued', ticket });
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

  /** A paper besides a ticket's first one: durable, then in the queue. */
  function addPaper(paper: Omit<PaperOrder, 'jobId' | 'askedAtMs'>): Result<null, Refusal> {
    const order: PaperOrder = { ...paper, jobId: newId(), askedAtMs: clock.wallMs() };
    const added = store.addPaper(order);
    if (added.ok) queue.add(order);
    return added;
  }

  /** The ticket once more, by a person's word; marked when paper with its number may be out. */
  function reprint(ticket: TicketRecord): Result<null, Refusal> {
    if (ticket.print.state === 'waiting' || ticket.print.state === 'sending')
      return refuse({ kind: 'paper-under-way' });
    const out = store.mayBeOnPaper(ticket.ticketId);
    if (!out.ok) return out;
    const { serviceId, language } = ticket;
    log.info('ticket-reprint', { ticketId: ticket.ticketId, label: ticket.label, duplicate: out.value });
    return addPaper({ kind: 'ticket', ticket, serviceId, language, duplicate: out.value });
  }

  function printAgain(stamp: SessionStamp): Result<null, Refusal> {
    if (!isCurrent(stamp)) return refuse({ kind: 'stale-command' });
    const { place } = session;
    if (place.at !== 'ticket' || !canPrintAgain(place, printers)) return refuse({ kind: 'not-possible-here' });
    const found = store.findTicket(place.ticket.ticketId);
    if (!found.ok) return found;
    if (!found.value) return refuse({ kind: 'unknown-request' });
    const { ticketId } = found.value;
    apply({ type: 'paper', ticketId, paper: 'coming', ended: false, printer: null });
    return reprint(found.value);
  }

  function printDocuments({ session: stamp, serviceId }: ParamsOf<'printDocuments'>): Result<null, Refusal> {
    if (!isCurrent(stamp)) return refuse({ kind: 'stale-command' });
    if (!office.hasDocuments(serviceId)) return refuse({ kind: 'no-documents', detail: serviceId });
    if (session.documents[serviceId] === 'coming') return refuse({ kind: 'paper-under-way' });
    apply({ type: 'documents', serviceId, paper: 'coming' });
    const { language } = session;
    return addPaper({ kind: 'documents', ticket: null, serviceId, language, duplicate: false });
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
      waitingJobs: queue.waiting(),
      ticketsToday: count.value,
    });
  }

  function ticketOf({ requestId }: ParamsOf<'getTicket'>): Result<TicketRecord, Refusal> {
    const found = store.findByRequest(requestId);
    if (!found.ok) return found;
    return found.value ? succeed(found.value) : refuse({ kind: 'unknown-request' });
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
    printAgain: ({ session: stamp }) => printAgain(stamp),
    printDocuments,
    getViewState: () => succeed(view()),
    getTicket: ticketOf,
    reprintTicket(params) {
      const ticket = ticketOf(params);
      return ticket.ok ? reprint(ticket.value) : ticket;
    },
    confirmClock: () => store.confirmClock(),
    getStatus: status,
  };

  queue.onChange((order, job, printer) => {
    const paper = paperOf(job);
    if (!paper) return;
    if (order.kind === 'documents') apply({ type: 'documents', serviceId: order.serviceId, paper });
    else if (order.ticket)
      apply({ type: 'paper', ticketId: order.ticket.ticketId, paper, ended: isEnded(job), printer });
  });
  refresh();

  return {
    handle: (method, params) => commands[method](params),
    tick: () => apply({ type: 'tick' }),
    refresh,
  };
}

/** What a job's state means to the person who waits for its paper; `null` while nothing new can be said. */
function paperOf(job: PrintJob): PaperState | null {
  if (job.state === 'printed') return 'out';
  if (job.state === 'sending' || job.cause === null) return null;
  const cause = TroubleCause.safeParse(job.cause);
  return cause.success ? cause.data : 'printer-error';
}
