import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeCheckedFile } from '../../../../../src-main/storage/checked-file.ts';
import type { DeviceFile } from '../../../../../src-main/technician/contract/device-file.ts';
import { printerOf } from '../../../../../src-main/technician/machine/proven-devices.ts';
import { NO_DEVICES, readDeviceFile, writeDeviceFile } from '../../../../../src-main/technician/store/device-file.ts';
import { must } from '../../../../support/must.ts';
import { virtualProfile } from '../../../../support/printing.ts';
import { fileOfPrinter } from '../../../../support/proven-printer.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const PROVEN = fileOfPrinter(virtualProfile, {
  identity: { by: 'usb', vendorId: '04b8', productId: '0e28', serialNumber: 'X3F7', port: '1-3', part: '00' },
  link: { kind: 'usb', path: '/dev/usb/lp0' },
});
const CONFIG = join(import.meta.dirname, '../../../../../config');

const pathIn = (data: string) => join(data, 'devices.json');
const written = (data: string): unknown => JSON.parse(readFileSync(pathIn(data), 'utf8').split('\n')[1] ?? '');
const asideIn = (data: string) => readdirSync(data).filter((name) => name.startsWith('damaged-'));

function write(data: string, file: object): string {
  const json = JSON.stringify(file);
  writeCheckedFile(pathIn(data), json);
  return json;
}

function readBack(data: string): DeviceFile {
  return must(readDeviceFile(data));
}

/** `PROVEN` with an additional field at every place where a newer program may have one. */
function withMore() {
  const { printer } = PROVEN;
  if (printer === null) throw new Error('no printer');
  const { learned, identity } = printer;
  return {
    ...PROVEN,
    display: { kind: 'later' },
    printer: {
      ...printer,
      papers: 12,
      identity: { ...identity, revision: '2.10' },
      learned: {
        ...learned,
        beep: 'short',
        columns: { ...learned.columns, c: 24 },
        status: { ...learned.status, pollEveryMs: 500 },
      },
    },
  };
}

test('additional fields of a newer program are kept, and do not prevent printing', () => {
  const data = temporaryFolder();
  const newer = withMore();
  write(data, newer);
  const file = readBack(data);
  expect(writeDeviceFile(data, { ...file, scanner: null })).toMatchObject({ ok: true });
  expect(written(data)).toEqual(newer);
  expect(file.printer && printerOf(file.printer, CONFIG)).toMatchObject({
    ok: true,
    value: { profile: virtualProfile },
  });
  expect(asideIn(data)).toEqual([]);
});

test.each([
  ['of a later version', (data: string) => write(data, { version: 2, devices: [] }), 'device-file-newer'],
  [
    'that is damaged',
    (data: string) => {
      writeFileSync(pathIn(data), 'x');
      return 'x';
    },
    'device-file-invalid',
  ],
])('a file %s is reported, and moved aside, not lost, when a device is stored', (_, leave, kind) => {
  const data = join(temporaryFolder(), 'data');
  mkdirSync(data);
  const text = leave(data);
  expect(readDeviceFile(data)).toMatchObject({ ok: false, error: { kind } });
  expect(writeDeviceFile(data, PROVEN)).toMatchObject({ ok: true });
  expect(readBack(data)).toEqual(PROVEN);
  const [folder = ''] = asideIn(data);
  expect(readFileSync(join(data, folder, 'devices.json'), 'utf8')).toContain(text);
});

test('an unreadable entry is not written', () => {
  const data = temporaryFolder();
  writeDeviceFile(data, PROVEN);
  const { printer } = PROVEN;
  const tooLong = { ...PROVEN, printer: printer && { ...printer, name: 'N'.repeat(201) } };
  expect(writeDeviceFile(data, tooLong)).toMatchObject({ ok: false, error: { kind: 'device-file-invalid' } });
  expect(readBack(data)).toEqual(PROVEN);
});

test('a folder without a file has no devices', () => {
  expect(readBack(temporaryFolder())).toEqual(NO_DEVICES);
});
