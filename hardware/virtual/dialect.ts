import type { Bitmap } from './glyphs.ts';

export type SlipState = 'ok' | 'low' | 'out';
export type CoverState = 'closed' | 'open';

/** What the printer knows of itself. */
export interface Sensors {
  paper: SlipState;
  cover: CoverState;
  /** Heals itself. */
  headHot: boolean;
  /** The blade is stuck until a person frees it. */
  cutterStuck: boolean;
  /** The motor turns. */
  moving: boolean;
  /** Jobs proved by Star's counter, since it was cleared. */
  proofCount: number;
  /** Star: the counter was raised and nothing was cleared since. */
  proofSeen: boolean;
}

export const isOffline = ({ paper, cover, headHot, cutterStuck }: Sensors): boolean =>
  paper === 'out' || cover === 'open' || headHot || cutterStuck;

/** What the mechanism must do before the next command may be read. */
export type Action =
  | { kind: 'print'; bitmap: Bitmap; text: string; heightDots: number; code?: string }
  | { kind: 'feed'; heightDots: number }
  | { kind: 'cut'; feedDots: number; feedToBlade: boolean }
  | { kind: 'answer-when-printed'; processId: Uint8Array }
  | { kind: 'answer-paper' }
  /** `which` is the command's own argument. */
  | { kind: 'answer-name'; which: number }
  /** `ESC @`: a job begins. */
  | { kind: 'begin' }
  | { kind: 'raise-counter' }
  | { kind: 'clear-counter' }
  /** `selection` is the command's own argument; 0 ends the reports. */
  | { kind: 'report-changes'; selection: number };

/** Reads the print data. */
export interface Interpreter {
  receive(bytes: Uint8Array): void;
  /** Bytes received and not yet obeyed. */
  held(): number;
  /** Obeys commands up to the first that needs the mechanism; `null` when more bytes are needed for that. */
  next(): Action | null;
  /** Drops everything received and the line not yet printed. */
  drop(): void;
  /** As after switching on. */
  reset(): void;
  /** The bytes obeyed since the last call, with a request for proof that stands next in the buffer. */
  takeBytes(): Uint8Array;
  takeUnknown(): string[];
}

/** What is obeyed on receipt, whatever waits before it. */
export type Immediate = { kind: 'ask'; question: string } | { kind: 'clear' } | { kind: 'restart' };
export type Received = Immediate | { kind: 'data'; bytes: Uint8Array };

/** One maker's language: which bytes mean what, both ways. */
export interface Dialect {
  /** Picks what is obeyed on receipt out of what arrives, split anywhere. */
  createFilter(): (bytes: Uint8Array) => Received[];
  createInterpreter(onCancel: () => void): Interpreter;
  answer(question: string, sensors: Sensors): readonly number[];
  /** What it says by itself at a change, for the selection it was given. */
  report(sensors: Sensors, selection: number): readonly number[];
  /** The answer to `clear`. */
  cleared: readonly number[];
  /** `ESC @` ends the reports. */
  resetEndsReports: boolean;
  answerPaper(sensors: Sensors): readonly number[];
  answerName(which: number): readonly number[];
  proof(processId: Uint8Array): readonly number[];
}
