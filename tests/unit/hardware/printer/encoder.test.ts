import { expect, test } from 'vitest';
import type { SlipDocument } from '../../../../hardware/printer/contract.ts';
import { encodeJob } from '../../../../hardware/printer/dialects.ts';
import { layOut } from '../../../../hardware/printer/layout.ts';
import { PrinterProfile } from '../../../../hardware/printer/profile.ts';
import { WIDE } from './profiles.ts';
import { WALK_IN } from './walk-in.ts';

const encode = (document: SlipDocument, profile = WIDE, cutFirst = false) =>
  Buffer.from(encodeJob({ rows: layOut(document, profile), profile, processId: 'T!~9', cutFirst })).toString('hex');
const bytes = (...parts: string[]) => parts.join('').replaceAll(' ', '');

test('a walk-in ticket becomes exactly these bytes', () => {
  expect(encode(WALK_IN)).toBe(
    bytes(
      '1b 40', // reset
      '1d 61 ff', // report changes
      '1b 74 10', // Windows-1252
      '1b 45 01', // bold
      '1d 62 01', // smoothing
      '4f 41 43 20 44 69 64 f3 2c 20 54 65 72 72 61 73 73 61',
      '20'.repeat(14),
      '32 34 2e 31 31 2e 32 30 32 36 20 31 30 2e 32 34 0a',
      '1b 4a 0a', // 10 dots
      '1b 61 01', // centred
      '1b 45 00',
      '1d 21 01', // double height
      '45 6c 20 76 6f 73 74 72 65 20 74 6f 72 6e 0a', // El vostre torn
      '1b 45 01',
      '1d 21 77', // eight times the width and height
      '41 30 34 37 0a', // A047
      '1d 21 11', // twice the width and height
      '45 6d 70 61 64 72 6f 6e 61 6d 65 6e 74 0a', // Empadronament
      '1b 4a 0a',
      '1b 45 00',
      '1d 21 01',
      '53 65 69 65 75 2e 20 55 73 20 63 72 69 64 61 72 65 6d 20 70 65 72 20 61 71 75 65 73 74 20 6e fa 6d 65 72 6f 2e 0a',
      '1b 4a 0a',
      '1b 4d 01', // font B
      '1d 21 00',
      '47 75 61 72 64 65 75 20 61 71 75 65 73 74 20 74 69 71 75 65 74 2e 20 44 61 64 65 73 3a 20',
      '74 65 72 72 61 73 73 61 2e 63 61 74 2f 70 72 6f 74 65 63 63 69 6f 64 61 64 65 73 0a',
      '1b 4a 18',
      '1d 56 42 00', // feed to the blade and cut
      '1d 28 48 06 00 30 30 54 21 7e 39', // answer T!~9 once the ticket is on paper
    ),
  );
});

test('a walk-in ticket stays under 450 bytes', () => {
  expect(encode(WALK_IN).length / 2).toBeLessThanOrEqual(450);
});

test('every Catalan and Spanish character is one byte of Windows-1252, without a change of page', () => {
  const text = 'àèéíòóúïüç·ñ€¿¡ªº l·l';
  const document: SlipDocument = { blocks: [{ kind: 'text', text, size: 'normal', bold: false, align: 'start' }] };
  expect(encode(document)).toBe(
    bytes(
      '1b 40 1d 61 ff 1b 74 10 1d 62 01',
      'e0 e8 e9 ed f2 f3 fa ef fc e7 b7 f1 80 bf a1 aa ba 20 6c b7 6c 0a',
      '1b 4a 18 1d 56 42 00 1d 28 48 06 00 30 30 54 21 7e 39',
    ),
  );
});

test('the number of the code page is the profile’s', () => {
  const profile = PrinterProfile.parse({ ...WIDE, cp1252Page: 71 });
  expect(encode({ blocks: [] }, profile)).toContain(bytes('1b 74 47'));
});

test('text cannot contain a command', () => {
  const text = 'A\x10\x04\x01\x1b\x40\x1d\x56\x00B';
  const document: SlipDocument = { blocks: [{ kind: 'number', text }] };
  expect(encode(document)).toContain(bytes('1d 21 77 41 40 56 42 0a'));
});

test('rows that did not come from the layout are made safe as well', () => {
  const row = {
    kind: 'text',
    text: 'a\x1b@ŀ',
    font: 'a',
    widthScale: 1,
    heightScale: 1,
    bold: false,
    smooth: false,
    align: 'left',
  } as const;
  const encoded = Buffer.from(encodeJob({ rows: [row], profile: WIDE, processId: 'abcd', cutFirst: false }));
  expect(encoded.toString('hex')).toContain(bytes('1b 74 10 61 40 6c b7 0a 1d 56'));
});

test('dots are sent as bands of whole bytes, at most 240 rows each, placed by the alignment', () => {
  const bytesOfDots = new Uint8Array(2 * 241).fill(0xaa);
  const row = {
    kind: 'raster',
    bitmap: { widthDots: 12, heightDots: 241, bytes: bytesOfDots },
    align: 'right',
  } as const;
  const job = encodeJob({
    rows: [row, { kind: 'feed', dots: 300 }],
    profile: WIDE,
    processId: 'abcd',
    cutFirst: false,
  });
  expect(Buffer.from(job).toString('hex')).toContain(
    bytes(
      '1b 61 02',
      '1d 76 30 00 02 00 f0 00',
      'aa'.repeat(480),
      '1d 76 30 00 02 00 01 00 aa aa',
      '1b 4a ff 1b 4a 2d',
    ),
  );
});

test('a QR code is model 2, with correction M, stored and then printed', () => {
  expect(encode({ blocks: [{ kind: 'qr', text: 'HTTPS://A.CAT/X' }] })).toContain(
    bytes(
      '0a 1b 61 01', // an empty line, centred
      '1d 28 6b 04 00 31 41 32 00',
      '1d 28 6b 03 00 31 43 07', // seven dots a module
      '1d 28 6b 03 00 31 45 31',
      '1d 28 6b 12 00 31 50 30 48 54 54 50 53 3a 2f 2f 41 2e 43 41 54 2f 58',
      '1d 28 6b 03 00 31 51 30 0a',
    ),
  );
});

test('a piece that may hang from the printer is cut off before the ticket', () => {
  expect(encode({ blocks: [] }, WIDE, true)).toBe(
    bytes('1b 40 1d 61 ff 1b 74 10 1d 56 42 00 1b 4a 18 1d 56 42 00 1d 28 48 06 00 30 30 54 21 7e 39'),
  );
});

test.each(['abc', 'abcde', 'ab d', 'ab\x00d', 'abçd'])('%j is no process ID', (processId) => {
  expect(() => encodeJob({ rows: [], profile: WIDE, processId, cutFirst: false })).toThrow(RangeError);
});
