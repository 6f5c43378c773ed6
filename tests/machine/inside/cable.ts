import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const GADGETS = '/sys/kernel/config/usb_gadget';
/** The kernel's names of the device ends of the emulated USB sockets. */
const SOCKETS = ['dummy_udc.0', 'dummy_udc.1', 'dummy_udc.2'] as const;
export type Socket = 0 | 1 | 2;

/** A function of a USB device: its folder in the kernel's configfs, and the settings to write there. */
export interface UsbFunction {
  name: string;
  settings?: Readonly<Record<string, string | Uint8Array>>;
}

export interface UsbWords {
  vendorId: string;
  productId: string;
  manufacturer: string;
  product: string;
  serial: string | null;
}

export interface UsbDevice {
  /** Resolves once `isThere` reports that the host has bound its drivers. */
  plugIn(socket: Socket, isThere: () => boolean): Promise<void>;
  /** `onceOff` ends the programs that act as the device, after the host has lost it. */
  unplug(onceOff?: () => Promise<void>): Promise<void>;
}

/** Polls `holds`, because the kernel reports most changes by no event. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(5);
}

const HOST_SEES = '/sys/bus/usb/devices';

function hostSees(product: string): boolean {
  return readdirSync(HOST_SEES).some((name) => {
    try {
      return readFileSync(join(HOST_SEES, name, 'product'), 'utf8').trim() === product;
    } catch {
      return false;
    }
  });
}

/** Each `plugIn` creates the device again, so that no byte of an earlier connection is left in the kernel. */
export function usbDevice(words: UsbWords, functions: readonly UsbFunction[]): UsbDevice {
  const folder = join(GADGETS, `device${words.productId}`);
  const write = (file: string, text: string | Uint8Array) => writeFileSync(join(folder, file), text);
  function make(): void {
    mkdirSync(join(folder, 'strings/0x409'), { recursive: true });
    write('idVendor', words.vendorId);
    write('idProduct', words.productId);
    write('strings/0x409/manufacturer', words.manufacturer);
    write('strings/0x409/product', words.product);
    if (words.serial !== null) write('strings/0x409/serialnumber', words.serial);
    mkdirSync(join(folder, 'configs/c.1'), { recursive: true });
    for (const { name, settings = {} } of functions) {
      mkdirSync(join(folder, 'functions', name));
      for (const [file, text] of Object.entries(settings)) write(join('functions', name, file), text);
      symlinkSync(join(folder, 'functions', name), join(folder, 'configs/c.1', name));
    }
  }
  return {
    async plugIn(socket, isThere) {
      make();
      write('UDC', SOCKETS[socket]);
      await until(isThere);
    },
    async unplug(onceOff = async () => {}) {
      if (!existsSync(folder)) return;
      write('UDC', '\n');
      await until(() => !hostSees(words.product));
      await onceOff();
      for (const { name } of functions) {
        unlinkSync(join(folder, 'configs/c.1', name));
        rmdirSync(join(folder, 'functions', name));
      }
      rmdirSync(join(folder, 'configs/c.1'));
      rmdirSync(join(folder, 'strings/0x409'));
      rmdirSync(folder);
    },
  };
}
