import { z } from 'zod';
import { ATTENDANCE_CODE } from '../../domain/attendance-code.ts';
import { ServiceId, TicketId } from './ids.ts';
import { Language } from './languages.ts';
import { PrintState } from './print-state.ts';
import { Way } from './visit-type.ts';

/** What can be done behind a kiosk's technician PIN; the first two lead there. */
export const TECHNICIAN_ACTIONS = [
  'enter-pin',
  'choose-pin',
  'start-pairing',
  'stop-pairing',
  'try-centre',
  'requeue-dead-letters',
  'leave',
  /** Not behind it: by whoever owns the machine, over the core's own line. */
  'forget-pin',
] as const;
export type TechnicianAction = (typeof TECHNICIAN_ACTIONS)[number];

/** Facts bound for the central service, kept in the outbox in the order they happened. Nothing personal is in them. */
export const KioskEvent = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('ticket-issued'),
    v: z.literal(1),
    payload: z.strictObject({
      ticketId: TicketId,
      series: z.string(),
      serviceDay: z.iso.date(),
      number: z.int().positive(),
      serviceId: ServiceId,
      way: Way,
      language: Language,
      followToken: z.string().nullable(),
      /** Of the office's profile the kiosk had from the centre; absent without one. */
      configVersion: z.int().positive().optional(),
      /** Asked for at the kiosk, without a reason; absent when not. */
      preferential: z.literal(true).optional(),
      comeAndFetch: z.literal(true).optional(),
    }),
  }),
  z.strictObject({
    type: z.literal('ticket-print-ended'),
    v: z.literal(1),
    payload: z.strictObject({
      ticketId: TicketId,
      state: PrintState,
      cause: z.string().nullable(),
      duplicate: z.boolean(),
    }),
  }),
  /**
   * Who holds a ticket said to have an appointment. `appointmentId` is `null` when nothing known fits what was said; `trust` says who
   * vouches for it: what the kiosk held of the centre, a signed code alone, or nobody as yet.
   */
  z.strictObject({
    type: z.literal('appointment-checked-in'),
    v: z.literal(1),
    payload: z.strictObject({
      appointmentId: z.uuid().nullable(),
      ticketId: TicketId,
      /** `code`: the channel's own. `none`: "I have no code". */
      way: z.enum(['qr', 'code', 'locator', 'document', 'none']),
      trust: z.enum(['cache', 'token', 'unverified']),
      /** `late`: waits with those who walk in. `first-attention`: a specialist's appointment that is over, its desk told. */
      arrivedInWindow: z.enum(['in-time', 'late', 'first-attention']),
      deskId: z.string().nullable(),
      /** Says so without a reason. */
      preferential: z.boolean(),
      /** Cannot see or hear the call. */
      comeAndFetch: z.boolean(),
      /** What it is queued by; of `none` the hour that the person said. */
      appointmentStart: z.iso.datetime({ offset: true }).nullable(),
    }),
  }),
  /** A person took a proof of attendance away; `code` is what it can be asked for by. */
  z.strictObject({
    type: z.literal('attendance-proof-printed'),
    v: z.literal(1),
    payload: z.strictObject({
      ticketId: TicketId,
      code: z.string().regex(ATTENDANCE_CODE),
      from: z.iso.datetime({ offset: true }),
      to: z.iso.datetime({ offset: true }),
    }),
  }),
  /** A person gave this kiosk its numbers; `evidence` is what stood there before. */
  z.strictObject({
    type: z.literal('slot-given'),
    v: z.literal(1),
    payload: z.strictObject({ slot: z.int().positive(), incarnation: z.uuid(), evidence: z.string() }),
  }),
  /** A start found the two copies apart, and made them agree. */
  z.strictObject({
    type: z.literal('store-recovered'),
    v: z.literal(1),
    payload: z.strictObject({ kind: z.string(), detail: z.string() }),
  }),
  /** The centre will never take this fact; it stays at the kiosk for a person to look at. */
  z.strictObject({
    type: z.literal('upload-rejected'),
    v: z.literal(1),
    payload: z.strictObject({ eventId: z.uuid(), problem: z.string() }),
  }),
  /** A version of the office's profile took effect, or was refused (`refused` says why, the last good one stays). */
  z.strictObject({
    type: z.literal('profile-applied'),
    v: z.literal(1),
    payload: z.strictObject({ version: z.int().positive(), refused: z.string().nullable() }),
  }),
  z.strictObject({
    type: z.literal('printer-condition'),
    v: z.literal(1),
    payload: z.strictObject({ printer: z.string(), condition: z.string() }),
  }),
  /**
   * What was done with or behind the technician's PIN, for the city's audit. `visitId` is the same from coming in to leaving; `result` is `done`, or
   * why not: a refusal's kind, `wrong` of a PIN, `time-up` of a visit that ended by itself.
   */
  z.strictObject({
    type: z.literal('technician-acted'),
    v: z.literal(1),
    payload: z.strictObject({ visitId: z.uuid(), action: z.enum(TECHNICIAN_ACTIONS), result: z.string() }),
  }),
]);
export type KioskEvent = z.infer<typeof KioskEvent>;
export type CheckedIn = Extract<KioskEvent, { type: 'appointment-checked-in' }>['payload'];
