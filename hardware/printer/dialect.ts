import type { PrinterCondition, PrinterFault } from './contract.ts';
import type { SlipRow } from './rows.ts';
import type { PrinterTraits } from './traits.ts';

/** One thing the printer said. */
export type PrinterMessage =
  /** An answer to a status question. Which one, only the asker knows: they may all look alike. */
  | { kind: 'status'; bits: readonly number[] }
  /** Its whole state, which it may tell unasked; `count` is its counter of jobs, `null` where there is none. */
  | { kind: 'changed'; condition: PrinterCondition; count: number | null }
  /** The state of its paper, in its turn after all that was sent before the question. */
  | { kind: 'paper-sensor'; bits: number }
  | { kind: 'printed'; processId: string }
  | { kind: 'dropped' }
  /** A byte that belongs to nothing known. */
  | { kind: 'noise'; byte: number };

export interface Sensors {
  nearEndSensor: boolean;
}

/** What the bytes of a dialect mean. A frame is what takes more than one byte to say. */
export interface Grammar {
  begins(byte: number): boolean;
  /** Whether `byte` belongs to the frame begun by `held`, and ends it. */
  next(held: readonly number[], byte: number): 'more' | 'last' | 'alien';
  readFrame(frame: readonly number[]): PrinterMessage[];
  /** What a byte says that may stand anywhere, inside a frame as well. */
  anywhere(byte: number): PrinterMessage | null;
  /** What a byte says that stands alone and could be part of a frame whose beginning was lost. */
  alone(byte: number): PrinterMessage | null;
}

export type Bits = readonly number[];

/** What the answers are worth so far. */
export type Matched =
  | { kind: 'part'; answers: readonly Bits[] }
  | { kind: 'whole'; condition: PrinterCondition; count: number | null };

/** What `message` is to the question asked after `answers` had come; `null` when it is no answer to it. */
export type Match = (message: PrinterMessage, answers: readonly Bits[], sensors: Sensors) => Matched | null;

export interface JobToEncode {
  rows: readonly SlipRow[];
  profile: PrinterTraits & { status: { reportsChanges: boolean } };
  /** A piece of an earlier ticket may hang from the slot: it is cut off before this one begins. */
  cutFirst: boolean;
}

/** By which commands a printer prints. */
export interface CommandSet {
  /** The whole job as one piece of bytes, but for the request for proof at its end. */
  encode(job: JobToEncode): Uint8Array;
  /** Bytes that mean nothing between commands and fill up the data of one that was cut short. */
  filler(byteCount: number): Uint8Array;
}

/** What is known of a job that was sent. */
export interface SentJob {
  processId: string;
  /** The counter of jobs before it; 0 where there is none. */
  countBefore: number;
  /** Whether its turn has `passed` already. */
  hasPassed: boolean;
}

/**
 * What a message says of the job under way.
 * - `printed`: it is on paper.
 * - `passed`: all of it was obeyed; it is printed if the printer still says that all is well when the paper must be out.
 * - `doubtful`: it cannot be known any more.
 */
export type Verdict = 'printed' | 'passed' | 'doubtful' | PrinterFault | null;

/** One way in which a printer confirms that a job is on paper. */
export interface Proof {
  /** What stands at the job's end and makes the printer say that it is done. */
  request(processId: string): Uint8Array;
  judge(message: PrinterMessage, job: SentJob): Verdict;
  /** False where nothing is confirmed: only the time that the paper takes is waited for. */
  isAwaited: boolean;
  /** For a proof by answers that look all alike: those still owed to an old job are heard before a new one is sent. */
  inTurn: { question: Uint8Array; answers(message: PrinterMessage): boolean } | null;
  /** For a proof by a counter of jobs, which comes with the reports alone: where it must stand before a job, and what takes it there. */
  counter: { place(count: number | null): 'good' | 'to-be-started' | 'missing'; start: Uint8Array } | null;
}

/** One way in which a printer drops what it received and has not printed, and says so. */
export interface Clearing {
  /** `jobBytes`: length of the longest job of which a piece may wait for the rest of its data. */
  command(jobBytes: number): Uint8Array;
  isDone(message: PrinterMessage): boolean;
}

/** Everything of one make of printer. Names are those of the profiles. */
export interface Dialect {
  /** Which of them it goes with; none in a dialect that goes with all. */
  commandSets: Readonly<Record<string, CommandSet>>;
  /** Each is asked after the answer to the one before. */
  questions: readonly Uint8Array[];
  match: Match;
  /** What switches its reports on; `null` where it has none. */
  reportChanges: Uint8Array | null;
  grammar(sensors: Sensors): Grammar;
  proofs: Readonly<Record<string, Proof>>;
  clearings: Readonly<Record<string, Clearing>>;
}

/** For answers that look alike: the first is the first question's. `conditionOf` reads all of them together. */
export const matchInOrder =
  (questionCount: number, conditionOf: (answers: readonly Bits[], sensors: Sensors) => PrinterCondition): Match =>
  (message, before, sensors) => {
    if (message.kind !== 'status') return null;
    const answers = [...before, message.bits];
    if (answers.length < questionCount) return { kind: 'part', answers };
    return { kind: 'whole', condition: conditionOf(answers, sensors), count: null };
  };

/** For a printer whose report of its whole state answers the question too. */
export const matchReport: Match = (message) =>
  message.kind === 'changed' ? { kind: 'whole', condition: message.condition, count: message.count } : null;

/** Zeros, which no printer prints. */
export const zeros = (byteCount: number): Uint8Array => new Uint8Array(byteCount);
