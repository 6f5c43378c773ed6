/**
 * Reads the size of a PNG picture that came from outside Torn. Only pictures of one frame without text, colour profiles or other
 * attachments are accepted: a decoder then gets nothing but pixels, and the file can contain no personal data.
 */

export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/**
 * The accepted chunks: IHDR, PLTE, IDAT and IEND draw the picture; all other accepted chunks define its colours and the size of a pixel.
 */
const CHUNKS: ReadonlySet<string> = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'pHYS',
  'sBIT',
]);
/** Bytes of a chunk besides its data: length, type and checksum. */
const FRAME_BYTES = 12;
const HEADER_BYTES = 13;
/** The bit depths that PNG allows for each colour type. */
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** Computes CRC-32 as in PNG and zlib. */
export function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (TABLE[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

/** `null`: the bytes are no PNG, are damaged, or have other chunks. */
export function sizeOfPlainPng(bytes: Uint8Array): PixelSize | null {
  if (SIGNATURE.some((byte, at) => bytes[at] !== byte)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const types: string[] = [];
  let size: PixelSize | null = null;
  for (let at = SIGNATURE.length; at < bytes.length; ) {
    if (bytes.length - at < FRAME_BYTES) return null;
    const length = view.getUint32(at);
    if (length > bytes.length - at - FRAME_BYTES) return null;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (!CHUNKS.has(type) || types.at(-1) === 'IEND') return null;
    if (crc32(bytes.subarray(at + 4, at + 8 + length)) !== view.getUint32(at + 8 + length)) return null;
    if ((types.length === 0) !== (type === 'IHDR') || (type === 'IEND' && length > 0)) return null;
    if (type === 'IHDR') {
      size = length === HEADER_BYTES ? sizeInHeader(view, at + 8) : null;
      if (size === null) return null;
    }
    types.push(type);
    at += FRAME_BYTES + length;
  }
  return types.at(-1) === 'IEND' && types.includes('IDAT') ? size : null;
}

function sizeInHeader(view: DataView, at: number): PixelSize | null {
  const [width, height] = [view.getUint32(at), view.getUint32(at + 4)];
  const [depth, colour, compression, filter, interlace] = [8, 9, 10, 11, 12].map((offset) =>
    view.getUint8(at + offset),
  );
  const isKnown =
    (DEPTHS[colour ?? -1] ?? []).includes(depth ?? -1) && compression === 0 && filter === 0 && (interlace ?? 2) <= 1;
  return isKnown && width > 0 && height > 0 ? { width, height } : null;
}
