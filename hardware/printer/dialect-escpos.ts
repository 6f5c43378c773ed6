import { EPSON_QUESTIONS, REPORT_CHANGES } from './commands.ts';
import type { PrinterCondition } from './contract.ts';
import type { Grammar, PrinterMessage, Sensors, StatusDialect } from './status.ts';

/** First bytes of answers that run to a zero byte. */
const BLOCK_HEADERS: ReadonlySet<number> = new Set([0x37, 0x35, 0x3b, 0x3d, 0x5f]);
/** The longest known block, a model's name, is shorter. */
const LONGEST_BLOCK = 80;
const REPORT_BYTES = 4;

const isStatus = (byte: number) => (byte & 0x93) === 0x12;
const beginsReport = (byte: number) => (byte & 0x93) === 0x10;
/** Also the shape of an answer to `GS r`. */
const continuesReport = (byte: number) => (byte & 0x90) === 0;

/** Epson's, and what its imitators keep of it. Source: Epson's ESC/POS reference; TM-T88III guide, appendix G. */
export const ESCPOS: StatusDialect = {
  questions: EPSON_QUESTIONS,
  reportChanges: REPORT_CHANGES,
  answersByReport: false,
  grammar: (sensors) => grammarWith(sensors),
  conditionOfAnswers,
};

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

/** Blocks that nobody here asked for are passed over. */
function readBlock(block: readonly number[]): PrinterMessage[] {
  const [header, kind, ...rest] = block.slice(0, -1);
  if (header !== 0x37) return [];
  if (kind === 0x22 && rest.length === 4 && rest.every((byte) => byte <= 0x7e))
    return [{ kind: 'printed', processId: String.fromCharCode(...rest) }];
  if (kind === 0x25 && rest.length === 0) return [{ kind: 'dropped' }];
  return kind === 0x23 ? [] : [{ kind: 'noise', byte: header }];
}

/**
 * An open cover comes first, here and below: it is seen, and most printers report the paper as ended with it.
 */
function conditionOfAnswers(answers: readonly (readonly number[])[], { nearEndSensor }: Sensors): PrinterCondition {
  const [printer = 0, offline = 0, error = 0, paper = 0] = answers.flat();
  if (offline & 0x04) return 'cover-open';
  if (offline & 0x20 || paper & 0x60) return 'paper-out';
  if (error & 0x08) return 'cutter-error';
  if (error & 0x24) return 'printer-error';
  if (offline & 0x40) return error & 0x40 ? 'overheated' : 'printer-error';
  if (printer & 0x08) return 'printer-offline';
  return nearEndSensor && paper & 0x0c ? 'paper-low' : 'ready';
}

/** The automatic status (ASB). Its fourth byte means nothing. */
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
