import { expect, test } from 'vitest';
import type { FoundDevice } from '../../../../../hardware/discovery/contract.ts';
import { beginProof } from '../../../../../hardware/proving/proof.ts';
import { DevicesView } from '../../../../../src-main/technician/contract/devices.ts';
import { provenPrinter, showPrinterProof } from '../../../../../src-main/technician/machine/device-proof.ts';
import { NO_DEVICES, readDeviceFile, writeDeviceFile } from '../../../../../src-main/technician/store/device-file.ts';
import { virtualProfile } from '../../../../support/printing.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

/** Maker and product of a USB device may have 126 characters each. */
const TALKATIVE: FoundDevice = {
  kind: 'usb',
  path: '/dev/usb/lp0',
  devicePath: '/dev/usb/lp0',
  name: `${'Maker'.repeat(25)} ${'Model'.repeat(25)}`,
  identity: { by: 'usb', vendorId: '04b8', productId: '0e28', serialNumber: null, port: '1-3', part: '00' },
};

test('a printer with the longest USB name can be stored, read again and shown', () => {
  const data = temporaryFolder();
  const printer = provenPrinter(TALKATIVE, { kind: 'usb', path: '/dev/usb/lp0' }, virtualProfile, 0);
  expect(writeDeviceFile(data, { ...NO_DEVICES, printer })).toMatchObject({ ok: true });
  expect(readDeviceFile(data)).toMatchObject({ ok: true, value: { printer } });
  const proof = showPrinterProof(beginProof().state, TALKATIVE, 1);
  expect(DevicesView.safeParse({ isSearching: false, asked: null, found: [], proof, notKept: false })).toMatchObject({
    success: true,
  });
});
