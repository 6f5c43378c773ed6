import { instantOf } from '../clock.ts';
import { projectionOf } from './event-projection.ts';
import { seen } from './payload-members.ts';

/**
 * The last pause of a service that staff set at a kiosk. The service is paused while this pause is later than its last resumption and has
 * not ended.
 */
const servicePaused = projectionOf({
  type: 'service-paused',
  v: 1,
  payload: seen('service-paused', 'serviceId', 'reason', 'until'),
  table: 'kiosk_pause',
  class: 'machine',
  hasOffice: true,
  columns: {
    incarnation: { type: 'uuid', of: ({ incarnation }) => incarnation },
    service_id: { type: 'text', of: ({ serviceId }) => serviceId },
    reason: { type: 'text', of: ({ reason }) => reason },
    until_at: { type: 'timestamptz', of: ({ until }) => until },
    happened_at: { type: 'timestamptz', of: ({ happenedAtMs }) => instantOf(happenedAtMs) },
  },
  key: ['incarnation', 'service_id'],
  keeps: 'last',
});

const serviceResumed = projectionOf({
  type: 'service-resumed',
  v: 1,
  payload: seen('service-resumed', 'serviceId'),
  table: 'kiosk_resume',
  class: 'machine',
  hasOffice: true,
  columns: {
    incarnation: { type: 'uuid', of: ({ incarnation }) => incarnation },
    service_id: { type: 'text', of: ({ serviceId }) => serviceId },
    happened_at: { type: 'timestamptz', of: ({ happenedAtMs }) => instantOf(happenedAtMs) },
  },
  key: ['incarnation', 'service_id'],
  keeps: 'last',
});

export const SERVICE_EVENTS = {
  'service-paused': servicePaused,
  'service-resumed': serviceResumed,
} as const;
