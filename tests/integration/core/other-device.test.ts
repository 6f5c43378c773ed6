import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createOtherDevice } from '../../../src-main/technician/machine/other-device.ts';
import { writeDeviceFile } from '../../../src-main/technician/store/device-file.ts';
import { type CoreInProcess, startCoreInProcess } from '../../support/core-in-process.ts';
import { createDeviceTree } from '../../support/device-tree.ts';
import { printerOnCable } from '../../support/printer-on-cable.ts';
import { virtualProfile } from '../../support/printing.ts';
import { fileOfPrinter } from '../../support/proven-printer.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const EPSON = { ids: ['04b8', '0e28'], manufacturer: 'EPSON', product: 'TM-T20III', serial: 'X3F7' } as const;
const CITIZEN = { ids: ['1d90', '2060'], manufacturer: 'CITIZEN', product: 'CT-S651', serial: 'C9' } as const;
const CARD_READER = { ids: ['076b', '3031'], manufacturer: 'HID', product: 'OMNIKEY 3x21' } as const;
const KNOWN = {
  identity: { by: 'usb', vendorId: '04b8', productId: '0e28', serialNumber: 'X3F7', port: '1-3', part: '00' },
  link: { kind: 'usb', path: '/dev/usb/lp0' },
} as const;

/**
 * A data folder whose device file names the printer at the USB socket `1-3`, and a device tree in which a card reader is at another socket.
 */
function officeWithCardReader() {
  const data = join(temporaryFolder(), 'data');
  mkdirSync(data, { mode: 0o700 });
  writeDeviceFile(data, fileOfPrinter(virtualProfile, KNOWN));
  const tree = createDeviceTree();
  tree.plugSerial('ttyACM0', '1-5', CARD_READER);
  return { data, tree };
}

const others = (core: CoreInProcess) =>
  core.log.filter(({ kind }) => kind === 'other-printer').map(({ fields }) => fields.name);

const condition = (core: CoreInProcess) => core.status().printers[0]?.condition;

test('a device that was beside the printer all along is not taken for another printer when the printer is unplugged', async () => {
  const { line, file } = await printerOnCable();
  const { data, tree } = officeWithCardReader();
  const plugged = tree.plugPrinter('lp0', '1-3', { ...EPSON, file: file() });
  const core = startCoreInProcess({ data, deviceRoot: tree.root });
  await core.until(() => condition(core) === 'ready');
  plugged.unplug();
  await line.tear();
  await core.until(() => condition(core) === 'printer-unreachable');
  tree.plugPrinter('lp1', '1-3', CITIZEN);
  await core.until(() => others(core).length > 0);
  expect(others(core)).toEqual(['CITIZEN CT-S651']);
});

test('for a printer never seen, only a device that may print or is in its socket is taken for another printer', async () => {
  const { data, tree } = officeWithCardReader();
  const core = startCoreInProcess({ data, deviceRoot: tree.root });
  await core.until(() => condition(core) === 'printer-unreachable');
  tree.plugSerial('ttyUSB0', '1-3', { ...CITIZEN, product: 'CT-S310II' });
  await core.until(() => others(core).length > 0);
  expect(others(core)).toEqual(['CITIZEN CT-S310II']);
});

test('a reader that was plugged in and proven since the last check is not taken for another printer', () => {
  const other = createOtherDevice(null, { event: () => {} });
  const device = (port: string, productId: string) => ({
    kind: 'serial' as const,
    path: `/dev/${port}`,
    devicePath: `/dev/${port}`,
    name: null,
    identity: { by: 'usb', vendorId: '04b8', productId, serialNumber: null, port, part: '00' } as const,
  });
  const printer = device('1-3', '0e28');
  const reader = device('1-4', '0b61');
  other.look([printer], printer, printer.identity);
  other.look([reader], null, printer.identity);
  expect(other.now()).toBe(reader);
  other.scannerIs(reader.identity);
  other.look([reader], null, printer.identity);
  expect(other.now()).toBeNull();
});
