import type { Bitmap, SlipBlock, SlipDocument, TextSize, Wording } from './contract.ts';
import { isLargePrint, type LargeSize, type Letters, largeCapitalDots, largeLetters } from './large-print.ts';
import { isInPage, toPrintable } from './printable.ts';
import { qrCode } from './qr.ts';
import { bitmapOf, hasInk, type Trimmed } from './raster.ts';
import { lengthDots, type RasterRow, type SlipRow, type TextRow } from './rows.ts';
import { isRightToLeft, isShapeable, type ShapingStyle, type TextShaper, toShapeable } from './text-shaping.ts';
import { FONT_CELL, type PrinterTraits } from './traits.ts';
import { unitsOf, wrap, wrapEvenly } from './wrapping.ts';

/** Space between blocks of different kinds. Some models halve it, because their `ESC J` feeds half dots. */
const LEADING_DOTS = 10;
/** Space between paragraphs of large print, which has many short lines. */
const LARGE_LEADING_DOTS = 28;
const BOTTOM_MARGIN_DOTS = 24;
const MOST_CHARACTERS = 300;
const MOST_DOTS = 6_000;
/** Dots per QR module: nearly a millimetre where the paper is wide enough. */
const MODULE_DOTS = { wide: 7, narrow: 6, wideFromDots: 500 } as const;
/** Blank margin around a QR code in modules, about as high as an empty line. */
const QUIET_ZONE = 4;
const DETAIL_SEPARATOR = ' · ';
const TICK = '[ ] ';
/** Indent of the note under a tick box in characters of the small font: as wide as the box and its gap. */
const NOTE_INDENT = 5;
/** The same indent in large print, in characters of the font `a`: the letters of the box are twice as wide as the letters of the note. */
const LARGE_NOTE_INDENT = 2 * TICK.length;
const LINE_TO_WRITE_ON = '_'.repeat(24);
/** `side` is a share of the line's height; `line` and `gap` are in dots. */
const TICK_BOX = { side: 0.6, line: 3, gap: 20 } as const;

const TEXT_SIZE = {
  small: { font: 'b', widthScale: 1, heightScale: 1 },
  normal: { font: 'a', widthScale: 1, heightScale: 1 },
  tall: { font: 'a', widthScale: 1, heightScale: 2 },
  large: { font: 'a', widthScale: 2, heightScale: 2 },
} as const satisfies Record<Exclude<TextSize, LargeSize>, Letters>;

/**
 * Lays out a document for one paper; no row is wider than the paper. `shaper` draws texts with letters that the printer's code page lacks.
 * `?` replaces each character that cannot be drawn; without a shaper, each character outside the code page. Overlong texts and documents
 * are cut off.
 */
export function layOut(document: SlipDocument, profile: PrinterTraits, shaper?: TextShaper): SlipRow[] {
  const setting: Setting = { profile, shaper, drawnLanguages: languagesToDraw(document) };
  const rows: SlipRow[] = [];
  let before: SlipBlock | null = null;
  let dots = 0;
  for (const block of document.blocks) {
    const own = rowsOf(block, setting);
    if (own.length === 0) continue;
    dots += lengthDots(own);
    if (dots > MOST_DOTS) break;
    if (before !== null) rows.push({ kind: 'feed', dots: airDots(before, block) });
    rows.push(...own);
    before = block;
  }
  rows.push({ kind: 'feed', dots: BOTTOM_MARGIN_DOTS });
  return joinFeeds(rows);
}

function joinFeeds(rows: readonly SlipRow[]): SlipRow[] {
  const joined: SlipRow[] = [];
  for (const row of rows) {
    const last = joined.at(-1);
    if (row.kind === 'feed' && last?.kind === 'feed')
      joined[joined.length - 1] = { kind: 'feed', dots: last.dots + row.dots };
    else if (row.kind !== 'feed' || row.dots > 0) joined.push(row);
  }
  return joined;
}

interface Setting {
  profile: PrinterTraits;
  shaper: TextShaper | undefined;
  /** The languages of this document whose words are all drawn, even words that the printer's code page has. */
  drawnLanguages: ReadonlySet<string>;
}

/**
 * Draws all words of a language when at least half of its blocks need drawing, because a single line in the printer's own letters would
 * look as if another sender had added it.
 */
function languagesToDraw({ blocks }: SlipDocument): Set<string> {
  const counts = new Map<string, { needing: number; all: number }>();
  for (const block of blocks) {
    if (!('language' in block) || block.language === undefined) continue;
    const count = counts.get(block.language) ?? { needing: 0, all: 0 };
    const text = block.kind === 'details' ? block.parts.join(DETAIL_SEPARATOR) : block.text;
    counts.set(block.language, { needing: count.needing + (needsDrawing(text) ? 1 : 0), all: count.all + 1 });
  }
  return new Set([...counts].filter(([, { needing, all }]) => needing * 2 >= all && needing > 0).map(([code]) => code));
}

const needsDrawing = (text: string): boolean =>
  Array.from(toShapeable(bounded(text), isInPage)).some((character) => !isInPage(character) && isShapeable(character));

function shaperFor({ text, language = '' }: Wording, { shaper, drawnLanguages }: Setting): TextShaper | undefined {
  return drawnLanguages.has(language) || needsDrawing(text) ? shaper : undefined;
}

function bounded(text: string): string {
  // The first slice keeps very long texts cheap; a character has at most two UTF-16 units, so it never cuts too early.
  const start = Array.from(text.slice(0, 4 * MOST_CHARACTERS));
  return start.length <= MOST_CHARACTERS ? start.join('') : `${start.slice(0, MOST_CHARACTERS - 1).join('')}…`;
}

const printable = (text: string): string => toPrintable(bounded(text)).trim();
const countColumns = (text: string): number => text.length;

/**
 * Returns the dots between two blocks: none beside a number, a gap or a QR code, which already leave space, and none between texts of one
 * size below large print.
 */
function airDots(before: SlipBlock, after: SlipBlock): number {
  const carries = (block: SlipBlock) => block.kind === 'number' || block.kind === 'gap' || block.kind === 'qr';
  if (carries(before) || carries(after)) return 0;
  const [size, next] = [sizeOf(before), sizeOf(after)];
  if (size !== null && next !== null && isLargePrint(size) && isLargePrint(next)) return LARGE_LEADING_DOTS;
  const isText = ({ kind }: SlipBlock) => kind === 'text' || kind === 'details' || kind === 'line';
  return isText(before) && isText(after) && size === next ? 0 : LEADING_DOTS;
}

function sizeOf(block: SlipBlock): TextSize | null {
  if (block.kind === 'line') return 'normal';
  return 'size' in block ? block.size : null;
}

function rowsOf(block: SlipBlock, setting: Setting): SlipRow[] {
  const { profile } = setting;
  switch (block.kind) {
    case 'gap':
      if (!Number.isInteger(block.lines) || block.lines < 1 || block.lines > 8)
        throw new RangeError('a gap has 1 to 8 lines');
      return [{ kind: 'blank', lines: block.lines }];
    case 'number':
      return numberRows(printable(block.text), profile);
    case 'edges':
      return edgeRows(printable(block.left), printable(block.right), profile);
    case 'logo':
      return block.bitmap.widthDots > profile.widthDots
        ? []
        : [{ kind: 'raster', bitmap: block.bitmap, align: 'center' }];
    case 'line':
      return textRows({ kind: 'text', text: LINE_TO_WRITE_ON, size: 'normal', bold: false, align: 'start' }, setting);
    case 'qr':
      return qrRows(block.text, profile);
    case 'tick':
      return tickRows(block, setting);
    case 'text':
      return textRows(block, setting);
    case 'details':
      return detailRows(block, setting);
  }
}

function detailRows({ parts, ...style }: Extract<SlipBlock, { kind: 'details' }>, setting: Setting): SlipRow[] {
  const rowsOfText = (text: string) => textRows({ ...style, kind: 'text', text }, setting);
  const together = rowsOfText(parts.join(DETAIL_SEPARATOR));
  const isOneLine = together.filter(({ kind }) => kind !== 'feed').length <= 1;
  return isOneLine ? together : parts.flatMap(rowsOfText);
}

function textRows(block: Extract<SlipBlock, { kind: 'text' }>, setting: Setting): SlipRow[] {
  const { align, bold, size, text, language = '' } = block;
  const shaper = shaperFor(block, setting);
  const start = isRightToLeft(language) ? 'right' : 'left';
  if (shaper !== undefined) {
    return shapedLines(text, { language, size, bold }, setting.profile.widthDots, { ...setting, shaper }).flatMap(
      (line) => bandRows(line, line.bitmap, align === 'center' ? 'center' : start, setting.profile),
    );
  }
  const letters = lettersOf(size, printable(text), setting.profile);
  const columns = Math.floor(setting.profile.columns[letters.font] / letters.widthScale);
  return wrapEvenly(printable(text), columns, countColumns).map((line) => ({
    kind: 'text',
    text: line,
    ...letters,
    bold,
    smooth: true,
    align: align === 'center' ? 'center' : start,
  }));
}

/** `lead` is the count of characters before the text at the start of each line. */
function lettersOf(size: TextSize, text: string, profile: PrinterTraits, lead = 0): Letters {
  if (!isLargePrint(size)) return TEXT_SIZE[size];
  return largeLetters(size, lead + Math.max(0, ...unitsOf(text).map((unit) => unit.trimEnd().length)), profile);
}

function shapedLines(
  text: string,
  { size, ...rest }: Omit<ShapingStyle, 'size'> & { size: TextSize },
  widthDots: number,
  { profile, shaper }: Setting & { shaper: TextShaper },
): Trimmed[] {
  const words = toShapeable(bounded(text), isInPage);
  const widest = (capitalDots: number): number =>
    Math.max(...unitsOf(words).map((unit) => shaper.widthDots(unit.trimEnd(), { ...rest, size: { capitalDots } })));
  const style: ShapingStyle = {
    ...rest,
    size: isLargePrint(size) ? { capitalDots: largeCapitalDots(size, profile, widthDots, widest) } : size,
  };
  return wrapEvenly(words, widthDots, (line) => shaper.widthDots(line, style)).flatMap(
    (line) => shaper.draw(line, style) ?? [],
  );
}

function bandRows(line: Trimmed, bitmap: Bitmap, align: RasterRow['align'], profile: PrinterTraits): SlipRow[] {
  return [
    { kind: 'feed', dots: line.aboveDots },
    { kind: 'raster', bitmap: fitted(bitmap, align, profile.widthDots), align },
    { kind: 'feed', dots: line.belowDots },
  ];
}

/**
 * Crops letters that stick out of their measured width by a few dots. The printer receives whole bytes per row, so a bitmap at the right
 * edge gets its padding on the left.
 */
function fitted(bitmap: Bitmap, align: RasterRow['align'], widthDots: number): Bitmap {
  const wholeBytes = align === 'right' ? Math.ceil(bitmap.widthDots / 8) * 8 : bitmap.widthDots;
  const width = Math.min(wholeBytes, widthDots);
  const shift = align === 'right' ? bitmap.widthDots - width : Math.max(0, Math.floor((bitmap.widthDots - width) / 2));
  return bitmapOf(width, bitmap.heightDots, (x, y) => hasInk(bitmap, x + shift, y));
}

function tickRows(block: Extract<SlipBlock, { kind: 'tick' }>, setting: Setting): SlipRow[] {
  const atRight = isRightToLeft(block.language ?? '');
  const note = block.note === undefined ? [] : noteRows(block.note, { atRight, size: block.size }, setting);
  return [...wordsToTick(block, setting), ...note];
}

function noteRows(
  { text }: Wording,
  { atRight, size }: { atRight: boolean; size: TextSize },
  { profile }: Setting,
): SlipRow[] {
  const [letters, width] = isLargePrint(size) ? [TEXT_SIZE.tall, LARGE_NOTE_INDENT] : [TEXT_SIZE.small, NOTE_INDENT];
  const indent = ' '.repeat(width);
  return wrapEvenly(printable(text), profile.columns[letters.font] - width, countColumns).map((line) => ({
    kind: 'text',
    text: atRight ? line + indent : indent + line,
    ...letters,
    bold: isLargePrint(size),
    smooth: true,
    align: atRight ? 'right' : 'left',
  }));
}

function wordsToTick(block: Extract<SlipBlock, { kind: 'tick' }>, setting: Setting): SlipRow[] {
  const { size, text, language = '' } = block;
  const { profile } = setting;
  const shaper = shaperFor(block, setting);
  if (shaper === undefined) {
    const letters = lettersOf(size, printable(text), profile, TICK.length);
    const columns = Math.floor(profile.columns[letters.font] / letters.widthScale) - TICK.length;
    return wrapEvenly(printable(text), columns, countColumns).map((line, index) => ({
      kind: 'text',
      text: (index === 0 ? TICK : ' '.repeat(TICK.length)) + line,
      ...letters,
      bold: isLargePrint(size),
      smooth: true,
      align: 'left',
    }));
  }
  const rightToLeft = isRightToLeft(language);
  const { heightScale } = lettersOf(size, '', profile);
  const side = Math.round(FONT_CELL.a.heightDots * heightScale * TICK_BOX.side);
  const indent = side + TICK_BOX.gap;
  const style = { language, size, bold: isLargePrint(size) };
  return shapedLines(text, style, profile.widthDots - indent, { ...setting, shaper }).flatMap((line, index) =>
    bandRows(
      line,
      indented(line.bitmap, { side, indent, box: index === 0, rightToLeft }),
      rightToLeft ? 'right' : 'left',
      profile,
    ),
  );
}

function indented(
  words: Bitmap,
  { side, indent, box, rightToLeft }: { side: number; indent: number; box: boolean; rightToLeft: boolean },
): Bitmap {
  const heightDots = Math.max(words.heightDots, box ? side : 0);
  const widthDots = words.widthDots + indent;
  const wordsTop = Math.floor((heightDots - words.heightDots) / 2);
  const boxTop = Math.floor((heightDots - side) / 2);
  return bitmapOf(widthDots, heightDots, (x, y) => {
    const fromStart = rightToLeft ? widthDots - 1 - x : x;
    if (fromStart >= indent) return hasInk(words, rightToLeft ? x : x - indent, y - wordsTop);
    return box && isFrame(fromStart, y - boxTop, side);
  });
}

function isFrame(x: number, y: number, side: number): boolean {
  const fromEdge = Math.min(x, y, side - 1 - x, side - 1 - y);
  return fromEdge >= 0 && fromEdge < TICK_BOX.line;
}

function qrRows(text: string, profile: PrinterTraits): SlipRow[] {
  const code = qrCode(text);
  const wanted = profile.widthDots >= MODULE_DOTS.wideFromDots ? MODULE_DOTS.wide : MODULE_DOTS.narrow;
  const moduleDots = Math.min(wanted, Math.floor(profile.widthDots / (code.modules + 2 * QUIET_ZONE)));
  if (moduleDots < 1) return [];
  const picture: SlipRow = profile.nativeQr
    ? { kind: 'qr', text, moduleDots, modules: code.modules }
    : { kind: 'raster', bitmap: code.draw(moduleDots), align: 'center' };
  return [{ kind: 'blank', lines: 1 }, picture, { kind: 'blank', lines: 1 }];
}

function numberRows(text: string, profile: PrinterTraits): SlipRow[] {
  const scale = Math.max(1, Math.min(profile.largestScale, Math.floor(profile.columns.a / Math.max(1, text.length))));
  return wrap(text, Math.floor(profile.columns.a / scale), countColumns).map((line) => ({
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

function edgeRows(left: string, right: string, profile: PrinterTraits): SlipRow[] {
  const columns = profile.columns.a;
  const row = (text: string, align: 'left' | 'right'): TextRow => ({
    kind: 'text',
    text,
    ...TEXT_SIZE.normal,
    bold: true,
    smooth: true,
    align,
  });
  const room = columns - left.length - right.length;
  if (left !== '' && right !== '' && room >= 1) return [row(left + ' '.repeat(room) + right, 'left')];
  return [
    ...wrap(left, columns, countColumns).map((text) => row(text, 'left')),
    ...wrap(right, columns, countColumns).map((text) => row(text, 'right')),
  ];
}
