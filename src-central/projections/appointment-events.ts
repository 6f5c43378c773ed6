import { z } from 'zod';
import { BLANKED_CODE } from '../../src-main/contract/shared/event-type.ts';
import { ATTENDANCE_CODE } from '../../src-main/domain/attendance-code.ts';
import { instantOf } from '../clock.ts';
import { projectionOf } from './event-projection.ts';
import { seen } from './payload-members.ts';

const appointmentCheckedIn = projectionOf({
  type: 'appointment-checked-in',
  v: 1,
  payload: seen(
    'appointment-checked-in',
    'appointmentId',
    'ticketId',
    'way',
    'trust',
    'arrivedInWindow',
    'deskId',
    'preferential',
    'comeAndFetch',
    'appointmentStart',
  ),
  table: 'appointment_check_in',
  class: 'turn',
  hasOffice: true,
  columns: {
    ticket_id: { type: 'uuid', of: ({ ticketId }) => ticketId },
    appointment_id: { type: 'uuid', of: ({ appointmentId }) => appointmentId, class: 'visit-link' },
    way: { type: 'text', of: ({ way }) => way },
    trust: { type: 'text', of: ({ trust }) => trust },
    arrived: { type: 'text', of: ({ arrivedInWindow }) => arrivedInWindow },
    desk_id: { type: 'text', of: ({ deskId }) => deskId, class: 'visit-link' },
    preferential: { type: 'boolean', of: ({ preferential }) => preferential, class: 'need' },
    come_and_fetch: { type: 'boolean', of: ({ comeAndFetch }) => comeAndFetch, class: 'need' },
    start_at: { type: 'timestamptz', of: ({ appointmentStart }) => appointmentStart, class: 'visit-link' },
    happened_at: { type: 'timestamptz', of: ({ happenedAtMs }) => instantOf(happenedAtMs) },
    time_uncertain: { type: 'boolean', of: ({ timeUncertain }) => timeUncertain },
    received_at: { type: 'timestamptz', of: ({ receivedAtMs }) => instantOf(receivedAtMs) },
  },
  key: ['ticket_id'],
  keeps: 'first',
});
export type CheckIn = ReturnType<typeof appointmentCheckedIn.read>['rows'][number];

/** A code that retention has blanked makes no row. */
const ProofCode = z
  .string()
  .regex(ATTENDANCE_CODE)
  .refine((code) => code !== BLANKED_CODE);

const attendanceProofPrinted = projectionOf({
  type: 'attendance-proof-printed',
  v: 1,
  payload: seen('attendance-proof-printed', 'code', 'from', 'to').extend({ code: ProofCode }),
  table: 'attendance_proof',
  class: 'attendance',
  hasOffice: true,
  columns: {
    code: { type: 'text', of: ({ code }) => code },
    from_at: { type: 'timestamptz', of: ({ from }) => from },
    to_at: { type: 'timestamptz', of: ({ to }) => to },
  },
  key: ['code'],
  keyMember: 'code',
  keeps: 'first',
});

export const APPOINTMENT_EVENTS = {
  'appointment-checked-in': appointmentCheckedIn,
  'attendance-proof-printed': attendanceProofPrinted,
} as const;
