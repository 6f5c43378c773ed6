import qrcode from 'qrcode-generator';
import type { Bitmap } from './contract.ts';
import { bitmapOf } from './raster.ts';

/** Phones read longer codes badly from thermal paper. */
const MOST_CHARACTERS = 200;
/** Characters of the QR alphanumeric mode, which takes two thirds of the room. */
const ALPHANUMERIC = /^[0-9A-Z $%*+\-./:]*$/;

export interface QrCode {
  modules: number;
  draw(moduleDots: number): Bitmap;
}

/**
 * The QR code (model 2, error correction M) of an ASCII text, in the smallest version that fits.
 * @throws RangeError on anything but 1 to 200 ASCII characters without controls
 */
export function qrCode(text: string): QrCode {
  if (!/^[\x20-\x7e]+$/.test(text) || text.length > MOST_CHARACTERS)
    throw new RangeError('a QR code holds 1 to 200 ASCII characters');
  const code = qrcode(0, 'M');
  code.addData(text, ALPHANUMERIC.test(text) ? 'Alphanumeric' : 'Byte');
  code.make();
  const modules = code.getModuleCount();
  return {
    modules,
    draw: (moduleDots) =>
      bitmapOf(modules * moduleDots, modules * moduleDots, (x, y) =>
        code.isDark(Math.floor(y / moduleDots), Math.floor(x / moduleDots)),
      ),
  };
}
