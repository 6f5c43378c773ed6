import { z } from 'zod';
import { KioskId } from '../shared/ids.ts';
import { Instant } from '../shared/times.ts';
import {
  AppointmentAnswer,
  AppointmentOrder,
  AttendanceAnswer,
  Channel,
  ChannelId,
  ImportReport,
} from './appointments.ts';
import { type BodyBounds, SMALL_BODY, STRANGER_BODY } from './body-bounds.ts';
import { BOOKING_OPERATIONS } from './booking-operations.ts';
import { Changes, Snapshot } from './configuration.ts';
import {
  EnrolmentConfirmation,
  EnrolmentOpened,
  EnrolmentRequest,
  EnrolmentState,
  KeyRotated,
  KeyRotation,
  KioskEnd,
  PairingCode,
  WaitingEnrolment,
} from './enrolment.ts';
import { EventsAnswer, EventsUpload, UPLOAD_BODY } from './events-upload.ts';
import { KIOSK_HOUR_OPERATIONS } from './kiosk-hours.ts';
import { OFFICE_OPERATIONS } from './office-operations.ts';
import {
  appointment,
  authorised,
  byKiosk,
  byToken,
  city,
  keptAppointment,
  kiosk,
  none,
  office,
  seen,
} from './operation-parts.ts';
import { DiagnosticsSent } from './orders.ts';
import { PEOPLE_OPERATIONS } from './people-operations.ts';
import type { ProblemKind } from './problems.ts';
import { QUEUE_STATEMENT_BODY, QueueStatement } from './queue-statement.ts';
import { Channels } from './tokens.ts';
import { TURNS_BODY, TurnRequests, TurnsStatement } from './turns-from-home.ts';

/**
 * The proof by which a request identifies its sender:
 * - `none`: no proof.
 * - `kiosk`: signed with the key of the kiosk in the path.
 * - `candidate`: signed with the key that a new kiosk wants to enrol.
 * - `token`: a person's or a program's bearer token of the city.
 * - `channel`: a bearer token of one booking channel, valid only for that channel's operations.
 */
export type Credential = 'none' | 'kiosk' | 'candidate' | 'token' | 'channel';

interface OperationParts {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `{name}` is a parameter of `params`. */
  path: string;
  summary: string;
  credential: Credential;
  params: z.ZodObject;
  query?: z.ZodObject;
  answer: { status: 200 | 201 | 202 | 204; body: z.ZodType | null };
  /** True if the operation accepts `If-None-Match` and answers 304 when nothing has changed. */
  conditional?: true;
  /** True if the answer is a stream of server-sent events instead of a JSON body. */
  stream?: true;
  /** Problems of this operation, in addition to those of every request (malformed, too large, overloaded, …). */
  problems: readonly ProblemKind[];
}

interface WithBody {
  body: z.ZodType;
  bounds: BodyBounds;
  bodyMedia?: 'text/csv';
}

interface WithoutBody {
  body?: undefined;
  bounds?: undefined;
  bodyMedia?: undefined;
}

export type Operation = OperationParts & (WithBody | WithoutBody);

/** Every operation of the centre. Its server, its OpenAPI document, the kiosk's client and the conformance suite read this table. */
export const OPERATIONS = {
  readTime: {
    method: 'GET',
    path: '/v1/time',
    summary: 'Returns the centre’s signed time, also to a kiosk whose clock is too wrong to check a TLS certificate',
    credential: 'none',
    params: none,
    query: z.object({ nonce: z.string().regex(/^[A-Za-z0-9_-]{22,64}$/) }),
    answer: { status: 200, body: z.object({ time: Instant, nonce: z.string() }) },
    problems: [],
  },
  openEnrolment: {
    method: 'POST',
    path: '/v1/cities/{cityId}/enrolments',
    summary: 'A kiosk that is not enrolled asks to be enrolled and gets a pairing code',
    credential: 'candidate',
    params: city,
    body: EnrolmentRequest,
    bounds: STRANGER_BODY,
    answer: { status: 201, body: EnrolmentOpened },
    problems: ['unsigned', 'bad-signature', 'test-build', 'not-found', 'too-many-tries'],
  },
  readEnrolment: {
    method: 'GET',
    path: '/v1/cities/{cityId}/enrolments/{enrolmentId}',
    summary: 'Whether a person has confirmed the enrolment, and if so the kiosk’s id, office and slot',
    credential: 'candidate',
    params: city.extend({ enrolmentId: z.uuid() }),
    answer: { status: 200, body: EnrolmentState },
    problems: ['unsigned', 'bad-signature', 'not-found', 'not-yours'],
  },
  findEnrolment: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/enrolments/{code}',
    summary:
      'The fingerprint of the kiosk that waits with a pairing code, and the offices and slots that it can be given',
    ...byToken(
      city.extend({ code: PairingCode }),
      'unknown-code',
      'code-expired',
      'code-spent',
      'test-build',
      'too-many-tries',
    ),
    answer: { status: 200, body: WaitingEnrolment },
  },
  confirmEnrolment: {
    method: 'POST',
    path: '/v1/cities/{cityId}/admin/enrolments/confirm',
    summary:
      'Confirms an enrolment after a person has compared the fingerprints, and gives the kiosk its office and slot',
    ...byToken(
      city,
      'unknown-code',
      'code-expired',
      'code-spent',
      'fingerprint-differs',
      'slot-taken',
      'already-replaced',
      'not-found',
      'too-many-tries',
      'test-build',
    ),
    body: EnrolmentConfirmation,
    bounds: SMALL_BODY,
    answer: { status: 201, body: z.object({ kioskId: KioskId }) },
  },
  rotateKey: {
    method: 'POST',
    path: '/v1/cities/{cityId}/kiosks/{kioskId}/keys',
    summary: 'Replaces the kiosk’s key by a new one, signed with the old one; both keys are valid for 14 days',
    ...byKiosk(kiosk),
    body: KeyRotation,
    bounds: SMALL_BODY,
    answer: { status: 200, body: KeyRotated },
  },
  endKiosk: {
    method: 'PUT',
    path: '/v1/cities/{cityId}/kiosks/{kioskId}/end',
    summary:
      'A replaced kiosk reports where its journal ends. Once the centre has every event up to there and two days have passed, the slot may be given again',
    ...byKiosk(kiosk, 'not-found'),
    body: KioskEnd,
    bounds: SMALL_BODY,
    answer: { status: 204, body: null },
  },
  uploadEvents: {
    method: 'POST',
    path: '/v1/cities/{cityId}/kiosks/{kioskId}/events',
    summary: 'Stores events that happened at a kiosk; an event that is sent again changes nothing',
    ...byKiosk(kiosk),
    body: EventsUpload,
    bounds: UPLOAD_BODY,
    answer: { status: 200, body: EventsAnswer },
  },
  uploadReplaced: {
    method: 'POST',
    path: '/v1/cities/{cityId}/kiosks/{kioskId}/replaced/events',
    summary:
      'Stores events that a replaced kiosk never sent; its successor uploads them in its name. An event that is sent again changes nothing',
    ...byKiosk(kiosk, 'not-found'),
    body: EventsUpload,
    bounds: UPLOAD_BODY,
    answer: { status: 200, body: EventsAnswer },
  },
  sendDiagnostics: {
    method: 'PUT',
    path: '/v1/cities/{cityId}/kiosks/{kioskId}/diagnostics/{orderId}',
    summary:
      'Stores the diagnostics of a kiosk, for finding a fault, that an order asked for; only the newest are kept',
    ...byKiosk(kiosk.extend({ orderId: z.uuid() }), 'not-found'),
    body: DiagnosticsSent,
    bounds: UPLOAD_BODY,
    answer: { status: 204, body: null },
  },
  stateQueue: {
    method: 'PUT',
    path: '/v1/cities/{cityId}/kiosks/{kioskId}/queue',
    summary:
      'Stores how many people wait before each turn, for citizens who follow their turn on a phone; only the newest statement is kept',
    ...byKiosk(kiosk),
    body: QueueStatement,
    bounds: QUEUE_STATEMENT_BODY,
    answer: { status: 204, body: null },
  },
  stateTurns: {
    method: 'PUT',
    path: '/v1/cities/{cityId}/kiosks/{kioskId}/turns-from-afar',
    summary:
      'Stores the numbers that a kiosk offers to citizens at home, and its answers to their requests; returns their open requests',
    ...byKiosk(kiosk),
    body: TurnsStatement,
    bounds: TURNS_BODY,
    answer: { status: 200, body: TurnRequests },
  },
  readSnapshot: {
    method: 'GET',
    path: '/v1/cities/{cityId}/kiosks/{kioskId}/snapshot',
    summary: 'All data about its office that a kiosk needs',
    ...byKiosk(kiosk, 'replayed-request'),
    answer: { status: 200, body: Snapshot },
    conditional: true,
  },
  readChanges: {
    method: 'GET',
    path: '/v1/cities/{cityId}/kiosks/{kioskId}/changes',
    summary: 'The changes since a cursor',
    ...byKiosk(kiosk, 'replayed-request', 'cursor-gone'),
    query: z.object({ cursor: z.string().max(100) }),
    answer: { status: 200, body: Changes },
  },
  followHints: {
    method: 'GET',
    path: '/v1/cities/{cityId}/kiosks/{kioskId}/hints',
    summary: 'A stream of wake-ups without content: one whenever the centre has something new for the kiosk to read',
    ...byKiosk(kiosk, 'replayed-request'),
    answer: { status: 200, body: null },
    stream: true,
  },
  ...KIOSK_HOUR_OPERATIONS,
  ...OFFICE_OPERATIONS,
  ...BOOKING_OPERATIONS,
  ...PEOPLE_OPERATIONS,
  putAppointment: {
    method: 'PUT',
    path: '/v1/cities/{cityId}/appointments/{reference}',
    summary: 'A channel books an appointment, or changes or moves it: the same reference is the same appointment',
    credential: 'channel',
    params: appointment,
    body: AppointmentOrder,
    bounds: SMALL_BODY,
    answer: { status: 200, body: AppointmentAnswer },
    problems: [...authorised, 'invalid-appointment', 'already-checked-in', 'bring-again'],
  },
  cancelAppointment: {
    method: 'DELETE',
    path: '/v1/cities/{cityId}/appointments/{reference}',
    summary: 'A channel cancels an appointment; cancelling it again changes nothing',
    credential: 'channel',
    params: keptAppointment,
    answer: { status: 204, body: null },
    problems: [...authorised, 'not-found', 'already-checked-in'],
  },
  readAppointment: {
    method: 'GET',
    path: '/v1/cities/{cityId}/appointments/{reference}',
    summary: 'The current state of one of the channel’s appointments',
    credential: 'channel',
    params: keptAppointment,
    answer: { status: 200, body: AppointmentAnswer },
    problems: [...authorised, 'not-found'],
  },
  importAppointments: {
    method: 'POST',
    path: '/v1/cities/{cityId}/appointments/import',
    summary:
      'A channel books many appointments, one per row. Each row is accepted or refused on its own; a row that is sent again changes nothing',
    credential: 'channel',
    params: city,
    body: z.string().meta({
      description:
        'CSV in UTF-8, with or without a byte order mark, separated by commas or semicolons. The first row names the columns, in any order: reference, officeId, serviceId, start (RFC 3339, or local time of the office: 2026-11-27 10:30), and optionally documentNumber, code, deskId. Any other column is refused. At most 2000 rows.',
    }),
    bounds: UPLOAD_BODY,
    bodyMedia: 'text/csv',
    answer: { status: 200, body: ImportReport },
    problems: authorised,
  },
  putChannel: {
    method: 'PUT',
    path: '/v1/cities/{cityId}/admin/channels/{channelId}',
    summary:
      'Creates or replaces a channel of the city: its name, the formats of the codes on its own confirmations, and its webhook for results',
    ...byToken(city.extend({ channelId: ChannelId }), 'changed-meanwhile'),
    query: seen,
    body: Channel,
    bounds: SMALL_BODY,
    answer: { status: 204, body: null },
  },
  listChannels: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/channels',
    summary: 'The channels of the city, and the formats of the codes on their confirmations',
    ...byToken(city),
    answer: { status: 200, body: Channels },
  },
  rotateOfficeKey: {
    method: 'POST',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/keys',
    summary: 'Makes a new key for an office’s new hashes; the old key is kept until its last appointment is over',
    ...byToken(office, 'not-found', 'too-many-keys'),
    answer: { status: 201, body: z.object({ keyNo: z.int().positive() }) },
  },
  verifyAttendance: {
    method: 'GET',
    path: '/v1/cities/{cityId}/attendance/{code}',
    summary:
      'Whether a proof of attendance is genuine, for a person to whom it was shown; the number of checks from one address is limited',
    credential: 'none',
    params: city.extend({ code: z.string().max(40) }),
    answer: { status: 200, body: AttendanceAnswer },
    problems: ['not-found', 'too-many-tries'],
  },
} as const satisfies Record<string, Operation>;
export type OperationName = keyof typeof OPERATIONS;

export function pathOf(name: OperationName, params: Record<string, string>): string {
  return OPERATIONS[name].path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(params[key] ?? ''));
}
