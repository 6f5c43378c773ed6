import type { Dialect, Sensors } from './dialect.ts';
import { isOffline } from './dialect.ts';
import type { InterpreterOptions } from './interpreter.ts';
import { createRealTimeFilter, type ImmediateCommand } from './real-time.ts';
import { createStarInterpreter } from './star-interpreter.ts';

/** Obeyed on receipt: `ESC ACK SOH` asks for the status, `ESC ACK CAN` restarts the printer. */
const IMMEDIATE: readonly ImmediateCommand[] = [
  { bytes: [0x1b, 0x06, 0x01], command: { kind: 'ask', question: 'status' } },
  { bytes: [0x1b, 0x06, 0x18], command: { kind: 'restart' } },
];

/** The counter's five bits have the values 02 04 08 20 40 in its byte. */
const counterByte = (count: number): number => ((count & 0x07) << 1) | ((count & 0x18) << 2);

/** Automatic status (STAR Line Mode manual, appendix 2): nine bytes, of which the first encodes the length. */
function statusOf(sensors: Sensors): readonly number[] {
  const { paper, cover, headHot, cutterStuck, proofSeen, proofCount } = sensors;
  return [
    0x23,
    0x06,
    (proofSeen ? 0x02 : 0) | (isOffline(sensors) ? 0x08 : 0) | (cover === 'open' ? 0x20 : 0),
    (cutterStuck ? 0x08 : 0) | (headHot ? 0x40 : 0),
    0,
    (paper === 'ok' ? 0 : 0x04) | (paper === 'out' ? 0x08 : 0),
    0,
    counterByte(proofCount),
    0,
  ];
}

/** Simulates Star's line mode. ETB raises the counter by which the printer confirms a job; CAN clears the printer. */
export function createStar(options: InterpreterOptions): Dialect {
  return {
    createFilter: () => createRealTimeFilter(IMMEDIATE),
    createInterpreter: (onCancel) => createStarInterpreter(options, onCancel),
    answer: (_, sensors) => statusOf(sensors),
    report: (sensors) => statusOf(sensors),
    cleared: [],
    // The manual lists the settings that a reset restores; reports are not among them.
    resetEndsReports: false,
    answerPaper: () => [],
    answerName: () => [],
    proof: () => [],
  };
}
