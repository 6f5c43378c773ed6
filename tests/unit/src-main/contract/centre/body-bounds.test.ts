import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { RevocationOrder } from '../../../../../src-main/contract/centre/administration.ts';
import { AppointmentOrder } from '../../../../../src-main/contract/centre/appointments.ts';
import { EnrolmentRequest } from '../../../../../src-main/contract/centre/enrolment.ts';
import {
  MOST_QUEUES,
  OFFICE_QUEUE_HOLDS_S,
  OfficeQueuesStated,
} from '../../../../../src-main/contract/centre/office-queues.ts';
import { OPERATIONS, type OperationName } from '../../../../../src-main/contract/centre/operations.ts';
import { MOST_STATED_TICKETS, QueueStatement } from '../../../../../src-main/contract/centre/queue-statement.ts';
import { MOST_REQUESTS, TurnsStatement } from '../../../../../src-main/contract/centre/turns-from-home.ts';
import { MOST_MINUTES, MOST_PEOPLE } from '../../../../../src-main/domain/queue-state.ts';
import { newSigningKey } from '../../../../../src-main/signing/keys.ts';

const state = { waiting: MOST_PEOPLE, minutes: { from: MOST_MINUTES - 1, to: MOST_MINUTES } };
const at = '2026-11-25T10:59:59.999+01:00';
const id = 'a'.repeat(60);
const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

/**
 * The longest body that the schema of each operation accepts, with the longest texts that a kiosk or the city writes. Characters outside
 * ASCII are included, because a client may send each of them escaped, in six bytes.
 */
const LONGEST = {
  openEnrolment: EnrolmentRequest.parse({
    publicKey: newSigningKey().publicKey,
    incarnation: randomUUID(),
    slot: 99,
    replaces: true,
    build: 'official',
    version: 'é'.repeat(40),
  }),
  stateQueue: QueueStatement.parse({
    asOf: at,
    tickets: times(MOST_STATED_TICKETS, () => ({ ticketId: randomUUID(), ...state })),
  }),
  stateTurns: TurnsStatement.parse({
    asOf: at,
    offers: times(36, () => ({ serviceId: id, left: 60, queue: state })),
    answers: times(MOST_REQUESTS, () => ({
      requestId: randomUUID(),
      notGiven: null,
      given: { ticketId: randomUUID(), followToken: 'A'.repeat(26) },
    })),
  }),
  stateOfficeQueues: OfficeQueuesStated.parse({
    queues: times(MOST_QUEUES, () => ({ serviceId: id, state: { ...state, ageS: OFFICE_QUEUE_HOLDS_S } })),
  }),
  revokeKiosk: RevocationOrder.parse({ reason: 'é'.repeat(200) }),
  putAppointment: AppointmentOrder.parse({
    officeId: id.slice(0, 40),
    serviceId: id,
    start: at,
    documentNumber: '€'.repeat(40),
    code: '€'.repeat(90),
    deskId: '€'.repeat(60),
  }),
} as const satisfies Partial<Record<OperationName, unknown>>;

test.each(Object.keys(LONGEST) as (keyof typeof LONGEST)[])('the longest body of %s is within its bound', (name) => {
  const plain = JSON.stringify(LONGEST[name]);
  const escaped = plain.replace(/[^\x20-\x7e]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
  expect(Buffer.byteLength(escaped)).toBeLessThanOrEqual(OPERATIONS[name].bounds.sent);
});
