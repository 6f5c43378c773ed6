import { type Bitmap, drawGlyph, type GlyphStyle } from './glyphs.ts';

/** Alignment of a line: 0 left, 1 centre, 2 right. */
export type Alignment = 0 | 1 | 2;

export interface Line {
  isEmpty(): boolean;
  /** Adds a character. False: it does not fit, so the caller prints the line and adds the character again. */
  add(character: string, style: GlyphStyle): boolean;
  addImage(image: Bitmap): void;
  /** Returns the line as dots, its characters aligned at the bottom, and empties it. */
  take(align: Alignment): { text: string; bitmap: Bitmap };
  forget(): void;
}

export function createLine(widthDots: number, draws: boolean): Line {
  let text = '';
  let glyphs: Bitmap[] = [];
  let usedDots = 0;

  const forget = () => {
    text = '';
    glyphs = [];
    usedDots = 0;
  };

  return {
    isEmpty: () => glyphs.length === 0,
    add(character, style) {
      const glyph = drawGlyph(character, style, draws);
      if (usedDots + glyph.widthDots > widthDots && glyphs.length > 0) return false;
      text += character;
      glyphs.push(glyph);
      usedDots += glyph.widthDots;
      return true;
    },
    addImage(image) {
      glyphs.push(image);
      usedDots += image.widthDots;
    },
    take(align) {
      const heightDots = Math.max(0, ...glyphs.map((glyph) => glyph.heightDots));
      const bitmap = { widthDots, heightDots, dots: new Uint8Array(draws ? widthDots * heightDots : 0) };
      let left = Math.floor(((widthDots - usedDots) * align) / 2);
      for (const glyph of glyphs) {
        if (draws) place(glyph, bitmap, left, heightDots - glyph.heightDots);
        left += glyph.widthDots;
      }
      const taken = { text, bitmap };
      forget();
      return taken;
    },
    forget,
  };
}

/** Crops a picture that is wider than the paper. */
export function alignImage(image: Bitmap, widthDots: number, align: Alignment, draws: boolean): Bitmap {
  const { heightDots } = image;
  if (!draws) return { widthDots, heightDots, dots: new Uint8Array() };
  const bitmap = { widthDots, heightDots, dots: new Uint8Array(widthDots * heightDots) };
  place(image, bitmap, Math.max(0, Math.floor(((widthDots - image.widthDots) * align) / 2)), 0);
  return bitmap;
}

function place(glyph: Bitmap, onto: Bitmap, left: number, top: number): void {
  const visible = Math.min(glyph.widthDots, onto.widthDots - left);
  for (let y = 0; y < glyph.heightDots; y += 1) {
    const start = y * glyph.widthDots;
    onto.dots.set(glyph.dots.subarray(start, start + visible), (top + y) * onto.widthDots + left);
  }
}
