import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameCommands } from '../../../../src-main/printer-tool/name-commands.ts';

const names = (hex: string, commandSet: 'escpos' | 'star-line' = 'escpos') =>
  nameCommands(Buffer.from(hex.replaceAll(' ', ''), 'hex'), commandSet).map(({ bytes, name }) => [
    Buffer.from(bytes).toString('hex'),
    name,
  ]);

test('arguments are never read as commands or text', () => {
  expect(names('1b 40 1b 74 10 1d 21 11 41 0a 1d 56 42 00')).toEqual([
    ['1b40', 'ESC @'],
    ['1b7410', 'ESC t'],
    ['1d2111', 'GS !'],
    ['41', null],
    ['0a', 'LF'],
    ['1d564200', 'GS V'],
  ]);
});

test('lengths inside a command are respected: QR data, process ID, raster', () => {
  expect(
    names('1d 28 6b 05 00 31 50 30 1b 40 1d 28 48 06 00 30 30 61 62 63 64 1d 76 30 00 01 00 02 00 1b 40 42'),
  ).toEqual([
    ['1d286b05003150301b40', 'GS ( k'],
    ['1d284806003030' + '61626364', 'GS ( H'],
    ['1d763000010002001b40', 'GS v 0'],
    ['42', null],
  ]);
});

test('Star has its own commands', () => {
  expect(names('1b 40 1b 1d 74 20 41 1b 64 03 1b 1e 61 01 17', 'star-line')).toEqual([
    ['1b40', 'ESC @'],
    ['1b1d7420', 'ESC GS t'],
    ['41', null],
    ['1b6403', 'ESC d'],
    ['1b1e6101', 'ESC 1E a'],
    ['17', 'ETB'],
  ]);
});

test('any bytes are split into named parts in order, and every byte occurs once', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom('escpos', 'star-line'), (bytes, commandSet) => {
      const parts = nameCommands(bytes, commandSet);
      expect(Buffer.concat(parts.map((part) => part.bytes)).equals(Buffer.from(bytes))).toBe(true);
      for (const part of parts) expect(part.bytes.length).toBeGreaterThan(0);
    }),
  );
});
