import { z } from 'zod';
import { instantOf } from '../clock.ts';
import { projectionOf } from './event-projection.ts';
import { Instant, Text } from './payload-members.ts';

/**
 * The staff's last pause of a service at a kiosk. The service is paused there while its last pause follows its last resumption and has not
 * ended.
 */
const servicePaused = projectionOf({
  type: 'service-paused',
  v: 1,
  payload: z.object({ serviceId: Text, reason: Text, until: Instant.nullable() }),
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
  payload: z.object({ serviceId: Text }),
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
