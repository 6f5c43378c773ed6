import { z } from 'zod';
import type * as rules from '../domain/opening-hours.ts';
import { CityId, ExternalId, KeyId } from './central-api/ids.ts';
import { KeyPlace } from './key-place.ts';
import { TermSettings } from './retention.ts';

/** Languages the kiosk speaks, BCP 47, Catalan first. */
export const LANGUAGES = ['ca', 'es', 'en'] as const;
export const Language = z.enum(LANGUAGES);
export type Language = z.infer<typeof Language>;

/** Languages that paper speaks: those of the screens and more. */
export const TICKET_LANGUAGES = [...LANGUAGES, 'fr', 'ar', 'ur', 'ro', 'uk', 'zh-Hans'] as const;
export const TicketLanguage = z.enum(TICKET_LANGUAGES);
export type TicketLanguage = z.infer<typeof TicketLanguage>;

/** How a person arrives. An `appointment` turn is checked in, or taken on trust and verified by the clerk. */
export const Way = z.enum(['walk-in', 'appointment']);
export type Way = z.infer<typeof Way>;

/** Ways to say who one is, each allowed per office; `scan` is every code that the reader reads. */
export const CheckInWay = z.enum(['scan', 'locator', 'document', 'no-code']);
export type CheckInWay = z.infer<typeof CheckInWay>;
export const TypedCheckIn = CheckInWay.exclude(['scan']);
export type TypedCheckIn = z.infer<typeof TypedCheckIn>;

/** Documents whose number may be typed. */
export const DocumentOffered = z.enum(['dni', 'nie', 'passport', 'nif']);
export type DocumentOffered = z.infer<typeof DocumentOffered>;

const slug = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'expected words of a-z and 0-9 joined by hyphens');
export const OfficeId = slug.brand<'OfficeId'>();
export type OfficeId = z.infer<typeof OfficeId>;
export const ServiceId = slug.brand<'ServiceId'>();
export type ServiceId = z.infer<typeof ServiceId>;

/** One or two capitals; I, O and Q are left out because on paper they read as 1 and 0. */
export const Series = z.string().regex(/^[A-HJ-NPR-Z]{1,2}$/, 'expected one or two capitals other than I, O, Q');

/** Catalan is always there; another language falls back to it. */
export const LocalizedText = localized(200);
export type LocalizedText = z.infer<typeof LocalizedText>;
/** What fits on one line under a service's name, at the size everybody can read. */
const Hint = localized(31);
const DocumentToBring = localized(120);

/** Local time of day, `HH:MM`; `24:00` is allowed as an end. */
export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'expected HH:MM');
export type TimeOfDay = z.infer<typeof TimeOfDay>;
/** Calendar date, `YYYY-MM-DD`. */
export const IsoDate = z.iso.date('expected a date YYYY-MM-DD');

/** Open from `from` (included) to `to` (excluded), local time. */
export const TimeRange = z
  .strictObject({ from: TimeOfDay, to: TimeOfDay })
  .refine((range) => range.from < range.to, 'the end must come after the start') satisfies z.ZodType<rules.TimeRange>;
export type TimeRange = z.infer<typeof TimeRange>;

const DayHours = z
  .array(TimeRange)
  .max(4)
  .refine(inOrder, 'the ranges of a day must follow each other without overlapping');
const week = {
  mon: DayHours,
  tue: DayHours,
  wed: DayHours,
  thu: DayHours,
  fri: DayHours,
  sat: DayHours,
  sun: DayHours,
};

const SpanEnd = z
  .string()
  .refine(
    (day) => isDayOfYear(day) || IsoDate.safeParse(day).success,
    'expected a date YYYY-MM-DD, or MM-DD for every year',
  );

/** First and last day, both included: of one year (`YYYY-MM-DD`) or of every year (`MM-DD`, may wrap over New Year). */
export const DaySpan = z
  .strictObject({ from: SpanEnd, to: SpanEnd })
  .refine(
    (span) => span.from.length === span.to.length,
    'both days must be dates YYYY-MM-DD, or both MM-DD for every year',
  )
  .refine(
    (span) => span.from.length !== span.to.length || isDayOfYear(span.from) || span.from <= span.to,
    'the last day must not come before the first',
  ) satisfies z.ZodType<rules.DaySpan>;
export type DaySpan = z.infer<typeof DaySpan>;

/** When a place is open; `hoursOn` in the domain says which part decides on a given date. */
export const OpeningHours = z.strictObject({
  week: z.strictObject(week),
  /** Weekdays a season does not name keep the week's pattern. */
  seasons: z.array(z.strictObject({ span: DaySpan, week: z.strictObject(week).partial() })).default([]),
  /** On the day before a public holiday nothing outside these hours is open; they never lengthen a day. */
  eveOfHoliday: DayHours.optional(),
  closures: z.array(z.strictObject({ span: DaySpan, reason: LocalizedText.optional() })).default([]),
}) satisfies z.ZodType<rules.OpeningHours>;
export type OpeningHours = z.infer<typeof OpeningHours>;

/** JSON pointers (RFC 6901) to values of the same document: examples until the city confirms them. A list so marked may lack some. */
const ToConfirm = z.array(z.string()).default([]);

/** Public holidays of a municipality: national, Catalan and its two local ones. */
export const HolidayCalendar = z
  .strictObject({
    calendarId: slug,
    holidays: z.array(z.strictObject({ date: IsoDate, name: LocalizedText })),
    toConfirm: ToConfirm,
  })
  .superRefine((calendar, context) => {
    for (const [index, holiday] of calendar.holidays.entries())
      if (calendar.holidays.findIndex(({ date }) => date === holiday.date) < index)
        context.addIssue({
          code: 'custom',
          path: ['holidays', index, 'date'],
          message: `${holiday.date} is listed twice`,
        });
    for (const problem of pointersToNothing(calendar)) context.addIssue(problem);
  }) satisfies z.ZodType<rules.HolidayCalendar>;
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

/** How long before and after its start an appointment is taken. */
export const CheckInMinutes = z.strictObject({
  early: z.int().min(0).max(720).default(30),
  late: z.int().min(0).max(240).default(10),
});

export const Service = z.strictObject({
  serviceId: ServiceId,
  externalId: ExternalId.optional(),
  series: Series,
  name: LocalizedText,
  /** A few words on what the service is for, under its name. */
  hint: Hint.optional(),
  pictogram: Pictogram,
  /** Shown inside this group instead of on the first list. */
  groupId: slug.optional(),
  ways: z.array(Way).min(1).default(['walk-in']),
  /** Replaces the office's hours for this service. */
  hours: OpeningHours.optional(),
  /** Replaces the office's for appointments of this service. */
  checkInMinutes: CheckInMinutes.optional(),
  /** What people come for here is nobody's business: no list of documents is printed. */
  sensitive: z.boolean().default(false),
  /** What to bring, one line each; printed as a list to tick when a person asks for it. */
  documents: z.array(DocumentToBring).min(1).max(10).optional(),
});
export type Service = z.infer<typeof Service>;

/** Where a person is served. */
export const Desk = z.strictObject({ deskId: slug, externalId: ExternalId.optional(), name: LocalizedText });
export type Desk = z.infer<typeof Desk>;

/** What the reader of codes takes besides appointments' codes. */
export const ScannedDocument = z.enum(['document-zone', 'midni']);

/** How people who say to have an appointment are met. Without it they choose a service and the clerk verifies them. */
export const CheckInSetting = z
  .strictObject({
    /** In the order of the screen. */
    ways: z.array(CheckInWay).min(1).default(['scan', 'locator', 'no-code']),
    /** Whose number may be typed, the first one first. */
    documents: z.array(DocumentOffered).min(1).default(['dni', 'nie', 'passport', 'nif']),
    scannedDocuments: z.array(ScannedDocument).default([]),
    minutes: CheckInMinutes.prefault({}),
    /** Who cannot be given their own service is given a turn of this one: one touch, no list. */
    firstAttention: ServiceId.optional(),
    /** Who shows their ticket's QR code on leaving is given a proof of attendance. */
    attendanceProof: z.boolean().default(false),
  })
  .refine(({ ways }) => new Set(ways).size === ways.length, 'a way is listed twice');
export type CheckInSetting = z.infer<typeof CheckInSetting>;

/** What a kiosk of the office holds of its appointments, and where. */
export const AppointmentSetting = z.strictObject({
  /** Of what is booked on so many opening days after today a kiosk knows; the fewer, the less a stolen one holds. */
  openingDaysAhead: z.int().min(0).max(2).default(1),
  /**
   * Appointments lie on the disk, sealed, only where the keys lie in such a place or a better one; elsewhere they are held in memory alone,
   * and a restart asks for them again. An office with a sensitive service always requires a TPM.
   */
  keyPlace: KeyPlace.optional(),
});
export type AppointmentSetting = z.infer<typeof AppointmentSetting>;

/** The city's central service. Without one a kiosk stands alone. */
export const CentreSetting = z.strictObject({
  /** Plain HTTP only for a centre on this very machine. */
  url: z
    .string()
    .regex(
      /^(https:\/\/[a-z0-9.-]+|http:\/\/(127\.0\.0\.1|\[::1\]|localhost))(:\d{1,5})?$/,
      'expected an address such as https://torn.exemple.cat, or http://127.0.0.1:8080',
    ),
  cityId: CityId,
  /** Of the centre's signing key, when a person knows it beforehand: the kiosk is paired with no other centre. */
  keyId: KeyId.optional(),
});
export type CentreSetting = z.infer<typeof CentreSetting>;

export const ServiceGroup = z.strictObject({
  groupId: slug,
  name: LocalizedText,
  hint: Hint.optional(),
  pictogram: Pictogram,
});
export type ServiceGroup = z.infer<typeof ServiceGroup>;

export const TcpLink = z.strictObject({
  kind: z.literal('tcp'),
  /** IP address: a name would wait for DNS while the network is down. */
  host: z.union([z.ipv4(), z.ipv6()], 'expected an IP address such as 192.0.2.10'),
  port: z.int().min(1).max(65_535).default(9100),
});

const DevicePath = z
  .string()
  .regex(/^\/dev\/[^\s?]+$/, 'expected a device such as /dev/serial/by-id/usb-FTDI_FT232R-if00-port0')
  .refine((path) => !path.split('/').includes('..'), 'expected a path without ..');

export const SerialLink = z.strictObject({
  kind: z.literal('serial'),
  /** A name of /dev/serial/by-id stays the same whatever is plugged in beside it; /dev/ttyUSB0 does not. */
  path: DevicePath,
  /** As set in the printer. */
  baudRate: z.literal([9_600, 19_200, 38_400, 57_600, 115_200]),
  flowControl: z.enum(['none', 'rtscts', 'xonxoff']).default('none'),
});

/** A printer of the USB printer class, by its device file. */
export const UsbLink = z.strictObject({ kind: z.literal('usb'), path: DevicePath });

export const PrinterLink = z.discriminatedUnion('kind', [TcpLink, SerialLink, UsbLink]);
export type PrinterLink = z.infer<typeof PrinterLink>;

/** Which printer stands in the office and how to reach it. */
export const PrinterSetting = z.strictObject({ profileId: slug, link: PrinterLink });
export type PrinterSetting = z.infer<typeof PrinterSetting>;

/**
 * Capitals, digits and `. / -` only, and short: so the QR code with its token stays at version 3, which telephones read from
 * thermal paper. Names of hosts do not care about capitals; the path must be served in capitals.
 */
const FollowPage = z
  .string()
  .regex(/^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)+(\/[A-Z0-9-]+)*$/, 'expected an address such as https://exemple.cat/T')
  .max(34);

/** A reader of codes on a cable of its own, for every code. */
export const SerialScanner = z.strictObject({
  /** Left out it is this one. */
  kind: z.literal('serial').optional().default('serial'),
  profileId: slug,
  link: SerialLink,
});
export type SerialScanner = z.infer<typeof SerialScanner>;

/** Which reader of codes stands here and how to reach it. A `wedge` types as a keyboard does: text codes alone, nothing to set. */
export const ScannerSetting = z.discriminatedUnion('kind', [
  SerialScanner,
  z.strictObject({ kind: z.literal('wedge') }),
]);
export type ScannerSetting = z.infer<typeof ScannerSetting>;

const shape = z.strictObject({
  officeId: OfficeId,
  externalId: ExternalId.optional(),
  /** Places keep their Catalan name in every language (Llei 1/1998, art. 18). */
  name: z.string().min(1).max(60),
  /** Whose office it is, under its name on screen: `Ajuntament de Terrassa`. */
  city: z.string().min(1).max(60),
  /** Where it is, after its name on the ticket: `Terrassa`. */
  municipality: z.string().min(1).max(40),
  address: z.string().min(1).max(80),
  phone: z
    .string()
    .regex(/^[0-9 ]{3,15}$/)
    .optional(),
  zone: z.string().refine(isTimeZone, 'expected an IANA time zone such as Europe/Madrid'),
  calendarId: slug,
  languages: z
    .array(Language)
    .min(1)
    .refine((list) => list[0] === 'ca', 'Catalan comes first')
    .refine((list) => new Set(list).size === list.length, 'a language is listed twice')
    .default(['ca', 'es', 'en']),
  /** In a sensitive office services keep neutral names and no detail is ever shown. */
  sensitive: z.boolean().default(false),
  hours: OpeningHours,
  groups: z.array(ServiceGroup).max(6).default([]),
  services: z.array(Service).min(1).max(36),
  desks: z.array(Desk).max(60).default([]),
  centre: CentreSetting.optional(),
  /** Days that the kiosk keeps a class of data, where they are not the usual ones. */
  retention: TermSettings.optional(),
  printer: PrinterSetting.optional(),
  scanner: ScannerSetting.optional(),
  checkIn: CheckInSetting.optional(),
  appointments: AppointmentSetting.optional(),
  /** Where the second copy of every fact is kept: an absolute path, better on another disk. Beside the data when left out. */
  journalFolder: z
    .string()
    .regex(/^\/[^\0]+$/, 'expected an absolute path')
    .optional(),
  /** Takes over while the first one does not print; `place` says where its paper comes out, as in "al taulell". */
  secondPrinter: PrinterSetting.extend({ place: LocalizedText }).optional(),
  ticket: z.strictObject({
    /** Which of `config/tickets`. */
    template: slug.default('standard'),
    /** A picture of `config/logos`, at the head of the ticket. */
    logo: slug.optional(),
    closing: LocalizedText.optional(),
    /** Where a turn can be followed; the ticket's QR code adds `/` and an opaque token. Without it there is no QR code. */
    followPage: FollowPage.optional(),
    privacyPage: z.string().regex(/^[a-z0-9./-]{4,60}$/, 'expected an address without scheme, as printed'),
  }),
  /** Offices to send people to while this one is closed, nearest first. */
  nearby: z.array(OfficeId).default([]),
  toConfirm: ToConfirm,
});

/** One office as its city describes it: hours, services, printer. What may not be known yet is listed in `toConfirm`. */
export const OfficeProfile = shape.superRefine((profile, context) => {
  const complain = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
  const groupIds = new Set<string>();
  for (const [index, { groupId }] of profile.groups.entries()) {
    if (groupIds.has(groupId)) complain(['groups', index, 'groupId'], `${groupId} is already in use`);
    groupIds.add(groupId);
    const size = profile.services.filter((service) => service.groupId === groupId).length;
    if (size < 1 || size > 6) complain(['groups', index], `group ${groupId} holds ${size} services; one to six fit`);
  }
  const serviceIds = new Set<string>();
  for (const [index, { serviceId, groupId, sensitive, documents }] of profile.services.entries()) {
    if (serviceIds.has(serviceId)) complain(['services', index, 'serviceId'], `${serviceId} is already in use`);
    serviceIds.add(serviceId);
    if (groupId !== undefined && !groupIds.has(groupId))
      complain(['services', index, 'groupId'], `there is no group ${groupId}`);
    if (documents !== undefined && (sensitive || profile.sensitive))
      complain(['services', index, 'documents'], 'a sensitive service prints no list of documents');
  }
  if (profile.services.length > 0 && !profile.services.some((service) => service.ways.includes('walk-in')))
    complain(['services'], 'an appointment is never mandatory: at least one service must take walk-ins (Llei 9/2025)');
  const first = profile.services.filter((service) => service.groupId === undefined).length + profile.groups.length;
  if (first > 6) complain(['services'], `${first} choices on the first list; six fit: put some into a group`);
  if (profile.checkIn?.attendanceProof === true && profile.ticket.followPage === undefined)
    complain(['checkIn', 'attendanceProof'], 'a ticket has a QR code only with ticket/followPage');
  const attention = profile.checkIn?.firstAttention;
  if (
    attention !== undefined &&
    !profile.services.some(({ serviceId, ways }) => serviceId === attention && ways.includes('walk-in'))
  )
    complain(['checkIn', 'firstAttention'], `there is no service ${attention} that takes walk-ins`);
  const keyPlace = profile.appointments?.keyPlace ?? 'tpm';
  if (keyPlace !== 'tpm' && (profile.sensitive || profile.services.some(({ sensitive }) => sensitive)))
    complain(['appointments', 'keyPlace'], 'an office with a sensitive service requires tpm');
  for (const [index, officeId] of profile.nearby.entries())
    if (officeId === profile.officeId) complain(['nearby', index], 'an office is not near itself');
  for (const problem of pointersToNothing(profile)) context.addIssue(problem);
});
export type OfficeProfile = z.infer<typeof OfficeProfile>;

function isTimeZone(name: string): boolean {
  // A bare offset such as +01:00 is accepted by Intl, but knows no summer time.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Whether it is an `MM-DD` of some year; 29 February is. */
function isDayOfYear(day: string): boolean {
  const aLeapYear = '2028';
  return day.length === 'MM-DD'.length && IsoDate.safeParse(`${aLeapYear}-${day}`).success;
}

function inOrder(ranges: readonly rules.TimeRange[]): boolean {
  return ranges.every((range, index) => index === 0 || (ranges[index - 1]?.to ?? '') <= range.from);
}

function pointersToNothing(document: { toConfirm: readonly string[] }) {
  return [...document.toConfirm.entries()]
    .filter(([, pointer]) => !resolves(document, pointer))
    .map(([index, pointer]) => ({
      code: 'custom' as const,
      path: ['toConfirm', index],
      message: `${pointer} points to nothing in this document; expected a JSON pointer such as /address`,
    }));
}

function resolves(document: unknown, pointer: string): boolean {
  if (!pointer.startsWith('/')) return false;
  let value: unknown = document;
  for (const token of pointer.slice(1).split('/')) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false;
    value = Reflect.get(value, key);
  }
  return value !== undefined;
}

function localized(maxCharacters: number) {
  const text = z.string().min(1).max(maxCharacters);
  return z.strictObject({
    ca: text,
    es: text.optional(),
    en: text.optional(),
    fr: text.optional(),
    ar: text.optional(),
    ur: text.optional(),
    ro: text.optional(),
    uk: text.optional(),
    'zh-Hans': text.optional(),
  } satisfies Record<TicketLanguage, z.ZodType>);
}
