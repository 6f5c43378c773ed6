import { expect, test } from 'vitest';
import { likelyFirst, pictogramOf } from '../../../src-renderer/screens/technician/device-order.ts';

const READER = { kind: 'serial', usedAs: null, name: 'reader' } as const;
const PRINTER = { kind: 'usb', usedAs: null, name: 'printer' } as const;
const FAR = { kind: 'network', usedAs: null, name: 'far' } as const;
const SERIAL_PRINTER = { kind: 'serial', usedAs: 'printer', name: 'serial printer' } as const;

test('a code reader is last in the list of printers, first in the list of readers, and never looks like a printer', () => {
  const found = [READER, PRINTER, FAR, SERIAL_PRINTER];
  const names = (wanted: 'printer' | 'scanner' | null) => likelyFirst(found, wanted).map(({ name }) => name);
  expect(names('printer')).toEqual(['printer', 'far', 'serial printer', 'reader']);
  expect(names('scanner')).toEqual(['reader', 'printer', 'far', 'serial printer']);
  expect(found.map(pictogramOf)).toEqual(['reader', 'printer', 'network', 'printer']);
});
