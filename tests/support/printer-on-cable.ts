import { realpathSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import type { PrinterProfile } from '../../hardware/printer/profile.ts';
import { startVirtualPrinter } from '../../hardware/simulator/virtual-printer.ts';
import { needSocat } from '../contract/link/device-ends.ts';
import { virtualProfile } from './printing.ts';
import { laySerialLine } from './serial-line.ts';

/** Lays a serial cable until the test ends. `file` is the kiosk's end, which exists while the cable is connected. */
export async function layCable() {
  needSocat();
  const line = await laySerialLine();
  onTestFinished(() => line.close());
  return { line, file: () => realpathSync(line.hostEnd) };
}

export async function printerOnCable(profile: PrinterProfile = virtualProfile) {
  const { line, file } = await layCable();
  const printer = await startVirtualPrinter({
    profile,
    transport: { kind: 'pty', path: line.printerEnd },
    speedMmPerS: 5_000,
  });
  onTestFinished(() => printer.close());
  return { printer, line, file };
}
