import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { Bitmap } from './contract.ts';
import { bitmapOf } from './raster.ts';

/**
 * The largest picture is two thirds as wide as 80 mm paper and as high as the ticket's number. A larger picture would take seconds on a
 * slow serial line.
 */
const MOST_WIDTH_DOTS = 384;
const MOST_HEIGHT_DOTS = 192;
const DARK = 128;

export type PictureFault = { kind: 'picture-unreadable' | 'picture-too-large'; detail: string };

/** Converts a PNG to dots; pixels darker than middle grey and not transparent are ink. */
export async function readPicture(
  png: Uint8Array,
): Promise<{ ok: true; value: Bitmap } | { ok: false; error: PictureFault }> {
  const image = await loadImage(Buffer.from(png)).catch(() => null);
  if (image === null) return { ok: false, error: { kind: 'picture-unreadable', detail: 'expected a PNG picture' } };
  const { width, height } = image;
  if (width > MOST_WIDTH_DOTS || height > MOST_HEIGHT_DOTS) {
    const detail = `${width} × ${height} dots; ${MOST_WIDTH_DOTS} × ${MOST_HEIGHT_DOTS} fit`;
    return { ok: false, error: { kind: 'picture-too-large', detail } };
  }
  const context = createCanvas(width, height).getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const light = (x: number, y: number) => {
    const at = (y * width + x) * 4;
    return 0.3 * (data[at] ?? 0) + 0.59 * (data[at + 1] ?? 0) + 0.11 * (data[at + 2] ?? 0);
  };
  return { ok: true, value: bitmapOf(width, height, (x, y) => light(x, y) < DARK) };
}
