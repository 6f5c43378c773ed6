import type { PaperBlock, PaperDocument } from './contract.ts';
import { toPrintable } from './printable.ts';
import { FONT_CELL, type PrinterProfile } from './profile.ts';

export type Font = keyof typeof FONT_CELL;

/** One line of characters, sure to fit this paper. Scales are 1 to 8. */
export interface TextRow {
  kind: 'text';
  text: string;
  font: Font;
  widthScale: number;
  heightScale: number;
  bold: boolean;
  /** Rounds the corners of enlarged characters. */
  smooth: boolean;
  align: 'left' | 'center' | 'right';
}

export type PaperRow = TextRow | { kind: 'blank'; lines: number } | { kind: 'feed'; dots: number };

/** Epson's default distance of lines; higher characters push the next line further. */
export const LINE_SPACING_DOTS = 30;
const LARGEST_SCALE = 8;
/** Air between blocks of different kinds. A few dots, as `ESC J` counts half dots on some models. */
const LEADING_DOTS = 10;
const BOTTOM_MARGIN_DOTS = 24;

const TEXT_SIZE = {
  small: { font: 'b', widthScale: 1, heightScale: 1 },
  normal: { font: 'a', widthScale: 1, heightScale: 1 },
  tall: { font: 'a', widthScale: 1, heightScale: 2 },
  large: { font: 'a', widthScale: 2, heightScale: 2 },
} as const;

/** Sets a document for one paper. No row is wider than the paper; no character is dropped but the spaces at line ends. */
export function layOut(document: PaperDocument, profile: PrinterProfile): PaperRow[] {
  const rows: PaperRow[] = [];
  let before: PaperBlock | null = null;
  for (const block of document.blocks) {
    const own = rowsOf(block, profile);
    if (own.length === 0) continue;
    if (before !== null && needsAir(before, block)) rows.push({ kind: 'feed', dots: LEADING_DOTS });
    rows.push(...own);
    before = block;
  }
  rows.push({ kind: 'feed', dots: BOTTOM_MARGIN_DOTS });
  return rows;
}

/** How far the paper moves for these rows, in dots. */
export function lengthDots(rows: readonly PaperRow[]): number {
  return rows.reduce((sum, row) => sum + rowDots(row), 0);
}

function rowDots(row: PaperRow): number {
  if (row.kind === 'feed') return row.dots;
  if (row.kind === 'blank') return row.lines * LINE_SPACING_DOTS;
  return Math.max(LINE_SPACING_DOTS, FONT_CELL[row.font].heightDots * row.heightScale);
}

/** The number's cells carry air of their own. */
function needsAir(before: PaperBlock, after: PaperBlock): boolean {
  const carries = (block: PaperBlock) => block.kind === 'number' || block.kind === 'gap';
  if (carries(before) || carries(after)) return false;
  return !(before.kind === 'text' && after.kind === 'text' && before.size === after.size);
}

function rowsOf(block: PaperBlock, profile: PrinterProfile): PaperRow[] {
  switch (block.kind) {
    case 'gap':
      if (!Number.isInteger(block.lines) || block.lines < 1 || block.lines > 8)
        throw new RangeError('a gap has 1 to 8 lines');
      return [{ kind: 'blank', lines: block.lines }];
    case 'number':
      return numberRows(toPrintable(block.text).trim(), profile);
    case 'edges':
      return edgeRows(toPrintable(block.left).trim(), toPrintable(block.right).trim(), profile);
    case 'text': {
      const size = TEXT_SIZE[block.size];
      const columns = Math.floor(profile.columns[size.font] / size.widthScale);
      return wrap(toPrintable(block.text), columns).map((text) => ({
        kind: 'text',
        text,
        ...size,
        bold: block.bold,
        smooth: false,
        align: block.align,
      }));
    }
  }
}

function numberRows(text: string, profile: PrinterProfile): PaperRow[] {
  const scale = Math.max(1, Math.min(LARGEST_SCALE, Math.floor(profile.columns.a / Math.max(1, text.length))));
  return wrap(text, Math.floor(profile.columns.a / scale)).map((line) => ({
    kind: 'text',
    text: line,
    font: 'a',
    widthScale: scale,
    heightScale: scale,
    bold: true,
    smooth: true,
    align: 'center',
  }));
}

function edgeRows(left: string, right: string, profile: PrinterProfile): PaperRow[] {
  const columns = profile.columns.a;
  const row = (text: string, align: 'left' | 'right'): TextRow => ({
    kind: 'text',
    text,
    ...TEXT_SIZE.normal,
    bold: true,
    smooth: false,
    align,
  });
  const room = columns - left.length - right.length;
  if (left !== '' && right !== '' && room >= 1) return [row(left + ' '.repeat(room) + right, 'left')];
  return [
    ...wrap(left, columns).map((text) => row(text, 'left')),
    ...wrap(right, columns).map((text) => row(text, 'right')),
  ];
}

/** Breaks at spaces; a word longer than the line is broken where the line ends. */
function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (let word of text.split(' ').filter((candidate) => candidate !== '')) {
    if (line !== '' && line.length + 1 + word.length <= columns) {
      line += ` ${word}`;
      continue;
    }
    if (line !== '') lines.push(line);
    while (word.length > columns) {
      lines.push(word.slice(0, columns));
      word = word.slice(columns);
    }
    line = word;
  }
  if (line !== '') lines.push(line);
  return lines;
}
