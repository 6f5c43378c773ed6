import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Commands } from '../../session/commands/command.ts';
import type { ParamsOf, Refusal, TicketRecord } from '../../session/contract/kiosk-api.ts';
import { isCurrent, type KioskContext } from '../../session/steps/kiosk-context.ts';
import { canWithdraw, wantsLargePrint } from '../../session/steps/session.ts';
import { canPrintAgain } from '../../session/view/view.ts';
import { addSlip, reprint } from '../steps/reprint.ts';

export function paperCommands(context: KioskContext) {
  return {
    printAgain: (params) => printAgain(context, params),
    withdrawTicket: (params) => withdraw(context, params),
    printDocuments: (params) => printDocuments(context, params),
    getTicket: (params) => ticketOf(context, params),
    reprintTicket(params) {
      const ticket = ticketOf(context, params);
      return ticket.ok ? reprint(context, ticket.value, null) : ticket;
    },
  } satisfies Partial<Commands>;
}

/**
 * Withdraws the ticket on the screen. The withdrawal is saved first; then the waiting slip is cancelled, and the screen on which the
 * service was chosen returns.
 */
function withdraw(context: KioskContext, { stamp, ticketId }: ParamsOf<'withdrawTicket'>): Result<null, Refusal> {
  const { store, queue, log, apply } = context;
  const session = context.session();
  const isDone = session.withdrawn.some((ticket) => ticket.ticketId === ticketId);
  if (isDone && stamp.sessionId === session.sessionId) return succeed(null);
  if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
  if (!canWithdraw(session) || session.issued?.ticketId !== ticketId) return refuse({ kind: 'not-possible-here' });
  const withdrawn = store.withdraw(ticketId);
  if (!withdrawn.ok) return withdrawn;
  queue.withdraw(ticketId);
  const out = store.mayBePrinted(ticketId);
  log.event('ticket-withdrawn', { ticketId });
  apply({ type: 'ticket-withdrawn', mayBeOut: !out.ok || out.value });
  return succeed(null);
}

function printAgain(context: KioskContext, { stamp }: ParamsOf<'printAgain'>): Result<null, Refusal> {
  const { session, store, printers } = context;
  if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
  const { place } = session();
  if (place.at !== 'printer-trouble' || !canPrintAgain(place, printers)) return refuse({ kind: 'not-possible-here' });
  const found = store.findTicket(place.ticket.ticketId);
  if (!found.ok) return found;
  if (!found.value) return refuse({ kind: 'unknown-request' });
  const { ticketId } = found.value;
  return reprint(context, found.value, { type: 'paper', ticketId, paper: 'coming', ended: false, printer: null });
}

function printDocuments(
  context: KioskContext,
  { stamp, serviceId }: ParamsOf<'printDocuments'>,
): Result<null, Refusal> {
  const { session, office, newId, clock } = context;
  if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
  if (!office.hasDocuments(serviceId)) return refuse({ kind: 'no-documents', detail: serviceId });
  const { documents, language } = session();
  if (documents[serviceId] === 'coming') return refuse({ kind: 'paper-under-way' });
  return addSlip(
    context,
    {
      jobId: newId(),
      kind: 'documents',
      ticket: null,
      serviceId,
      language,
      duplicate: false,
      askedAtMs: clock.wallMs(),
      largePrint: wantsLargePrint(session()),
    },
    { type: 'documents', serviceId, paper: 'coming' },
  );
}

function ticketOf({ store }: KioskContext, { requestId }: ParamsOf<'getTicket'>): Result<TicketRecord, Refusal> {
  const found = store.findByRequest(requestId);
  if (!found.ok) return found;
  return found.value ? succeed(found.value) : refuse({ kind: 'unknown-request' });
}
