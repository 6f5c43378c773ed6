import type { Attention } from '../contract/kiosk/view-state.ts';
import type { TicketId } from '../contract/shared/ids.ts';
import type { Result } from '../domain/result.ts';
import type { StoreFailure } from '../ports/store.ts';
import type { KioskContext } from './kiosk-context.ts';
import type { Place } from './session.ts';
import type { SessionTicket } from './take-ticket.ts';

/** The number that somebody has who stands there: their ticket's, or that of a result. */
export function ticketAt(place: Place): SessionTicket | null {
  if ('ticket' in place) return place.ticket;
  return 'result' in place ? place.result.ticket : null;
}

/** What is asked of the staff once the number is given: the centre hears of it after the ticket. */
export const noteAttention = (
  { store }: KioskContext,
  ticketId: TicketId,
  attention: Attention,
): Result<unknown, StoreFailure> =>
  store.recordEvent({ type: 'attention-asked', v: 1, payload: { ticketId, ...attention } });
