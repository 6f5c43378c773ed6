import { expect, test } from 'vitest';
import { encodeJob } from '../../../../hardware/printer/dialects.ts';
import { layOut } from '../../../../hardware/printer/layout.ts';
import type { PrinterProfile } from '../../../../hardware/printer/profile.ts';
import type { SlipRow } from '../../../../hardware/printer/rows.ts';
import { profileOf } from './profiles.ts';
import { WALK_IN } from './walk-in.ts';

const STAR = profileOf('star-tsp650ii');

const encode = (rows: readonly SlipRow[], profile: PrinterProfile = STAR, cutFirst = false) =>
  Buffer.from(encodeJob({ rows, profile, processId: 'T!~9', cutFirst })).toString('hex');
const bytes = (...parts: string[]) => parts.join('').replaceAll(' ', '');
/** The bytes that begin a job: reset, reports on, Windows-1252, no space between characters, 4 mm a line. */
const START = '1b 40 1b 1e 61 01 1b 1d 74 20 1b 4d 1b 7a 31';
/** The bytes that end a job: feed to the blade, cut all but one point, and add one to the counter. */
const END = '1b 64 33 17';

test('a walk-in ticket becomes exactly these bytes', () => {
  expect(encode(layOut(WALK_IN, STAR))).toBe(
    bytes(
      START,
      '1b 45', // bold
      '4f 41 43 20 44 69 64 f3 2c 20 54 65 72 72 61 73 73 61',
      '20'.repeat(14),
      '32 34 2e 31 31 2e 32 30 32 36 20 31 30 2e 32 34 0a',
      '1b 49 0a', // 10 dots
      '1b 1d 61 31', // centred
      '1b 46',
      '1b 69 31 30', // double height
      '45 6c 20 76 6f 73 74 72 65 20 74 6f 72 6e 0a', // El vostre torn
      '1b 45',
      '1b 69 35 35', // six times the width and height, the largest size
      '41 30 34 37 0a', // A047
      '1b 69 31 31', // twice the width and height
      '45 6d 70 61 64 72 6f 6e 61 6d 65 6e 74 0a', // Empadronament
      '1b 49 0a',
      '1b 46',
      '1b 69 31 30',
      '53 65 69 65 75 2e 20 55 73 20 63 72 69 64 61 72 65 6d 20 70 65 72 20 61 71 75 65 73 74 20 6e fa 6d 65 72 6f 2e 0a',
      '1b 49 0a',
      '1b 1e 46 01', // font B
      '1b 69 30 30',
      '47 75 61 72 64 65 75 20 61 71 75 65 73 74 20 74 69 71 75 65 74 2e 20 44 61 64 65 73 3a 20',
      '74 65 72 72 61 73 73 61 2e 63 61 74 2f 70 72 6f 74 65 63 63 69 6f 64 61 64 65 73 0a',
      '1b 49 19', // feed of 25 dots, because the byte 24 would be the command CAN
      END,
    ),
  );
});

test('every Catalan and Spanish character is one byte of Windows-1252', () => {
  const rows = layOut(
    { blocks: [{ kind: 'text', text: 'àèéíòóúïüç·ñ€¿¡ªº l·l', size: 'normal', bold: false, align: 'start' }] },
    STAR,
  );
  expect(encode(rows)).toBe(
    bytes(START, 'e0 e8 e9 ed f2 f3 fa ef fc e7 b7 f1 80 bf a1 aa ba 20 6c b7 6c 0a 1b 49 19', END),
  );
});

test('a picture goes in bands of 24 rows, three millimetres each, the last one filled up', () => {
  const bitmap = {
    widthDots: 12,
    heightDots: 26,
    bytes: Uint8Array.from({ length: 52 }, (_, at) => (at % 2 ? 0xf0 : 0xaa)),
  };
  expect(encode([{ kind: 'raster', bitmap, align: 'center' }])).toBe(
    bytes(
      START,
      '1b 1d 61 31',
      '1b 30',
      '1b 6b 02 00',
      'aa f0'.repeat(24),
      '0a',
      '1b 6b 02 00',
      'aa f0'.repeat(2),
      '00 00'.repeat(22),
      '0a',
      '1b 7a 31',
      END,
    ),
  );
});

test('dots and counts that would be commands are changed by one', () => {
  const bitmap = {
    widthDots: 24 * 8,
    heightDots: 1,
    bytes: Uint8Array.from([0x04, 0x05, 0x18, ...Array(21).fill(0x80)]),
  };
  expect(encode([{ kind: 'raster', bitmap, align: 'left' }])).toContain(
    bytes('1b 6b 19 00', '06 06 19', '80'.repeat(21), '00'),
  );
});

test('a QR code is drawn by the printer', () => {
  expect(encode([{ kind: 'qr', text: 'HTTPS://A.CAT/1', moduleDots: 6, modules: 21 }])).toBe(
    bytes(
      START,
      '1b 1d 61 31',
      '1b 1d 79 53 30 02', // model 2
      '1b 1d 79 53 31 01', // error correction M
      '1b 1d 79 53 32 06', // six dots a module
      '1b 1d 79 44 31 00 0f 00 48 54 54 50 53 3a 2f 2f 41 2e 43 41 54 2f 31',
      '1b 1d 79 50',
      END,
    ),
  );
});

test('blank lines, a long feed, a first cut and a full cutter become these bytes', () => {
  const rows: SlipRow[] = [
    { kind: 'blank', lines: 4 },
    { kind: 'feed', dots: 300 },
  ];
  expect(encode(rows, { ...STAR, cutter: 'full' }, true)).toBe(
    bytes(START, '1b 64 32', '0a 0a 0a 0a', '1b 49 ff 1b 49 2d', '1b 64 32 17'),
  );
});

test('a Star that proves nothing is sent no command for proof', () => {
  expect(encode([], { ...STAR, confirmation: 'none', clearing: 'none' })).toBe(bytes(START, '1b 64 33'));
});

test('text cannot contain a command', () => {
  const rows = layOut({ blocks: [{ kind: 'number', text: 'A\x18\x05\x1b\x40B' }] }, STAR);
  expect(encode(rows)).toContain(bytes('1b 69 35 35 41 40 42 0a'));
});
