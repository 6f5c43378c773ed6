import type { Bitmap } from './contract.ts';
import { FONT_CELL } from './traits.ts';

export type Font = keyof typeof FONT_CELL;

/** Scales are 1 to 8. */
export interface TextRow {
  kind: 'text';
  text: string;
  font: Font;
  widthScale: number;
  heightScale: number;
  bold: boolean;
  smooth: boolean;
  align: 'left' | 'center' | 'right';
}

/** One band of dots: a line in letters the printer lacks, a picture, or a QR code if the printer cannot draw QR codes. */
export interface RasterRow {
  kind: 'raster';
  /** Not wider than the paper. A line of drawn text is cropped to its ink. */
  bitmap: Bitmap;
  align: 'left' | 'center' | 'right';
}

/** A centred QR code drawn by the printer: error correction M, no quiet zone. */
export interface QrRow {
  kind: 'qr';
  text: string;
  moduleDots: number;
  modules: number;
}

export type SlipRow = TextRow | RasterRow | QrRow | { kind: 'blank'; lines: number } | { kind: 'feed'; dots: number };

/** Epson's default line spacing; higher characters push the next line further down. */
const LINE_SPACING_DOTS = 30;
export function lengthDots(rows: readonly SlipRow[]): number {
  return rows.reduce((sum, row) => sum + rowDots(row), 0);
}

function rowDots(row: SlipRow): number {
  switch (row.kind) {
    case 'feed':
      return row.dots;
    case 'blank':
      return row.lines * LINE_SPACING_DOTS;
    case 'raster':
      return row.bitmap.heightDots;
    case 'qr':
      return row.modules * row.moduleDots;
    case 'text':
      return Math.max(LINE_SPACING_DOTS, FONT_CELL[row.font].heightDots * row.heightScale);
  }
}
