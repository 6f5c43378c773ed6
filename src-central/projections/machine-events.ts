import { instantOf } from '../clock.ts';
import { projectionOf } from './event-projection.ts';
import { seen } from './payload-members.ts';

const printerCondition = projectionOf({
  type: 'printer-condition',
  v: 1,
  payload: seen('printer-condition', 'printer', 'condition'),
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

const machineState = projectionOf({
  type: 'machine-state',
  v: 1,
  payload: seen('machine-state', 'disk', 'certificateEnds', 'deadLetters'),
  table: 'kiosk_machine',
  class: 'machine',
  hasOffice: false,
  columns: {
    incarnation: { type: 'uuid', of: ({ incarnation }) => incarnation },
    disk: { type: 'text', of: ({ disk }) => disk },
    certificate_ends_at: { type: 'timestamptz', of: ({ certificateEnds }) => certificateEnds },
    dead_letters: { type: 'bigint', of: ({ deadLetters }) => deadLetters ?? null },
    happened_at: { type: 'timestamptz', of: ({ happenedAtMs }) => instantOf(happenedAtMs) },
  },
  key: ['incarnation'],
  keeps: 'last',
});

const technicianActed = projectionOf({
  type: 'technician-acted',
  v: 1,
  payload: seen('technician-acted', 'visitId', 'action', 'result', 'actor', 'subject', 'codeId'),
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
  payload: seen('order-ended', 'orderId', 'action', 'result'),
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
  payload: seen('office-changed', 'no', 'from', 'base', 'patch'),
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
  payload: seen('update-ended', 'updateId', 'at', 'from', 'to', 'result'),
  table: 'kiosk_update',
  class: 'machine',
  hasOffice: true,
  columns: {
    update_id: { type: 'uuid', of: ({ updateId }) => updateId },
    ended_at: { type: 'timestamptz', of: ({ at }) => at },
    from_version: { type: 'text', of: ({ from }) => from },
    to_version: { type: 'text', of: ({ to }) => to },
    result: { type: 'text', of: ({ result }) => result },
    received_at: { type: 'timestamptz', of: ({ receivedAtMs }) => instantOf(receivedAtMs) },
  },
  key: ['update_id'],
  keeps: 'first',
});

/** The projection of each event type. `null`: events of this type make no row. */
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
  'machine-state': machineState,
} as const;
