import { randomUUID } from 'node:crypto';
import { TicketId } from '../../src-main/contract/shared/ids.ts';
import type { TicketOrder, TicketStore } from '../../src-main/tickets/ports/store.ts';
import { newRequestId, service } from './core-process.ts';
import { must } from './must.ts';

/** The request for a ticket of a citizen without an appointment, with new ids. */
export const ticketOrder = (change: Partial<TicketOrder> = {}): TicketOrder => ({
  ticketId: TicketId.parse(randomUUID()),
  requestId: newRequestId(),
  series: 'A',
  serviceId: service('empadronament'),
  visitType: 'walk-in',
  language: 'ca',
  followToken: null,
  ...change,
});

export const issueTicket = (store: Pick<TicketStore, 'issue'>, change?: Partial<TicketOrder>) =>
  must(store.issue(ticketOrder(change)));
