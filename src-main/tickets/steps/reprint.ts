import { PRINT_JOB_STATE } from '../../domain/print-job.ts';
import { type Result, refuse } from '../../domain/result.ts';
import type { Refusal, TicketRecord } from '../../session/contract/kiosk-api.ts';
import type { KioskContext } from '../../session/steps/kiosk-context.ts';
import { wantsLargePrint } from '../../session/steps/session.ts';
import type { SessionEvent } from '../../session/steps/session-step.ts';
import type { SlipOrder } from '../ports/store.ts';

/**
 * Adds a paper besides a ticket's first one. The paper's job is saved first, then `awaited` goes to the session, then the job to the queue.
 * In this sequence the waiting screen is shown even if the queue ends the job at once.
 */
export function addSlip(context: KioskContext, order: SlipOrder, awaited: SessionEvent | null): Result<null, Refusal> {
  const added = context.store.addSlip(order);
  if (!added.ok) return added;
  if (awaited) context.apply(awaited);
  context.queue.add(order);
  return added;
}

/**
 * Reprints a ticket; the paper is marked as a duplicate if an earlier one may be out. `awaited`: the session event for a citizen who waits
 * at the screen for the paper, and whose enlarged text makes the paper large print; `null`: no citizen waits.
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
      jobId: newId(),
      kind: 'ticket',
      ticket,
      serviceId,
      language,
      largePrint,
      duplicate: out.value,
      askedAtMs: clock.wallMs(),
      isStillTheirs: asking.isStillTheirs(ticketId),
    },
    awaited,
  );
}
