import { deflateSync } from 'node:zlib';
import { crc32 } from '../../src-main/domain/png.ts';

export function pngChunk(type: string, data: Uint8Array = new Uint8Array()): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

export const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

export function pngHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return pngChunk('IHDR', header);
}

/** A striped PNG. The chunks `more` come before its end. */
export function pngPicture(width = 640, height = 320, more: readonly Buffer[] = []): Buffer {
  const rows = Buffer.alloc((1 + width * 3) * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) rows.set([40, 90 + (x % 64), 70], y * (1 + width * 3) + 1 + x * 3);
  const data = pngChunk('IDAT', deflateSync(rows));
  return Buffer.concat([PNG_SIGNATURE, pngHeader(width, height), data, ...more, pngChunk('IEND')]);
}
