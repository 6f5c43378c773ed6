import { STAR_QUESTIONS, STAR_REPORT_CHANGES } from './commands.ts';
import type { PrinterCondition } from './contract.ts';
import type { Grammar, Sensors, StatusDialect } from './status.ts';

/** Two headers and four bytes of status; later models add more. */
const SHORTEST_REPORT = 6;
const COUNTER_PLACE = 7;

/** Five bits that leave out bit 0 and bit 4, which tell a report's bytes from flow control. */
const fiveBits = (byte: number) => ((byte >> 1) & 0x07) | ((byte >> 2) & 0x18);

/**
 * Star's automatic status, sent at changes and on request alike, six bytes or more. Source: STAR Line Mode Command Specifications,
 * appendix 2, "Automatic Status".
 */
export const STAR: StatusDialect = {
  questions: STAR_QUESTIONS,
  reportChanges: STAR_REPORT_CHANGES,
  answersByReport: true,
  grammar: (sensors) => grammarWith(sensors),
  // Reports say it all before a `status` could.
  conditionOfAnswers: () => 'unknown-answer',
};

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
  // A mechanical error, one that does not mend itself, a jam in the presenter, data lost.
  if (error & 0x24 || more & 0x44) return 'printer-error';
  if (error & 0x40) return 'overheated';
  if (printer & 0x08) return 'printer-offline';
  return nearEndSensor && paper & 0x06 ? 'paper-low' : 'ready';
}
