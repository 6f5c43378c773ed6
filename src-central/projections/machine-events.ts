import { z } from 'zod';
import { instantOf } from '../clock.ts';
import { projectionOf } from './event-projection.ts';
import { Id, Text } from './payload-members.ts';

const printerCondition = projectionOf({
  type: 'printer-condition',
  v: 1,
  payload: z.object({ printer: Text, condition: Text }),
  table: 'kiosk_printer',
  class: 'machine',
  hasOffice: false,
  columns: {
    incarnation: { type: 'uuid', of: ({ incarnation }) => incarnation },
    printer: { type: 'text', of: ({ printer }) => printer },
    condition: { type: 'text', of: ({ condition }) => condition },
    happened_at: { type: 'timestamptz', of: ({ happenedAtMs }) => instantOf(happenedAtMs) },
  },
  key: ['incarnation', 'printer'],
  keeps: 'last',
});

const technicianActed = projectionOf({
  type: 'technician-acted',
  v: 1,
  payload: z.object({
    ...{ visitId: Id, action: Text, result: Text },
    ...{ actor: Text.optional(), subject: Text.optional(), codeId: Id.optional() },
  }),
  table: 'technician_action',
  class: 'machine',
  hasOffice: true,
  columns: {
    visit_id: { type: 'uuid', of: ({ visitId }) => visitId },
    action: { type: 'text', of: ({ action }) => action },
    result: { type: 'text', of: ({ result }) => result },
    actor: { type: 'text', of: ({ actor }) => actor ?? null },
    subject: { type: 'text', of: ({ subject }) => subject ?? null },
    code_id: { type: 'uuid', of: ({ codeId }) => codeId ?? null },
    happened_at: { type: 'timestamptz', of: ({ happenedAtMs }) => instantOf(happenedAtMs) },
  },
  key: ['event_id'],
  keeps: 'each',
});

const orderEnded = projectionOf({
  type: 'order-ended',
  v: 1,
  payload: z.object({ orderId: Id, action: Text, result: Text }),
  table: 'order_end',
  class: 'machine',
  hasOffice: true,
  columns: {
    order_id: { type: 'uuid', of: ({ orderId }) => orderId },
    action: { type: 'text', of: ({ action }) => action },
    result: { type: 'text', of: ({ result }) => result },
    happened_at: { type: 'timestamptz', of: ({ happenedAtMs }) => instantOf(happenedAtMs) },
  },
  key: ['order_id'],
  keeps: 'first',
});

const officeChanged = projectionOf({
  type: 'office-changed',
  v: 1,
  payload: z.object({
    no: z.int().positive(),
    from: z.iso.date(),
    base: z.int().positive().nullable(),
    patch: Text.nullable(),
  }),
  table: 'office_proposal',
  class: 'machine',
  hasOffice: true,
  columns: {
    proposal_id: { type: 'uuid', of: ({ eventId }) => eventId },
    no: { type: 'bigint', of: ({ no }) => no },
    from_day: { type: 'date', of: ({ from }) => from },
    base: { type: 'bigint', of: ({ base }) => base },
    patch: { type: 'text', of: ({ patch }) => patch },
    happened_at: { type: 'timestamptz', of: ({ happenedAtMs }) => instantOf(happenedAtMs) },
  },
  key: ['proposal_id'],
  keeps: 'first',
});

const updateEnded = projectionOf({
  type: 'update-ended',
  v: 1,
  payload: z.object({
    updateId: Id,
    at: z.iso.datetime({ offset: true }),
    from: Text,
    to: Text.nullable(),
    result: Text,
  }),
  table: 'kiosk_update',
  class: 'machine',
  hasOffice: true,
  columns: {
    update_id: { type: 'uuid', of: ({ updateId }) => updateId },
    ended_at: { type: 'timestamptz', of: ({ at }) => instantOf(Date.parse(at)) },
    from_version: { type: 'text', of: ({ from }) => from },
    to_version: { type: 'text', of: ({ to }) => to },
    result: { type: 'text', of: ({ result }) => result },
  },
  key: ['update_id'],
  keeps: 'first',
});

/** `null`: the event is stored without a row. */
export const MACHINE_EVENTS = {
  'printer-condition': printerCondition,
  'technician-acted': technicianActed,
  'order-ended': orderEnded,
  'slot-given': null,
  'store-recovered': null,
  'upload-rejected': null,
  'profile-applied': null,
  'office-changed': officeChanged,
  'update-ended': updateEnded,
} as const;
