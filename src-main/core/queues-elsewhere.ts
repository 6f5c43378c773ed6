import type { QueueStates } from '../ports/queue-state.ts';
import type { KioskCentre } from '../sync/kiosk-centre.ts';

/**
 * Queues that another system keeps, as the centre has heard of them. Of a number that was given here that system knows nothing, so that nobody
 * can say where it stands.
 */
export const queuesElsewhere = (centre: () => Pick<KioskCentre, 'queueElsewhere'> | null): QueueStates => ({
  ofService: (serviceId) => centre()?.queueElsewhere(serviceId) ?? null,
  ofTicket: () => null,
});
