import { z } from 'zod';
import { ATTENDANCE_CODE } from '../../domain/attendance-code.ts';
import { DESK_PAUSES, TRANSFER_NOTES } from '../../domain/desk.ts';
import { STAFF_ACTIONS } from '../../domain/staff.ts';
import { askedOfStaff } from './acknowledgement.ts';
import { BLANKED_CODE, BLANKED_TIME, type Blanks, eventType } from './event-type.ts';
import { ServiceId, Slug, TicketId } from './ids.ts';
import { TicketLanguage } from './languages.ts';
import { PrintState } from './print-state.ts';
import { UPDATE_ENDED } from './updates.ts';
import { VisitType } from './visit-type.ts';

/** What can be done behind a kiosk's technician PIN; the first two lead there. What begins with `staff` is done by the staff, by their code. */
const TECHNICIAN_ACTIONS = [
  'enter-pin',
  'choose-pin',
  'start-pairing',
  'start-replacing',
  'stop-pairing',
  'try-centre',
  'requeue-dead-letters',
  'list-devices',
  'search-network',
  'ask-address',
  'prove-device',
  'answer-proof',
  'keep-device',
  'stop-proof',
  'end-step',
  'repeat-step',
  'choose-language',
  'set-panel',
  'choose-office',
  'take-slot',
  'read-predecessor',
  'take-first-ticket',
  'finish-first-run',
  'run-self-test',
  'print-test',
  'save-diagnostics',
  'apply-office',
  'return-office',
  'save-office',
  'share-office',
  'take-office',
  'choose-staff-code',
  'forget-staff-code',
  'choose-day',
  'pair-browser',
  'unpair-browser',
  'pair-kiosk',
  'unpair-kiosk',
  'staff-enter',
  ...STAFF_ACTIONS,
  'staff-leave',
  'leave',
  /** Not behind it: by whoever owns the machine, over the core's own line. */
  'forget-pin',
] as const;
export type TechnicianAction = (typeof TECHNICIAN_ACTIONS)[number];

/**
 * As whom something was done at a kiosk: behind its technician's PIN, behind the staff's code, at a kiosk on which no PIN was chosen yet, over the
 * core's own line by whoever owns the machine, or by somebody who was not let in.
 */
const ACTORS = ['technician', 'staff', 'no-pin', 'machine', 'not-let-in'] as const;
export type Actor = (typeof ACTORS)[number];

/**
 * One row for each type of event; what the kiosk and the centre do with one is derived from here, or does not compile until it is answered.
 * Nothing personal is in them.
 */
export const EVENT_TYPES = [
  eventType({
    type: 'ticket-issued',
    v: 1,
    atKiosk: 'rows',
    blanks: { need: { preferential: undefined, comeAndFetch: undefined, followToken: null } },
    payload: {
      ticketId: TicketId,
      series: z.string(),
      serviceDay: z.iso.date(),
      number: z.int().positive(),
      serviceId: ServiceId,
      way: VisitType,
      language: TicketLanguage,
      followToken: z.string().nullable(),
      /** Of the office's profile the kiosk had from the centre; absent without one. */
      configVersion: z.int().positive().optional(),
      /** Asked for at the kiosk, without a reason; absent when not. */
      preferential: z.literal(true).optional(),
      comeAndFetch: z.literal(true).optional(),
    },
  }),
  /**
   * This kiosk counts the number, and has no ticket with it: another kiosk of the office asked for it, or the centre or another kiosk knows a ticket with
   * it that this disk has lost.
   */
  eventType({
    type: 'number-given',
    v: 1,
    atKiosk: 'event',
    blanks: {},
    payload: { series: z.string(), serviceDay: z.iso.date(), number: z.int().positive() },
  }),
  /** Asked for after the ticket was given, or taken back; without a reason, as ever. */
  eventType({
    type: 'attention-asked',
    v: 1,
    atKiosk: 'rows',
    blanks: { need: { preferential: false, comeAndFetch: false } },
    payload: { ticketId: TicketId, preferential: z.boolean(), comeAndFetch: z.boolean() },
  }),
  /** Somebody without a ticket, or with one, asks at the kiosk for a person. Names nobody. */
  eventType({ type: 'help-asked', v: 1, atKiosk: 'event', blanks: {}, payload: { helpId: z.uuid() } }),
  /** The staff said at the kiosk that somebody is coming. */
  eventType({
    type: 'staff-acknowledged',
    v: 1,
    atKiosk: 'rows',
    blanks: { need: { preferential: false, comeAndFetch: false } },
    payload: askedOfStaff,
  }),
  eventType({
    type: 'ticket-print-ended',
    v: 1,
    atKiosk: 'rows',
    blanks: {},
    payload: { ticketId: TicketId, state: PrintState, cause: z.string().nullable(), duplicate: z.boolean() },
  }),
  /**
   * Whoever took it says at the kiosk that it is not what they wanted: nobody is called by it, and its appointment, where it has one, is
   * free to be checked in once more. Its number is not given again.
   */
  eventType({
    type: 'ticket-withdrawn',
    v: 1,
    atKiosk: 'rows',
    blanks: {},
    payload: { ticketId: TicketId },
  }),
  /**
   * Who holds a ticket said to have an appointment. `appointmentId` is `null` when nothing known fits what was said; `trust` says who
   * vouches for it: what the kiosk held of the centre, a signed code alone, or nobody as yet.
   */
  eventType({
    type: 'appointment-checked-in',
    v: 1,
    atKiosk: 'rows',
    blanks: {
      need: { preferential: false, comeAndFetch: false },
      'visit-link': { appointmentId: null, deskId: null, appointmentStart: null },
    },
    payload: {
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
    },
  }),
  /** A person took a proof of attendance away; `code` is what it can be asked for by. */
  eventType({
    type: 'attendance-proof-printed',
    v: 1,
    atKiosk: 'event',
    blanks: { attendance: { code: BLANKED_CODE, from: BLANKED_TIME, to: BLANKED_TIME } },
    payload: {
      ticketId: TicketId,
      code: z.string().regex(ATTENDANCE_CODE),
      from: z.iso.datetime({ offset: true }),
      to: z.iso.datetime({ offset: true }),
    },
  }),
  /** A person gave this kiosk its numbers; `evidence` is what stood there before. */
  eventType({
    type: 'slot-given',
    v: 1,
    atKiosk: 'event',
    blanks: {},
    payload: { slot: z.int().positive(), incarnation: z.uuid(), evidence: z.string() },
  }),
  /** A start found the two copies apart, and made them agree. */
  eventType({
    type: 'store-recovered',
    v: 1,
    atKiosk: 'event',
    blanks: {},
    payload: { kind: z.string(), detail: z.string() },
  }),
  /** The centre will never take this fact; it stays at the kiosk for a person to look at. */
  eventType({
    type: 'upload-rejected',
    v: 1,
    atKiosk: 'event',
    blanks: {},
    payload: { eventId: z.uuid(), problem: z.string() },
  }),
  /** A version of the office's profile took effect, or was refused (`refused` says why, the last good one stays). */
  eventType({
    type: 'profile-applied',
    v: 1,
    atKiosk: 'event',
    blanks: {},
    payload: { version: z.int().positive(), refused: z.string().nullable() },
  }),
  /**
   * A technician changed the office at the kiosk's screen, which holds there from a service day on: a proposal to whoever publishes profiles.
   * `base` is the centre's version that it was made on, `patch` a JSON Patch (RFC 6902) on its document, `null` where that would be too long.
   */
  eventType({
    type: 'office-changed',
    v: 1,
    atKiosk: 'event',
    blanks: {},
    payload: {
      no: z.int().positive(),
      from: z.iso.date(),
      base: z.int().positive().nullable(),
      returnsTo: z.int().nonnegative().nullable(),
      patch: z.string().nullable(),
    },
  }),
  eventType({
    type: 'printer-condition',
    v: 1,
    atKiosk: 'event',
    blanks: {},
    payload: { printer: z.string(), condition: z.string() },
  }),
  /** The staff let a service take no turns at this kiosk; `reason` is a word of `STOP_REASONS`, `until` is `null` where nobody said. */
  eventType({
    type: 'service-paused',
    v: 1,
    atKiosk: 'rows',
    blanks: {},
    payload: { serviceId: ServiceId, reason: z.string(), until: z.iso.datetime({ offset: true }).nullable() },
  }),
  eventType({ type: 'service-resumed', v: 1, atKiosk: 'rows', blanks: {}, payload: { serviceId: ServiceId } }),
  /**
   * The staff say at the kiosk whom they served while it could not be told otherwise: its own numbers of a series and a service day, `from` to
   * `to`. Whose appointment begins after `appointmentsUntil` is not meant, but for `to` itself. `rank`: one more than that of every mark they knew.
   */
  eventType({
    type: 'numbers-served',
    v: 1,
    atKiosk: 'rows',
    blanks: {},
    payload: {
      markId: z.uuid(),
      series: z.string(),
      serviceDay: z.iso.date(),
      from: z.int().positive(),
      to: z.int().positive(),
      appointmentsUntil: z.iso.datetime({ offset: true }),
      rank: z.int().positive(),
    },
  }),
  /** They take it back, whichever of the two is heard of first. */
  eventType({ type: 'served-undone', v: 1, atKiosk: 'rows', blanks: {}, payload: { markId: z.uuid() } }),
  /**
   * What a desk did with a ticket, of which its life is made (`domain/ticket-life.ts`): whoever has all of these sees the same, in whatever order they
   * came. `lifeId` is the desk's own order. `ageMs`: how long ago it was done at a desk that was cut off. `to`: `service:ID` or `desk:ID`.
   */
  eventType({
    type: 'ticket-life',
    v: 1,
    atKiosk: 'rows',
    blanks: {},
    payload: {
      lifeId: z.uuid(),
      ticketId: TicketId,
      rank: z.int().positive(),
      deskId: Slug,
      act: z.enum(['call', 'recall', 'serve', 'no-show', 'finish', 'leave', 'transfer', 'undo']),
      to: z.string().max(140).optional(),
      note: z.enum(TRANSFER_NOTES).optional(),
      undoes: z.uuid().optional(),
      ageMs: z.int().nonnegative(),
    },
  }),
  /** Nobody is called to a desk for a while; `reason` is `null` once somebody is again. */
  eventType({
    type: 'desk-paused',
    v: 1,
    atKiosk: 'rows',
    blanks: {},
    payload: { orderId: z.uuid(), deskId: Slug, reason: z.enum(DESK_PAUSES).nullable() },
  }),
  /** A person let a browser be a desk, or a screen of the hall (`deskId` is `null`). */
  eventType({
    type: 'desk-paired',
    v: 1,
    atKiosk: 'event',
    blanks: {},
    payload: { identityId: z.uuid(), deskId: Slug.nullable() },
  }),
  /** It is none any more, whatever a backup says. */
  eventType({ type: 'desk-unpaired', v: 1, atKiosk: 'rows', blanks: {}, payload: { identityId: z.uuid() } }),
  /** What became of an order of the centre: `done`, or why not. `action` is the order's. */
  eventType({
    type: 'order-ended',
    v: 1,
    atKiosk: 'rows',
    blanks: {},
    payload: { orderId: z.uuid(), action: z.string(), result: z.string() },
  }),
  /** The program was updated, or was not, and why. */
  eventType({ type: 'update-ended', v: 1, atKiosk: 'rows', blanks: {}, payload: UPDATE_ENDED }),
  /**
   * What was done with or behind the technician's PIN or the staff's code, for the city's audit. `visitId` is the same from coming in to leaving;
   * `result` is `done`, or why not: a refusal's kind, `wrong` of a PIN or a code, `time-up` of a visit that ended by itself. `subject`: the
   * ticket or service it was done to.
   */
  eventType({
    type: 'technician-acted',
    v: 1,
    atKiosk: 'event',
    blanks: {},
    payload: {
      visitId: z.uuid(),
      action: z.enum(TECHNICIAN_ACTIONS),
      result: z.string(),
      subject: z.string().max(80).optional(),
      /** Absent in what a program of before has kept. */
      actor: z.enum(ACTORS).optional(),
    },
  }),
] as const;

type EventTypes = typeof EVENT_TYPES;
type SchemasOf<Rows extends readonly { schema: z.ZodType }[]> = { readonly [I in keyof Rows]: Rows[I]['schema'] };
// `map` keeps order and number, and TypeScript does not say so.
const SCHEMAS = EVENT_TYPES.map(({ schema }) => schema) as unknown as SchemasOf<EventTypes>;

/** Bound for the central service, kept in the outbox in the order in which they happened. */
export const KioskEvent = z.discriminatedUnion('type', SCHEMAS);
export type KioskEvent = z.infer<typeof KioskEvent>;
export type EventType = KioskEvent['type'];
export type EventOf<Type extends EventType> = Extract<KioskEvent, { type: Type }>;
export type CheckedIn = EventOf<'appointment-checked-in'>['payload'];

/** Whose rows the kiosk's own tables hold as well. */
export type TypeWithRows = Extract<EventTypes[number], { atKiosk: 'rows' }>['type'];

/** By type; a type that is not here is one of a newer program. */
export const BLANKS: ReadonlyMap<string, Blanks> = new Map(EVENT_TYPES.map(({ type, blanks }) => [type, blanks]));
