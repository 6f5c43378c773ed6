import type { Bitmap } from './glyphs.ts';

export type SlipState = 'ok' | 'low' | 'out';
export type CoverState = 'closed' | 'open';

export interface Sensors {
  paper: SlipState;
  cover: CoverState;
  /** The head is too hot to print; it cools by itself. */
  headHot: boolean;
  /** The blade is stuck until a person frees it. */
  cutterStuck: boolean;
  moving: boolean;
  /** Value of Star's counter: the number of jobs since the counter was cleared. */
  proofCount: number;
  /** True if Star's counter was raised after it was last cleared. */
  proofSeen: boolean;
}

export const isOffline = ({ paper, cover, headHot, cutterStuck }: Sensors): boolean =>
  paper === 'out' || cover === 'open' || headHot || cutterStuck;

/** The mechanism's next action. The interpreter reads further commands when the action is done. */
export type Action =
  | { kind: 'print'; bitmap: Bitmap; text: string; heightDots: number; code?: string }
  | { kind: 'feed'; heightDots: number }
  | { kind: 'cut'; feedDots: number; feedToBlade: boolean }
  | { kind: 'answer-when-printed'; processId: Uint8Array }
  | { kind: 'answer-paper' }
  | { kind: 'answer-name'; which: number }
  /** `ESC @`: a job begins. */
  | { kind: 'begin' }
  | { kind: 'raise-counter' }
  | { kind: 'clear-counter' }
  /** `selection` is the command's argument; 0 ends the reports. */
  | { kind: 'report-changes'; selection: number };

export interface Interpreter {
  receive(bytes: Uint8Array): void;
  held(): number;
  /** Obeys commands up to the first that needs the mechanism; `null`: more bytes are needed. */
  next(): Action | null;
  /** Drops the waiting bytes and the line that is not yet printed. */
  drop(): void;
  reset(): void;
  /** Returns the bytes obeyed since the last call, and the request to confirm the job if it comes next in the buffer. */
  takeBytes(): Uint8Array;
  takeUnknown(): string[];
}

/** A command that the printer obeys on receipt, before all waiting bytes. */
export type Immediate = { kind: 'ask'; question: string } | { kind: 'clear' } | { kind: 'restart' };
export type Received = Immediate | { kind: 'data'; bytes: Uint8Array };

/** One maker's language: the meaning of bytes in both directions. */
export interface Dialect {
  /** Creates a filter that separates commands obeyed on receipt from data. Its input may be split anywhere. */
  createFilter(): (bytes: Uint8Array) => Received[];
  createInterpreter(onCancel: () => void): Interpreter;
  answer(question: string, sensors: Sensors): readonly number[];
  /** Returns the unsolicited report of a change, with the parts that the host selected. */
  report(sensors: Sensors, selection: number): readonly number[];
  cleared: readonly number[];
  resetEndsReports: boolean;
  answerPaper(sensors: Sensors): readonly number[];
  answerName(which: number): readonly number[];
  proof(processId: Uint8Array): readonly number[];
}
