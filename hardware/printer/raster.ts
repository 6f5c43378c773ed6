import type { Bitmap } from './contract.ts';

export function bitmapOf(widthDots: number, heightDots: number, isInk: (x: number, y: number) => boolean): Bitmap {
  const bytesPerRow = Math.ceil(widthDots / 8);
  const bytes = new Uint8Array(bytesPerRow * heightDots);
  for (let y = 0; y < heightDots; y += 1)
    for (let x = 0; x < widthDots; x += 1)
      if (isInk(x, y)) {
        const at = y * bytesPerRow + (x >> 3);
        bytes[at] = (bytes[at] ?? 0) | (0x80 >> (x & 7));
      }
  return { widthDots, heightDots, bytes };
}

/** Says whether the dot is ink; a dot outside the bitmap is not. */
export function hasInk({ widthDots, heightDots, bytes }: Bitmap, x: number, y: number): boolean {
  if (x < 0 || y < 0 || x >= widthDots || y >= heightDots) return false;
  const byte = bytes[y * Math.ceil(widthDots / 8) + (x >> 3)] ?? 0;
  return (byte & (0x80 >> (x & 7))) !== 0;
}

/** Dots cropped to their ink. `aboveDots` and `belowDots` count the blank rows that were cropped. */
export interface Trimmed {
  bitmap: Bitmap;
  aboveDots: number;
  belowDots: number;
}

/** Cuts blank rows and columns off the edges; `null` for a bitmap without ink. */
export function trim(bitmap: Bitmap): Trimmed | null {
  const bytesPerRow = Math.ceil(bitmap.widthDots / 8);
  const shadow = new Uint8Array(bytesPerRow);
  let [top, bottom] = [0, -1];
  for (let y = 0; y < bitmap.heightDots; y += 1) {
    const row = bitmap.bytes.subarray(y * bytesPerRow, (y + 1) * bytesPerRow);
    if (row.every((byte) => byte === 0)) continue;
    if (bottom < 0) top = y;
    bottom = y;
    row.forEach((byte, at) => {
      shadow[at] = (shadow[at] ?? 0) | byte;
    });
  }
  if (bottom < 0) return null;
  const silhouette = { widthDots: bitmap.widthDots, heightDots: 1, bytes: shadow };
  let [left, right] = [0, bitmap.widthDots - 1];
  while (!hasInk(silhouette, left, 0)) left += 1;
  while (!hasInk(silhouette, right, 0)) right -= 1;
  return {
    bitmap: bitmapOf(right - left + 1, bottom - top + 1, (x, y) => hasInk(bitmap, left + x, top + y)),
    aboveDots: top,
    belowDots: bitmap.heightDots - 1 - bottom,
  };
}

export function slice(bitmap: Bitmap, heightDots: number): Bitmap[] {
  const bytesPerRow = Math.ceil(bitmap.widthDots / 8);
  const pieces: Bitmap[] = [];
  for (let top = 0; top < bitmap.heightDots; top += heightDots) {
    const height = Math.min(heightDots, bitmap.heightDots - top);
    const bytes = bitmap.bytes.subarray(top * bytesPerRow, (top + height) * bytesPerRow);
    pieces.push({ widthDots: bitmap.widthDots, heightDots: height, bytes });
  }
  return pieces;
}
