import { crc32, deflateSync } from 'node:zlib';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import jsQr from 'jsqr';

export interface Picture {
  width: number;
  height: number;
  /** Four bytes for each dot: red, green, blue, opacity. */
  pixels: Uint8ClampedArray;
}

export async function readPng(png: Uint8Array): Promise<Picture> {
  const image = await loadImage(Buffer.from(png));
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  return { width, height, pixels: context.getImageData(0, 0, width, height).data };
}

const isDark = ({ pixels }: Picture, at: number): boolean => (pixels[at * 4] ?? 0) < 128;

/** The number of dots that differ; infinite if the papers differ in size. */
export function differingDots(one: Picture, other: Picture): number {
  if (one.width !== other.width || one.height !== other.height) return Number.POSITIVE_INFINITY;
  let count = 0;
  for (let at = 0; at < one.width * one.height; at += 1) if (isDark(one, at) !== isDark(other, at)) count += 1;
  return count;
}

/** The text of the QR code, decoded by a library that the printer does not use; `null`: no code is found. */
export const readQr = ({ pixels, width, height }: Picture): string | null => jsQr(pixels, width, height)?.data ?? null;

/** Encodes a PNG with one bit for each dot, which makes the file a twentieth of its usual size in colour. */
export function writeOneBitPng(picture: Picture): Uint8Array {
  const { width, height } = picture;
  const bytesPerRow = 1 + Math.ceil(width / 8);
  const rows = Buffer.alloc(bytesPerRow * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = y * bytesPerRow + 1 + (x >> 3);
      if (!isDark(picture, y * width + x)) rows.writeUInt8(rows.readUInt8(at) | (0x80 >> (x & 7)), at);
    }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // The header's last bytes: one bit a pixel, grey; deflate, no filter, not interlaced.
  header.set([1, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
