import { onTestFinished } from 'vitest';
import { startVirtualPrinter } from '../../hardware/simulator/virtual-printer.ts';
import { startVirtualScanner } from '../../hardware/simulator/virtual-scanner.ts';
import { needSocat } from '../contract/link/device-ends.ts';
import { virtualProfile } from './printing.ts';
import { scannerProfile } from './scanning.ts';
import { laySerialLine } from './serial-line.ts';

/** Starts a virtual printer and a virtual scanner. `options` are the core's arguments for them. */
export async function openKioskDevices() {
  needSocat();
  const line = await laySerialLine();
  onTestFinished(() => line.close());
  const printer = await startVirtualPrinter({ profile: virtualProfile, speedMmPerS: 3_000 });
  onTestFinished(() => printer.close());
  const scanner = await startVirtualScanner({ path: line.printerEnd, profile: scannerProfile });
  onTestFinished(() => scanner.close());
  return {
    line,
    printer,
    scanner,
    options: {
      printer: `torn-virtual@tcp://127.0.0.1:${printer.port}`,
      args: ['--scanner', `${scannerProfile.profileId}@serial:${line.hostEnd}?baud=115200`],
    },
  };
}
