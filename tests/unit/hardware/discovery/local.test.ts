import { realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findLocalDevices } from '../../../../hardware/discovery/local.ts';
import { openLink } from '../../../../hardware/link/open.ts';
import { needSocat } from '../../../contract/link/device-ends.ts';
import { createDeviceTree } from '../../../support/device-tree.ts';
import { laySerialLine } from '../../../support/serial-line.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const FTDI = {
  ids: ['0403', '6001'],
  manufacturer: 'FTDI',
  product: 'FT232R USB UART',
  serial: 'A1B2C3D4',
} as const;
const BY_ID = 'usb-FTDI_FT232R_USB_UART_A1B2C3D4-if00-port0';

test('a machine without /dev and /sys has no devices', async () => {
  expect(await findLocalDevices({ root: temporaryFolder() })).toEqual([]);
});

test('on-board ports are listed if a chip is behind them, terminals never', async () => {
  const { root, file, link, onBoard } = createDeviceTree();
  onBoard('ttyS0', '4');
  onBoard('ttyS1', '0');
  file('sys/devices/virtual/tty/tty1/dev', '4:1');
  link('sys/class/tty/tty1', '../../devices/virtual/tty/tty1');
  file('dev/tty1');
  expect(await findLocalDevices({ root })).toEqual([
    {
      kind: 'serial',
      path: '/dev/ttyS0',
      devicePath: '/dev/ttyS0',
      name: null,
      identity: { by: 'board', path: '/dev/ttyS0' },
    },
  ]);
});

test('a serial adapter is listed by its lasting name, with its maker’s words and its identity', async () => {
  const { root, plugSerial } = createDeviceTree();
  plugSerial('ttyUSB0', '1-2', { ...FTDI, byId: BY_ID });
  expect(await findLocalDevices({ root })).toEqual([
    {
      kind: 'serial',
      path: `/dev/serial/by-id/${BY_ID}`,
      devicePath: '/dev/ttyUSB0',
      name: 'FTDI FT232R USB UART',
      identity: {
        by: 'usb',
        vendorId: '0403',
        productId: '6001',
        serialNumber: 'A1B2C3D4',
        port: '1-2',
        part: '00/0',
      },
    },
  ]);
});

test('USB printers are listed by the model they report, in natural order', async () => {
  const { root, plugPrinter } = createDeviceTree();
  const epson = { ids: ['04b8', '0e28'], manufacturer: 'EPSON', product: 'TM-T20III' } as const;
  plugPrinter('lp10', '1-4', epson);
  plugPrinter('lp2', '1-3', {
    ...epson,
    serial: 'X3F7',
    deviceId: 'MFG:EPSON;CMD:ESC/POS;MDL:TM-T88VI;CLS:PRINTER;',
  });
  const found = await findLocalDevices({ root });
  expect(found.map(({ path, name }) => ({ path, name }))).toEqual([
    { path: '/dev/usb/lp2', name: 'EPSON TM-T88VI' },
    { path: '/dev/usb/lp10', name: 'EPSON TM-T20III' },
  ]);
  expect(found.map(({ identity }) => identity)).toEqual([
    { by: 'usb', vendorId: '04b8', productId: '0e28', serialNumber: 'X3F7', port: '1-3', part: '00' },
    { by: 'usb', vendorId: '04b8', productId: '0e28', serialNumber: null, port: '1-4', part: '00' },
  ]);
});

test('a device of the kernel without a device file is left out', async () => {
  const { root, file, link } = createDeviceTree();
  file('sys/devices/x/usbmisc/lp0/dev', '180:0');
  link('sys/class/usbmisc/lp0', '../../devices/x/usbmisc/lp0');
  link('dev/serial/by-id/usb-gone', '../../ttyUSB7');
  expect(await findLocalDevices({ root })).toEqual([]);
});

test('an aborted search reads nothing more', async () => {
  const { root, onBoard } = createDeviceTree();
  onBoard('ttyS0', '4');
  expect(await findLocalDevices({ root, signal: AbortSignal.abort() })).toEqual([]);
});

test('a found port opens by its path', async () => {
  needSocat();
  const line = await laySerialLine();
  onTestFinished(() => line.close());
  const { root, plugSerial } = createDeviceTree();
  plugSerial('ttyACM0', '1-2', { ...FTDI, byId: BY_ID, file: realpathSync(line.hostEnd) });
  const [found] = await findLocalDevices({ root });
  const link = openLink({
    kind: 'serial',
    path: join(root, found?.path ?? ''),
    baudRate: 9_600,
    flowControl: 'none',
  });
  onTestFinished(() => link.close());
  const opened = new Promise<void>((resolve) => {
    link.onState(({ kind }) => {
      if (kind === 'open') resolve();
    });
  });
  link.start();
  await opened;
  expect(link.state()).toEqual({ kind: 'open' });
});

test('by default this machine’s own devices are listed, each with the file that opens it', async ({ skip }) => {
  const found = await findLocalDevices();
  skip(found.length === 0, 'this machine has no serial port and no USB printer');
  expect(found).toEqual(await findLocalDevices({ root: '/' }));
  for (const { path, devicePath } of found) {
    expect(devicePath).toMatch(/^\/dev\//);
    expect(statSync(path).rdev).toBe(statSync(devicePath).rdev);
  }
});
