import { BreakLine, CharacterSet, PrinterTypes, ThermalPrinter } from 'node-thermal-printer';
import type { Bitmap, PrinterCondition } from './contract.ts';
import {
  type Bits,
  type Clearing,
  type CommandSet,
  type Dialect,
  type Grammar,
  type JobToEncode,
  matchInOrder,
  type PrinterMessage,
  type Proof,
  type Sensors,
  zeros,
} from './dialect.ts';
import { toPrintable } from './printable.ts';
import { slice } from './raster.ts';
import { type Span, spoilLookAlikes } from './real-time-look-alikes.ts';
import type { TextRow } from './rows.ts';
import type { PrinterTraits } from './traits.ts';

/** Epson's commands, which printers of many other makers also obey. Source: Epson's ESC/POS reference; TM-T88III guide, appendix G. */

/** `DLE EOT n`: 1 printer, 2 why it is offline, 3 which error, 4 paper. Answered at once, offline as well. */
export const QUESTIONS = [1, 2, 3, 4].map((question) => Uint8Array.of(0x10, 0x04, question));

/** `GS a 255` makes the printer report every change by itself. */
const REPORT_CHANGES = Uint8Array.of(0x1d, 0x61, 0xff);

/** `DLE DC4` function 8: drops everything received and not printed, in any state, and answers `37 25 00`. */
export const DROP_EVERYTHING = Uint8Array.of(0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08);

/** `GS r 1`: the printer answers with its paper sensors once it has obeyed every earlier command. It does not answer while offline. */
export const ASK_IN_TURN = Uint8Array.of(0x1d, 0x72, 0x01);
const PAPER_END_BITS = 0x0c;

/** `GS ( H` function 48: the printer answers `37 22 id 00` once every earlier byte is on paper. The id has four characters, 21 to 7E. */
export function askWhenPrinted(processId: string): Uint8Array {
  if (!/^[\x21-\x7e]{4}$/.test(processId)) throw new RangeError('a process ID has four visible ASCII characters');
  return Uint8Array.of(0x1d, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30, ...Buffer.from(processId, 'latin1'));
}

const BY_PROCESS_ID: Proof = {
  request: askWhenPrinted,
  judge: (message, { processId }) => (message.kind === 'printed' && message.processId === processId ? 'printed' : null),
  isAwaited: true,
  inTurn: null,
  counter: null,
};

/**
 * Confirms a job by the printer's answer to `GS r`. The answer is one byte without an id, so after a second such byte, or unreadable bytes,
 * the driver cannot know which byte was the answer.
 */
export const IN_TURN: Proof = {
  request: () => ASK_IN_TURN,
  judge(message, { hasPassed }) {
    if (message.kind === 'noise') return 'doubtful';
    if (message.kind !== 'paper-sensor') return null;
    if (hasPassed) return 'doubtful';
    return message.bits & PAPER_END_BITS ? 'paper-out' : 'passed';
  },
  isAwaited: true,
  inTurn: { question: ASK_IN_TURN, answers: ({ kind }) => kind === 'paper-sensor' },
  counter: null,
};

const BY_FUNCTION_8: Clearing = { command: () => DROP_EVERYTHING, isDone: ({ kind }) => kind === 'dropped' };

const BLOCK_HEADERS: ReadonlySet<number> = new Set([0x37, 0x35, 0x3b, 0x3d, 0x5f]);
/** The longest known block, a model's name, is shorter. */
const LONGEST_BLOCK = 80;
const REPORT_BYTES = 4;

const isStatus = (byte: number) => (byte & 0x93) === 0x12;
const beginsReport = (byte: number) => (byte & 0x93) === 0x10;
const continuesReport = (byte: number) => (byte & 0x90) === 0;

const grammarWith = (sensors: Sensors): Grammar => ({
  begins: (byte) => BLOCK_HEADERS.has(byte) || beginsReport(byte),
  next([header = 0, ...rest], byte) {
    if (!BLOCK_HEADERS.has(header)) {
      if (!continuesReport(byte)) return 'alien';
      return rest.length + 2 === REPORT_BYTES ? 'last' : 'more';
    }
    if (byte === 0) return 'last';
    return byte >= 0x20 && rest.length + 1 < LONGEST_BLOCK ? 'more' : 'alien';
  },
  readFrame: (frame) => (BLOCK_HEADERS.has(frame[0] ?? 0) ? readBlock(frame) : [readReport(frame, sensors)]),
  anywhere: (byte) => (isStatus(byte) ? { kind: 'status', bits: [byte] } : null),
  alone: (byte) => (continuesReport(byte) ? { kind: 'paper-sensor', bits: byte } : null),
});

function readBlock(block: readonly number[]): PrinterMessage[] {
  const [header, kind, ...rest] = block.slice(0, -1);
  if (header !== 0x37) return [];
  if (kind === 0x22 && rest.length === 4 && rest.every((byte) => byte <= 0x7e))
    return [{ kind: 'printed', processId: String.fromCharCode(...rest) }];
  if (kind === 0x25 && rest.length === 0) return [{ kind: 'dropped' }];
  return kind === 0x23 ? [] : [{ kind: 'noise', byte: header }];
}

/**
 * An open cover is reported before other faults, here and in `readReport`, because a person sees it and most printers also report paper out
 * with it.
 */
export function escPosCondition(answers: readonly Bits[], { nearEndSensor }: Sensors): PrinterCondition {
  const [printer = 0, offline = 0, error = 0, paper = 0] = answers.flat();
  if (offline & 0x04) return 'cover-open';
  if (offline & 0x20 || paper & 0x60) return 'paper-out';
  if (error & 0x08) return 'cutter-error';
  if (error & 0x24) return 'printer-error';
  if (offline & 0x40) return error & 0x40 ? 'overheated' : 'printer-error';
  if (printer & 0x08) return 'printer-offline';
  return nearEndSensor && paper & 0x0c ? 'paper-low' : 'ready';
}

/** The automatic status (ASB). Its fourth byte has no meaning. */
function readReport(
  [printer = 0, error = 0, paper = 0]: readonly number[],
  { nearEndSensor }: Sensors,
): PrinterMessage {
  const report = (condition: PrinterCondition): PrinterMessage => ({ kind: 'changed', condition, count: null });
  if (printer & 0x20) return report('cover-open');
  if (paper & 0x0c) return report('paper-out');
  if (error & 0x08) return report('cutter-error');
  if (error & 0x24) return report('printer-error');
  if (error & 0x40) return report('overheated');
  if (printer & 0x08) return report('printer-offline');
  return report(nearEndSensor && paper & 0x03 ? 'paper-low' : 'ready');
}

/**
 * Pictures are sent in bands, because small printers buffer little of a picture. Below 256 rows the header's high byte is 0, which no
 * printer takes for a command.
 */
const MOST_BAND_DOTS = 240;

type Style = Pick<TextRow, 'font' | 'widthScale' | 'heightScale' | 'bold' | 'smooth' | 'align'>;
const AFTER_RESET: Style = { font: 'a', widthScale: 1, heightScale: 1, bold: false, smooth: false, align: 'left' };

/**
 * Encodes reset, ticket and cut. The library only turns text and styles into bytes. `jobStart` replaces the library's job header, which
 * assumes that every printer selects Windows-1252 by the number 16.
 */
function encode({ rows, profile, cutFirst }: JobToEncode): Uint8Array {
  const paper = new ThermalPrinter({
    type: PrinterTypes.EPSON,
    // Without an interface the library cannot open one of its transports, which lose data.
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
        paper.append(Buffer.from(feed(row.dots)));
        break;
      case 'blank':
        // Each LF feeds one line spacing with one byte; `ESC d n` takes three bytes.
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
  const job = paper.getBuffer();
  spoilLookAlikes(job, pictures);
  return job;
}

/** `ESC J n` feeds at most 255 dots. */
function feed(dots: number): number[] {
  const bytes: number[] = [];
  for (let left = dots; left > 0; left -= 255) bytes.push(0x1b, 0x4a, Math.min(left, 255));
  return bytes;
}

function rasterHeader({ widthDots, heightDots }: Bitmap): Buffer {
  return Buffer.from([0x1d, 0x76, 0x30, 0x00, Math.ceil(widthDots / 8), 0x00, heightDots, 0x00]);
}

function changeAlignment(paper: ThermalPrinter, from: TextRow['align'], to: TextRow['align']): void {
  if (from === to) return;
  if (to === 'center') paper.alignCenter();
  else if (to === 'right') paper.alignRight();
  else paper.alignLeft();
}

/** Sends only the changed settings. Call it at the start of a line, where `ESC a` takes effect. */
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

/** `GS e 3 6`: the presenter of a printer of the maker Custom pushes the ticket out by six steps of 6.5 mm. */
const PRESENT = [0x1d, 0x65, 0x03, 0x06];
const MM_PER_INCH = 25.4;

const jobStart = ({ status, cp1252Page }: JobToEncode['profile']): Buffer =>
  Buffer.from([0x1b, 0x40, ...(status.reportsChanges ? REPORT_CHANGES : []), 0x1b, 0x74, cp1252Page]);

function cut(profile: PrinterTraits): Buffer {
  if (profile.presenter === 'custom') return Buffer.from([...feedToBlade(profile), 0x1b, 0x69, ...PRESENT]);
  switch (profile.cutter) {
    case 'none':
      return Buffer.from(feedToBlade(profile));
    case 'partial':
      return Buffer.from([0x1d, 0x56, 0x42, 0x00]);
    case 'full':
      return Buffer.from([0x1d, 0x56, 0x41, 0x00]);
  }
}

const feedToBlade = ({ headToCutterMm, dpi }: PrinterTraits): number[] =>
  feed(Math.round((headToCutterMm * dpi) / MM_PER_INCH));

export const ESCPOS_COMMANDS: CommandSet = { encode, filler: zeros };

export const ESCPOS = {
  commandSets: { escpos: ESCPOS_COMMANDS },
  questions: QUESTIONS,
  match: matchInOrder(QUESTIONS.length, escPosCondition),
  reportChanges: REPORT_CHANGES,
  grammar: grammarWith,
  proofs: { 'process-id': BY_PROCESS_ID, fence: IN_TURN },
  clearings: { 'dle-dc4-8': BY_FUNCTION_8 },
} satisfies Dialect;
