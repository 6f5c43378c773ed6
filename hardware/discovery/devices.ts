import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

/** A device file that a printer, a reader or a display may be behind. */
export interface FoundDevice {
  kind: 'serial' | 'usb';
  /**
   * What to write into a profile: of a serial port its name in /dev/serial/by-id when it has one, which stays the same whatever is
   * plugged in beside it.
   */
  path: string;
  /** Its short name, such as `/dev/ttyUSB0`; another device's after the next start. */
  devicePath: string;
  /** As the device calls itself, in its maker's words. */
  name: string | null;
  /** `04b8:0e28`. */
  usbId: string | null;
}

/**
 * Serial ports that exist and printers of the USB printer class, in the order of their names. Only reads under `root`: /dev and
 * /sys. What cannot be read is left out.
 */
export function listDevices(root = '/'): FoundDevice[] {
  return [...listSerialPorts(root), ...listUsbPrinters(root)];
}

function listSerialPorts(root: string): FoundDevice[] {
  const stableNames = readStableNames(root);
  return namesIn(root, 'sys/class/tty').flatMap((name) => {
    const place = join('sys/class/tty', name);
    // Terminals that are no port have no device behind them.
    if (!existsSync(join(root, place, 'device')) || !existsSync(join(root, 'dev', name))) return [];
    // The kernel names four ports whether the board has them or not; a missing one is of type 0.
    if (name.startsWith('ttyS') && readText(root, join(place, 'type')) === '0') return [];
    const devicePath = `/dev/${name}`;
    const { product, usbId } = readUsb(root, join(place, 'device'));
    return [{ kind: 'serial', path: stableNames.get(name) ?? devicePath, devicePath, name: product, usbId }];
  });
}

function listUsbPrinters(root: string): FoundDevice[] {
  return namesIn(root, 'sys/class/usbmisc').flatMap((name) => {
    const devicePath = `/dev/usb/${name}`;
    if (!/^lp\d+$/.test(name) || !existsSync(join(root, devicePath))) return [];
    const place = join('sys/class/usbmisc', name, 'device');
    const { product, usbId } = readUsb(root, place);
    const model = nameOfPrinter(readText(root, join(place, 'ieee1284_id')) ?? '');
    return [{ kind: 'usb', path: devicePath, devicePath, name: model ?? product, usbId }];
  });
}

/** What udev calls a port for good, by its short name. */
function readStableNames(root: string): Map<string, string> {
  const stableNames = new Map<string, string>();
  for (const stable of namesIn(root, 'dev/serial/by-id')) {
    const target = follow(join(root, 'dev/serial/by-id', stable));
    if (target !== null) stableNames.set(basename(target), `/dev/serial/by-id/${stable}`);
  }
  return stableNames;
}

/** Names in the order people count: lp2 before lp10. */
function namesIn(root: string, folder: string): string[] {
  try {
    return readdirSync(join(root, folder)).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  } catch {
    return [];
  }
}

/** The USB device that `place` belongs to, itself or some way up. */
function readUsb(root: string, place: string): { product: string | null; usbId: string | null } {
  const start = follow(join(root, place));
  const top = follow(join(root, 'sys/devices'));
  let at = start === null || top === null ? '' : relative(top, start);
  while (at !== '' && at !== '.' && !at.startsWith('..')) {
    const folder = join('sys/devices', at);
    const vendorId = readText(root, join(folder, 'idVendor'));
    const productId = readText(root, join(folder, 'idProduct'));
    if (vendorId !== null && productId !== null) {
      const words = ['manufacturer', 'product'].map((word) => readText(root, join(folder, word)) ?? '');
      return { product: words.join(' ').trim() || null, usbId: `${vendorId}:${productId}` };
    }
    at = dirname(at);
  }
  return { product: null, usbId: null };
}

/** Of `MFG:EPSON;CMD:ESC/POS;MDL:TM-T20III;CLS:PRINTER;`: maker and model. */
function nameOfPrinter(deviceId: string): string | null {
  const fields = new Map(
    deviceId.split(';').map((field) => {
      const [key = '', ...value] = field.split(':');
      return [key.trim().toUpperCase(), value.join(':').trim()];
    }),
  );
  const maker = fields.get('MFG') ?? fields.get('MANUFACTURER') ?? '';
  const model = fields.get('MDL') ?? fields.get('MODEL') ?? '';
  return `${maker} ${model}`.trim() || null;
}

function follow(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

function readText(root: string, file: string): string | null {
  try {
    return readFileSync(join(root, file), 'utf8').trim();
  } catch {
    return null;
  }
}
