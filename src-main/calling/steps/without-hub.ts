import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import { refuse } from '../../domain/result.ts';
import type { OfficeHub } from '../ports/hub.ts';
import type { QueueStates } from '../ports/queue-state.ts';

/** The queues of an office in which numbers are not called through Torn. */
export const UNKNOWN_QUEUES: QueueStates = { ofService: () => null, ofTicket: () => null };

export const NO_HUB: OfficeHub = {
  state: () => null,
  pair: () => refuse({ kind: 'unknown-request' }),
  unpair: () => refuse({ kind: 'unknown-request' }),
  pairKiosk: () => refuse({ kind: 'unknown-request' }),
  unpairKiosk: () => refuse({ kind: 'unknown-request' }),
  onChange: () => {},
};

/**
 * Returns the queues of the hub, this kiosk's server for desks and halls. If the profile has `calledElsewhere`, it returns the queues of
 * another calling system, as the centre reports them; that system does not know the numbers issued here, so the queue ahead of such a
 * number is unknown. Without hub and other system all queues are unknown and not shown.
 */
export const queuesOf = (
  { calledElsewhere = false }: Pick<OfficeProfile, 'calledElsewhere'>,
  hub: () => { readonly queueStates: QueueStates } | null,
  centre: () => { queueElsewhere: QueueStates['ofService'] } | null,
): QueueStates =>
  calledElsewhere
    ? { ...UNKNOWN_QUEUES, ofService: (serviceId) => centre()?.queueElsewhere(serviceId) ?? null }
    : {
        ofService: (serviceId) => (hub()?.queueStates ?? UNKNOWN_QUEUES).ofService(serviceId),
        ofTicket: (ticketId) => (hub()?.queueStates ?? UNKNOWN_QUEUES).ofTicket(ticketId),
      };
