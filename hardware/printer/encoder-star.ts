import { BreakLine, CharacterSet, PrinterTypes, ThermalPrinter } from 'node-thermal-printer';
import { RAISE_STAR_COUNTER, STAR_REPORT_CHANGES } from './commands.ts';
import type { Bitmap } from './contract.ts';
import type { EncoderInput } from './encoder.ts';
import type { QrRow, TextRow } from './layout.ts';
import { toPrintable } from './printable.ts';
import { slice } from './raster.ts';

/** Rows of dots that `ESC k` takes; at 3 mm a line, bands join. */
const BAND_DOTS = 24;
/** `ESC z 1` and `ESC 0`: a line is 4 mm, 32 dots, or 3 mm. */
const TEXT_SPACING = [0x1b, 0x7a, 0x31];
const BAND_SPACING = [0x1b, 0x30];
const LF = 0x0a;

type Style = Pick<TextRow, 'font' | 'widthScale' | 'heightScale' | 'bold' | 'align'>;
const AFTER_RESET: Style = { font: 'a', widthScale: 1, heightScale: 1, bold: false, align: 'left' };

/**
 * The same job in Star's line mode. The library gives the text's bytes and the emphasis; what it lacks or gets wrong is written here.
 * Numbers are sent as digits where that is allowed: as bytes, 4, 5 and 24 are orders that Star's printers obey on receipt.
 * Source: STAR Line Mode Command Specifications, chapter 3.
 */
export function encodeStarJob({ rows, profile, cutFirst }: EncoderInput): Uint8Array {
  const paper = new ThermalPrinter({
    type: PrinterTypes.STAR,
    interface: '',
    characterSet: CharacterSet.WPC1252,
    breakLine: BreakLine.NONE,
    width: profile.columns.a,
  });
  const append = (...bytes: number[]) => paper.append(Buffer.from(bytes));
  // Characters without space between them, as the columns are counted.
  const start = [0x1b, 0x40, ...STAR_REPORT_CHANGES, 0x1b, 0x1d, 0x74, profile.cp1252Page, 0x1b, 0x4d, ...TEXT_SPACING];
  paper.setBuffer(Buffer.from(start));
  const cut = [0x1b, 0x64, profile.cutter === 'full' ? 0x32 : 0x33];
  if (cutFirst) append(...cut);
  let style = AFTER_RESET;
  const changeTo = (next: Partial<Style>) => {
    changeStyle(paper, style, { ...style, ...next });
    style = { ...style, ...next };
  };
  for (const row of rows) {
    switch (row.kind) {
      case 'feed':
        append(...feed(row.dots));
        break;
      case 'blank':
        append(...Array<number>(row.lines).fill(LF));
        break;
      case 'text':
        changeTo(row);
        paper.println(toPrintable(row.text));
        break;
      case 'raster':
        changeTo({ align: row.align });
        append(...BAND_SPACING);
        for (const band of slice(row.bitmap, BAND_DOTS)) append(...bandOf(band));
        append(...TEXT_SPACING);
        break;
      case 'qr':
        changeTo({ align: 'center' });
        append(...qrCode(row));
        break;
    }
  }
  append(...cut, ...(profile.confirmation === 'star-counter' ? RAISE_STAR_COUNTER : []));
  return paper.getBuffer();
}

/** `ESC GS a`, `ESC RS F`, `ESC E` and `ESC F`, `ESC i`: only what differs, and only at the start of a line. */
function changeStyle(paper: ThermalPrinter, from: Style, to: Style): void {
  const digit = (value: number) => 0x30 + value;
  if (from.align !== to.align)
    paper.append(Buffer.from([0x1b, 0x1d, 0x61, digit(['left', 'center', 'right'].indexOf(to.align))]));
  if (from.font !== to.font) {
    if (to.font === 'b') paper.setTypeFontB();
    else paper.setTypeFontA();
  }
  if (from.bold !== to.bold) paper.bold(to.bold);
  if (from.widthScale !== to.widthScale || from.heightScale !== to.heightScale)
    paper.append(Buffer.from([0x1b, 0x69, digit(to.heightScale - 1), digit(to.widthScale - 1)]));
}

/** `ESC I n`, eighths of a millimetre, a dot each. */
function feed(dots: number): number[] {
  const bytes: number[] = [];
  for (let left = dots; left > 0; left -= 255) bytes.push(0x1b, 0x49, harmless(Math.min(left, 255)));
  return bytes;
}

/** `ESC k`: bytes in a row, then 24 rows. */
function bandOf({ widthDots, heightDots, bytes }: Bitmap): number[] {
  const bytesPerRow = Math.ceil(widthDots / 8);
  const sentPerRow = harmless(bytesPerRow);
  const dots = Array<number>(sentPerRow * BAND_DOTS).fill(0);
  for (let y = 0; y < heightDots; y += 1)
    for (let x = 0; x < bytesPerRow; x += 1) dots[y * sentPerRow + x] = harmless(bytes[y * bytesPerRow + x] ?? 0);
  return [0x1b, 0x6b, sentPerRow, 0x00, ...dots, LF];
}

/**
 * EOT, ENQ and CAN are obeyed on receipt; the manual does not say that they are not inside data. One more dot, or one more of
 * whatever is counted, does no harm.
 */
const harmless = (byte: number): number => (byte === 0x04 || byte === 0x05 ? 0x06 : byte === 0x18 ? 0x19 : byte);

/** `ESC GS y`: model 2, error correction M, the size of a module, the data, and print. */
function qrCode({ text, moduleDots }: QrRow): number[] {
  const data = Buffer.from(text, 'latin1');
  return [
    ...[0x1b, 0x1d, 0x79, 0x53, 0x30, 0x02],
    ...[0x1b, 0x1d, 0x79, 0x53, 0x31, 0x01],
    ...[0x1b, 0x1d, 0x79, 0x53, 0x32, Math.min(moduleDots, 8)],
    ...[0x1b, 0x1d, 0x79, 0x44, 0x31, 0x00, data.length & 0xff, data.length >> 8, ...data],
    ...[0x1b, 0x1d, 0x79, 0x50],
  ];
}
