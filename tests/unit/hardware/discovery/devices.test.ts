import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { listDevices } from '../../../../hardware/discovery/devices.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** A tree as the kernel and udev make it: device folders in sys/devices, links to them everywhere else. */
function createTree() {
  const root = temporaryFolder();
  const file = (path: string, text = '') => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const link = (path: string, target: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    symlinkSync(target, join(root, path));
  };
  const usbDevice = (place: string, ids: [string, string], words: Record<string, string> = {}) => {
    file(`${place}/idVendor`, `${ids[0]}\n`);
    file(`${place}/idProduct`, `${ids[1]}\n`);
    for (const [word, text] of Object.entries(words)) file(`${place}/${word}`, `${text}\n`);
  };
  const onBoard = (name: string, type: string) => {
    const place = `sys/devices/pnp0/00:05/tty/${name}`;
    file(`${place}/type`, `${type}\n`);
    link(`${place}/device`, '../../../00:05');
    link(`sys/class/tty/${name}`, `../../devices/pnp0/00:05/tty/${name}`);
    file(`dev/${name}`);
  };
  return { root, file, link, usbDevice, onBoard };
}

test('a machine without /dev and /sys has no devices', () => {
  expect(listDevices(temporaryFolder())).toEqual([]);
});

test('on-board ports are listed when there is a chip behind them, terminals never', () => {
  const { root, file, link, onBoard } = createTree();
  onBoard('ttyS0', '4');
  onBoard('ttyS1', '0');
  file('sys/devices/virtual/tty/tty1/dev', '4:1');
  link('sys/class/tty/tty1', '../../devices/virtual/tty/tty1');
  file('dev/tty1');
  expect(listDevices(root)).toEqual([
    { kind: 'serial', path: '/dev/ttyS0', devicePath: '/dev/ttyS0', name: null, usbId: null },
  ]);
});

test('a serial adapter is listed by the name that stays, with its maker’s words', () => {
  const { root, file, link, usbDevice } = createTree();
  const usb = 'sys/devices/pci0000:00/0000:00:14.0/usb1/1-2';
  usbDevice(usb, ['0403', '6001'], { manufacturer: 'FTDI', product: 'FT232R USB UART' });
  file(`${usb}/1-2:1.0/ttyUSB0/port_number`, '0');
  link(`${usb}/1-2:1.0/ttyUSB0/tty/ttyUSB0/device`, '../../../ttyUSB0');
  link('sys/class/tty/ttyUSB0', `../../${usb.slice('sys/'.length)}/1-2:1.0/ttyUSB0/tty/ttyUSB0`);
  file('dev/ttyUSB0');
  link('dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A1B2C3D4-if00-port0', '../../ttyUSB0');
  expect(listDevices(root)).toEqual([
    {
      kind: 'serial',
      path: '/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A1B2C3D4-if00-port0',
      devicePath: '/dev/ttyUSB0',
      name: 'FTDI FT232R USB UART',
      usbId: '0403:6001',
    },
  ]);
});

test('USB printers are listed by the model they tell, in the order people count', () => {
  const { root, file, link, usbDevice } = createTree();
  const printer = (name: string, port: string, deviceId: string) => {
    const usb = `sys/devices/pci0000:00/0000:00:14.0/usb1/${port}`;
    usbDevice(usb, ['04b8', '0e28'], { manufacturer: 'EPSON', product: 'TM-T20III' });
    if (deviceId !== '') file(`${usb}/${port}:1.0/ieee1284_id`, deviceId);
    link(`${usb}/${port}:1.0/usbmisc/${name}/device`, `../../../${port}:1.0`);
    link(`sys/class/usbmisc/${name}`, `../../${usb.slice('sys/'.length)}/${port}:1.0/usbmisc/${name}`);
    file(`dev/usb/${name}`);
  };
  printer('lp10', '1-4', '');
  printer('lp2', '1-3', 'MFG:EPSON;CMD:ESC/POS;MDL:TM-T88VI;CLS:PRINTER;');
  expect(listDevices(root)).toEqual([
    { kind: 'usb', path: '/dev/usb/lp2', devicePath: '/dev/usb/lp2', name: 'EPSON TM-T88VI', usbId: '04b8:0e28' },
    { kind: 'usb', path: '/dev/usb/lp10', devicePath: '/dev/usb/lp10', name: 'EPSON TM-T20III', usbId: '04b8:0e28' },
  ]);
});

test('what the kernel knows but has no device file is left out', () => {
  const { root, file, link } = createTree();
  file('sys/devices/x/usbmisc/lp0/dev', '180:0');
  link('sys/class/usbmisc/lp0', '../../devices/x/usbmisc/lp0');
  link('dev/serial/by-id/usb-gone', '../../ttyUSB7');
  expect(listDevices(root)).toEqual([]);
});

test('without a word where, this machine’s own devices are listed, each with the file that opens it', ({ skip }) => {
  const found = listDevices();
  skip(found.length === 0, 'this machine has no serial port and no USB printer');
  expect(found).toEqual(listDevices('/'));
  for (const { path, devicePath } of found) {
    expect(devicePath).toMatch(/^\/dev\//);
    expect(statSync(path).rdev).toBe(statSync(devicePath).rdev);
  }
});
