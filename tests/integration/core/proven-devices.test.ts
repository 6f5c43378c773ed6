import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startVirtualPrinter } from '../../../hardware/simulator/virtual-printer.ts';
import type { DeviceIdentity } from '../../../src-main/technician/contract/device-file.ts';
import { readDeviceFile, writeDeviceFile } from '../../../src-main/technician/store/device-file.ts';
import { startCoreInProcess } from '../../support/core-in-process.ts';
import { createDeviceTree } from '../../support/device-tree.ts';
import { printerOnCable } from '../../support/printer-on-cable.ts';
import { virtualProfile } from '../../support/printing.ts';
import { fileOfPrinter } from '../../support/proven-printer.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const EPSON = { ids: ['04b8', '0e28'], manufacturer: 'EPSON', product: 'TM-T20III', serial: 'X3F7' } as const;
const IDENTITY: DeviceIdentity = {
  by: 'usb',
  vendorId: '04b8',
  productId: '0e28',
  serialNumber: 'X3F7',
  port: '1-3',
  part: '00',
};

function dataFolder(): string {
  const data = join(temporaryFolder(), 'data');
  mkdirSync(data, { mode: 0o700 });
  return data;
}

test('a printer proven as a USB file prints without a command-line option, and is found again in another socket', async () => {
  const { printer, line, file } = await printerOnCable();
  const tree = createDeviceTree();
  const plugged = tree.plugPrinter('lp0', '1-3', { ...EPSON, file: file() });
  const data = dataFolder();
  writeDeviceFile(
    data,
    fileOfPrinter(virtualProfile, { identity: IDENTITY, link: { kind: 'usb', path: '/dev/usb/lp0' } }),
  );
  const core = startCoreInProcess({ data, deviceRoot: tree.root });
  const condition = () => core.status().printers[0]?.condition;
  await core.until(() => condition() === 'ready');
  expect(await core.takeTicket()).toBe('printed');

  plugged.unplug();
  await line.tear();
  await core.until(() => condition() === 'printer-unreachable');
  await line.lay();
  tree.plugPrinter('lp3', '1-4.2', { ...EPSON, file: file() });
  await core.until(() => condition() === 'ready');
  expect(await core.takeTicket()).toBe('printed');
  expect(core.log.some(({ kind, fields }) => kind === 'device-moved' && fields.path === '/dev/usb/lp3')).toBe(true);
  expect(core.restarts()).toBe(0);
  expect(printer.papers).toHaveLength(2);
});

test('a printer behind a serial adapter is found again under another name', async () => {
  const { line, file } = await printerOnCable();
  const tree = createDeviceTree();
  const plugged = tree.plugSerial('ttyUSB0', '1-2', { ...EPSON, file: file() });
  const data = dataFolder();
  const identity = { ...IDENTITY, port: '1-2', part: '00/0' } as const;
  const link = { kind: 'serial', path: '/dev/ttyUSB0', baudRate: 115_200, flowControl: 'none' } as const;
  writeDeviceFile(data, fileOfPrinter(virtualProfile, { identity, link }));
  const core = startCoreInProcess({ data, deviceRoot: tree.root });
  const condition = () => core.status().printers[0]?.condition;
  await core.until(() => condition() === 'ready');
  plugged.unplug();
  await line.tear();
  await core.until(() => condition() === 'printer-unreachable');
  await line.lay();
  tree.plugSerial('ttyUSB1', '1-4', { ...EPSON, file: file() });
  await core.until(() => condition() === 'ready');
  expect(await core.takeTicket()).toBe('printed');
});

test('another printer of the same model in its socket is not used in its place', async () => {
  const { file } = await printerOnCable();
  const tree = createDeviceTree();
  tree.plugPrinter('lp0', '1-3', { ...EPSON, serial: 'OTHER', file: file() });
  const data = dataFolder();
  writeDeviceFile(
    data,
    fileOfPrinter(virtualProfile, { identity: IDENTITY, link: { kind: 'usb', path: '/dev/usb/lp0' } }),
  );
  const core = startCoreInProcess({ data, deviceRoot: tree.root });
  await core.until(() => core.log.some(({ kind }) => kind === 'other-printer'));
  expect(core.log.filter(({ kind }) => kind === 'other-printer').map(({ fields }) => fields)).toEqual([
    { name: 'EPSON TM-T20III', path: '/dev/usb/lp0' },
  ]);
  expect(core.status().printers[0]?.condition).toBe('printer-unreachable');
});

test('a printer that was proven in the network is opened at its address', async () => {
  const printer = await startVirtualPrinter({ profile: virtualProfile, speedMmPerS: 5_000 });
  onTestFinished(() => printer.close());
  const data = dataFolder();
  const place = { host: '127.0.0.1', port: printer.port };
  const identity = { by: 'address', ...place, mac: null } as const;
  writeDeviceFile(data, fileOfPrinter(virtualProfile, { identity, link: { kind: 'tcp', ...place } }));
  const core = startCoreInProcess({ data, deviceRoot: createDeviceTree().root });
  expect(await core.takeTicket()).toBe('printed');
});

test('a device on the command line takes precedence over a proven one', async () => {
  const printer = await startVirtualPrinter({ profile: virtualProfile, speedMmPerS: 5_000 });
  onTestFinished(() => printer.close());
  const data = dataFolder();
  const nowhere = { identity: IDENTITY, link: { kind: 'usb', path: '/dev/usb/lp0' } } as const;
  writeDeviceFile(data, fileOfPrinter(virtualProfile, nowhere));
  const core = startCoreInProcess({
    data,
    deviceRoot: createDeviceTree().root,
    printer: { profileId: 'torn-virtual', link: { kind: 'tcp', host: '127.0.0.1', port: printer.port } },
  });
  expect(await core.takeTicket()).toBe('printed');
});

test.each([
  ['cut short', (text: string) => text.slice(0, -20)],
  ['changed by hand', (text: string) => text.replace('576', '577')],
])('a device file that was %s is reported, and the kiosk starts without it', (_, spoil) => {
  const data = dataFolder();
  writeDeviceFile(
    data,
    fileOfPrinter(virtualProfile, { identity: IDENTITY, link: { kind: 'usb', path: '/dev/usb/lp0' } }),
  );
  const path = join(data, 'devices.json');
  writeFileSync(path, spoil(readFileSync(path, 'utf8')));
  expect(readDeviceFile(data)).toMatchObject({ ok: false, error: { kind: 'device-file-invalid' } });
  const core = startCoreInProcess({ data, deviceRoot: createDeviceTree().root });
  expect(core.log.some(({ kind }) => kind === 'device-file-invalid')).toBe(true);
  expect(core.status().printers).toEqual([]);
});

test('a device file whose profile no longer accepts its learnt values is reported, and the kiosk starts without it', () => {
  const data = dataFolder();
  const file = fileOfPrinter(virtualProfile, { identity: IDENTITY, link: { kind: 'usb', path: '/dev/usb/lp0' } });
  if (file.printer !== null) file.printer.learned.confirmation = 'by-smoke';
  writeDeviceFile(data, file);
  const core = startCoreInProcess({ data, deviceRoot: createDeviceTree().root });
  expect(core.log.some(({ kind }) => kind === 'device-file-invalid')).toBe(true);
});
