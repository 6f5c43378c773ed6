import { BreakLine, CharacterSet, PrinterTypes, ThermalPrinter } from 'node-thermal-printer';
import { askWhenPrinted, REPORT_CHANGES } from './commands.ts';
import type { PaperRow, TextRow } from './layout.ts';
import { toPrintable } from './printable.ts';
import type { PrinterProfile } from './profile.ts';

export interface EncoderInput {
  rows: readonly PaperRow[];
  profile: PrinterProfile;
  processId: string;
  /** A piece of an earlier ticket may hang from the slot: it is cut off before this one begins. */
  cutFirst: boolean;
}

/** `GS V 66 0`: feeds to the blade and cuts, leaving the paper hanging by a point where the cutter can. */
const FEED_AND_CUT = Buffer.from([0x1d, 0x56, 0x42, 0x00]);

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
  paper.setBuffer(Buffer.from([0x1b, 0x40, ...REPORT_CHANGES, 0x1b, 0x74, profile.cp1252Page]));
  if (cutFirst) paper.append(FEED_AND_CUT);
  let style = AFTER_RESET;
  for (const row of rows) {
    if (row.kind === 'feed') paper.append(Buffer.from([0x1b, 0x4a, row.dots]));
    else if (row.kind === 'blank') paper.append(Buffer.from([0x1b, 0x64, row.lines]));
    else {
      changeStyle(paper, style, row);
      style = row;
      paper.println(toPrintable(row.text));
    }
  }
  paper.append(FEED_AND_CUT);
  paper.append(Buffer.from(askWhenPrinted(processId)));
  return paper.getBuffer();
}

/** Only what differs is sent, and only at the start of a line, where `ESC a` counts. */
function changeStyle(paper: ThermalPrinter, from: Style, to: Style): void {
  if (from.align !== to.align) {
    if (to.align === 'center') paper.alignCenter();
    else if (to.align === 'right') paper.alignRight();
    else paper.alignLeft();
  }
  if (from.font !== to.font) {
    if (to.font === 'b') paper.setTypeFontB();
    else paper.setTypeFontA();
  }
  if (from.bold !== to.bold) paper.bold(to.bold);
  if (from.smooth !== to.smooth) paper.append(Buffer.from([0x1d, 0x62, to.smooth ? 1 : 0]));
  if (from.widthScale !== to.widthScale || from.heightScale !== to.heightScale)
    paper.append(Buffer.from([0x1d, 0x21, ((to.widthScale - 1) << 4) | (to.heightScale - 1)]));
}
