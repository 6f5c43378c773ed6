import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

export interface UsbWords {
  ids: readonly [string, string];
  manufacturer?: string;
  product?: string;
  serial?: string;
}

export interface Plugged {
  unplug(): void;
}

/** A /dev and /sys like those of the kernel and udev: device folders in sys/devices, links to them elsewhere. */
export interface DeviceTree {
  root: string;
  file(path: string, text?: string): void;
  link(path: string, target: string): void;
  onBoard(name: string, type: string): void;
  /** Plugs a USB printer into a socket such as `1-4`. `file` replaces the device file /dev/usb/NAME. */
  plugPrinter(name: string, port: string, words: UsbWords & { deviceId?: string; file?: string }): Plugged;
  /** Plugs in a serial adapter, or a device that acts as one. `byId` is its name in /dev/serial/by-id. */
  plugSerial(name: string, port: string, words: UsbWords & { byId?: string; file?: string }): Plugged;
}

export const createDeviceTree = (): DeviceTree => deviceTreeAt(temporaryFolder());

export function deviceTreeAt(root: string): DeviceTree {
  const folder = createFolder(root);
  return { ...folder, ...createUsb(folder) };
}

function createFolder(root: string) {
  const file = (path: string, text = '') => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const link = (path: string, target: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    symlinkSync(target, join(root, path));
  };
  return {
    root,
    file,
    link,
    onBoard(name: string, type: string) {
      const place = `sys/devices/pnp0/00:05/tty/${name}`;
      file(`${place}/type`, `${type}\n`);
      link(`${place}/device`, '../../../00:05');
      link(`sys/class/tty/${name}`, `../../devices/pnp0/00:05/tty/${name}`);
      file(`dev/${name}`);
    },
  };
}

function createUsb({
  root,
  file,
  link,
}: ReturnType<typeof createFolder>): Pick<DeviceTree, 'plugPrinter' | 'plugSerial'> {
  const take = (...paths: string[]) => {
    for (const path of paths) rmSync(join(root, path), { recursive: true, force: true });
  };
  const putFile = (path: string, behind: string | undefined) =>
    behind === undefined ? file(path) : link(path, behind);

  function usbDevice(port: string, { ids, ...words }: UsbWords): string {
    const place = `sys/devices/pci0000:00/0000:00:14.0/usb1/${port}`;
    file(`${place}/idVendor`, `${ids[0]}\n`);
    file(`${place}/idProduct`, `${ids[1]}\n`);
    for (const word of ['manufacturer', 'product', 'serial'] as const)
      if (words[word] !== undefined) file(`${place}/${word}`, `${words[word]}\n`);
    file(`${place}/${port}:1.0/bInterfaceNumber`, '00\n');
    return place;
  }

  return {
    plugPrinter(name, port, { deviceId, file: behind, ...words }) {
      const usb = usbDevice(port, words);
      if (deviceId !== undefined) file(`${usb}/${port}:1.0/ieee1284_id`, deviceId);
      link(`${usb}/${port}:1.0/usbmisc/${name}/device`, `../../../${port}:1.0`);
      link(`sys/class/usbmisc/${name}`, `../../${usb.slice('sys/'.length)}/${port}:1.0/usbmisc/${name}`);
      putFile(`dev/usb/${name}`, behind);
      return { unplug: () => take(`dev/usb/${name}`, `sys/class/usbmisc/${name}`, usb) };
    },
    plugSerial(name, port, { byId, file: behind, ...words }) {
      const usb = usbDevice(port, words);
      file(`${usb}/${port}:1.0/${name}/port_number`, '0');
      link(`${usb}/${port}:1.0/${name}/tty/${name}/device`, `../../../${name}`);
      link(`sys/class/tty/${name}`, `../../${usb.slice('sys/'.length)}/${port}:1.0/${name}/tty/${name}`);
      putFile(`dev/${name}`, behind);
      if (byId !== undefined) link(`dev/serial/by-id/${byId}`, `../../${basename(name)}`);
      return {
        unplug: () =>
          take(
            `dev/${name}`,
            `sys/class/tty/${name}`,
            usb,
            ...(byId === undefined ? [] : [`dev/serial/by-id/${byId}`]),
          ),
      };
    },
  };
}
