import { type Result, succeed } from '../../domain/result.ts';
import type { Refusal, TicketRecord } from '../../session/contract/kiosk-api.ts';
import type { KioskContext } from '../../session/steps/kiosk-context.ts';
import { replacedLabels, wantsLargePrint } from '../../session/steps/session.ts';
import { isNoTurnCause } from '../rules/no-turn.ts';
import { type TicketCommand, takeTicket } from './take-ticket.ts';

/**
 * Issues a ticket: its number is on disk first, then on the screen, then queued for printing. `isHere`: a citizen is at the screen, which
 * then shows the ticket. `isStale`: the touch came from an earlier screen.
 */
export function issueTicket(
  context: KioskContext,
  command: TicketCommand,
  { isHere, isStale = false }: { isHere: boolean; isStale?: boolean },
): Result<TicketRecord, Refusal> {
  const { store, office, ticketIds, asking, log } = context;
  // Appointments are called by their time and not in the sequence of numbers, so their numbers are always the kiosk's own.
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
  context.queue.add({
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
