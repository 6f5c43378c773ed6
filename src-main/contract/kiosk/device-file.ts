import { z } from 'zod';
import { PrinterLink, SerialScanner } from '../shared/devices.ts';
import { Slug } from '../shared/ids.ts';

const UsbId = z.string().regex(/^[0-9a-f]{4}$/);
const Words = z.string().max(200);

/** Which device it is, as `hardware/discovery` says: never a path alone. */
export const DeviceIdentity = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('usb'),
    vendorId: UsbId,
    productId: UsbId,
    serialNumber: Words.nullable(),
    port: Words,
    part: Words,
  }),
  z.strictObject({ by: z.literal('board'), path: Words }),
  z.strictObject({ by: z.literal('announced'), name: Words }),
  z.strictObject({
    by: z.literal('address'),
    host: Words,
    port: z.int().min(1).max(65_535),
    mac: Words.nullable(),
  }),
]);
export type DeviceIdentity = z.infer<typeof DeviceIdentity>;

/** What the proof found to be otherwise than the profile says, or confirmed. Names of dialects are checked by the profile's own schema. */
const LearnedPrinter = z.strictObject({
  widthDots: z.int(),
  columns: z.strictObject({ a: z.int(), b: z.int() }),
  cp1252Page: z.int(),
  nativeQr: z.boolean(),
  cutter: Words,
  cutMs: z.int(),
  nearEndSensor: z.boolean(),
  confirmation: Words,
  clearing: Words,
  status: z.strictObject({ dialect: Words, reportsChanges: z.boolean() }),
  toConfirm: z.array(Words),
});

/** A printer that a person has seen print. */
export const ProvenPrinter = z.strictObject({
  identity: DeviceIdentity,
  /** As it calls itself, or its maker's words. */
  name: Words.nullable(),
  /** Where it was when it was proven. */
  link: PrinterLink,
  profileId: Slug,
  learned: LearnedPrinter,
  provenAt: z.iso.datetime(),
});
export type ProvenPrinter = z.infer<typeof ProvenPrinter>;

/** A reader that has read the code it was shown. */
export const ProvenScanner = z.strictObject({
  identity: DeviceIdentity,
  name: Words.nullable(),
  setting: SerialScanner,
  provenAt: z.iso.datetime(),
});
export type ProvenScanner = z.infer<typeof ProvenScanner>;

/** What this kiosk's devices were found to be, in its data folder: of this machine, whatever its office is. */
export const DeviceFile = z.strictObject({
  version: z.literal(1),
  printer: ProvenPrinter.nullable(),
  scanner: ProvenScanner.nullable(),
});
export type DeviceFile = z.infer<typeof DeviceFile>;
