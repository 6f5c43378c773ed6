import { z } from 'zod';
import { isStrongForm, LEAST_CODE_BITS } from '../../domain/channel-code.ts';
import { normaliseDocument } from '../../domain/identity-document.ts';
import { hasDocumentForm, personalNumberIn } from '../../domain/personal-number.ts';
import { ExternalId, OfficeId, PublicKey, ServiceId } from '../shared/ids.ts';
import { PlainText } from '../shared/plain-text.ts';
import { Instant, IsoDate } from '../shared/times.ts';

/**
 * Appointments come from booking systems, each through a channel with tokens of its own: the 010 telephone, the municipal web, the
 * Seu electrònica, the desk, the city's app. A channel names its own appointments (`reference`) and sees no other's; the centre gives
 * each an id, a locator and a signed code for a QR.
 *
 * A document number stands in a request and nowhere else: on arrival the centre turns it into a keyed hash of the office
 * (`security/keyed-hash`, the slow one) and keeps that alone. No name, telephone or reason has a place here.
 */
export const ChannelId = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected words of a-z and 0-9 joined by hyphens')
  .max(40)
  .brand<'ChannelId'>();
export type ChannelId = z.infer<typeof ChannelId>;

/** How the codes of a channel's own confirmations look (`domain/channel-code`), so that a kiosk knows one when it reads it. */
export const CodeFormat = z.strictObject({
  /** Capitals, digits and signs as they stand in the code; may be empty. */
  prefix: z
    .string()
    .max(20)
    .regex(/^[\x21-\x60\x7b-\x7e]*$/, 'expected capitals, digits and signs'),
  /** Characters after the prefix. */
  length: z.int().min(4).max(64),
  characters: z.enum(['digits', 'capitals', 'capitals-and-digits']),
});
export type CodeFormat = z.infer<typeof CodeFormat>;

/** As a channel may ask for it. A kiosk looks for none that is weaker, and says so: it may still hear of one. */
const StrongCodeFormat = CodeFormat.refine(isStrongForm, {
  path: ['length'],
  error: `expected so many characters that a code has ${LEAST_CODE_BITS} bits: 10 digits, 7 capitals, or 6 of both`,
});

export const Channel = z.strictObject({
  /** As staff call it: `Telèfon 010`. */
  name: PlainText.min(1).max(60),
  formats: z.array(StrongCodeFormat).max(5).default([]),
});
export type Channel = z.infer<typeof Channel>;

/** A DNI or an NIE, with whatever letter: a mistyped one says as much of its holder. */
const DOCUMENT_FORM = /^(\d{8}|[XYZ]\d{7})[A-Z]$/;
/** What may have been booked once, when less was looked for: it can still be asked for and cancelled. */
export const KeptReference = ExternalId.refine(
  (text) => !DOCUMENT_FORM.test(normaliseDocument(text)),
  'expected a name of the booking, not a document number',
);

const holdsNobody = (text: string): boolean => personalNumberIn(text) === null;
/** What a channel calls its appointment. References are kept: none holds a number by which a person is known, in whatever dress. */
export const AppointmentReference = ExternalId.refine(
  (text) => holdsNobody(text) && !hasDocumentForm(text),
  'expected a name of the booking, without a document or telephone number in it, nor anything that looks like one',
);
export type AppointmentReference = z.infer<typeof AppointmentReference>;

const MOST_DOCUMENT_CHARACTERS = 40;

/**
 * Creates an appointment or changes it: the same reference is the same appointment, also one that was cancelled, which is booked again.
 *
 * A number or code that is left out stays as it is, `null` takes it away. The hash of one office says nothing in another: an
 * appointment that moves to another office brings its number and its code again, or `null`.
 */
export const AppointmentOrder = z.strictObject({
  officeId: OfficeId,
  serviceId: ServiceId,
  /** To the second. */
  start: Instant,
  /** DNI, NIE, passport or NIF as the person gave it; hashed on arrival. */
  documentNumber: z
    .string()
    .min(4)
    .max(MOST_DOCUMENT_CHARACTERS)
    .nullable()
    .optional()
    .describe(
      'DNI, NIE, NIF or passport as the person gave it; hashed on arrival. Left out it stays, null takes it away',
    ),
  /** The code on the channel's own confirmation, made by chance; hashed on arrival. Whoever types it learns everything. */
  code: z
    .string()
    .min(4)
    .max(90, { abort: true })
    .refine(holdsNobody, 'expected a code without a document or telephone number in it')
    .nullable()
    .optional()
    .describe(
      'The code on the channel’s own confirmation, of a form that it has said; hashed. Left out it stays, null takes it away',
    ),
  /** A specialist's appointment names the desk. */
  deskId: z.string().min(1).max(60).optional().describe('Of a specialist: one of the office’s desks'),
});
export type AppointmentOrder = z.infer<typeof AppointmentOrder>;

/** `checked-in`: a kiosk or a clerk has reported it; the channel can no longer change it. */
export const AppointmentState = z.enum(['booked', 'checked-in', 'cancelled']);
export type AppointmentState = z.infer<typeof AppointmentState>;

export const AppointmentAnswer = z.object({
  appointmentId: z.uuid(),
  channelId: ChannelId,
  reference: ExternalId,
  officeId: OfficeId,
  serviceId: ServiceId,
  start: Instant,
  deskId: z.string().nullable(),
  state: AppointmentState,
  /** What the person can say at a kiosk beside the locator. */
  knownBy: z
    .object({ document: z.boolean(), code: z.boolean() })
    .describe('What the person can say at a kiosk beside the locator'),
  /**
   * Typed at a kiosk by whoever has no QR; eight characters (`domain/locator`). Told to the channel alone; `null` once its day is over.
   */
  locator: z.string().nullable().describe('For whoever has no QR: typed at a kiosk; null once its day is over'),
  /** The text of the QR code on the confirmation (`domain/appointment-token`). It changes with the office and the start. */
  qr: z.string().describe('The text of the QR code on the confirmation; it changes with the office and the start'),
});
export type AppointmentAnswer = z.infer<typeof AppointmentAnswer>;

/**
 * The columns of an import, in any order; of those that are not needed a file may lack the column, or a row leave the cell empty, which
 * stands for what is left out. `start` may also be local time of the office, `2026-11-27 10:30`.
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
/** Of one file, its header not among them. */
export const MAX_IMPORT_ROWS = 2_000;

/** What became of each row of an import: rows are counted from 1, the header not among them. Values are never repeated. */
export const ImportReport = z.object({
  rows: z.int().nonnegative(),
  created: z.int().nonnegative(),
  changed: z.int().nonnegative(),
  unchanged: z.int().nonnegative(),
  refused: z.array(z.object({ row: z.int().positive(), column: z.string().nullable(), detail: z.string() })),
});
export type ImportReport = z.infer<typeof ImportReport>;

/** An office's key for hashes (`security/keyed-hash`): 32 bytes, base64url. It reaches the kiosks of that office only. */
export const OfficeKey = z.object({
  /** Counts from 1 in its office; the newest makes new hashes. */
  keyNo: z.int().positive(),
  key: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'expected 32 bytes in base64url'),
});
export type OfficeKey = z.infer<typeof OfficeKey>;

/** How `security/keyed-hash` makes the slow hash of a number: another cost, or another function, is another scheme. */
export const DOCUMENT_HASH_SCHEME = 'argon2id-24m-2';

/** What a document's number is known by: the scheme says how it was made; a kiosk passes over one it does not know. */
export const DocumentHash = z.object({
  scheme: z.string().max(40),
  hash: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'expected 32 bytes in base64url'),
});
export type DocumentHash = z.infer<typeof DocumentHash>;

const Hash = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'expected a SHA-256 in base64url');

/** An appointment as a kiosk of its office keeps it. Nobody's name, nobody's number. */
export const FeedAppointment = z.object({
  appointmentId: z.uuid(),
  serviceId: ServiceId,
  start: Instant,
  /** The service day of `start`. */
  serviceDay: IsoDate,
  /** `moved`: it is another office's now; `movedTo` says which and when, the rest is as it was here. */
  state: z.enum([...AppointmentState.options, 'moved']),
  movedTo: z.object({ officeId: OfficeId, start: Instant }).nullable(),
  channelId: ChannelId,
  deskId: z.string().nullable(),
  /** By which key of the office its hashes were made. */
  keyNo: z.int().positive(),
  /** `null` where its channel brought no number; left out by a centre that does not know of it yet. */
  document: DocumentHash.nullable().default(null),
  /**
   * A fast keyed hash of the number, as releases before 2026-11-26 made it: anybody who holds the key can try every number. Always `null`
   * now, so that an older kiosk, which needs the member, takes the appointment for one without a number; a kiosk does not keep it.
   */
  documentHash: Hash.nullable(),
  locatorHash: Hash,
  codeHash: Hash.nullable(),
});
export type FeedAppointment = z.infer<typeof FeedAppointment>;

/** Where people may be sent: one of the city's offices. */
export const OfficePlace = z.object({ officeId: OfficeId, name: z.string(), address: z.string() });
export type OfficePlace = z.infer<typeof OfficePlace>;

/**
 * What a snapshot tells of appointments. Changes tell what happens to those of these days; a kiosk takes a new snapshot when
 * a service day begins.
 */
export const AppointmentFeed = z.object({
  /** Today and the next opening days, as many as the office's profile says: whatever is booked on them is here. */
  days: z.array(IsoDate).max(3),
  appointments: z.array(FeedAppointment),
  /** Every key under which one of the office's hashes to come was made, and the newest; oldest first. */
  keys: z.array(OfficeKey).max(50),
  /** Keys of the centre by which the codes of appointments to come were signed; also those it signs with no more. */
  tokenKeys: z.array(PublicKey).max(20),
  /** Of all channels of the city. */
  formats: z.array(CodeFormat).max(200),
  /** The city's offices, so that a confirmation of another one can say where to go. */
  offices: z.array(OfficePlace),
});
export type AppointmentFeed = z.infer<typeof AppointmentFeed>;

/** What anybody who holds a proof of attendance may ask. Nobody is named, on paper or here. */
export const AttendanceAnswer = z.discriminatedUnion('genuine', [
  z.object({
    genuine: z.literal(true),
    /** A neutral name where the office is sensitive. */
    office: z.string(),
    day: IsoDate,
    from: Instant,
    to: Instant,
  }),
  /** No such proof is known: false, mistyped, or its kiosk has had no network since. */
  z.object({ genuine: z.literal(false) }),
]);
export type AttendanceAnswer = z.infer<typeof AttendanceAnswer>;
