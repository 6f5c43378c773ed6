import type { PrinterTraits } from '../printer/traits.ts';
import type { Dialect, Sensors } from './dialect.ts';
import { isOffline } from './dialect.ts';
import { createInterpreter } from './escpos-interpreter.ts';
import type { InterpreterOptions } from './interpreter.ts';
import { createRealTimeFilter, type ImmediateCommand } from './real-time.ts';

export interface Abilities {
  /** The printer answers `GS ( H` function 48; otherwise it ignores the request. */
  provesPrinting: boolean;
  /** The printer obeys `DLE DC4` function 8; otherwise it takes the command for print data. */
  clears: boolean;
  /**
   * False: the printer answers no question about status, paper or name and never reports. It may still confirm jobs and obey the clearing.
   */
  speaks: boolean;
}

export const STATUS_QUESTIONS: readonly ImmediateCommand[] = ['1', '2', '3', '4'].map((question) => ({
  bytes: [0x10, 0x04, Number(question)],
  command: { kind: 'ask', question },
}));
const CLEAR: ImmediateCommand = {
  bytes: [0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08],
  command: { kind: 'clear' },
};

/** The answer to `DLE EOT n` (Epson's page dle_eot). Without a fault: 12 hex; for n=1 16 hex, because the cash drawer's pin is high. */
export function answerStatus(question: string, sensors: Sensors): readonly number[] {
  const { paper, cover, headHot, cutterStuck } = sensors;
  switch (question) {
    case '1':
      return [0x16 | (isOffline(sensors) ? 0x08 : 0)];
    case '2':
      return [
        0x12 | (cover === 'open' ? 0x04 : 0) | (paper === 'out' ? 0x20 : 0) | (headHot || cutterStuck ? 0x40 : 0),
      ];
    case '3':
      return [0x12 | (cutterStuck ? 0x08 : 0) | (headHot ? 0x40 : 0)];
    default:
      return [0x12 | (paper === 'ok' ? 0 : 0x0c) | (paper === 'out' ? 0x60 : 0)];
  }
}

/** The report that `GS a` switches on (Epson's page gs_la): four bytes. */
function reportStatus(sensors: Sensors): readonly number[] {
  const { paper, cover, headHot, cutterStuck } = sensors;
  return [
    0x14 | (isOffline(sensors) ? 0x08 : 0) | (cover === 'open' ? 0x20 : 0),
    (cutterStuck ? 0x08 : 0) | (headHot ? 0x40 : 0),
    (paper === 'ok' ? 0 : 0x03) | (paper === 'out' ? 0x0c : 0),
    0x0f,
  ];
}

/** The answer to `GS r 1` (Epson's page gs_lr). */
export const answerPaper = ({ paper }: Sensors): readonly number[] => [
  (paper === 'ok' ? 0 : 0x03) | (paper === 'out' ? 0x0c : 0),
];

/** The answers to `GS I` (Epson's page gs_ci): maker, model and firmware as text. A printer without a maker's name answers none. */
export function nameOf({ maker, model }: Pick<PrinterTraits, 'maker' | 'model'>): (which: number) => readonly number[] {
  const names: Readonly<Record<number, string>> =
    maker === 'generic' ? {} : { 65: '1.00 ESC/POS', 66: maker, 67: model };
  return (which) => {
    const name = names[which];
    return name === undefined ? [] : [0x5f, ...Buffer.from(name, 'latin1'), 0x00];
  };
}

/** The printer's confirmation that a job is on paper: the answer to `GS ( H` function 48 (Epson's page gs_lparen_ch_fn48). */
const proofOf = (processId: Uint8Array): readonly number[] => [0x37, 0x22, ...processId, 0x00];

export function createEpson(options: InterpreterOptions, { provesPrinting, clears, speaks }: Abilities): Dialect {
  const commands = clears ? [...STATUS_QUESTIONS, CLEAR] : STATUS_QUESTIONS;
  return {
    createFilter: () => createRealTimeFilter(commands),
    createInterpreter: () => createInterpreter(options),
    answer: (question, sensors) => (speaks ? answerStatus(question, sensors) : []),
    report: (sensors) => (speaks ? reportStatus(sensors) : []),
    cleared: [0x37, 0x25, 0x00],
    // The manuals do not say whether a reset ends the reports. Here it does, so that the driver must cope with it.
    resetEndsReports: true,
    answerPaper: (sensors) => (speaks ? answerPaper(sensors) : []),
    answerName: speaks ? nameOf(options.profile) : () => [],
    proof: (processId) => (provesPrinting ? proofOf(processId) : []),
  };
}
