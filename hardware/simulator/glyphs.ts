import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';

/** Black and white dots, one byte each, row by row. */
export interface Bitmap {
  widthDots: number;
  heightDots: number;
  dots: Uint8Array;
}

export type FontName = 'a' | 'b';

/** Printers have their own fonts; DejaVu Sans Mono at these sizes fills the same cells. */
const FONTS = {
  a: { widthDots: 12, heightDots: 24, sizePx: 20, baselineDots: 19 },
  b: { widthDots: 9, heightDots: 17, sizePx: 15, baselineDots: 13 },
} as const;
/** The darkness (0 to 255) from which a dot is printed. It is below one half because heat spreads and turns a half covered dot dark. */
const INK_THRESHOLD = 96;

const resolve = createRequire(import.meta.url).resolve;
for (const weight of [400, 700]) {
  const file = resolve(`@fontsource/dejavu-mono/files/dejavu-mono-latin-${weight}-normal.woff2`);
  if (GlobalFonts.registerFromPath(file, `printer-${weight}`) === null) throw new Error(`unreadable font ${file}`);
}

const NO_DOTS = new Uint8Array();
const cache = new Map<string, Bitmap>();

export interface GlyphStyle {
  font: FontName;
  bold: boolean;
  widthScale: number;
  heightScale: number;
  smooth: boolean;
}

/**
 * Draws one character in its cell, enlarged 1 to 8 times in each direction. Smoothing draws from the outline; a real printer rounds the
 * steps of its enlarged dots slightly worse. Without `draws` only the cell's size counts.
 */
export function drawGlyph(character: string, style: GlyphStyle, draws: boolean): Bitmap {
  if (!draws) return blankGlyph(style);
  const key = `${style.font}${style.bold}${style.widthScale}${style.heightScale}${style.smooth}${character}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const { widthScale, heightScale, smooth } = style;
  const glyph = smooth
    ? rasterize(character, style, widthScale, heightScale)
    : enlarge(rasterize(character, style, 1, 1), widthScale, heightScale);
  cache.set(key, glyph);
  return glyph;
}

function blankGlyph({ font, widthScale, heightScale }: GlyphStyle): Bitmap {
  const cell = FONTS[font];
  return {
    widthDots: cell.widthDots * widthScale,
    heightDots: cell.heightDots * heightScale,
    dots: NO_DOTS,
  };
}

function rasterize(character: string, { font, bold }: GlyphStyle, widthScale: number, heightScale: number): Bitmap {
  const cell = FONTS[font];
  const widthDots = cell.widthDots * widthScale;
  const heightDots = cell.heightDots * heightScale;
  const context = createCanvas(widthDots, heightDots).getContext('2d');
  context.scale(widthScale, heightScale);
  context.font = `${cell.sizePx}px printer-${bold ? 700 : 400}`;
  context.fillText(character, 0, cell.baselineDots);
  const { data } = context.getImageData(0, 0, widthDots, heightDots);
  const dots = new Uint8Array(widthDots * heightDots);
  for (let at = 0; at < dots.length; at += 1) dots[at] = (data[at * 4 + 3] ?? 0) >= INK_THRESHOLD ? 1 : 0;
  return { widthDots, heightDots, dots };
}

export function enlarge(image: Bitmap, widthScale: number, heightScale: number): Bitmap {
  if (widthScale === 1 && heightScale === 1) return image;
  const widthDots = image.widthDots * widthScale;
  const heightDots = image.heightDots * heightScale;
  const dots = new Uint8Array(widthDots * heightDots);
  for (let y = 0; y < heightDots; y += 1)
    for (let x = 0; x < widthDots; x += 1)
      dots[y * widthDots + x] =
        image.dots[Math.floor(y / heightScale) * image.widthDots + Math.floor(x / widthScale)] ?? 0;
  return { widthDots, heightDots, dots };
}
