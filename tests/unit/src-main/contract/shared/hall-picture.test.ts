import { crc32 as crcOfZlib } from 'node:zlib';
import { expect, test } from 'vitest';
import { HALL_PICTURE_MOST, HallPicture } from '../../../../../src-main/contract/shared/hall-picture.ts';
import { crc32, sizeOfPlainPng } from '../../../../../src-main/domain/png.ts';
import { PNG_SIGNATURE, pngChunk, pngHeader, pngPicture } from '../../../../support/png-picture.ts';

const takes = (bytes: Uint8Array): boolean =>
  HallPicture.safeParse({ png: Buffer.from(bytes).toString('base64'), text: { ca: 'Renoveu el carnet' } }).success;

test('a picture of the hall is a plain PNG of a size that a screen shows', () => {
  expect(sizeOfPlainPng(pngPicture(640, 320))).toEqual({ width: 640, height: 320 });
  expect(takes(pngPicture(64, 64))).toBe(true);
  expect(takes(pngPicture(1_920, 1_080))).toBe(true);
  for (const [width, height] of [
    [63, 64],
    [64, 63],
    [1_921, 64],
    [64, 1_081],
  ] as const)
    expect(takes(pngPicture(width, height)), `${width} × ${height}`).toBe(false);
});

test('a picture that is damaged or could carry more than pixels is refused', () => {
  const good = pngPicture();
  const animated = pngPicture(640, 320, [pngChunk('acTL', Buffer.alloc(8))]);
  const withText = pngPicture(640, 320, [pngChunk('tEXt', Buffer.from('Author\0Pere'))]);
  const withProfile = pngPicture(640, 320, [pngChunk('iCCP', Buffer.alloc(20))]);
  const spoiled = Buffer.from(good);
  spoiled[60] = (spoiled[60] ?? 0) ^ 1;
  const header = Buffer.concat([PNG_SIGNATURE, pngHeader(640, 320)]);
  const bomb = Buffer.from(good);
  bomb.writeUInt32BE(0xffffffff, PNG_SIGNATURE.length);
  for (const [name, bytes] of Object.entries({
    animated,
    withText,
    withProfile,
    spoiled,
    bomb,
    cut: good.subarray(0, good.length - 1),
    trailing: Buffer.concat([good, Buffer.from('<script>')]),
    'a second end': Buffer.concat([good, pngChunk('IEND')]),
    empty: Buffer.alloc(0),
    'without pixels': Buffer.concat([header, pngChunk('IEND')]),
    'without a header': Buffer.concat([PNG_SIGNATURE, pngChunk('IDAT'), pngChunk('IEND')]),
    'two headers': Buffer.concat([header, pngHeader(9, 9), pngChunk('IDAT'), pngChunk('IEND')]),
    jpeg: Buffer.from('ffd8ffe000104a4649460001', 'hex'),
    svg: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  }))
    expect(takes(bytes), name).toBe(false);
});

test('a picture that is too large, without base64 or without words is refused', () => {
  const png = pngPicture().toString('base64');
  const text = { ca: 'Renoveu el carnet' };
  expect(HallPicture.safeParse({ png, text }).success).toBe(true);
  for (const wrong of [
    { png },
    { png, text: { es: 'Solo castellano' } },
    { png, text: { ca: 'm'.repeat(91) } },
    { png: `data:image/png;base64,${png}`, text },
    { png: 'A'.repeat(HALL_PICTURE_MOST + 4), text },
    { png, text, address: 'https://exemple.cat/foto.png' },
  ])
    expect(HallPicture.safeParse(wrong).success, JSON.stringify(wrong).slice(0, 60)).toBe(false);
});

test('the checksum equals zlib’s', () => {
  for (const text of ['', 'IEND', 'Renoveu el carnet']) expect(crc32(Buffer.from(text))).toBe(crcOfZlib(text));
});
