import { z } from 'zod';
import { Slug } from './ids.ts';

const TcpLink = z.strictObject({
  kind: z.literal('tcp'),
  /** An IP address, because a name would need DNS, which fails while the network is down. */
  host: z.union([z.ipv4(), z.ipv6()], 'expected an IP address such as 192.0.2.10'),
  port: z.int().min(1).max(65_535).default(9100),
});

const DevicePath = z
  .string()
  .regex(/^\/dev\/[^\s?]+$/, 'expected a device such as /dev/serial/by-id/usb-FTDI_FT232R-if00-port0')
  .refine((path) => !path.split('/').includes('..'), 'expected a path without ..');

const SerialLink = z.strictObject({
  kind: z.literal('serial'),
  /** A name in /dev/serial/by-id survives replugging; /dev/ttyUSB0 does not. */
  path: DevicePath,
  /** The speed that is set in the device itself, baud. */
  baudRate: z.literal([9_600, 19_200, 38_400, 57_600, 115_200]),
  flowControl: z.enum(['none', 'rtscts', 'xonxoff']).default('none'),
});

/** A printer of the USB printer class, by its device file. */
const UsbLink = z.strictObject({ kind: z.literal('usb'), path: DevicePath });

export const PrinterLink = z.discriminatedUnion('kind', [TcpLink, SerialLink, UsbLink]);

export const PrinterSetting = z.strictObject({ profileId: Slug, link: PrinterLink });
export type PrinterSetting = z.infer<typeof PrinterSetting>;

/** A scanner on a cable of its own, which reads every kind of code. */
export const SerialScanner = z.strictObject({
  kind: z.literal('serial').optional().default('serial'),
  profileId: Slug,
  link: SerialLink,
});
export type SerialScanner = z.infer<typeof SerialScanner>;

/** A LED display or a beacon on a cable or behind a gateway. With `deskId` it shows only that desk's calls. */
export const DisplaySetting = z.strictObject({
  profileId: Slug,
  link: z.discriminatedUnion('kind', [TcpLink, SerialLink]),
  deskId: Slug.optional(),
});
export type DisplaySetting = z.infer<typeof DisplaySetting>;

/** The kiosk's scanner. A `wedge` types like a keyboard: it sends only codes that are text, and has no settings. */
export const ScannerSetting = z.discriminatedUnion('kind', [
  SerialScanner,
  z.strictObject({ kind: z.literal('wedge') }),
]);
export type ScannerSetting = z.infer<typeof ScannerSetting>;
