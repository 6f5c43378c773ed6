import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { HostListeners, HostSide } from '../../../hardware/simulator/host-side.ts';
import type { Transport } from '../../../hardware/simulator/virtual-printer.ts';
import { createIntake, type DeviceEnd } from '../../contract/link/device-ends.ts';
import { type Socket, type UsbWords, usbDevice } from './cable.ts';

export const EPSON: UsbWords = {
  vendorId: '0x04b8',
  productId: '0x0202',
  manufacturer: 'EPSON',
  product: 'TM-T88V',
  serial: 'TORN0001',
};
/** A model from which the kernel's driver does not read, because real printers of this model fail at that. */
export const MUTE: UsbWords = {
  vendorId: '0x03f0',
  productId: '0x0004',
  manufacturer: 'HP',
  product: 'DeskJet 895C',
  serial: 'TORN0002',
};

/** Values of the port's status word, whose bits (IEEE 1284) are: paper empty, selected, no error. */
export const STATUS = { ready: 0x18, 'paper-out': 0x38, error: 0x10, 'not-selected': 0x08 } as const;

export interface UsbPrinter {
  path: string;
  plugIn(socket?: Socket): Promise<void>;
  unplug(): Promise<void>;
  say(bytes: Uint8Array): void;
  pause(): void;
  resume(): void;
  /** Resolves once the printer reports this word. */
  setStatus(word: number): Promise<void>;
}

/** Makes a printer with the kernel's printer gadget. `onBytes` gets the bytes from the host. */
export function usbPrinter(words: UsbWords, onBytes: (bytes: Buffer) => void): UsbPrinter {
  const path = '/dev/usb/lp0';
  const deviceId = `MFG:${words.manufacturer};CMD:ESC/POS;MDL:${words.product};CLS:PRINTER;`;
  const device = usbDevice(words, [{ name: 'printer.0', settings: { pnp_string: deviceId } }]);
  let side: PrinterSide | null = null;
  return {
    path,
    async plugIn(socket = 0) {
      await device.plugIn(socket, () => existsSync(path) && existsSync('/dev/g_printer0'));
      side = await startPrinterSide(onBytes);
    },
    async unplug() {
      const mine = side;
      side = null;
      await device.unplug(async () => mine?.end());
    },
    say: (bytes) => void side?.input.write(bytes),
    pause: () => void side?.output.pause(),
    resume: () => void side?.output.resume(),
    setStatus: async (word) => side?.setStatus(word),
  };
}

interface PrinterSide {
  input: Writable;
  output: Readable;
  setStatus(word: number): Promise<void>;
  end(): Promise<void>;
}

async function startPrinterSide(onBytes: (bytes: Buffer) => void): Promise<PrinterSide> {
  const child: ChildProcess = spawn('perl', [join(import.meta.dirname, 'printer-side.pl')], {
    stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
  });
  const { stdin, stdout } = child;
  const orders = child.stdio[3];
  if (stdin === null || stdout === null || !(orders instanceof Object && 'write' in orders))
    throw new Error('all of them are pipes');
  for (const stream of [stdin, orders]) stream.on('error', () => {});
  const closed = once(child, 'close');
  let isOff = false;
  stdout.on('data', (bytes: Buffer) => {
    if (!isOff) onBytes(bytes);
  });
  await once(orders, 'data');
  return {
    input: stdin,
    output: stdout,
    async setStatus(word) {
      const obeyed = once(orders, 'data');
      orders.write(Buffer.of(word));
      await obeyed;
    },
    async end() {
      isOff = true;
      stdout.resume();
      child.kill('SIGKILL');
      await closed;
    },
  };
}

/** Makes a USB printer as the device end of a link, for the tests that every link must pass. */
export async function usbPrinterEnd(): Promise<DeviceEnd> {
  const intake = createIntake();
  const printer = usbPrinter(EPSON, intake.take);
  const plugIn = () => {
    intake.forget();
    return printer.plugIn();
  };
  await plugIn();
  return { ...intake, ...printer, address: { kind: 'usb', path: printer.path }, plugIn, close: printer.unplug };
}

/** Makes the `HostSide` by which a virtual printer answers the host, from the device's end of a cable. */
export const hostSideOf = ({
  say,
  pause,
  resume,
  close,
}: Pick<DeviceEnd, 'say' | 'pause' | 'resume' | 'close'>): HostSide => ({
  port: 0,
  send: say,
  pause,
  resume,
  reset: () => {},
  halfClose: () => {},
  setReachable: () => {},
  close,
});

/** Makes a cable with a transport for a virtual printer at its end. The printer goes on printing while the cable is unplugged. */
export function cableOfVirtualPrinter() {
  let listeners: HostListeners | null = null;
  const printer = usbPrinter(EPSON, (bytes) => listeners?.bytes(bytes));
  const plugIn = async (socket: Socket) => {
    await printer.plugIn(socket);
    listeners?.connected();
  };
  const transport: Transport = {
    kind: 'line',
    async open(on): Promise<HostSide> {
      listeners = on;
      await plugIn(0);
      return hostSideOf({ ...printer, close: printer.unplug });
    },
  };
  return { transport, plugIn, unplug: printer.unplug, setStatus: printer.setStatus };
}
