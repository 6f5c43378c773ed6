import { z } from 'zod';
import { PrinterLink, SerialScanner } from '../../contract/shared/devices.ts';
import { Slug } from '../../contract/shared/ids.ts';

const UsbId = z.string().regex(/^[0-9a-f]{4}$/);
/** Longest name of a device, in characters; makers do not limit their names. */
export const LONGEST_DEVICE_NAME = 200;
const Words = z.string().max(LONGEST_DEVICE_NAME);

/**
 * Identity of a device, as in `hardware/discovery`: never a path alone, except for a port of the mainboard, which cannot be unplugged.
 * Fields that a newer program has added, here or elsewhere in the file, are kept but ignored, except in `link` and `setting`: there such a
 * field makes the file invalid.
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

/** Settings that the test of a printer corrected or confirmed. Names of dialects are checked by `PrinterProfile`, not here. */
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

/** Returns only the settings that the test of a printer learns, without other fields of its profile or of a newer program's file. */
export const learnedOf = (printer: LearnedPrinter): LearnedPrinter => LearnedPrinter.parse(printer);

export const ProvenPrinter = z.looseObject({
  identity: DeviceIdentity,
  name: Words.nullable(),
  link: PrinterLink,
  profileId: Slug,
  learned: LearnedPrinter.extend({ columns: Columns.loose(), status: Status.loose() }).loose(),
  provenAt: z.iso.datetime(),
});
export type ProvenPrinter = z.infer<typeof ProvenPrinter>;

export const ProvenScanner = z.looseObject({
  identity: DeviceIdentity,
  name: Words.nullable(),
  setting: SerialScanner,
  provenAt: z.iso.datetime(),
});
export type ProvenScanner = z.infer<typeof ProvenScanner>;

/** The devices of this machine that passed a technician's test, in a file of the data folder. Another office does not change the file. */
export const DeviceFile = z.looseObject({
  version: z.literal(1),
  printer: ProvenPrinter.nullable(),
  scanner: ProvenScanner.nullable(),
});
export type DeviceFile = z.infer<typeof DeviceFile>;
