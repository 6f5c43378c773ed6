import { RequestId } from '../../contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Refusal } from '../../session/contract/kiosk-api.ts';
import { DEFAULT_ATTENTION } from '../../session/contract/view-state.ts';
import type { KioskContext } from '../../session/steps/kiosk-context.ts';
import { issueTicket } from '../../tickets/steps/issue-ticket.ts';
import { missingForTicket, sampleService } from '../steps/first-ticket.ts';

/**
 * Withdraws the previous sample ticket and issues another. The request id is on disk before the ticket, so that after a power cut the first
 * run still finds the ticket and can withdraw it.
 */
export function takeFirstTicket(context: KioskContext): Result<null, Refusal> {
  const { office, installation, firstRun, newId, session } = context;
  const sample = sampleService(office);
  if (firstRun.at() !== 'ticket' || missingForTicket(context) !== null || sample === null)
    return refuse({ kind: 'not-possible-here' });
  const givenUp = giveUpFirstTicket(context);
  if (!givenUp.ok) return givenUp;
  const requestId = RequestId.parse(newId());
  const kept = installation.keep({ ...installation.file(), firstTicket: requestId });
  if (!kept.ok) return kept;
  const { service, visitType } = sample;
  const command = { requestId, serviceId: service.serviceId, visitType, language: session().home, whateverHour: true };
  const issued = issueTicket(context, { ...command, attention: DEFAULT_ATTENTION }, { isHere: false });
  return issued.ok ? succeed(null) : issued;
}

/** Withdraws the sample ticket, so that no desk calls it. */
export function giveUpFirstTicket({ store, queue, installation, log }: KioskContext): Result<null, Refusal> {
  const { firstTicket } = installation.file();
  const found = firstTicket === null ? succeed(null) : store.findByRequest(firstTicket);
  if (!found.ok) return found;
  if (found.value === null || found.value.withdrawnAtMs !== null) return succeed(null);
  const { ticketId } = found.value;
  const withdrawn = store.withdraw(ticketId);
  if (!withdrawn.ok) return withdrawn;
  queue.withdraw(ticketId);
  log.event('ticket-withdrawn', { ticketId });
  return succeed(null);
}
