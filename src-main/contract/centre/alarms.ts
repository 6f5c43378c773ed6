import { z } from 'zod';
import { WEEKDAYS } from '../../domain/calendar-day.ts';
import { KioskId, OfficeId, Slug } from '../shared/ids.ts';
import { TimeRange } from '../shared/opening-hours.ts';
import { Instant } from '../shared/times.ts';
import type { BodyBounds } from './body-bounds.ts';

/** The kinds of alarms, the worst for citizens first. All troubles of a printer except lack of paper are one kind. */
export const ALARM_KINDS = [
  'desk-alarm',
  'paper-out',
  'printer-trouble',
  'silent',
  'long-wait',
  'revoked-kiosk-speaks',
  'fork',
  'number-clash',
  'emergency-sign-in',
  'dead-letters',
  'clock-off',
  'certificate-ends',
  'midni-certificate-ends',
  'disk-low',
  'update-undone',
  'paper-low',
] as const;
export const AlarmKind = z.enum(ALARM_KINDS);
export type AlarmKind = z.infer<typeof AlarmKind>;

const Language = z.enum(['ca', 'es', 'en']);

/** A mail address without spaces, quotes or comments (RFC 5322), so that it cannot contain a second address or a header of the message. */
const MailAddress = z
  .string()
  .max(254)
  .regex(/^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/, 'expected one mail address');
export const WebhookUrl = z
  .url({ protocol: /^https$/, error: 'expected an address that begins with https://' })
  .max(500)
  .refine((text) => {
    const url = URL.parse(text);
    return url !== null && url.username === '' && url.password === '' && url.hash === '';
  }, 'expected an address without user, password or fragment');

export const AlarmRecipient = z.discriminatedUnion('by', [
  z.strictObject({ recipientId: Slug.max(40), by: z.literal('mail'), address: MailAddress, language: Language }),
  z.strictObject({
    recipientId: Slug.max(40),
    by: z.literal('webhook'),
    url: WebhookUrl,
    language: Language,
    /** Allows an address inside the city's own network. An address of the centre's own machine is always refused. */
    privateNetwork: z.boolean(),
  }),
]);
export type AlarmRecipient = z.infer<typeof AlarmRecipient>;

export const AlarmRule = z.strictObject({
  ruleId: Slug.max(40),
  kinds: z.array(AlarmKind).min(1).max(ALARM_KINDS.length),
  afterMinutes: z.int().min(0).max(20_160),
  /** `null`: the rule is for every office. */
  offices: z.array(OfficeId).min(1).max(200).nullable(),
  /**
   * The minutes that count towards `afterMinutes`. `open-hours`: only minutes since the office last opened, and none while it is closed,
   * because kiosks are switched off at night; an office with unknown hours counts as open.
   */
  counts: z.enum(['always', 'open-hours']),
  /**
   * Hours in which messages are sent, in the city's zone. A message outside these hours waits, and is sent later if the trouble still
   * lasts. `null`: always.
   */
  hours: z.strictObject({ days: z.array(z.enum(WEEKDAYS)).min(1).max(7), range: TimeRange }).nullable(),
  to: z.array(Slug.max(40)).min(1).max(20),
});
export type AlarmRule = z.infer<typeof AlarmRule>;

const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};
const isUnique = (ids: readonly string[]): boolean => new Set(ids).size === ids.length;

/** The rules of a city, which are always replaced as a whole. */
export const AlarmRules = z
  .strictObject({
    zone: z.string().max(60).refine(isZone, 'expected a zone such as Europe/Madrid'),
    recipients: z.array(AlarmRecipient).max(50),
    rules: z.array(AlarmRule).max(100),
  })
  .superRefine(({ recipients, rules }, context) => {
    const known = recipients.map(({ recipientId }) => recipientId);
    const add = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (!isUnique(known)) add(['recipients'], 'a recipientId is used twice');
    if (!isUnique(rules.map(({ ruleId }) => ruleId))) add(['rules'], 'a ruleId is used twice');
    for (const [index, { to }] of rules.entries())
      if (!isUnique(to) || to.some((recipientId) => !known.includes(recipientId)))
        add(['rules', index, 'to'], 'expected recipientIds of `recipients`, each once');
  });
export type AlarmRules = z.infer<typeof AlarmRules>;
export const ALARM_RULES_BODY: BodyBounds = { sent: 262_144 };

export const AlarmRulesKept = z.object({
  rules: AlarmRules,
  /** `null`: no rules have been set. */
  changedAt: Instant.nullable(),
  /** The newest message to each recipient. `sentAt`: the time at which the recipient accepted it; `null` until then. */
  newest: z.array(
    z.object({
      recipientId: z.string(),
      writtenAt: Instant,
      sentAt: Instant.nullable(),
      tries: z.int().nonnegative(),
    }),
  ),
  /** Messages that their recipient has not accepted yet; by default they are sent again for 30 days. */
  waiting: z.object({ messages: z.int().nonnegative(), oldestAt: Instant.nullable() }),
});

export type AlarmRulesKept = z.infer<typeof AlarmRulesKept>;

export const RaisedAlarm = z.object({
  alarmId: z.uuid(),
  ruleId: z.string(),
  kind: AlarmKind,
  /**
   * The trouble that caused the alarm, such as the printer's condition: a kind of the kiosk's `session/contract/event-catalogue.ts`, or a
   * name that only the centre uses, such as `desk-alarm` or `emergency-sign-in`.
   */
  cause: z.string(),
  /** `null`: the alarm is about the centre itself, or about a sign-in there. */
  officeId: OfficeId.nullable(),
  /** `null`: the alarm is not about one kiosk. */
  kioskId: KioskId.nullable(),
  since: Instant,
  openedAt: Instant,
  /**
   * Time at which the alarm's message was written. `null`: the message waits, because the rule's `hours` have not begun or the rule has
   * just sent other messages; or the alarm ended, or a person took it over, before a message was written.
   */
  messageAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  acknowledgedAt: Instant.nullable(),
  acknowledgedBy: z.string().nullable(),
});
export type RaisedAlarm = z.infer<typeof RaisedAlarm>;

/** The body of a webhook's request. The request's signature covers a digest of the body. A receiver ignores an `id` that it has seen. */
export const AlarmNotice = z.object({
  id: z.uuid(),
  cityId: z.string(),
  ruleId: z.string(),
  at: Instant,
  subject: z.string(),
  text: z.string(),
  opened: z.array(z.unknown()),
  ended: z.array(z.unknown()),
});
export type AlarmNotice = z.infer<typeof AlarmNotice>;
