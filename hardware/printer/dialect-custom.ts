import { CUSTOM_QUESTIONS } from './commands.ts';
import type { PrinterCondition } from './contract.ts';
import type { Grammar, Sensors, StatusDialect } from './status.ts';

const FIRST = 0x10;
const SECOND = 0x0f;
const FULL_STATUS_BYTES = 6;

/**
 * Custom's full status: `10 0F`, then paper, user, recoverable and unrecoverable errors. Its start looks like Epson's report of a
 * change, so it is read as the answer to its own question alone. Source: KPM210/216 user manual, page 36; KPM300 commands,
 * pages 66, 80 and 113.
 */
export const CUSTOM: StatusDialect = {
  questions: CUSTOM_QUESTIONS,
  // `GS E0 n` exists, but what it sends cannot be told from the answer to a question.
  reportChanges: null,
  answersByReport: false,
  grammar: () => GRAMMAR,
  conditionOfAnswers: ([answer = []], sensors) => conditionOf(answer, sensors),
};

const GRAMMAR: Grammar = {
  begins: (byte) => byte === FIRST,
  next(held, byte) {
    if (held.length === 1) return byte === SECOND ? 'more' : 'alien';
    return held.length + 1 === FULL_STATUS_BYTES ? 'last' : 'more';
  },
  readFrame: (frame) => [{ kind: 'status', bits: frame.slice(2) }],
  anywhere: () => null,
  // The answer to `GS r`.
  alone: (byte) => ((byte & 0x90) === 0 ? { kind: 'paper-sensor', bits: byte } : null),
};

function conditionOf(
  [paper = 0, user = 0, recoverable = 0, unrecoverable = 0]: readonly number[],
  { nearEndSensor }: Sensors,
): PrinterCondition {
  // The head lifted, the cover or the cutter's cover open.
  if (user & 0x03 || unrecoverable & 0x02) return 'cover-open';
  if (paper & 0x01) return 'paper-out';
  if (unrecoverable & 0x01) return 'cutter-error';
  // Memory; power supply, paper jam. A command it did not know and noise on its line are no reason not to print.
  if (unrecoverable & 0x0c || recoverable & 0x48) return 'printer-error';
  if (recoverable & 0x01) return 'overheated';
  // The sensor's near end, or the one counted from the length printed.
  return nearEndSensor && paper & 0x44 ? 'paper-low' : 'ready';
}
