import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toPrintable } from '../../../../hardware/printer/printable.ts';

test('Catalan and Spanish text is unchanged', () => {
  const text = 'àèéíòóúïüç·ñ€¿¡ªº ÀÈÉÍÒÓÚÏÜÇÑ l·l ’“”–…';
  expect(toPrintable(text)).toBe(text);
});

test.each([
  ['the ligature of the ela geminada is written with two letters', 'coŀlegi COĿLEGI', 'col·legi COL·LEGI'],
  ['an accent of its own is joined to its letter', 'Dido\u0301', 'Didó'],
  ['controls that the printer would obey are dropped', 'A\x10\x04\x01\x1b@B\x7f\x9b', 'A@B'],
  ['a line break becomes a space', 'Seieu.\r\nUs cridarem', 'Seieu. Us cridarem'],
  ['bidi controls, joiners and soft hyphens are dropped', '\u202eA\u2066B\u200d\u00adC\ufeff', 'ABC'],
  ['typographic spaces become plain ones', 'a\u2009b\u3000c', 'a b c'],
  ['a narrow no-break space stays unbreakable', '1\u202f000', '1\u00a0000'],
  ['a no-break hyphen becomes a hyphen', '10\u201120', '10-20'],
  ['each character that the page lacks becomes one question mark', 'Ω 𝄞 ش', '? ? ?'],
  ['half a surrogate pair becomes a question mark', 'a\ud834', 'a?'],
])('%s', (_, text, printable) => {
  expect(toPrintable(text)).toBe(printable);
});

test('any text becomes characters with one byte in Windows-1252, and a second pass changes nothing', () => {
  const decoder = new TextDecoder('windows-1252');
  const bytes = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => byte >= 0x20 && byte !== 0x7f);
  const undefinedBytes = [0x81, 0x8d, 0x8f, 0x90, 0x9d];
  const page = new Set(
    bytes.filter((byte) => !undefinedBytes.includes(byte)).map((byte) => decoder.decode(Uint8Array.of(byte))),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const printable = toPrintable(text);
      expect(Array.from(printable).every((character) => page.has(character))).toBe(true);
      expect(toPrintable(printable)).toBe(printable);
    }),
  );
});
