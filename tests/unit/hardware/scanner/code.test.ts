import { expect, test } from 'vitest';
import { readCode } from '../../../../hardware/scanner/code.ts';

const read = (text: string) => readCode(Buffer.from(text));

test.each([
  [']Q1TORN:1', 'TORN:1', 'qr'],
  [']C0ABC', 'ABC', 'code-128'],
  [']L0ABC', 'ABC', 'pdf417'],
  [']d2ABC', 'ABC', 'data-matrix'],
  [']z0ABC', 'ABC', 'aztec'],
  [']E08412345678905', '8412345678905', 'ean-upc'],
  [']o1IDESP', 'IDESP', 'ocr'],
  [']p0ABC', 'ABC', 'other'],
])('the AIM identifier of %s is removed and reported', (sent, text, symbology) => {
  expect(read(sent)).toEqual({ text, bytes: Uint8Array.from(Buffer.from(text)), symbology });
});

test.each(['TORN:1', ']', ']Q', ']11abc', ']Q-abc', 'x]Q1abc', ']n0abc'])('%s has no AIM identifier', (text) => {
  expect(read(text)).toMatchObject({ text, symbology: null });
});

test('group separators of GS1 data are kept', () => {
  expect(read(']C1010841234567890521A\u001d10B').text).toBe('010841234567890521A\u001d10B');
});

test('letters beyond ASCII are read as UTF-8', () => {
  expect(read('Ñuñoa')).toMatchObject({ text: 'Ñuñoa' });
});

test.each([
  ['bytes that are no UTF-8', [0xdc, 0x03, 0xff, 0x80]],
  ['a zero', [0x41, 0x00, 0x42]],
  ['a delete', [0x41, 0x7f]],
  ['a letter of Windows-1252', [0x41, 0xd1]],
])('%s gives a code with bytes and no text', (_, bytes) => {
  expect(readCode(Uint8Array.from([...Buffer.from(']Q1'), ...bytes]))).toEqual({
    text: null,
    bytes: Uint8Array.from(bytes),
    symbology: 'qr',
  });
});
