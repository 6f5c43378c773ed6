/**
 * Which device it is, whatever it is plugged into. A path, or an address that a router gives, is where it is and never enough by itself.
 * - `usb`: `vendorId` and `productId` as four hexadecimal digits. Many cheap printers tell no serial number: two of one model are then
 *   told apart by `port`, the sockets it is plugged into one after the other. `part` is the interface, for an adapter of several ports.
 * - `board`: a chip of this machine, which nobody unplugs.
 * - `announced`: the name that a printer gives itself in the network, which it keeps when its address changes.
 * - `address`: a network device that says no name; `mac` is its network card's, where it is on this network.
 */
export type DeviceIdentity =
  | { by: 'usb'; vendorId: string; productId: string; serialNumber: string | null; port: string; part: string }
  | { by: 'board'; path: string }
  | { by: 'announced'; name: string }
  | { by: 'address'; host: string; port: number; mac: string | null };

/** A device file that a printer, a reader or a display may be behind. */
export interface LocalDevice {
  kind: 'serial' | 'usb';
  /** What opens it: of a serial port its name in /dev/serial/by-id when it has one, which stays the same whatever is plugged in beside it. */
  path: string;
  /** Its short name, such as `/dev/ttyUSB0`; another device's after the next start. */
  devicePath: string;
  /** As the device calls itself, in its maker's words. */
  name: string | null;
  identity: Extract<DeviceIdentity, { by: 'usb' | 'board' }>;
}

/** Something in the network that takes bytes to print. */
export interface NetworkDevice {
  kind: 'network';
  host: string;
  port: number;
  name: string | null;
  identity: Extract<DeviceIdentity, { by: 'announced' | 'address' }>;
}

export type FoundDevice = LocalDevice | NetworkDevice;
