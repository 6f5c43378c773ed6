import { expect, test } from 'vitest';
import { formatLink, type LinkAddress, parseLink } from '../../../../hardware/link/address.ts';

test.each<[string, LinkAddress]>([
  ['tcp://192.0.2.10:9100', { kind: 'tcp', host: '192.0.2.10', port: 9_100 }],
  ['tcp://[2001:db8::7]:9101', { kind: 'tcp', host: '2001:db8::7', port: 9_101 }],
  [
    'serial:/dev/serial/by-id/usb-FTDI_FT232R-if00-port0?baud=19200',
    {
      kind: 'serial',
      path: '/dev/serial/by-id/usb-FTDI_FT232R-if00-port0',
      baudRate: 19_200,
      flowControl: 'none',
    },
  ],
  [
    'serial:/dev/ttyUSB0?baud=115200&flow=rtscts',
    { kind: 'serial', path: '/dev/ttyUSB0', baudRate: 115_200, flowControl: 'rtscts' },
  ],
  ['usb:/dev/usb/lp0', { kind: 'usb', path: '/dev/usb/lp0' }],
])('%s is an address, and is formatted the same', (text, address) => {
  expect(parseLink(text)).toEqual({ ok: true, value: address });
  expect(formatLink(address)).toBe(text);
});

test('a network printer listens on 9100 by default', () => {
  expect(parseLink('tcp://192.0.2.10')).toEqual({ ok: true, value: { kind: 'tcp', host: '192.0.2.10', port: 9_100 } });
});

test.each([
  ['', 'kind'],
  ['192.0.2.10:9100', 'kind'],
  ['http://192.0.2.10', 'kind'],
  ['tcp://printer:9100', 'host'],
  ['tcp://192.0.2.300', 'host'],
  ['tcp://2001:db8::7', 'host'],
  ['tcp://[192.0.2.10]', 'host'],
  ['tcp://192.0.2.10:0', 'port'],
  ['tcp://192.0.2.10:65536', 'port'],
  ['tcp://192.0.2.10:', 'port'],
  ['serial:ttyUSB0?baud=9600', 'path'],
  ['serial:/dev/../etc/passwd?baud=9600', 'path'],
  ['serial:/dev/ttyUSB0', 'baud'],
  ['serial:/dev/ttyUSB0?baud=12345', 'baud'],
  ['serial:/dev/ttyUSB0?baud=9600&flow=dsr', 'flow'],
  ['serial:/dev/ttyUSB0?baud=9600&parity=odd', 'option'],
  ['usb:lp0', 'path'],
  ['usb:/dev/usb/lp0?baud=9600', 'path'],
])('%s is no address: its %s is wrong', (text, kind) => {
  expect(parseLink(text)).toEqual({ ok: false, error: { kind } });
});
