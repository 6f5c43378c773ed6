import { BreakLine, CharacterSet, PrinterTypes, ThermalPrinter } from 'node-thermal-printer';
import type { Bitmap } from './contract.ts';
import { cut, jobStart, proofRequest } from './job-frame.ts';
import type { PaperRow, TextRow } from './layout.ts';
import { toPrintable } from './printable.ts';
import type { PrinterProfile } from './profile.ts';
import { slice } from './raster.ts';
import { type Span, spoilLookAlikes } from './real-time-look-alikes.ts';

export interface EncoderInput {
  rows: readonly PaperRow[];
  profile: PrinterProfile;
  processId: string;
  /** A piece of an earlier ticket may hang from the slot: it is cut off before this one begins. */
  cutFirst: boolean;
}

/** Small printers hold little of a picture at once. Below 256 the high byte of the header is 0, which nothing takes for a command. */
const MOST_BAND_DOTS = 240;

type Style = Pick<TextRow, 'font' | 'widthScale' | 'heightScale' | 'bold' | 'smooth' | 'align'>;
const AFTER_RESET: Style = { font: 'a', widthScale: 1, heightScale: 1, bold: false, smooth: false, align: 'left' };

/**
 * The whole job as one piece of bytes: reset, ticket, cut, request for proof. The library only turns text and styles into
 * bytes; its prefix is replaced, as it believes that every printer gives Windows-1252 the number 16.
 */
export function encodeJob({ rows, profile, processId, cutFirst }: EncoderInput): Uint8Array {
  const paper = new ThermalPrinter({
    type: PrinterTypes.EPSON,
    // Its own transports lose data; without an interface they refuse to run.
    interface: '',
    characterSet: CharacterSet.WPC1252,
    breakLine: BreakLine.NONE,
    width: profile.columns.a,
  });
  paper.setBuffer(jobStart(profile));
  if (cutFirst) paper.append(cut(profile));
  let style = AFTER_RESET;
  const pictures: Span[] = [];
  for (const row of rows) {
    switch (row.kind) {
      case 'feed':
        paper.append(feed(row.dots));
        break;
      case 'blank':
        // Each moves by the line spacing, as `ESC d` does, in a third of the bytes.
        paper.append(Buffer.alloc(row.lines, 0x0a));
        break;
      case 'text':
        changeStyle(paper, style, row);
        style = row;
        paper.println(toPrintable(row.text));
        break;
      case 'raster':
        changeAlignment(paper, style.align, row.align);
        style = { ...style, align: row.align };
        for (const band of slice(row.bitmap, MOST_BAND_DOTS)) {
          paper.append(rasterHeader(band));
          const start = paper.getBuffer().length;
          paper.append(Buffer.from(band.bytes));
          pictures.push({ start, end: start + band.bytes.length });
        }
        break;
      case 'qr':
        changeAlignment(paper, style.align, 'center');
        style = { ...style, align: 'center' };
        paper.printQR(row.text, { cellSize: row.moduleDots, correction: 'M', model: 2 });
        break;
    }
  }
  paper.append(cut(profile));
  paper.append(Buffer.from(proofRequest(profile, processId)));
  const job = paper.getBuffer();
  spoilLookAlikes(job, pictures);
  return job;
}

/** `ESC J n`, as often as it takes. */
function feed(dots: number): Buffer {
  const bytes: number[] = [];
  for (let left = dots; left > 0; left -= 255) bytes.push(0x1b, 0x4a, Math.min(left, 255));
  return Buffer.from(bytes);
}

/** `GS v 0`, normal size: bytes a row and rows, each below 256. */
function rasterHeader({ widthDots, heightDots }: Bitmap): Buffer {
  return Buffer.from([0x1d, 0x76, 0x30, 0x00, Math.ceil(widthDots / 8), 0x00, heightDots, 0x00]);
}

function changeAlignment(paper: ThermalPrinter, from: TextRow['align'], to: TextRow['align']): void {
  if (from === to) return;
  if (to === 'center') paper.alignCenter();
  else if (to === 'right') paper.alignRight();
  else paper.alignLeft();
}

/** Only what differs is sent, and only at the start of a line, where `ESC a` counts. */
function changeStyle(paper: ThermalPrinter, from: Style, to: Style): void {
  changeAlignment(paper, from.align, to.align);
  if (from.font !== to.font) {
    if (to.font === 'b') paper.setTypeFontB();
    else paper.setTypeFontA();
  }
  if (from.bold !== to.bold) paper.bold(to.bold);
  if (from.smooth !== to.smooth) paper.append(Buffer.from([0x1d, 0x62, to.smooth ? 1 : 0]));
  if (from.widthScale !== to.widthScale || from.heightScale !== to.heightScale)
    paper.append(Buffer.from([0x1d, 0x21, ((to.widthScale - 1) << 4) | (to.heightScale - 1)]));
}
