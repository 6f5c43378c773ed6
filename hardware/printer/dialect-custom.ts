import type { PrinterCondition } from './contract.ts';
import { type Bits, type Dialect, type Grammar, matchInOrder, type Sensors } from './dialect.ts';
import { ESCPOS_COMMANDS, IN_TURN } from './dialect-escpos.ts';

/** `DLE EOT 20`: the full status in one answer. */
export const ASK_FULL_STATUS = Uint8Array.of(0x10, 0x04, 0x14);

const FIRST = 0x10;
const SECOND = 0x0f;
const FULL_STATUS_BYTES = 6;

const GRAMMAR: Grammar = {
  begins: (byte) => byte === FIRST,
  next(held, byte) {
    if (held.length === 1) return byte === SECOND ? 'more' : 'alien';
    return held.length + 1 === FULL_STATUS_BYTES ? 'last' : 'more';
  },
  readFrame: (frame) => [{ kind: 'status', bits: frame.slice(2) }],
  anywhere: () => null,
  alone: (byte) => ((byte & 0x90) === 0 ? { kind: 'paper-sensor', bits: byte } : null),
};

export function customCondition(answers: readonly Bits[], { nearEndSensor }: Sensors): PrinterCondition {
  const [paper = 0, user = 0, recoverable = 0, unrecoverable = 0] = answers[0] ?? [];
  // Head lifted, cover open, or the cutter's cover open.
  if (user & 0x03 || unrecoverable & 0x02) return 'cover-open';
  if (paper & 0x01) return 'paper-out';
  if (unrecoverable & 0x01) return 'cutter-error';
  // Memory error; power supply error, paper jam. An unknown command or line noise does not stop printing.
  if (unrecoverable & 0x0c || recoverable & 0x48) return 'printer-error';
  if (recoverable & 0x01) return 'overheated';
  // Near end of the roll, by the sensor or calculated from the printed length.
  return nearEndSensor && paper & 0x44 ? 'paper-low' : 'ready';
}

/**
 * The full status of printers of the maker Custom: `10 0F`, then paper, user, recoverable and unrecoverable errors. It starts like Epson's
 * unsolicited status report, so the driver reads it only as the answer to its own question. Source: KPM210/216 user manual, page 36; KPM300
 * commands, pages 66, 80 and 113. `clearings` is empty because the command CAN of these printers empties only the current line, not the
 * receive buffer (KPM150 commands, page 68).
 */
export const CUSTOM = {
  commandSets: { escpos: ESCPOS_COMMANDS },
  questions: [ASK_FULL_STATUS],
  match: matchInOrder(1, customCondition),
  // `GS E0 n` would switch reports on, but a report could not be distinguished from the answer to a question.
  reportChanges: null,
  grammar: () => GRAMMAR,
  proofs: { fence: IN_TURN },
  clearings: {},
} satisfies Dialect;
