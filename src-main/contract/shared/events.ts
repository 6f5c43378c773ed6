import { z } from 'zod';
import { ATTENDANCE_CODE } from '../../domain/attendance-code.ts';
import { DESK_PAUSES, TRANSFER_NOTES } from '../../domain/desk.ts';
import { STAFF_ACTIONS } from '../../domain/staff.ts';
import { ACT_WORDS } from '../../domain/ticket-life.ts';
import { askedOfStaff } from './acknowledgement.ts';
import { BLANKED_CODE, BLANKED_TIME, type Blanks, eventType } from './event-type.ts';
import { ServiceId, Slug, TicketId } from './ids.ts';
import { TicketLanguage } from './languages.ts';
import { PrintState } from './print-state.ts';
import { UPDATE_ENDED } from './updates.ts';
import { VisitType } from './visit-type.ts';

/**
 * Actions of technicians and staff at a kiosk. Actions that begin with `staff-` need the staff's code, or a named person's code for staff.
 * `forget-pin` needs no code. All other actions need the technician's PIN or personal code, once the kiosk has a PIN. `enter-pin` and
 * `choose-pin` enter and choose that PIN.
 */
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
  'turn-panel',
  'calibrate-touch',
  'keep-touch',
  'set-centre',
  'set-proxy',
  'trust-authority',
  'set-network-card',
  'join-network',
  'set-clock',
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
  // Written by kiosks before 0.3, which sent their office's profile to another kiosk over the network.
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
  /** Does not need the PIN: the machine's owner does this over the standard input of the core, the kiosk's main process. */
  'forget-pin',
] as const;
export type TechnicianAction = (typeof TECHNICIAN_ACTIONS)[number];

/**
 * The kind of author of an action at a kiosk: `technician`: behind the PIN; `staff`: behind the staff's code; `no-pin`: at a kiosk without
 * a PIN; `machine`: the machine's owner over the core's standard input; `not-let-in`: a person whose PIN or code was refused.
 */
const ACTORS = ['technician', 'staff', 'no-pin', 'machine', 'not-let-in'] as const;
export type Actor = (typeof ACTORS)[number];

/** `withdrawn`: the citizen ended the call; `left`: the screen was cleared for lack of touches; `over`: the call's time is over. */
const HELP_ENDS = ['withdrawn', 'left', 'over'] as const;
export type HelpEnd = (typeof HELP_ENDS)[number];

const DISK_STATES = ['ample', 'low', 'unknown'] as const;
export type DiskState = (typeof DISK_STATES)[number];

/**
 * The longest patch of an office's profile in an event, characters. For a longer patch the event is sent without the patch, so the centre
 * only learns that the profile was changed.
 */
export const MOST_PATCH = 20_000;

/**
 * One row for each event type. Kiosk and centre derive all handling of an event from these rows; code that lacks the handling of a type
 * does not compile. No payload contains personal data.
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
      /**
       * Version of the centre's profile that the kiosk uses, perhaps with a technician's changes; absent if it uses a profile of its own
       * machine.
       */
      configVersion: z.int().positive().optional(),
      /** Present if the citizen asked for priority at the kiosk; the reason is not recorded. */
      preferential: z.literal(true).optional(),
      comeAndFetch: z.literal(true).optional(),
    },
  }),
  /**
   * This kiosk counts a number as given without issuing a ticket: it gave the number to a sibling kiosk that asked for it, or this disk has
   * lost the number's ticket, which the centre or a sibling still knows.
   */
  eventType({
    type: 'number-given',
    v: 1,
    atKiosk: 'event',
    blanks: {},
    payload: { series: z.string(), serviceDay: z.iso.date(), number: z.int().positive() },
  }),
  /**
   * After the ticket was issued, the citizen asked for priority or for a clerk to come, or no longer asks for it. The reason is not
   * recorded.
   */
  eventType({
    type: 'attention-asked',
    v: 1,
    atKiosk: 'rows',
    blanks: { need: { preferential: false, comeAndFetch: false } },
    payload: { ticketId: TicketId, preferential: z.boolean(), comeAndFetch: z.boolean() },
  }),
  /** A citizen, with or without a ticket, asks at the kiosk for a clerk. No person is named. */
  eventType({ type: 'help-asked', v: 1, atKiosk: 'event', blanks: {}, payload: { helpId: z.uuid() } }),
  /** A clerk is coming. `deskId` is `null` if the answer came from the staff's view or the centre. */
  eventType({
    type: 'help-answered',
    v: 1,
    atKiosk: 'event',
    blanks: {},
    payload: { helpId: z.uuid(), deskId: Slug.nullable() },
  }),
  /** A call for help ended. If this event is missing because the kiosk lost power, the call ended when its time was over. */
  eventType({
    type: 'help-ended',
    v: 1,
    atKiosk: 'event',
    blanks: {},
    payload: { helpId: z.uuid(), end: z.enum(HELP_ENDS) },
  }),
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
   * The holder gave up the ticket at the kiosk, or the staff voided it there (`staff-void`). The ticket is not called, and no other ticket
   * gets its number. If it had an appointment, the citizen may check in for that appointment again.
   */
  eventType({ type: 'ticket-withdrawn', v: 1, atKiosk: 'rows', blanks: {}, payload: { ticketId: TicketId } }),
  /**
   * A ticket holder checked in for an appointment. `appointmentId` is `null` if no known appointment matches. `trust`: the evidence for the
   * appointment: the kiosk's cache of appointments, only a signed code (`token`), or none.
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
      /** `code`: a code from the confirmation of another booking system (`domain/channel-code.ts`). `none`: the citizen has no code. */
      way: z.enum(['qr', 'code', 'locator', 'document', 'none']),
      trust: z.enum(['cache', 'token', 'unverified']),
      /**
       * `late`: the citizen missed the time for check-in and waits with the walk-ins. `first-attention`: the same for a specialist's
       * appointment (`deskId`); the kiosk then tries the profile's service `firstAttention` before the appointment's own service.
       */
      arrivedInWindow: z.enum(['in-time', 'late', 'first-attention']),
      deskId: z.string().nullable(),
      /** True if the citizen asks for priority; the reason is not recorded. */
      preferential: z.boolean(),
      /** True if the citizen cannot see or hear the call. */
      comeAndFetch: z.boolean(),
      /**
       * The start by which the ticket's place in the queue is computed. If `way` is `none`, it is the appointment time that the citizen
       * stated.
       */
      appointmentStart: z.iso.datetime({ offset: true }).nullable(),
    },
  }),
  /** A proof of attendance was printed. A reader of the paper can ask the centre whether `code` is genuine. */
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
  /**
   * A technician or the centre assigned this kiosk's slot, which decides the numbers that the kiosk issues (`domain/numbering.ts`).
   * `evidence`: the state of journal and database at the program's start, for the audit.
   */
  eventType({
    type: 'slot-given',
    v: 1,
    atKiosk: 'event',
    blanks: {},
    payload: { slot: z.int().positive(), incarnation: z.uuid(), evidence: z.string() },
  }),
  /** A start of the program found that journal and database differed, and made them agree. */
  eventType({
    type: 'store-recovered',
    v: 1,
    atKiosk: 'event',
    blanks: {},
    payload: { kind: z.string(), detail: z.string() },
  }),
  /** The centre will never accept an event, which stays at the kiosk until a person decides. */
  eventType({
    type: 'upload-rejected',
    v: 1,
    atKiosk: 'event',
    blanks: {},
    payload: { eventId: z.uuid(), problem: z.string() },
  }),
  /** A version of the office's profile took effect, or was refused: `refused` is the reason, and the last good version stays. */
  eventType({
    type: 'profile-applied',
    v: 1,
    atKiosk: 'event',
    blanks: {},
    payload: { version: z.int().positive(), refused: z.string().nullable() },
  }),
  /**
   * A technician changed the office's profile at the kiosk's screen. The change is valid at this kiosk from a service day on. At the centre
   * it is a proposal for the people who publish profiles. `base`: the centre's version on which it is based; `patch`: a JSON Patch (RFC
   * 6902) on that version's document, `null` if it is longer than `MOST_PATCH`.
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
      patch: z.string().max(MOST_PATCH).nullable(),
    },
  }),
  eventType({
    type: 'printer-condition',
    v: 1,
    atKiosk: 'event',
    blanks: {},
    payload: { printer: z.string(), condition: z.string() },
  }),
  /** The staff paused a service at this kiosk. `reason`: one of `STOP_REASONS`; `until` is `null` if the pause has no set end. */
  eventType({
    type: 'service-paused',
    v: 1,
    atKiosk: 'rows',
    blanks: {},
    payload: { serviceId: ServiceId, reason: z.string(), until: z.iso.datetime({ offset: true }).nullable() },
  }),
  eventType({ type: 'service-resumed', v: 1, atKiosk: 'rows', blanks: {}, payload: { serviceId: ServiceId } }),
  /**
   * The staff marked the kiosk's own numbers `from` to `to` of a series and service day as served, because desks could not report it.
   * Citizens whose appointment begins after `appointmentsUntil` are left out, except for `to` itself. `rank`: one more than the highest
   * rank of the marks that this kiosk knew.
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
  /** The staff undid a mark of `numbers-served`. At the centre this event may arrive before the mark. */
  eventType({ type: 'served-undone', v: 1, atKiosk: 'rows', blanks: {}, payload: { markId: z.uuid() } }),
  /**
   * An act of a desk on a ticket, such as a call, or of a kiosk (`deskId`: `KIOSK_WRITER`). The ticket's state follows from all its acts,
   * in whatever sequence they arrive (`domain/ticket-life.ts`). `lifeId`: the id of the desk's order. `ageMs`: the time for which a
   * disconnected desk kept the act before it delivered it. `to`: `service:ID` or `desk:ID`.
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
      act: z.enum(ACT_WORDS),
      to: z.string().max(140).optional(),
      note: z.enum(TRANSFER_NOTES).optional(),
      undoes: z.uuid().optional(),
      ageMs: z.int().nonnegative(),
    },
  }),
  /** A desk makes no calls for a while; `reason` is `null` when it resumes. `lastsMs`: the pause ends by itself after this time. */
  eventType({
    type: 'desk-paused',
    v: 1,
    atKiosk: 'rows',
    blanks: {},
    payload: {
      orderId: z.uuid(),
      deskId: Slug,
      reason: z.enum(DESK_PAUSES).nullable(),
      lastsMs: z.int().positive().optional(),
    },
  }),
  /** A desk chose the services that it calls from now on; empty: all that the profile allows it. */
  eventType({
    type: 'desk-services-chosen',
    v: 1,
    atKiosk: 'rows',
    blanks: {},
    payload: { orderId: z.uuid(), deskId: Slug, serviceIds: z.array(ServiceId).max(36) },
  }),
  /** A clerk at a desk asks colleagues for help by a silent alarm. `ageMs` as in `ticket-life`. */
  eventType({
    type: 'desk-alarm-raised',
    v: 1,
    atKiosk: 'rows',
    blanks: {},
    payload: { alarmId: z.uuid(), deskId: Slug, ageMs: z.int().nonnegative() },
  }),
  /** A silent alarm is over. `deskId`: the desk that ended it; `null`: the staff's view. */
  eventType({
    type: 'desk-alarm-ended',
    v: 1,
    atKiosk: 'rows',
    blanks: {},
    payload: { alarmId: z.uuid(), deskId: Slug.nullable() },
  }),
  /**
   * How often citizens gave each answer, on a past service day (`day`), to the question that this kiosk's screen asked after visits. The
   * event is sent once that day is over, so that its time links no answer to a visit.
   */
  eventType({
    type: 'words-counted',
    v: 1,
    atKiosk: 'event',
    blanks: {},
    payload: {
      day: z.iso.date(),
      awful: z.int().nonnegative(),
      bad: z.int().nonnegative(),
      fair: z.int().nonnegative(),
      good: z.int().nonnegative(),
      great: z.int().nonnegative(),
    },
  }),
  /** A person paired a browser as a desk, or as a hall screen (`deskId` is `null`). */
  eventType({
    type: 'desk-paired',
    v: 1,
    atKiosk: 'event',
    blanks: {},
    payload: { identityId: z.uuid(), deskId: Slug.nullable() },
  }),
  /** The pairing of a browser (`desk-paired`) ended. It stays ended even if a backup of the kiosk's data is restored. */
  eventType({ type: 'desk-unpaired', v: 1, atKiosk: 'rows', blanks: {}, payload: { identityId: z.uuid() } }),
  /** The result of an order that the centre sent (`KioskOrder`): `done`, or the reason for a failure. `action`: the ordered action. */
  eventType({
    type: 'order-ended',
    v: 1,
    atKiosk: 'rows',
    blanks: {},
    payload: { orderId: z.uuid(), action: z.string(), result: z.string() },
  }),
  eventType({ type: 'update-ended', v: 1, atKiosk: 'rows', blanks: {}, payload: UPDATE_ENDED }),
  /**
   * The machine's state at each start of the program and at each change. `disk`: its free space; `unknown`: the disk does not answer.
   * `certificateEnds`: the time at which the first of the kiosk's certificates for MiDNI codes expires; `null`: the kiosk has none.
   * `deadLetters`: number of events that the centre has refused or the kiosk cannot read; a kiosk of an earlier release leaves it out.
   */
  eventType({
    type: 'machine-state',
    v: 1,
    atKiosk: 'event',
    blanks: {},
    payload: {
      disk: z.enum(DISK_STATES),
      certificateEnds: z.iso.datetime({ offset: true }).nullable(),
      deadLetters: z.int().nonnegative().optional(),
    },
  }),
  /**
   * For the city's audit: a sign-in with the technician's PIN or the staff's code, or an action that needs one of them. `visitId` stays the
   * same from entering to leaving. `result`: `done`, the kind of a refusal, `wrong` for a wrong PIN or code, or `time-up`. `subject`: the
   * ticket or service concerned.
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
      /** Absent in events of older programs. */
      actor: z.enum(ACTORS).optional(),
      /**
       * Id of the entered code of a named technician or member of staff; absent for the shared PIN or code. Only the centre knows the name.
       */
      codeId: z.uuid().optional(),
    },
  }),
] as const;

type EventTypes = typeof EVENT_TYPES;
type SchemasOf<Rows extends readonly { schema: z.ZodType }[]> = { readonly [I in keyof Rows]: Rows[I]['schema'] };
// `map` keeps sequence and length, which its type does not express.
const SCHEMAS = EVENT_TYPES.map(({ schema }) => schema) as unknown as SchemasOf<EventTypes>;

/** An event for the centre. The outbox keeps events in the sequence in which they happened. */
export const KioskEvent = z.discriminatedUnion('type', SCHEMAS);
export type KioskEvent = z.infer<typeof KioskEvent>;
export type EventType = KioskEvent['type'];
export type EventOf<Type extends EventType> = Extract<KioskEvent, { type: Type }>;
export type CheckedIn = EventOf<'appointment-checked-in'>['payload'];

export type TypeWithRows = Extract<EventTypes[number], { atKiosk: 'rows' }>['type'];

/** `blanks` of every event type, by type. A type without an entry comes from a newer program. */
export const BLANKS: ReadonlyMap<string, Blanks> = new Map(EVENT_TYPES.map(({ type, blanks }) => [type, blanks]));
