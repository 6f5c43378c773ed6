import { BreakLine, CharacterSet, PrinterTypes, ThermalPrinter } from 'node-thermal-printer';
import type { Bitmap, PrinterCondition } from './contract.ts';
import {
  type Clearing,
  type CommandSet,
  type Dialect,
  type Grammar,
  type JobToEncode,
  matchReport,
  type Proof,
  type Sensors,
  zeros,
} from './dialect.ts';
import { toPrintable } from './printable.ts';
import { slice } from './raster.ts';
import type { QrRow, TextRow } from './rows.ts';

/** `ESC ACK SOH`: requests the automatic status; obeyed on receipt, whether reports are on or off. */
export const ASK_STATUS = Uint8Array.of(0x1b, 0x06, 0x01);

/** `ESC RS a 1`: the printer reports every change by itself. `ESC @` does not reset this. */
const REPORT_CHANGES = Uint8Array.of(0x1b, 0x1e, 0x61, 0x01);

/** `ESC RS a 1`, `ESC RS E 0`, `ETB`: reports on, the counter to 0 and at once to 1. */
const START_COUNTER = Uint8Array.of(...REPORT_CHANGES, 0x1b, 0x1e, 0x45, 0x00, 0x17);

/** `ETB`: once every earlier byte is printed, the counter rises by one and the printer sends its status. */
const RAISE_COUNTER = Uint8Array.of(0x17);

/**
 * The printer's job counter runs from 0 to 31. 0 means that the printer was cleared, so a job's counts stay low enough never to wrap to 0.
 */
const LOWEST_COUNT = 1;
const HIGHEST_COUNT = 29;

const BY_COUNTER: Proof = {
  request: () => RAISE_COUNTER,
  judge: (message, { countBefore }) =>
    message.kind === 'changed' && message.count === countBefore + 1 ? 'printed' : null,
  isAwaited: true,
  inTurn: null,
  counter: {
    place(count) {
      if (count === null) return 'missing';
      return count >= LOWEST_COUNT && count <= HIGHEST_COUNT ? 'good' : 'to-be-started';
    },
    start: START_COUNTER,
  },
};

/**
 * `CAN`, obeyed on receipt, drops everything received and not printed and sets the counter to 0. The driver requests the status right after
 * `CAN`: a counter of 0 confirms the clearing, because no job leaves the counter at 0. Inside the data of a truncated picture CAN would
 * count as dots: the zeros complete the picture and CAN is sent again.
 */
const BY_CAN: Clearing = {
  command(jobBytes) {
    const drop = [0x18, ...ASK_STATUS];
    return Uint8Array.of(...drop, ...(jobBytes > 0 ? [...zeros(jobBytes), ...drop] : []));
  },
  isDone: (message) => message.kind === 'changed' && message.count === 0,
};

const SHORTEST_REPORT = 6;
const COUNTER_PLACE = 7;

/** A number in a report uses bits 1 to 3 and 5 to 6, because bits 0 and 4 distinguish the report's bytes from flow control. */
const fiveBits = (byte: number) => ((byte >> 1) & 0x07) | ((byte >> 2) & 0x18);

/**
 * The automatic status, sent at changes and on request, six bytes or more. Source: STAR Line Mode Command Specifications, appendix 2,
 * "Automatic Status".
 */
const grammarWith = (sensors: Sensors): Grammar => ({
  begins: (byte) => (byte & 0x91) === 0x01 && fiveBits(byte) >= SHORTEST_REPORT,
  next(held, byte) {
    // Bit 7 of the second header lengthens the report; no other byte has it.
    if ((byte & (held.length === 1 ? 0x11 : 0x91)) !== 0) return 'alien';
    const length = fiveBits(held[0] ?? 0) + (((held[1] ?? byte) >> 6) & 0x02);
    return held.length + 1 === length ? 'last' : 'more';
  },
  readFrame: (frame) => [
    {
      kind: 'changed',
      condition: conditionOf(frame, sensors),
      count: frame[COUNTER_PLACE] === undefined ? null : fiveBits(frame[COUNTER_PLACE]),
    },
  ],
  anywhere: () => null,
  alone: () => null,
});

function conditionOf(
  [, , printer = 0, error = 0, more = 0, paper = 0]: readonly number[],
  { nearEndSensor }: Sensors,
): PrinterCondition {
  if (printer & 0x20 || more & 0x02) return 'cover-open';
  if (paper & 0x08) return 'paper-out';
  if (error & 0x08) return 'cutter-error';
  if (error & 0x24 || more & 0x44) return 'printer-error';
  if (error & 0x40) return 'overheated';
  if (printer & 0x08) return 'printer-offline';
  return nearEndSensor && paper & 0x06 ? 'paper-low' : 'ready';
}

/** Rows of dots per `ESC k`: as high as a line of 3 mm, so that bands join without a gap. */
const BAND_DOTS = 24;
/** `ESC z 1` and `ESC 0`: a line is 4 mm (32 dots) or 3 mm. */
const TEXT_SPACING = [0x1b, 0x7a, 0x31];
const BAND_SPACING = [0x1b, 0x30];
const LF = 0x0a;

type Style = Pick<TextRow, 'font' | 'widthScale' | 'heightScale' | 'bold' | 'align'>;
const AFTER_RESET: Style = { font: 'a', widthScale: 1, heightScale: 1, bold: false, align: 'left' };

/**
 * Encodes the job in line mode. The library supplies text bytes and emphasis; this function writes the commands that the library lacks or
 * gets wrong. Numbers are sent as digits where allowed, because the bytes 4, 5 and 24 are commands that Star's printers obey on receipt.
 * Source: STAR Line Mode Command Specifications, chapter 3.
 */
function encode({ rows, profile, cutFirst }: JobToEncode): Uint8Array {
  const paper = new ThermalPrinter({
    type: PrinterTypes.STAR,
    interface: '',
    characterSet: CharacterSet.WPC1252,
    breakLine: BreakLine.NONE,
    width: profile.columns.a,
  });
  const append = (...bytes: number[]) => paper.append(Buffer.from(bytes));
  // `ESC M` removes the space between characters, as the column count assumes.
  const start = [0x1b, 0x40, ...REPORT_CHANGES, 0x1b, 0x1d, 0x74, profile.cp1252Page, 0x1b, 0x4d, ...TEXT_SPACING];
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
  append(...cut);
  return paper.getBuffer();
}

/**
 * Changes alignment (`ESC GS a`), font (`ESC RS F`), bold (`ESC E`, `ESC F`) and enlargement (`ESC i`). Sends only the changed settings, at
 * the start of a line.
 */
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

/** `ESC I n` feeds eighths of a millimetre, and one eighth is one dot. */
function feed(dots: number): number[] {
  const bytes: number[] = [];
  for (let left = dots; left > 0; left -= 255) bytes.push(0x1b, 0x49, harmless(Math.min(left, 255)));
  return bytes;
}

/** `ESC k` takes the bytes per row and 24 rows of dots. */
function bandOf({ widthDots, heightDots, bytes }: Bitmap): number[] {
  const bytesPerRow = Math.ceil(widthDots / 8);
  const sentPerRow = harmless(bytesPerRow);
  const dots = Array<number>(sentPerRow * BAND_DOTS).fill(0);
  for (let y = 0; y < heightDots; y += 1)
    for (let x = 0; x < bytesPerRow; x += 1) dots[y * sentPerRow + x] = harmless(bytes[y * bytesPerRow + x] ?? 0);
  return [0x1b, 0x6b, sentPerRow, 0x00, ...dots, LF];
}

/**
 * Replaces the bytes EOT, ENQ and CAN, which by the manual the printer may obey on receipt even inside data. A replaced byte changes one or
 * two dots of a picture, or raises a count by one or two, which is harmless.
 */
const harmless = (byte: number): number => (byte === 0x04 || byte === 0x05 ? 0x06 : byte === 0x18 ? 0x19 : byte);

function qrCode({ text, moduleDots }: QrRow): number[] {
  const data = Buffer.from(text, 'latin1');
  return [
    0x1b,
    0x1d,
    0x79,
    0x53,
    0x30,
    0x02,
    0x1b,
    0x1d,
    0x79,
    0x53,
    0x31,
    0x01,
    0x1b,
    0x1d,
    0x79,
    0x53,
    0x32,
    Math.min(moduleDots, 8),
    0x1b,
    0x1d,
    0x79,
    0x44,
    0x31,
    0x00,
    data.length & 0xff,
    data.length >> 8,
    ...data,
    0x1b,
    0x1d,
    0x79,
    0x50,
  ];
}

const LINE_MODE: CommandSet = { encode, filler: zeros };

export const STAR = {
  commandSets: { 'star-line': LINE_MODE },
  questions: [ASK_STATUS],
  match: matchReport,
  reportChanges: REPORT_CHANGES,
  grammar: grammarWith,
  proofs: { 'star-counter': BY_COUNTER },
  clearings: { 'star-can': BY_CAN },
} satisfies Dialect;
