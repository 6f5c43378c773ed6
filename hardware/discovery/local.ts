import { access, readdir, readFile, realpath } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { LocalDevice } from './contract.ts';

export interface LocalSearch {
  root?: string;
  signal?: AbortSignal;
}

/**
 * Lists this machine's serial ports, then its printers of the USB printer class, each sorted by name. Reads /dev and /sys and skips what
 * cannot be read. Once `signal` is aborted, the search stops before the next name.
 */
export async function findLocalDevices({ root = '/', signal }: LocalSearch = {}): Promise<LocalDevice[]> {
  const [ports, printers] = await Promise.all([findSerialPorts(root, signal), findUsbPrinters(root, signal)]);
  return [...ports, ...printers];
}

async function findSerialPorts(root: string, signal: AbortSignal | undefined): Promise<LocalDevice[]> {
  const stableNames = await readStableNames(root);
  return eachName(root, 'sys/class/tty', signal, async (name) => {
    const place = join('sys/class/tty', name);
    // A terminal without hardware has no device folder.
    if (!(await exists(root, join(place, 'device'))) || !(await exists(root, join('dev', name)))) return null;
    // The kernel names four ports even if the board has none; a missing port has type 0.
    if (name.startsWith('ttyS') && (await readText(root, join(place, 'type'))) === '0') return null;
    const devicePath = `/dev/${name}`;
    const path = stableNames.get(name) ?? devicePath;
    const usb = await readUsb(root, join(place, 'device'));
    if (usb === null) return { kind: 'serial', path, devicePath, name: null, identity: { by: 'board', path } };
    const portNo = await readText(root, join(place, 'device/port_number'));
    const identity = { ...usb.identity, part: [usb.identity.part, portNo].filter((word) => word).join('/') };
    return { kind: 'serial', path, devicePath, name: usb.product, identity };
  });
}

async function findUsbPrinters(root: string, signal: AbortSignal | undefined): Promise<LocalDevice[]> {
  return eachName(root, 'sys/class/usbmisc', signal, async (name) => {
    const devicePath = `/dev/usb/${name}`;
    if (!/^lp\d+$/.test(name) || !(await exists(root, devicePath))) return null;
    const place = join('sys/class/usbmisc', name, 'device');
    const usb = await readUsb(root, place);
    // A printer without a USB device above it in /sys is left out, because nothing distinguishes it from another one.
    if (usb === null) return null;
    const model = nameOfPrinter((await readText(root, join(place, 'ieee1284_id'))) ?? '');
    return { kind: 'usb', path: devicePath, devicePath, name: model ?? usb.product, identity: usb.identity };
  });
}

/** Calls `look` for each name of a folder, sorted by number, so that lp2 comes before lp10. */
async function eachName(
  root: string,
  folder: string,
  signal: AbortSignal | undefined,
  look: (name: string) => Promise<LocalDevice | null>,
): Promise<LocalDevice[]> {
  const found: LocalDevice[] = [];
  for (const name of await namesIn(root, folder)) {
    if (signal?.aborted) break;
    const device = await look(name);
    if (device !== null) found.push(device);
  }
  return found;
}

async function readStableNames(root: string): Promise<Map<string, string>> {
  const stableNames = new Map<string, string>();
  for (const stable of await namesIn(root, 'dev/serial/by-id')) {
    const target = await follow(join(root, 'dev/serial/by-id', stable));
    if (target !== null) stableNames.set(basename(target), `/dev/serial/by-id/${stable}`);
  }
  return stableNames;
}

interface UsbDevice {
  product: string | null;
  identity: Extract<LocalDevice['identity'], { by: 'usb' }>;
}

/** Walks up /sys from `place`; `null` if no USB device is above it. */
async function readUsb(root: string, place: string): Promise<UsbDevice | null> {
  const start = await follow(join(root, place));
  const top = await follow(join(root, 'sys/devices'));
  let at = start === null || top === null ? '' : relative(top, start);
  let part = '';
  while (at !== '' && at !== '.' && !at.startsWith('..')) {
    const folder = join('sys/devices', at);
    part = (await readText(root, join(folder, 'bInterfaceNumber'))) ?? part;
    const vendorId = await readText(root, join(folder, 'idVendor'));
    const productId = await readText(root, join(folder, 'idProduct'));
    if (vendorId !== null && productId !== null) {
      const [maker, product, serial] = await Promise.all(
        ['manufacturer', 'product', 'serial'].map((word) => readText(root, join(folder, word))),
      );
      return {
        product: `${maker ?? ''} ${product ?? ''}`.trim() || null,
        identity: { by: 'usb', vendorId, productId, serialNumber: serial || null, port: basename(at), part },
      };
    }
    at = dirname(at);
  }
  return null;
}

/** An IEEE 1284 ID looks like `MFG:EPSON;CMD:ESC/POS;MDL:TM-T20III;CLS:PRINTER;`. */
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

async function namesIn(root: string, folder: string): Promise<string[]> {
  try {
    const names = await readdir(join(root, folder));
    return names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  } catch {
    return [];
  }
}

async function exists(root: string, path: string): Promise<boolean> {
  try {
    await access(join(root, path));
    return true;
  } catch {
    return false;
  }
}

async function follow(path: string): Promise<string | null> {
  try {
    return await realpath(path);
  } catch {
    return null;
  }
}

async function readText(root: string, file: string): Promise<string | null> {
  try {
    return (await readFile(join(root, file), 'utf8')).trim();
  } catch {
    return null;
  }
}
