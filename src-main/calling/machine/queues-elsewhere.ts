import type { KioskCentre } from '../../centre/wire/kiosk-centre.ts';
import type { QueueStates } from '../ports/queue-state.ts';

/**
 * Queues of another calling system, as the centre reports them. That system does not know numbers issued here, so their place is unknown.
 */
export const queuesElsewhere = (centre: () => Pick<KioskCentre, 'queueElsewhere'> | null): QueueStates => ({
  ofService: (serviceId) => centre()?.queueElsewhere(serviceId) ?? null,
  ofTicket: () => null,
});
