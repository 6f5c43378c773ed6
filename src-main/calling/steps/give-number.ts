import { RequestId } from '../../contract/shared/ids.ts';
import { CALL_ORDER_MS } from '../../domain/desk.ts';
import { refuse, succeed } from '../../domain/result.ts';
import type { Office } from '../../office/steps/office.ts';
import type { TicketStore } from '../../tickets/ports/store.ts';
import { isFollowed, type TicketIds } from '../../tickets/steps/take-ticket.ts';
import type { DeskAnswer, DeskOrder } from '../contract/desk.ts';

export interface GiveNumberParts {
  store: Pick<TicketStore, 'findByRequest' | 'issue'>;
  office: Office;
  ticketIds: TicketIds;
}

/**
 * Issues a number to a citizen at a desk. The number is on disk before the answer, and a repeated order returns the same number. Opening
 * hours are not checked, because the clerk knows whether the service is open. An old order is refused.
 */
export function giveNumber(
  { store, office, ticketIds }: GiveNumberParts,
  { orderId, serviceId, ageMs }: Extract<DeskOrder, { kind: 'give' }>,
): DeskAnswer {
  const requestId = RequestId.parse(orderId);
  const earlier = store.findByRequest(requestId);
  if (!earlier.ok) return refuse({ kind: 'store-failed' });
  if (earlier.value !== null) return succeed({ ticketId: earlier.value.ticketId, number: earlier.value.label });
  if (ageMs > CALL_ORDER_MS) return refuse({ kind: 'order-too-old' });
  const service = office.service(serviceId, 'walk-in');
  if (!service) return refuse({ kind: 'unknown-service' });
  const given = store.issue({
    ...{ ticketId: ticketIds.newTicketId(), requestId, series: service.series, serviceId, visitType: 'walk-in' },
    ...{ language: 'ca', atDesk: true },
    followToken: isFollowed(office.profile, service) ? ticketIds.newFollowToken() : null,
  });
  if (given.ok) return succeed({ ticketId: given.value.ticketId, number: given.value.label });
  return refuse({ kind: given.error.kind === 'store-failed' ? 'store-failed' : 'no-number' });
}
