import { expect, onTestFinished, test } from 'vitest';
import { findLocalDevices } from '../../../hardware/discovery/local.ts';
import { openLink } from '../../../hardware/link/open.ts';
import { openPrinter } from '../../../hardware/printer/driver.ts';
import { openScanner } from '../../../hardware/scanner/driver.ts';
import { startVirtualPrinter } from '../../../hardware/simulator/virtual-printer.ts';
import { describeLink } from '../../contract/link/link-contract.ts';
import { ticket, until } from '../../support/plain-ticket.ts';
import { virtualProfile } from '../../support/printing.ts';
import { scannerProfile } from '../../support/scanning.ts';
import { hostSideOf } from './usb-printer.ts';
import { usbSerialEnd } from './usb-serial.ts';

describeLink('USB serial', () => usbSerialEnd(), 'no-device');

test('a scanner that is a USB serial port is found, and its code is read', async () => {
  const device = await usbSerialEnd();
  onTestFinished(device.close);
  const found = (await findLocalDevices()).find(
    ({ kind, devicePath }) => kind === 'serial' && devicePath === '/dev/ttyACM0',
  );
  expect(found).toMatchObject({
    name: 'Torn Serial device',
    identity: { by: 'usb', vendorId: '0c2e', serialNumber: 'TORN0003' },
  });
  const scanner = openScanner({
    link: openLink(device.address),
    profile: scannerProfile,
    clock: {
      monotonicMs: () => performance.now(),
      after: (delayMs, action) => {
        const timer = setTimeout(action, delayMs);
        return () => clearTimeout(timer);
      },
    },
  });
  onTestFinished(() => scanner.close());
  const code = new Promise<string | null>((resolve) => scanner.onScan(({ text }) => resolve(text)));
  await expect.poll(() => scanner.state()).toBe('ready');
  device.say(Buffer.from('TORN-47\r'));
  expect(await code).toBe('TORN-47');
});

test('a printer that is a USB serial port proves its paper', async () => {
  let hear: (bytes: Buffer) => void = () => {};
  const device = await usbSerialEnd((bytes) => hear(bytes));
  const virtual = await startVirtualPrinter({
    profile: virtualProfile,
    speedMmPerS: 3_000,
    transport: {
      kind: 'line',
      async open(on) {
        hear = on.bytes;
        return hostSideOf(device);
      },
    },
  });
  onTestFinished(() => virtual.close());
  const printer = openPrinter({ link: openLink(device.address), profile: virtualProfile });
  onTestFinished(() => printer.close());
  await until(printer, 'ready');
  expect(await printer.print(ticket('A001'))).toEqual({ kind: 'printed' });
  expect(virtual.papers).toHaveLength(1);
});
