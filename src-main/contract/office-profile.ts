import { z } from 'zod';

/** Languages the kiosk speaks, BCP 47, Catalan first. */
export const LANGUAGES = ['ca', 'es', 'en'] as const;
export const Language = z.enum(LANGUAGES);
export type Language = z.infer<typeof Language>;

/** How a person arrives. An `appointment` turn is taken on trust and verified by the clerk. */
export const Way = z.enum(['walk-in', 'appointment']);
export type Way = z.infer<typeof Way>;

const slug = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'expected words of a-z and 0-9 joined by hyphens');
export const OfficeId = slug.brand<'OfficeId'>();
export type OfficeId = z.infer<typeof OfficeId>;
export const ServiceId = slug.brand<'ServiceId'>();
export type ServiceId = z.infer<typeof ServiceId>;

/** One or two capitals; I, O and Q are left out because on paper they read as 1 and 0. */
export const Series = z.string().regex(/^[A-HJ-NPR-Z]{1,2}$/, 'expected one or two capitals other than I, O, Q');

/** Catalan is always there; another language falls back to it. */
export const LocalizedText = z.strictObject({
  ca: z.string().min(1).max(200),
  es: z.string().min(1).max(200).optional(),
  en: z.string().min(1).max(200).optional(),
});
export type LocalizedText = z.infer<typeof LocalizedText>;

/** Local time of day, `HH:MM`; `24:00` is allowed as an end. */
export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'expected HH:MM');
/** Calendar date, `YYYY-MM-DD`. */
export const IsoDate = z.iso.date();
/** Day of any year, `MM-DD`. */
export const DayOfYear = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'expected MM-DD');

/** Open from `from` (included) to `to` (excluded), local time. */
export const TimeRange = z
  .strictObject({ from: TimeOfDay, to: TimeOfDay })
  .refine((range) => range.from < range.to, 'the end must come after the start');
export type TimeRange = z.infer<typeof TimeRange>;

const DayHours = z.array(TimeRange).max(4);
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];
const week = { mon: DayHours, tue: DayHours, wed: DayHours, thu: DayHours, fri: DayHours, sat: DayHours, sun: DayHours };

/** First and last day, both included: of one year (`YYYY-MM-DD`) or of every year (`MM-DD`, may wrap over New Year). */
export const DaySpan = z.union([
  z
    .strictObject({ from: IsoDate, to: IsoDate })
    .refine((span) => span.from <= span.to, 'the last day must not come before the first'),
  z.strictObject({ from: DayOfYear, to: DayOfYear }),
]);
export type DaySpan = z.infer<typeof DaySpan>;

/**
 * When a place is open. On a given date the first that applies decides: a public holiday of the calendar (closed), a closure,
 * the eve of a holiday, a season's pattern, the week's pattern. An eve never lengthens a day.
 */
export const OpeningHours = z.strictObject({
  week: z.strictObject(week),
  seasons: z.array(z.strictObject({ span: DaySpan, week: z.strictObject(week).partial() })).default([]),
  /** Hours on the day before a public holiday, where they differ. */
  eveOfHoliday: DayHours.optional(),
  closures: z.array(z.strictObject({ span: DaySpan, reason: LocalizedText.optional() })).default([]),
});
export type OpeningHours = z.infer<typeof OpeningHours>;

/** Public holidays of a municipality: national, Catalan and its two local ones. */
export const HolidayCalendar = z.strictObject({
  calendarId: slug,
  holidays: z.array(z.strictObject({ date: IsoDate, name: LocalizedText })),
  toConfirm: z.array(z.string()).default([]),
});
export type HolidayCalendar = z.infer<typeof HolidayCalendar>;

/** Pictogram names; the renderer maps each to a drawing. */
export const Pictogram = z.enum([
  'signpost',
  'house',
  'stamp',
  'coins',
  'chat',
  'phone-key',
  'blueprint',
  'storefront',
  'tree',
  'road',
  'key',
  'briefcase',
  'specialist',
  'hands',
  'calendar',
  'folder',
  'info',
  'pencil',
  'hall',
  'graduation',
  'lightbulb',
  'card',
  'more',
]);
export type Pictogram = z.infer<typeof Pictogram>;

export const Service = z.strictObject({
  serviceId: ServiceId,
  series: Series,
  name: LocalizedText,
  /** A few words on what the service is for, under its name. */
  hint: LocalizedText.optional(),
  pictogram: Pictogram,
  /** Shown inside this group instead of on the first list. */
  groupId: slug.optional(),
  ways: z.array(Way).min(1).default(['walk-in']),
  /** Replaces the office's hours for this service. */
  hours: OpeningHours.optional(),
});
export type Service = z.infer<typeof Service>;

export const ServiceGroup = z.strictObject({ groupId: slug, name: LocalizedText, hint: LocalizedText.optional(), pictogram: Pictogram });
export type ServiceGroup = z.infer<typeof ServiceGroup>;

export const TcpLink = z.strictObject({
  kind: z.literal('tcp'),
  /** IP address: a name would wait for DNS while the network is down. */
  host: z.union([z.ipv4(), z.ipv6()]),
  port: z.int().min(1).max(65_535).default(9100),
});

/** Which printer stands in the office and how to reach it. */
export const PrinterSetting = z.strictObject({ profileId: slug, link: TcpLink });
export type PrinterSetting = z.infer<typeof PrinterSetting>;

/** JSON pointer (RFC 6901) to a value of the same document. */
const JsonPointer = z.string().regex(/^(\/([^/~]|~[01])*)+$/, 'expected a JSON pointer such as /address');

const shape = z.strictObject({
  officeId: OfficeId,
  /** Places keep their Catalan name in every language (Llei 1/1998, art. 18). */
  name: z.string().min(1).max(60),
  city: z.string().min(1).max(60),
  municipality: z.string().min(1).max(40),
  address: z.string().min(1).max(80),
  phone: z.string().regex(/^[0-9 ]{3,15}$/).optional(),
  zone: z.string().refine(isTimeZone, 'expected an IANA time zone such as Europe/Madrid'),
  calendarId: slug,
  languages: z.array(Language).min(1).refine((list) => list[0] === 'ca', 'Catalan comes first').default(['ca', 'es', 'en']),
  /** In a sensitive office services keep neutral names and no detail is ever shown. */
  sensitive: z.boolean().default(false),
  hours: OpeningHours,
  groups: z.array(ServiceGroup).max(6).default([]),
  services: z.array(Service).min(1).max(36),
  printer: PrinterSetting.optional(),
  ticket: z.strictObject({
    closing: LocalizedText.optional(),
    privacyPage: z.string().regex(/^[a-z0-9./-]{4,60}$/, 'expected an address without scheme, as printed'),
  }),
  /** Offices to send people to while this one is closed, nearest first. */
  nearby: z.array(OfficeId).default([]),
  /** Facts that are examples until the city confirms them. */
  toConfirm: z.array(JsonPointer).default([]),
});

/** One office as its city describes it: hours, services, printer. What may not be known yet is listed in `toConfirm`. */
export const OfficeProfile = shape.superRefine((profile, context) => {
  const complain = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
  const groupIds = new Set(profile.groups.map((group) => group.groupId));
  const seen = new Set<string>();
  for (const [index, service] of profile.services.entries()) {
    if (seen.has(service.serviceId)) complain(['services', index, 'serviceId'], `${service.serviceId} is already in use`);
    seen.add(service.serviceId);
    if (service.groupId !== undefined && !groupIds.has(service.groupId))
      complain(['services', index, 'groupId'], `there is no group ${service.groupId}`);
  }
  if (!profile.services.some((service) => service.ways.includes('walk-in')))
    complain(['services'], 'an appointment is never mandatory: at least one service must take walk-ins (Llei 9/2025)');
  const first = profile.services.filter((service) => service.groupId === undefined).length + profile.groups.length;
  if (first > 6) complain(['services'], `${first} choices on the first list; six fit: put some into a group`);
  for (const group of profile.groups) {
    const size = profile.services.filter((service) => service.groupId === group.groupId).length;
    if (size < 1 || size > 6) complain(['groups'], `group ${group.groupId} holds ${size} services; one to six fit`);
  }
  for (const [index, pointer] of profile.toConfirm.entries())
    if (!resolves(profile, pointer)) complain(['toConfirm', index], `${pointer} points to nothing in this profile`);
});
export type OfficeProfile = z.infer<typeof OfficeProfile>;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function resolves(document: unknown, pointer: string): boolean {
  let value: unknown = document;
  for (const token of pointer.slice(1).split('/')) {
    if (typeof value !== 'object' || value === null) return false;
    value = (value as Record<string, unknown>)[token.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return value !== undefined;
}
