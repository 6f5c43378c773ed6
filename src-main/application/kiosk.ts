import type { CoreMethod, CoreStatus, ParamsOf, Refusal, TicketId, TicketRecord } from '../contract/kiosk-api.ts';
import type { Way } from '../contract/office-profile.ts';
import { type Result, refuse, succeed } from '../contract/result.ts';
import { type SessionStamp, TroubleCause, type ViewState } from '../contract/view-state.ts';
import type { PrintJob } from '../domain/print-job.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Printer } from '../ports/printing.ts';
import type { TicketStore } from '../ports/store.ts';
import type { Office } from './office.ts';
import type { PrintQueue } from './print-queue.ts';
import { type Session, type SessionEvent, startSession, stepSession } from './session.ts';
import { takeTicket } from './take-ticket.ts';
import { composeView } from './view.ts';

export interface KioskParts {
  office: Office;
  store: TicketStore;
  queue: PrintQueue;
  printer: Printer | null;
  clock: Clock;
  log: Log;
  newId: () => string;
  newTicketId: () => TicketId;
  /** Called with each view state that differs from the last one. */
  show: (state: ViewState) => void;
}

export interface Kiosk {
  /** Answers one command whose parameters have been validated. */
  handle<M extends CoreMethod>(method: M, params: ParamsOf<M>): Result<unknown, Refusal>;
  /** To be called about once a second: waiting times, the clock on screen, opening and closing. */
  tick(): void;
}

type Commands = { [M in CoreMethod]: (params: ParamsOf<M>) => Result<unknown, Refusal> };

/** The kiosk as one person at a time meets it: the session, its commands and the screen that follows from both. */
export function createKiosk(parts: KioskParts): Kiosk {
  const { office, store, queue, printer, clock, log, newId, newTicketId, show } = parts;
  const home = office.profile.languages[0] ?? 'ca';
  let session = startSession(newId(), home, clock.monotonicMs());
  let shown = '';

  function refresh(): void {
    const state = composeView(session, office, clock.monotonicMs());
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
    if (isCurrent(stamp) && !office.doors().includes(way)) return refuse({ kind: 'not-possible-here', detail: way });
    return touch(stamp, { type: 'open-door', way });
  }

  function take({
    session: stamp,
    way = 'walk-in',
    ...command
  }: ParamsOf<'takeTicket'>): Result<TicketRecord, Refusal> {
    const known = store.findByRequest(command.requestId);
    const repeated = known.ok && known.value !== null;
    if (stamp && !repeated && !isCurrent(stamp)) return refuse({ kind: 'stale-command' });
    const taken = takeTicket(store, office, newTicketId, { ...command, way });
    if (!taken.ok) {
      log.warn(taken.error.kind, { serviceId: command.serviceId, detail: taken.error.detail });
      const { kind } = taken.error;
      if (stamp && (kind === 'store-failed' || kind === 'numbers-exhausted'))
        apply({ type: 'ticket-refused', cause: kind });
      return taken;
    }
    const { ticket } = taken.value;
    if (taken.value.repeated) return succeed(ticket);
    log.info('ticket-issued', { ticketId: ticket.ticketId, label: ticket.label, serviceDay: ticket.serviceDay });
    if (stamp) apply({ type: 'ticket-issued', ticket });
    queue.add(ticket);
    return succeed(ticket);
  }

  function status(): Result<CoreStatus, Refusal> {
    const { serviceDay } = office.now();
    const count = store.countTickets(serviceDay);
    if (!count.ok) return count;
    return succeed({
      officeId: office.profile.officeId,
      serviceDay,
      printer: printer?.condition() ?? 'no-printer',
      waitingJobs: queue.waiting(),
      ticketsToday: count.value,
    });
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
    back: ({ session: stamp }) => touch(stamp, { type: 'back' }),
    stay: ({ session: stamp }) => touch(stamp, { type: 'stay' }),
    finish: ({ session: stamp }) => touch(stamp, { type: 'finish' }),
    takeTicket: take,
    getViewState: () => succeed(composeView(session, office, clock.monotonicMs())),
    getTicket({ requestId }) {
      const found = store.findByRequest(requestId);
      if (!found.ok) return found;
      return found.value ? succeed(found.value) : refuse({ kind: 'unknown-request' });
    },
    getStatus: status,
  };

  queue.onChange((ticketId, job) => {
    const paper = paperOf(job);
    if (paper) apply({ type: 'paper', ticketId, paper });
  });
  refresh();

  return {
    handle: (method, params) => commands[method](params),
    tick: () => apply({ type: 'tick' }),
  };
}

/** What a job's state means to the person who waits for its paper; `null` while nothing new can be said. */
function paperOf(job: PrintJob): 'out' | TroubleCause | null {
  if (job.state === 'printed') return 'out';
  if (job.state === 'sending' || job.cause === null) return null;
  const cause = TroubleCause.safeParse(job.cause);
  return cause.success ? cause.data : 'printer-error';
}
