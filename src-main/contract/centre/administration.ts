import { z } from 'zod';
import { ExternalId, KioskId, OfficeId, ServiceId } from '../shared/ids.ts';
import { PlainText } from '../shared/plain-text.ts';
import { Day, Instant, IsoDate } from '../shared/times.ts';
import type { BodyBounds } from './body-bounds.ts';

/**
 * What a city's people and programs may do at its centre, each with a bearer token of their own (`Authorization: Bearer …`).
 * Every one is written down, reads and refusals included: who, what, on what, how it ended, when, from where.
 */

/** Publishes a version: a document (checked by the schema of profiles), or an older version's document once more. */
export const ProfileDraft = z.union([
  z.strictObject({ profile: z.unknown(), effectiveFrom: Day }),
  z.strictObject({ copyOf: z.int32().positive(), effectiveFrom: Day }),
]);
export type ProfileDraft = z.infer<typeof ProfileDraft>;
/** A document has 200,000 characters at most (`SignedProfile`), of four bytes each; some are indented. */
export const PROFILE_BODY: BodyBounds = { sent: 1_048_576 };
export const ProfilePublished = z.object({ version: z.int().positive(), effectiveFrom: IsoDate });

/** The first and the last time that have a year of four digits in every zone: databases know no year 0. */
const FIRST_MS = Date.parse('0001-01-02T00:00:00Z');
const LAST_MS = Date.parse('9999-12-30T23:59:59.999Z');
const isOfOurYears = (text: string): boolean => Date.parse(text) >= FIRST_MS && Date.parse(text) <= LAST_MS;
export const PauseOrder = z.strictObject({
  until: Instant.refine((until) => Date.parse(until) <= LAST_MS, 'expected a time before the year 10000'),
});

export const RevocationOrder = z.strictObject({ reason: PlainText.min(1).max(200) });

/** What its holder's kiosk reported of an appointment: enough to call, no more. */
export const TicketAppointment = z.object({
  /** `null`: nothing known fits what the person said. */
  appointmentId: z.uuid().nullable(),
  /** It waits by this start; `null` when nobody knows it. */
  start: Instant.nullable(),
  way: z.string(),
  /** `unverified`: a clerk asks. */
  trust: z.string(),
  arrived: z.string(),
  deskId: z.string().nullable(),
  preferential: z.boolean(),
  comeAndFetch: z.boolean(),
  /** The ticket that holds the same appointment: one visit, called once by that one. One that was given up holds none. */
  duplicateOf: z.uuid().nullable(),
  /** The centre had cancelled it, or given it another office or time, before it heard; the ticket holds, a clerk decides. */
  after: z.enum(['cancel', 'move']).nullable(),
});
export type TicketAppointment = z.infer<typeof TicketAppointment>;

/** What its holder asks of the staff now, without a reason. */
export const TicketAttention = z.object({
  preferential: z.boolean(),
  comeAndFetch: z.boolean(),
  /** When the staff said, here or at the kiosk, that somebody is coming to just this; `null` while nobody has. */
  acknowledgedAt: Instant.nullable(),
});

/** A ticket as the centre derives it from events. It is never deleted. */
export const CentreTicket = z.object({
  ticketId: z.uuid(),
  officeId: OfficeId,
  /** As other systems know them; absent where they have no name of their own. */
  officeExternalId: ExternalId.optional(),
  serviceId: ServiceId,
  serviceExternalId: ExternalId.optional(),
  series: z.string(),
  serviceDay: IsoDate,
  number: z.int().positive(),
  /** As called: `A047`; with ` · 2` and the slot of its kiosk when two tickets carry the same. */
  label: z.string(),
  kioskId: KioskId,
  way: z.string(),
  language: z.string(),
  print: z.enum(['waiting', 'sending', 'printed', 'not-sent', 'cancelled', 'unknown']),
  /**
   * `served`: the staff said so at the kiosk. `withdrawn`: its holder gave it up there; goes before it. `voided` goes before both. Nobody is
   * called but by `callable`.
   */
  state: z.enum(['callable', 'voided', 'withdrawn', 'served']),
  /** When the staff said that it was served; `null` while they have not, or took it back. */
  servedAt: Instant.nullable(),
  issuedAt: Instant,
  /** No clock that could be trusted has dated it. */
  timeUncertain: z.boolean(),
  /** Another ticket carries the same office, series, day and number; both hold, and an alarm is raised. */
  conflictOf: z.uuid().nullable(),
  /** Issued under a profile or a pause that the centre had already replaced; the version the kiosk had, `null` without one. */
  staleConfig: z.object({ version: z.int().positive().nullable() }).nullable(),
  /** `null`: its holder named none. */
  appointment: TicketAppointment.nullable(),
  /** `null`: its holder asks nothing. */
  attention: TicketAttention.nullable(),
});
export type CentreTicket = z.infer<typeof CentreTicket>;
export const CentreTickets = z.object({ tickets: z.array(CentreTicket), next: z.string().nullable() });

/** Somebody asks at a kiosk for a person. */
export const HelpAsked = z.object({
  helpId: z.uuid(),
  kioskId: KioskId,
  kioskName: z.string(),
  askedAt: Instant,
  acknowledgedAt: Instant.nullable(),
});
export type HelpAsked = z.infer<typeof HelpAsked>;
/** Newest first. */
export const HelpList = z.object({ asked: z.array(HelpAsked) });

/** A kiosk as the centre knows it. */
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
/** The last run of retention that came to its end; how many rows, or parts of rows, of each class it ended. */
const RetentionDone = z.object({
  endedAt: Instant,
  /** What it took for now. */
  horizonAt: Instant,
  counts: z.record(z.string(), z.int().nonnegative()),
});
export const KioskHealths = z.object({
  kiosks: z.array(KioskHealth),
  /** `null` while none has; absent where a centre does not tell. */
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
    /** A kiosk tells of an appointment that never was its office's: nobody is marked. */
    'checked-in-elsewhere',
    'checked-in-twice',
  ]),
  at: Instant,
  kioskId: KioskId.nullable(),
  detail: z.string(),
});
export const Alarms = z.object({ alarms: z.array(Alarm) });

/** Where a page of the audit ends: the time and id of its last entry. */
const AuditCursor = z
  .string()
  .regex(
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    'expected the `next` of a page before',
  )
  .refine((text) => isOfOurYears(text.slice(0, 24)), 'expected the `next` of a page before');

const Word = z
  .string()
  .regex(/^[A-Za-z]+(-[A-Za-z]+)*$/, 'expected words joined by hyphens')
  .max(60);
/** An id or a name of a service. */
const Subject = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected an id')
  .max(80);
const Moment = Instant.refine(isOfOurYears, 'expected a time of the years 1 to 9999');

export const AuditQuery = z.object({
  /** Of the page before. */
  after: AuditCursor.optional(),
  /** Entries of this time and later, and before that one. */
  from: Moment.optional(),
  until: Moment.optional(),
  /** A token's id, or a kiosk's. */
  who: z.uuid().optional(),
  /** An operation's name, or what a technician did. */
  what: Word.optional(),
  result: Word.optional(),
  /** A ticket or a service. */
  subject: Subject.optional(),
});

export type AuditQuery = z.infer<typeof AuditQuery>;

/** One row of the audit. Nothing personal and no secret is in it: no token, no document number, no reason. */
export const AuditEntry = z.object({
  auditId: z.uuid(),
  /** Of several alike, the minute (or ten minutes) in which they came. */
  at: Instant,
  /** The last one. */
  lastAt: Instant,
  /** How many alike this row stands for: reads and refusals that repeat are counted, and a stranger's from a thousand on no more. */
  times: z.int().positive(),
  /** `centre`: an operation. `kiosk`: what was done behind a kiosk's technician PIN, told by that kiosk. */
  source: z.enum(['centre', 'kiosk']),
  /** The token's, known or not, of a kiosk's word on an order that of whoever gave it; `null` for a stranger, and for what a technician did. */
  tokenId: z.uuid().nullable(),
  name: z.string().nullable(),
  role: z.string().nullable(),
  /**
   * As whom. At the centre: by a `token`, at its `machine`, or a `stranger`. At a kiosk: behind the `technician`'s PIN, behind the `staff`'s code, with
   * `no-pin` chosen yet, over the core's own line (`machine`), `not-let-in`, or by an `order` of whom `name`, `tokenId` and `role` say.
   */
  actor: z.string(),
  /** The ticket or service that it was done to, or what was asked; `null`: none, or told by a program of before. */
  subject: z.string().nullable(),
  kioskId: KioskId.nullable(),
  what: z.string(),
  object: z.record(z.string(), z.unknown()),
  /** `done`, or why not: a kind of problem, or what a kiosk says. */
  result: z.string(),
  /** Where it came from: an IPv4 address, or a network of IPv6; `*` for strangers from too many places. `null`: not known. */
  address: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
/** Newest first. */
export const AuditEntries = z.object({ entries: z.array(AuditEntry), next: AuditCursor.nullable() });
