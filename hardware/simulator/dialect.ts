import type { Bitmap } from './glyphs.ts';

export type SlipState = 'ok' | 'low' | 'out';
export type CoverState = 'closed' | 'open';

export interface Sensors {
  paper: SlipState;
  cover: CoverState;
  /** Whether the head is too hot to print; this fault ends by itself. */
  headHot: boolean;
  /** Whether the blade is stuck, until a person frees it. */
  cutterStuck: boolean;
  moving: boolean;
  /** The number of jobs that Star's counter has counted since it was cleared. */
  proofCount: number;
  /** Whether Star's counter was raised and not cleared since. */
  proofSeen: boolean;
}

export const isOffline = ({ paper, cover, headHot, cutterStuck }: Sensors): boolean =>
  paper === 'out' || cover === 'open' || headHot || cutterStuck;

/** The mechanism's next action; the interpreter reads on after it. */
export type Action =
  | { kind: 'print'; bitmap: Bitmap; text: string; heightDots: number; code?: string }
  | { kind: 'feed'; heightDots: number }
  | { kind: 'cut'; feedDots: number; feedToBlade: boolean }
  | { kind: 'answer-when-printed'; processId: Uint8Array }
  | { kind: 'answer-paper' }
  /** `which`: the command's argument. */
  | { kind: 'answer-name'; which: number }
  /** `ESC @`: a job begins. */
  | { kind: 'begin' }
  | { kind: 'raise-counter' }
  | { kind: 'clear-counter' }
  /** `selection`: the command's argument; 0 ends the reports. */
  | { kind: 'report-changes'; selection: number };

export interface Interpreter {
  receive(bytes: Uint8Array): void;
  /** The number of bytes received and not yet obeyed. */
  held(): number;
  /** Obeys commands up to the first that needs the mechanism; `null`: more bytes are needed. */
  next(): Action | null;
  /** Drops everything received and the line not yet printed. */
  drop(): void;
  /** Restores the state that the printer has after it is switched on. */
  reset(): void;
  /** The bytes obeyed since the last call, and a proof request that comes next in the buffer. */
  takeBytes(): Uint8Array;
  takeUnknown(): string[];
}

/** A command obeyed on receipt, before anything that waits. */
export type Immediate = { kind: 'ask'; question: string } | { kind: 'clear' } | { kind: 'restart' };
export type Received = Immediate | { kind: 'data'; bytes: Uint8Array };

/** One maker's language: the meaning of bytes in both directions. */
export interface Dialect {
  /** Separates commands obeyed on receipt from data; input may be split anywhere. */
  createFilter(): (bytes: Uint8Array) => Received[];
  createInterpreter(onCancel: () => void): Interpreter;
  answer(question: string, sensors: Sensors): readonly number[];
  /** The unsolicited report of a change, for the selection the host made. */
  report(sensors: Sensors, selection: number): readonly number[];
  /** The answer to `clear`. */
  cleared: readonly number[];
  /** Whether `ESC @` ends the reports. */
  resetEndsReports: boolean;
  answerPaper(sensors: Sensors): readonly number[];
  answerName(which: number): readonly number[];
  proof(processId: Uint8Array): readonly number[];
}
