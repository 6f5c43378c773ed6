import { isEnded, PRINT_JOB_STATE, type PrintJob } from '../../domain/print-job.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Refusal, TicketRecord } from '../../session/contract/kiosk-api.ts';
import type { KioskContext } from '../../session/steps/kiosk-context.ts';
import { replacedLabels, wantsLargePrint } from '../../session/steps/session.ts';
import type { SessionEvent } from '../../session/steps/session-step.ts';
import type { SlipState } from '../contract/ticket.ts';
import type { SlipOrder } from '../ports/store.ts';
import { isNoTurnCause } from '../rules/no-turn.ts';
import type { SlipListener } from './print-queue.ts';
import { type TicketCommand, takeTicket } from './take-ticket.ts';

/**
 * Issues a ticket: its number is durable first, then on the screen, then queued for printing. `isHere`: a citizen is at the screen, which
 * follows. `isStale`: the touch came from another screen.
 */
export function issueTicket(
  context: KioskContext,
  command: TicketCommand,
  { isHere, isStale = false }: { isHere: boolean; isStale?: boolean },
): Result<TicketRecord, Refusal> {
  const { store, office, ticketIds, asking, log } = context;
  // Appointments are called by their hour, so their numbers are always the kiosk's own.
  const given = command.visitType === 'walk-in' ? asking.take : () => null;
  const replaces = isHere ? replacedLabels(context.session()) : [];
  const largePrint = isHere && wantsLargePrint(context.session());
  const taken = takeTicket(store, office, ticketIds, { ...command, replaces, largePrint }, { isStale, given });
  if (!taken.ok) {
    const { kind, detail } = taken.error;
    log.event(kind, { serviceId: command.serviceId, detail });
    if (isHere && isNoTurnCause(kind)) context.apply({ type: 'ticket-refused', cause: kind });
    // The service has closed since the list was drawn, so the list is drawn again.
    if (isHere && kind === 'service-closed') context.refresh();
    return taken;
  }
  const { ticket } = taken.value;
  if (taken.value.repeated) return succeed(ticket);
  const { ticketId, serviceId, language, issuedAtMs, label, serviceDay } = ticket;
  log.event('ticket-issued', { ticketId, label, serviceDay });
  if (isHere) context.apply({ type: 'ticket-issued', ticket });
  // The ticket's transaction has stored this job under the ticket's own id.
  context.print({
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
 * Adds a paper besides a ticket's first one: durable first, then on the screen as `awaited`, then in the queue, which may end it at once
 * and reports that to the waiting screen.
 */
export function addSlip(context: KioskContext, order: SlipOrder, awaited: SessionEvent | null): Result<null, Refusal> {
  const added = context.store.addSlip(order);
  if (!added.ok) return added;
  if (awaited) context.apply(awaited);
  context.print(order);
  return added;
}

/**
 * Reprints a ticket; the paper is marked as a duplicate if an earlier one may be out. `awaited`: a citizen at the screen waits for it, so
 * large print follows their settings.
 */
export function reprint(
  context: KioskContext,
  ticket: TicketRecord,
  awaited: SessionEvent | null,
): Result<null, Refusal> {
  const { store, log, newId, clock, asking } = context;
  if (!PRINT_JOB_STATE[ticket.print.state].ended) return refuse({ kind: 'paper-under-way' });
  const out = store.mayBePrinted(ticket.ticketId);
  if (!out.ok) return out;
  const { ticketId, serviceId, language, label } = ticket;
  log.event('ticket-reprint', { ticketId, label, duplicate: out.value });
  const largePrint = awaited !== null && wantsLargePrint(context.session());
  return addSlip(
    context,
    {
      ...{ jobId: newId(), kind: 'ticket', ticket, serviceId, language, largePrint },
      ...{ duplicate: out.value, askedAtMs: clock.wallMs(), isStillTheirs: asking.isStillTheirs(ticketId) },
    },
    awaited,
  );
}

/** Prints a proof of attendance for a citizen who scans the ticket on leaving. */
export function proveAttendance(context: KioskContext, ticket: TicketRecord): Result<null, Refusal> {
  const { newId, newAttendanceCode, clock, log } = context;
  const { serviceId, language, label, issuedAtMs } = ticket;
  const jobId = newId();
  const toMs = clock.wallMs();
  const proved = addSlip(
    context,
    {
      ...{ jobId, kind: 'attendance', ticket, serviceId, language },
      ...{
        code: newAttendanceCode(),
        duplicate: false,
        askedAtMs: toMs,
        largePrint: wantsLargePrint(context.session()),
      },
    },
    {
      type: 'go',
      place: { at: 'attendance-proof', jobId, label, fromMs: issuedAtMs, toMs, paper: 'coming', printer: null },
    },
  );
  if (proved.ok) log.event('attendance-proof', { label });
  return proved;
}

/** Reports the state of each paper to the session that waits for it. */
export const slipNews =
  ({ apply }: KioskContext): SlipListener =>
  (order, job, printer) => {
    const paper = paperOf(job);
    if (!paper) return;
    if (order.kind === 'attendance') apply({ type: 'proof-paper', jobId: order.jobId, paper, printer });
    else if (order.kind === 'directions') apply({ type: 'directions-paper', jobId: order.jobId, paper, printer });
    else if (order.kind === 'booking')
      apply({ type: 'booking-paper', jobId: order.jobId, paper, ended: isEnded(job), printer });
    else if (order.kind === 'documents' && order.serviceId !== null)
      apply({ type: 'documents', serviceId: order.serviceId, paper });
    else if (order.ticket)
      apply({ type: 'paper', ticketId: order.ticket.ticketId, paper, ended: isEnded(job), printer });
  };

/** The print state for the waiting citizen; `null` while there is nothing new. */
function paperOf(job: PrintJob): SlipState | null {
  switch (job.state) {
    case 'printed':
      return 'out';
    case 'sending':
      return null;
    case 'waiting':
    case 'not-sent':
    case 'cancelled':
    case 'unknown':
      return job.cause;
  }
}
