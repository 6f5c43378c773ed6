import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { announcePrinter } from '../../hardware/simulator/announce.ts';
import { startVirtualPrinter, type VirtualPrinter } from '../../hardware/simulator/virtual-printer.ts';
import { startVirtualScanner, type VirtualScanner } from '../../hardware/simulator/virtual-scanner.ts';
import { type DeviceTree, deviceTreeAt } from './device-tree.ts';
import { virtualProfile } from './printing.ts';
import { scannerProfile } from './scanning.ts';
import { laySerialLine } from './serial-line.ts';

export type PrinterPlace = 'usb' | 'serial' | 'network';

/** Devices that a technician has at hand. The kiosk's configuration names none of them. */
export interface OfficeBench {
  tree: DeviceTree;
  /** The start of a command line that lets a program see these devices. */
  under: readonly string[];
  /** Connects a printer by USB, by a serial adapter or by the network. `where` is its port as the kiosk names it. */
  printer(at: PrinterPlace): Promise<VirtualPrinter & { where: string }>;
  /** Plugs in a USB stick for a kiosk that starts later. Returns the folder with its content. */
  stick(): string;
  scanner(): Promise<VirtualScanner>;
  close(): Promise<void>;
}

/** Only root may use the bench, because it mounts a /dev and a /sys of its own. */
export function openOfficeBench(): OfficeBench {
  const root = mkdtempSync(join(tmpdir(), 'torn-bench-'));
  chmodSync(root, 0o755);
  for (const folder of ['dev', 'sys/class/tty', 'sys/class/usbmisc', 'sys/devices'])
    mkdirSync(join(root, folder), { recursive: true });
  const tree = deviceTreeAt(root);
  const closing: (() => Promise<void>)[] = [];

  async function cable() {
    const line = await laySerialLine();
    closing.unshift(() => line.close());
    const file = realpathSync(line.hostEnd);
    // On a kiosk udev gives the device to the user's group; here all users may open it.
    chmodSync(file, 0o666);
    return { end: line.printerEnd, file };
  }

  return {
    tree,
    under: ['unshare', '--mount', join(import.meta.dirname, 'device-root.sh'), root],
    async printer(at) {
      const fast = { profile: virtualProfile, speedMmPerS: 5_000 };
      if (at === 'network') {
        const printer = await startVirtualPrinter(fast);
        const announced = announcePrinter('Taquilla', printer.port);
        closing.unshift(() => printer.close(), announced.close);
        return { ...printer, where: '127.0.0.1' };
      }
      const { end, file } = await cable();
      const printer = await startVirtualPrinter({ ...fast, transport: { kind: 'pty', path: end } });
      closing.unshift(() => printer.close());
      if (at === 'usb')
        tree.plugPrinter('lp0', '1-3', { ids: ['04b8', '0e28'], product: 'TM-T20III', serial: 'X3F7', file });
      else tree.plugSerial('ttyUSB0', '1-4', { ids: ['0403', '6001'], product: 'FT232R', serial: 'F1', file });
      return { ...printer, where: at === 'usb' ? '/dev/usb/lp0' : '/dev/ttyUSB0' };
    },
    stick() {
      const folder = join(root, 'stick');
      mkdirSync(folder);
      return folder;
    },
    async scanner() {
      const { end, file } = await cable();
      const scanner = await startVirtualScanner({ path: end, profile: scannerProfile });
      closing.unshift(() => scanner.close());
      tree.plugSerial('ttyACM0', '1-2', { ids: ['0c2e', '0b61'], product: 'Scanner', serial: 'S1', file });
      return scanner;
    },
    async close() {
      for (const close of closing) await close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
