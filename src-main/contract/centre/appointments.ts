import { z } from 'zod';
import { isStrongForm, LEAST_CODE_BITS } from '../../domain/channel-code.ts';
import { normaliseDocument } from '../../domain/identity-document.ts';
import { hasDocumentForm, personalNumberIn } from '../../domain/personal-number.ts';
import { ExternalId, OfficeId, PublicKey, ServiceId } from '../shared/ids.ts';
import { PlainText } from '../shared/plain-text.ts';
import { Instant, IsoDate } from '../shared/times.ts';
import { WebhookUrl } from './alarms.ts';

/**
 * Appointments come from booking systems, each through a channel with its own tokens: the 010 telephone, the municipal web, the Seu
 * electrònica, the desk, the city's app. A channel names its appointments (`reference`) and cannot see others; the centre gives each an id,
 * a locator and a signed code for a QR.
 *
 * Only requests contain a document number: on arrival the centre turns it into a slow hash with the office's key (`signing/keyed-hash`) and
 * stores only the hash. There is no field for a name, telephone or reason.
 */
export const ChannelId = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected words of a-z and 0-9 joined by hyphens')
  .max(40)
  .brand<'ChannelId'>();
export type ChannelId = z.infer<typeof ChannelId>;

/** The form of the codes on a channel's own confirmations (`domain/channel-code`), by which kiosks recognise them. */
export const CodeFormat = z.strictObject({
  /** Capitals, digits and signs at the beginning of each code; may be empty. */
  prefix: z
    .string()
    .max(20)
    .regex(/^[\x21-\x60\x7b-\x7e]*$/, 'expected capitals, digits and signs'),
  length: z.int().min(4).max(64),
  characters: z.enum(['digits', 'capitals', 'capitals-and-digits']),
});
export type CodeFormat = z.infer<typeof CodeFormat>;

/** The code forms that a channel may register. Kiosks ignore and report a weaker form, which only an older centre sends. */
const StrongCodeFormat = CodeFormat.refine(isStrongForm, {
  path: ['length'],
  error: `expected enough characters for ${LEAST_CODE_BITS} bits: 10 digits, 7 capitals, or 6 of both`,
});

export const Channel = z.strictObject({
  /** The name that the staff see: `Telèfon 010`. */
  name: PlainText.min(1).max(60),
  formats: z.array(StrongCodeFormat).max(5).default([]),
  results: z
    .strictObject({ url: WebhookUrl, privateNetwork: z.boolean() })
    .nullable()
    .optional()
    .describe(
      'The webhook that receives a signed notice of each result. `privateNetwork` allows an address inside the city’s own network. Absent: unchanged; null: removed',
    ),
});
export type Channel = z.infer<typeof Channel>;

/** Matches a DNI or an NIE with any letter, because a number with a mistyped letter still identifies the holder. */
const DOCUMENT_FORM = /^(\d{8}|[XYZ]\d{7})[A-Z]$/;
/**
 * The reference of an appointment that a channel reads or cancels. The check is weaker than that of `AppointmentReference`, so that
 * appointments booked before that check existed remain reachable.
 */
export const KeptReference = ExternalId.refine(
  (text) => !DOCUMENT_FORM.test(normaliseDocument(text)),
  'expected a name of the booking, not a document number',
);

const holdsNobody = (text: string): boolean => personalNumberIn(text) === null;
/** The name that a channel gives its appointment. It is stored, so it must not contain a personal number in any form. */
export const AppointmentReference = ExternalId.refine(
  (text) => holdsNobody(text) && !hasDocumentForm(text),
  'expected a name of the booking, without a document or telephone number in it, nor anything that looks like one',
);
export type AppointmentReference = z.infer<typeof AppointmentReference>;

const MOST_DOCUMENT_CHARACTERS = 40;

/**
 * Creates or changes an appointment. A reference always names the same appointment: an order with the reference of a cancelled appointment
 * books that appointment again.
 *
 * An absent number or code stays unchanged; `null` deletes it. The hashes of both belong to one office: if an appointment moves to another
 * office, the channel must send its number and code again, or `null`.
 */
export const AppointmentOrder = z.strictObject({
  officeId: OfficeId,
  serviceId: ServiceId,
  /** Whole seconds. */
  start: Instant,
  documentNumber: z
    .string()
    .min(4)
    .max(MOST_DOCUMENT_CHARACTERS)
    .nullable()
    .optional()
    .describe('DNI, NIE, NIF or passport as the citizen gave it; hashed on arrival. Absent: unchanged; null: removed'),
  /** The random code on the channel's own confirmation. A citizen who types it at a kiosk sees the whole appointment. */
  code: z
    .string()
    .min(4)
    .max(90, { abort: true })
    .refine(holdsNobody, 'expected a code without a document or telephone number in it')
    .nullable()
    .optional()
    .describe(
      'The code on the channel’s own confirmation, in one of the registered `formats`; hashed on arrival. Absent: unchanged; null: removed',
    ),
  deskId: z
    .string()
    .min(1)
    .max(60)
    .optional()
    .describe('The desk, if the appointment is with a specialist: one of the office’s desks'),
});
export type AppointmentOrder = z.infer<typeof AppointmentOrder>;

/** `checked-in`: reported by a kiosk or a clerk. The channel can no longer change the appointment. */
export const AppointmentState = z.enum(['booked', 'checked-in', 'cancelled']);
export type AppointmentState = z.infer<typeof AppointmentState>;

/**
 * The possible ends of an appointment. `came`: checked in, and by the end of the day no desk had reported how the visit ended. `left`:
 * checked in, but not served. Late events of a kiosk that was offline may change `did-not-come` to another result.
 */
const APPOINTMENT_RESULTS = ['served', 'came', 'left', 'did-not-come', 'cancelled'] as const;
export const AppointmentResult = z.object({
  what: z.enum(APPOINTMENT_RESULTS),
  /**
   * The person or system that ended the appointment. `channel`: the booking system, or the author of a cancellation is unknown; `web`,
   * `telephone`, `seu`, `desk`, `kiosk`: the door (`DOORS` in `domain/booking/plan.ts`) at which it was cancelled. `null`: `did-not-come`.
   */
  by: z.enum(['channel', 'citizen', 'staff', 'web', 'telephone', 'seu', 'desk', 'kiosk']).nullable(),
  at: Instant,
});
export type AppointmentResult = z.infer<typeof AppointmentResult>;

/**
 * The body of a request to a channel's webhook. The request's signature covers a digest of the body. A receiver ignores an `id` that it has
 * seen.
 */
export const AppointmentNotice = z.object({
  id: z.uuid(),
  cityId: z.string(),
  channelId: ChannelId,
  reference: ExternalId,
  appointmentId: z.uuid(),
  result: AppointmentResult,
});
export type AppointmentNotice = z.infer<typeof AppointmentNotice>;

export const AppointmentAnswer = z.object({
  appointmentId: z.uuid(),
  channelId: ChannelId,
  reference: ExternalId,
  officeId: OfficeId,
  serviceId: ServiceId,
  start: Instant,
  deskId: z.string().nullable(),
  state: AppointmentState,
  result: AppointmentResult.nullable().describe('How the appointment ended; null until that is known'),
  knownBy: z
    .object({ document: z.boolean(), code: z.boolean() })
    .describe('By which identifiers, besides the locator, a kiosk can find the appointment'),
  /** Eight characters (`domain/locator`), of which the kiosks' feed has only the hash; `null` once the day of the appointment is over. */
  locator: z
    .string()
    .nullable()
    .describe(
      'The code that a citizen without the QR code types at a kiosk; null once the day of the appointment is over',
    ),
  qr: z.string().describe('The text of the QR code on the confirmation; it changes with the office and the start'),
});
export type AppointmentAnswer = z.infer<typeof AppointmentAnswer>;

/**
 * The columns of an import, in any sequence. An optional column may be missing or its cell empty; both mean absent. `start` may also be
 * local time of the office, `2026-11-27 10:30`.
 */
export const IMPORT_COLUMNS = {
  reference: 'needed',
  officeId: 'needed',
  serviceId: 'needed',
  start: 'needed',
  documentNumber: 'optional',
  code: 'optional',
  deskId: 'optional',
} as const satisfies Record<string, 'needed' | 'optional'>;
export type ImportColumn = keyof typeof IMPORT_COLUMNS;
/** Largest number of rows in an import, without the header. */
export const MAX_IMPORT_ROWS = 2_000;

/**
 * The result of an import: counts of rows, and each refused row with its reason. Rows count from 1 without the header. A reason never
 * repeats a value.
 */
export const ImportReport = z.object({
  rows: z.int().nonnegative(),
  created: z.int().nonnegative(),
  changed: z.int().nonnegative(),
  unchanged: z.int().nonnegative(),
  refused: z.array(z.object({ row: z.int().positive(), column: z.string().nullable(), detail: z.string() })),
});
export type ImportReport = z.infer<typeof ImportReport>;

/** An office's key for hashes (`signing/keyed-hash`): 32 bytes, base64url. Only the kiosks of that office get it. */
export const OfficeKey = z.object({
  /** Counts from 1 in its office; new hashes are made with the newest key. */
  keyNo: z.int().positive(),
  key: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'expected 32 bytes in base64url'),
});
export type OfficeKey = z.infer<typeof OfficeKey>;

/** Name of the slow hash in `signing/keyed-hash`. A change of its cost or function needs a new name. */
export const DOCUMENT_HASH_SCHEME = 'argon2id-24m-2';

/** The hash of a document number. A kiosk ignores hashes of a scheme that it does not know. */
export const DocumentHash = z.object({
  scheme: z.string().max(40),
  hash: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'expected 32 bytes in base64url'),
});
export type DocumentHash = z.infer<typeof DocumentHash>;

const Hash = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'expected a SHA-256 in base64url');

/** An appointment as its office's kiosks cache it, without any name or number. */
export const FeedAppointment = z.object({
  appointmentId: z.uuid(),
  serviceId: ServiceId,
  start: Instant,
  serviceDay: IsoDate,
  /**
   * `moved`: the appointment is at another office now, or on a day that the kiosks do not cache. `movedTo` has its office and the new
   * start; service, start, day and desk are still the former ones.
   */
  state: z.enum([...AppointmentState.options, 'moved']),
  movedTo: z.object({ officeId: OfficeId, start: Instant }).nullable(),
  channelId: ChannelId,
  deskId: z.string().nullable(),
  keyNo: z.int().positive(),
  /**
   * `null` if the centre has no hash of a document number with this office's key: the channel sent no number, the appointment has moved to
   * another office, or the hash was dropped after the theft of a kiosk. Absent from an older centre.
   */
  document: DocumentHash.nullable().default(null),
  /**
   * A fast keyed hash of the document number, made by releases before 2026-11-26. It is always `null` now, because a holder of the key can
   * try every number. The member remains because older kiosks require it; they treat `null` as an appointment without a number. Kiosks do
   * not store it.
   */
  documentHash: Hash.nullable(),
  locatorHash: Hash,
  codeHash: Hash.nullable(),
});
export type FeedAppointment = z.infer<typeof FeedAppointment>;

export const OfficePlace = z.object({ officeId: OfficeId, name: z.string(), address: z.string() });
export type OfficePlace = z.infer<typeof OfficePlace>;

/**
 * The appointments of an office, as a kiosk gets them in a `Snapshot`. Each `Change` updates the days listed here; a kiosk takes a new
 * snapshot when a service day begins.
 */
export const AppointmentFeed = z.object({
  /** Today and the next opening days, as many as the office's profile requires, each with all its appointments. */
  days: z.array(IsoDate).max(3),
  appointments: z.array(FeedAppointment),
  /** The office's keys with which stored appointments were hashed, oldest first, and the newest key. */
  keys: z.array(OfficeKey).max(50),
  /** The centre's keys that signed codes of future appointments, including keys no longer used for signing. */
  tokenKeys: z.array(PublicKey).max(20),
  formats: z.array(CodeFormat).max(200),
  /** The city's offices, so that a citizen with a confirmation for another office learns where to go. */
  offices: z.array(OfficePlace),
});
export type AppointmentFeed = z.infer<typeof AppointmentFeed>;

/** The public answer about a proof of attendance. Neither the paper nor the answer names a person. */
export const AttendanceAnswer = z.discriminatedUnion('genuine', [
  z.object({
    genuine: z.literal(true),
    /** The office's name, or a neutral one if the office is sensitive. */
    office: z.string(),
    day: IsoDate,
    from: Instant,
    to: Instant,
  }),
  /**
   * The centre does not know the code: it is false or mistyped, retention has deleted it, or its kiosk has been offline since it printed
   * the code.
   */
  z.object({ genuine: z.literal(false) }),
]);
export type AttendanceAnswer = z.infer<typeof AttendanceAnswer>;
