import type { Dialect, Sensors } from './dialect.ts';
import { answerPaper, answerStatus, nameOf, STATUS_QUESTIONS } from './epson.ts';
import { createInterpreter } from './escpos-interpreter.ts';
import type { InterpreterOptions } from './interpreter.ts';
import { createRealTimeFilter, type ImmediateCommand } from './real-time.ts';

/** The questions that only printers of the maker Custom know: `DLE EOT` 17 and 20 (KPM210/216 user manual, page 36). */
const OWN_QUESTIONS: readonly ImmediateCommand[] = [
  { bytes: [0x10, 0x04, 0x11], command: { kind: 'ask', question: '17' } },
  { bytes: [0x10, 0x04, 0x14], command: { kind: 'ask', question: '20' } },
];

function fullStatus({ paper, cover, headHot, cutterStuck, moving }: Sensors): readonly number[] {
  return [
    (paper === 'out' ? 0x01 : 0) | (paper === 'ok' ? 0 : 0x04),
    (cover === 'open' ? 0x03 : 0) | (moving ? 0x08 : 0),
    headHot ? 0x01 : 0,
    cutterStuck ? 0x01 : 0,
  ];
}

/** The report that `GS E0 n` selects (KPM300 command manual, page 66): bit 0 paper, 1 user, 2 recoverable, 3 unrecoverable. */
function selectedStatus(sensors: Sensors, selection: number): readonly number[] {
  const selected = selection & 0x0f;
  return [0x10, selected, ...fullStatus(sensors).filter((_, bit) => (selected >> bit) & 1)];
}

/**
 * Simulates the ESC/POS of the maker Custom. The printer confirms no job by process ID and has no command that clears its buffer; it
 * answers `GS r` after it has obeyed every earlier command.
 */
export function createCustom(options: InterpreterOptions): Dialect {
  return {
    createFilter: () => createRealTimeFilter([...STATUS_QUESTIONS, ...OWN_QUESTIONS]),
    createInterpreter: () => createInterpreter(options),
    answer(question, sensors) {
      if (question === '17') return [0x12 | (sensors.moving ? 0x04 : 0) | (sensors.paper === 'out' ? 0x20 : 0)];
      if (question === '20') return [0x10, 0x0f, ...fullStatus(sensors)];
      return answerStatus(question, sensors);
    },
    report: selectedStatus,
    cleared: [],
    resetEndsReports: true,
    answerPaper,
    answerName: nameOf(options.profile),
    proof: () => [],
  };
}
