import createQr from 'qrcode-generator';
import { type Bitmap, enlarge } from './glyphs.ts';

/** Unpacks dots from eight per byte, the leftmost in the highest bit, as in every raster command. */
export function unpackDots(packed: Uint8Array, bytesPerRow: number, rows: number): Bitmap {
  const widthDots = bytesPerRow * 8;
  const dots = new Uint8Array(widthDots * rows);
  for (let at = 0; at < dots.length; at += 1) {
    const byte = packed[Math.floor(at / 8)] ?? 0;
    dots[at] = (byte >> (7 - (at % 8))) & 1;
  }
  return { widthDots, heightDots: rows, dots };
}

export type ErrorCorrection = 'L' | 'M' | 'Q' | 'H';

/** Draws a QR code without a quiet zone; `null` if `data` does not fit. `moduleDots` is the width of one module. */
export function drawQr(data: Uint8Array, errorCorrection: ErrorCorrection, moduleDots: number): Bitmap | null {
  const code = createQr(0, errorCorrection);
  try {
    const text = Buffer.from(data).toString('latin1');
    // Alphanumeric needs less room than bytes.
    code.addData(text, /^[0-9A-Z $%*+\-./:]*$/.test(text) ? 'Alphanumeric' : 'Byte');
    code.make();
  } catch {
    return null;
  }
  const count = code.getModuleCount();
  const modules = new Uint8Array(count * count);
  for (let row = 0; row < count; row += 1)
    for (let column = 0; column < count; column += 1) modules[row * count + column] = code.isDark(row, column) ? 1 : 0;
  return enlarge({ widthDots: count, heightDots: count, dots: modules }, moduleDots, moduleDots);
}
