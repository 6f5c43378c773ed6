import { type Bitmap, enlarge } from './glyphs.ts';
import { drawQr, type ErrorCorrection, unpackDots } from './images.ts';

export interface DrawnSymbol {
  image: Bitmap | null;
  code?: string;
}

export interface Symbols {
  /** Obeys a command. `null`: it prints nothing; `undefined`: the printer does not know it. */
  obey(command: Uint8Array, logo: (key: string) => Bitmap | null): DrawnSymbol | null | undefined;
  reset(): void;
}

const LEVELS: Readonly<Record<number, ErrorCorrection>> = { 48: 'L', 49: 'M', 50: 'Q', 51: 'H' };
const LEAST_MODULE_DOTS = 1;
const MOST_MODULE_DOTS = 16;

interface Stored {
  moduleDots: number;
  level: ErrorCorrection;
  qr: Uint8Array;
  graphic: Bitmap | null;
}
const NOTHING_STORED: Stored = { moduleDots: 3, level: 'L', qr: new Uint8Array(), graphic: null };

/**
 * QR codes (`GS ( k`, cn 49) and graphics (`GS ( L`, `GS 8 L`): one command stores them, another prints them (Epson's pages
 * gs_lparen_lk_fn165 to fn182, gs_lparen_cl_fn112, fn50, fn69).
 */
export function createSymbols(): Symbols {
  const stored = { ...NOTHING_STORED };
  return {
    obey(command, logo) {
      const isLong = command[1] === 0x38;
      const family = String.fromCharCode(command[2] ?? 0);
      const [kind, fn = 0] = command.subarray(isLong ? 7 : 5);
      const values = command.subarray(isLong ? 9 : 7);
      if (family === 'k' && kind === 49) return obeyQr(fn, values, stored);
      if (family === 'L' && kind === 48) return obeyGraphics(fn, values, stored, logo);
      return undefined;
    },
    reset: () => void Object.assign(stored, NOTHING_STORED),
  };
}

function obeyQr(fn: number, values: Uint8Array, stored: Stored): DrawnSymbol | null | undefined {
  const [n = 0] = values;
  switch (fn) {
    case 65:
      return null;
    case 67:
      if (n >= LEAST_MODULE_DOTS && n <= MOST_MODULE_DOTS) stored.moduleDots = n;
      return null;
    case 69:
      stored.level = LEVELS[n] ?? stored.level;
      return null;
    case 80:
      // The first byte of the data is the constant 48.
      stored.qr = values.slice(1);
      return null;
    case 81:
      if (stored.qr.length === 0) return null;
      return {
        image: drawQr(stored.qr, stored.level, stored.moduleDots),
        code: Buffer.from(stored.qr).toString('latin1'),
      };
    default:
      return undefined;
  }
}

function obeyGraphics(
  fn: number,
  values: Uint8Array,
  stored: Stored,
  logo: (key: string) => Bitmap | null,
): DrawnSymbol | null | undefined {
  if (fn === 112) {
    const [, widthScale = 1, heightScale = 1, , xLow = 0, xHigh = 0, yLow = 0, yHigh = 0] = values;
    const bytesPerRow = Math.ceil((xLow + xHigh * 256) / 8);
    stored.graphic = enlarge(unpackDots(values.subarray(8), bytesPerRow, yLow + yHigh * 256), widthScale, heightScale);
    return null;
  }
  if (fn === 50 || fn === 2) {
    const image = stored.graphic;
    stored.graphic = null;
    return { image };
  }
  if (fn === 69) {
    const [first = 0, second = 0, widthScale = 1, heightScale = 1] = values;
    const image = logo(String.fromCharCode(first, second));
    return { image: image && enlarge(image, widthScale, heightScale) };
  }
  return undefined;
}
