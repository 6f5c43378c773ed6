import { expect, test } from 'vitest';
import {
  BAUD_RATES,
  FLOW_CONTROLS,
  formatLink,
  type LinkAddress,
  parseLink,
} from '../../../../../hardware/link/address.ts';
import { PrinterLink } from '../../../../../src-main/contract/shared/devices.ts';

const addresses: LinkAddress[] = [
  { kind: 'tcp', host: '192.0.2.10', port: 9_100 },
  { kind: 'usb', path: '/dev/usb/lp0' },
  ...BAUD_RATES.flatMap((baudRate) =>
    FLOW_CONTROLS.map((flowControl) => ({ kind: 'serial', path: '/dev/ttyS1', baudRate, flowControl }) as const),
  ),
];

test('an office profile accepts every address that a command line accepts', () => {
  for (const address of addresses) {
    // Profile and command line use one type, so either address may be passed to `openLink`.
    const held: LinkAddress = PrinterLink.parse(address);
    expect(held).toEqual(address);
    expect(parseLink(formatLink(held))).toEqual({ ok: true, value: held });
  }
});

test.each([
  [{ kind: 'serial', path: '/dev/ttyUSB0', baudRate: 14_400 }, 'baudRate'],
  [{ kind: 'serial', path: '/dev/ttyUSB0' }, 'baudRate'],
  [{ kind: 'serial', path: 'COM1', baudRate: 9_600 }, 'path'],
  [{ kind: 'serial', path: '/dev/ttyUSB0', baudRate: 9_600, flowControl: 'dsrdtr' }, 'flowControl'],
  [{ kind: 'usb', path: '/home/kiosk/lp0' }, 'path'],
  [{ kind: 'usb', path: '/dev/../etc/hostname' }, 'path'],
  [{ kind: 'tcp', host: 'printer.example', port: 9_100 }, 'host'],
  [{ kind: 'bluetooth', path: '/dev/rfcomm0' }, 'kind'],
])('%o is refused at its %s', (link, field) => {
  const { success, error } = PrinterLink.safeParse(link);
  expect(success).toBe(false);
  expect(error?.issues.map((issue) => issue.path.join('.'))).toContain(field);
});
