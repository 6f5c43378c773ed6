import { z } from 'zod';
import { ExternalId, KioskId, OfficeId, ServiceId } from '../shared/ids.ts';
import { PlainText } from '../shared/plain-text.ts';
import { Day, Instant, IsoDate } from '../shared/times.ts';
import { RaisedAlarm } from './alarms.ts';
import type { BodyBounds } from './body-bounds.ts';

/**
 * Schemas of the operations that a city's people and programs call at its centre, each with a bearer token of its own (`Authorization:
 * Bearer …`). The audit records every call, including reads and refusals: who called, which operation, on which object, with which result,
 * when and from where.
 */

/**
 * `newest`: the newest version of the profile that the author has seen. The draft is refused once there is a newer version, so that two
 * people never undo each other's change.
 */
const publication = { effectiveFrom: Day, newest: z.int32().positive().optional() };
/** Request to publish a version of an office's profile: a new document (validated as a profile), or an older version's document again. */
export const ProfileDraft = z.union([
  z.strictObject({ profile: z.unknown(), ...publication }),
  z.strictObject({ copyOf: z.int32().positive(), ...publication }),
]);
export type ProfileDraft = z.infer<typeof ProfileDraft>;
/**
 * Limit for a request that publishes a profile. The document has at most 200,000 characters (`SignedProfile`) of up to four bytes each, and
 * may be indented.
 */
export const PROFILE_BODY: BodyBounds = { sent: 1_048_576 };
export const ProfilePublished = z.object({ version: z.int().positive(), effectiveFrom: IsoDate });

/** First and last accepted time. A time between them has a year from 1 to 9999 in every time zone. Databases do not have the year 0. */
const FIRST_MS = Date.parse('0001-01-02T00:00:00Z');
const LAST_MS = Date.parse('9999-12-30T23:59:59.999Z');
const isOfOurYears = (text: string): boolean => Date.parse(text) >= FIRST_MS && Date.parse(text) <= LAST_MS;
export const PauseOrder = z.strictObject({
  until: Instant.refine((until) => Date.parse(until) <= LAST_MS, 'expected a time before the year 10000'),
});

export const RevocationOrder = z.strictObject({ reason: PlainText.min(1).max(200) });

/** Data of a ticket's appointment that are needed to call the ticket, as the kiosk reported them at check-in. */
export const TicketAppointment = z.object({
  /** `null`: the centre knows no matching appointment. */
  appointmentId: z.uuid().nullable(),
  /** The start by which the ticket's place in the queue is computed; `null` if unknown. */
  start: Instant.nullable(),
  way: z.string(),
  /** `unverified`: a clerk asks the citizen about the appointment. */
  trust: z.string(),
  arrived: z.string(),
  deskId: z.string().nullable(),
  preferential: z.boolean(),
  comeAndFetch: z.boolean(),
  /**
   * Another ticket that was checked in for the same appointment. The citizen is called by that ticket's number only. A withdrawn ticket
   * does not count.
   */
  duplicateOf: z.uuid().nullable(),
  /**
   * `cancel` or `move`: the centre had cancelled or moved the appointment before it received this check-in. The ticket stays valid, and a
   * clerk decides. `null`: neither.
   */
  after: z.enum(['cancel', 'move']).nullable(),
});
export type TicketAppointment = z.infer<typeof TicketAppointment>;

/** The requests to the staff that a ticket's holder has made and not taken back, without the reasons. */
export const TicketAttention = z.object({
  preferential: z.boolean(),
  comeAndFetch: z.boolean(),
  /**
   * Time at which the staff announced, at centre or kiosk, that a clerk is coming for exactly these requests; `null`: they have not. A
   * holder who changes the requests needs a new announcement.
   */
  acknowledgedAt: Instant.nullable(),
});

/** A ticket as derived from events. The centre never deletes it. */
export const CentreTicket = z.object({
  ticketId: z.uuid(),
  officeId: OfficeId,
  /** The office's name in another system; absent if there is none. */
  officeExternalId: ExternalId.optional(),
  serviceId: ServiceId,
  serviceExternalId: ExternalId.optional(),
  series: z.string(),
  serviceDay: IsoDate,
  number: z.int().positive(),
  /** The label that is called: `A047`. If two tickets have the same label, ` · 2` follows: a dot and the slot of the ticket's kiosk. */
  label: z.string(),
  kioskId: KioskId,
  way: z.string(),
  language: z.string(),
  print: z.enum(['waiting', 'sending', 'printed', 'not-sent', 'cancelled', 'unknown']),
  /**
   * `served`: by a desk, or marked so by the staff at the kiosk. `withdrawn`: the holder gave up at the kiosk or a desk, or the kiosk's
   * staff voided the number, even if the ticket was marked as served. `voided`: cancelled by the city, or given up by the holder on a
   * phone, whatever happened before. Only `callable` tickets are called.
   */
  state: z.enum(['callable', 'voided', 'withdrawn', 'served']),
  /**
   * The earlier of two times: a desk finished the visit, or the staff marked the ticket as served. `null`: neither happened, or it was
   * undone.
   */
  servedAt: Instant.nullable(),
  issuedAt: Instant,
  timeUncertain: z.boolean(),
  /**
   * Another ticket with this ticket's office, series, day and number; `null`: there is none. Both tickets stay valid, and an alarm is
   * raised.
   */
  conflictOf: z.uuid().nullable(),
  /**
   * Present if the kiosk issued the ticket although the centre had already published a newer profile for that day or had paused the
   * service. `version`: the version of the kiosk's profile, `null` if it had none.
   */
  staleConfig: z.object({ version: z.int().positive().nullable() }).nullable(),
  appointment: TicketAppointment.nullable(),
  attention: TicketAttention.nullable(),
});
export type CentreTicket = z.infer<typeof CentreTicket>;
export const CentreTickets = z.object({ tickets: z.array(CentreTicket), next: z.string().nullable() });

export const HelpAsked = z.object({
  helpId: z.uuid(),
  kioskId: KioskId,
  kioskName: z.string(),
  askedAt: Instant,
  /** Time at which staff announced, at the centre, the kiosk or a desk, that a clerk comes; `null` before the announcement. */
  acknowledgedAt: Instant.nullable(),
  /** The desk whose clerk comes; `null` before an answer, and if no desk gave the answer. */
  answeredBy: z.string().nullable(),
  /** Time at which the citizen withdrew the call or its time was over; `null` while it is open. */
  endedAt: Instant.nullable(),
});
export type HelpAsked = z.infer<typeof HelpAsked>;
export const HelpList = z.object({ asked: z.array(HelpAsked) });

export const KioskHealth = z.object({
  kioskId: KioskId,
  officeId: OfficeId,
  name: z.string(),
  slot: z.int(),
  lastHeardAt: Instant.nullable(),
  lastEventAt: Instant.nullable(),
  printers: z.array(z.object({ printer: z.string(), condition: z.string() })),
  events: z.int().nonnegative(),
  revokedAt: Instant.nullable(),
});
export type KioskHealth = z.infer<typeof KioskHealth>;
/** The last completed retention run. `counts`: how many rows of each class it deleted or blanked. */
export const RetentionDone = z.object({
  endedAt: Instant,
  /** The time that the run took as the present: the terms were counted back from it. */
  horizonAt: Instant,
  counts: z.record(z.string(), z.int().nonnegative()),
});
export const KioskHealths = z.object({
  kiosks: z.array(KioskHealth),
  /** `null` before the first run; absent from a centre that does not report it. */
  retention: RetentionDone.nullable().optional(),
});

export const Alarm = z.object({
  alarmId: z.uuid(),
  kind: z.enum([
    'fork',
    'number-clash',
    'revoked-kiosk-speaks',
    'checked-in-after-cancel',
    'checked-in-after-move',
    /** A kiosk reports a check-in for an appointment that never belonged to its office. No appointment is marked as checked in. */
    'checked-in-elsewhere',
    'checked-in-twice',
    /** A person signed in with an `emergency` account (`Account`); `detail` is the person's id. */
    'emergency-sign-in',
  ]),
  at: Instant,
  kioskId: KioskId.nullable(),
  detail: z.string(),
});
export const Alarms = z.object({
  alarms: z.array(Alarm),
  /** Alarms raised by the city's rules: open ones first, then the newest; absent from an older centre, which has no rules. */
  raised: z.array(RaisedAlarm).optional(),
});

const AuditCursor = z
  .string()
  .regex(
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    'expected the `next` of the previous page',
  )
  .refine((text) => isOfOurYears(text.slice(0, 24)), 'expected the `next` of the previous page');

const Word = z
  .string()
  .regex(/^[A-Za-z]+(-[A-Za-z]+)*$/, 'expected words joined by hyphens')
  .max(60);
const Subject = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected an id')
  .max(80);
const Moment = Instant.refine(isOfOurYears, 'expected a time in the years 1 to 9999');

export const AuditQuery = z.object({
  after: AuditCursor.optional(),
  /** Entries from `from` (included) to `until` (excluded). */
  from: Moment.optional(),
  until: Moment.optional(),
  /** Only entries of one author: the id of a token, a person, a kiosk or a technician's code. */
  who: z.uuid().optional(),
  name: z.string().min(1).max(120).optional(),
  officeId: OfficeId.optional(),
  /** Only entries of one act: an operation's name, or a technician's action. */
  what: Word.optional(),
  result: Word.optional(),
  subject: Subject.optional(),
});

export type AuditQuery = z.infer<typeof AuditQuery>;

/**
 * One row of the audit. Besides the names and addresses of authors it contains no personal data, and it contains no secret: no token,
 * document number or reason.
 */
export const AuditEntry = z.object({
  auditId: z.uuid(),
  /**
   * Time of the action. Several equal actions share one row; its `at` is the beginning of the minute, the ten minutes or the hour in which
   * all of them happened.
   */
  at: Instant,
  lastAt: Instant,
  /**
   * Number of equal actions. Repeated reads and refusals of a caller are counted in one row. Refused sign-ins are counted up to a thousand;
   * further ones are not recorded.
   */
  times: z.int().positive(),
  /**
   * `centre`: an operation. `kiosk`: an action of a technician, the staff or the machine's owner at a kiosk, or the end of an order, as
   * that kiosk reported it.
   */
  source: z.enum(['centre', 'kiosk']),
  /**
   * The token that the caller sent, valid or not; for a person with a session, the person's id. If a kiosk reports the end of an order, the
   * id of the order's author. `null` for a stranger, for the centre's machine and for a technician's action.
   */
  tokenId: z.uuid().nullable(),
  /**
   * The author's name. For an action at a kiosk: the person whose code was entered. `null` for a stranger, for an action without a personal
   * code, and after retention has removed the name.
   */
  name: z.string().nullable(),
  role: z.string().nullable(),
  /** At a kiosk: the id of the entered code, even after the name was removed. */
  codeId: z.uuid().nullable(),
  /**
   * The kind of author. At the centre: a `token` (also for a person with a session), the centre's `machine`, or a `stranger`, who sent no
   * known token. At a kiosk: a person behind the PIN (`technician`) or the staff's code (`staff`), or at a kiosk that has no PIN
   * (`no-pin`), the machine's owner at the standard input of the core process (`machine`), a person who was refused (`not-let-in`), or an
   * `order`, whose author is in `name`, `tokenId` and `role`.
   */
  actor: z.string(),
  /**
   * The ticket, service or other object concerned, such as a token or a call for help. `null`: there is none, or an older program did not
   * report it.
   */
  subject: z.string().nullable(),
  kioskId: KioskId.nullable(),
  what: z.string(),
  object: z.record(z.string(), z.unknown()),
  /** `done`, or the reason for a failure: a kind of `PROBLEMS`, or the name that the kiosk reported. */
  result: z.string(),
  /**
   * The caller's IPv4 address or IPv6 network; `*` for strangers once too many addresses were recorded; `null`: unknown, or an act at the
   * centre's machine or at a kiosk.
   */
  address: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
export const AuditEntries = z.object({ entries: z.array(AuditEntry), next: AuditCursor.nullable() });
