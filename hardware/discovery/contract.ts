/**
 * The identity by which a device is recognised after it is replugged. A path, or an address given by a router, can belong to another device
 * tomorrow, so each is used only for a device that offers nothing better.
 * - `usb`: `vendorId` and `productId` are four hexadecimal digits. Many cheap printers report no serial number; `port`, the chain of USB
 * sockets, distinguishes two devices of one model. `part` is the interface of an adapter with several ports.
 * - `board`: a chip on this machine's board, which cannot be unplugged.
 * - `announced`: the name the printer announces; it survives a change of address.
 * - `address`: a network device without a name; `mac` is the address of its network card, known only in this machine's own network.
 */
export type DeviceIdentity =
  | { by: 'usb'; vendorId: string; productId: string; serialNumber: string | null; port: string; part: string }
  | { by: 'board'; path: string }
  | { by: 'announced'; name: string }
  | { by: 'address'; host: string; port: number; mac: string | null };

export interface LocalDevice {
  kind: 'serial' | 'usb';
  /** The path to open. A serial port uses its name in /dev/serial/by-id if there is one, because that name survives replugging. */
  path: string;
  /** The short name, such as `/dev/ttyUSB0`; after the next start it may belong to another device. */
  devicePath: string;
  name: string | null;
  identity: Extract<DeviceIdentity, { by: 'usb' | 'board' }>;
}

export interface NetworkDevice {
  kind: 'network';
  host: string;
  port: number;
  name: string | null;
  identity: Extract<DeviceIdentity, { by: 'announced' | 'address' }>;
}

export type FoundDevice = LocalDevice | NetworkDevice;
