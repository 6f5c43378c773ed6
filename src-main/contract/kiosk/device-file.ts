import { z } from 'zod';
import { PrinterLink, SerialScanner } from '../shared/devices.ts';
import { Slug } from '../shared/ids.ts';

const UsbId = z.string().regex(/^[0-9a-f]{4}$/);
/** Nobody else bounds what makers call their devices. */
export const LONGEST_DEVICE_NAME = 200;
const Words = z.string().max(LONGEST_DEVICE_NAME);

/**
 * Which device it is, as `hardware/discovery` says: never a path alone. Here as everywhere in the file, fields of a newer program are
 * carried along unread; a link with such a field is one that this program may not open.
 */
export const DeviceIdentity = z.discriminatedUnion('by', [
  z.looseObject({
    by: z.literal('usb'),
    vendorId: UsbId,
    productId: UsbId,
    serialNumber: Words.nullable(),
    port: Words,
    part: Words,
  }),
  z.looseObject({ by: z.literal('board'), path: Words }),
  z.looseObject({ by: z.literal('announced'), name: Words }),
  z.looseObject({
    by: z.literal('address'),
    host: Words,
    port: z.int().min(1).max(65_535),
    mac: Words.nullable(),
  }),
]);
export type DeviceIdentity = z.infer<typeof DeviceIdentity>;

const Columns = z.object({ a: z.int(), b: z.int() });
const Status = z.object({ dialect: Words, reportsChanges: z.boolean() });

/** What the proof found to be otherwise than the profile says, or confirmed. Names of dialects are checked by the profile's own schema. */
const LearnedPrinter = z.object({
  widthDots: z.int(),
  columns: Columns,
  cp1252Page: z.int(),
  nativeQr: z.boolean(),
  cutter: Words,
  cutMs: z.int(),
  nearEndSensor: z.boolean(),
  confirmation: Words,
  clearing: Words,
  status: Status,
  toConfirm: z.array(Words),
});
type LearnedPrinter = z.infer<typeof LearnedPrinter>;

/** Of a profile, or of a file with fields of a newer program, what a proof learns. */
export const learnedOf = (printer: LearnedPrinter): LearnedPrinter => LearnedPrinter.parse(printer);

/** A printer that a person has seen print. */
export const ProvenPrinter = z.looseObject({
  identity: DeviceIdentity,
  /** As it calls itself, or its maker's words. */
  name: Words.nullable(),
  /** Where it was when it was proven. */
  link: PrinterLink,
  profileId: Slug,
  learned: LearnedPrinter.extend({ columns: Columns.loose(), status: Status.loose() }).loose(),
  provenAt: z.iso.datetime(),
});
export type ProvenPrinter = z.infer<typeof ProvenPrinter>;

/** A reader that has read the code it was shown. */
export const ProvenScanner = z.looseObject({
  identity: DeviceIdentity,
  name: Words.nullable(),
  setting: SerialScanner,
  provenAt: z.iso.datetime(),
});
export type ProvenScanner = z.infer<typeof ProvenScanner>;

/** What this kiosk's devices were found to be, in its data folder: of this machine, whatever its office is. */
export const DeviceFile = z.looseObject({
  version: z.literal(1),
  printer: ProvenPrinter.nullable(),
  scanner: ProvenScanner.nullable(),
});
export type DeviceFile = z.infer<typeof DeviceFile>;
