import type { PrinterCondition, PrinterFault } from './contract.ts';
import type { SlipRow } from './rows.ts';
import type { PrinterTraits } from './traits.ts';

export type PrinterMessage =
  /** An answer to a status question. Answers may look alike, so only the sender of the question knows to which question it belongs. */
  | { kind: 'status'; bits: readonly number[] }
  /** The printer's whole state, possibly unsolicited; `count` is its job counter, `null` if it has none. */
  | { kind: 'changed'; condition: PrinterCondition; count: number | null }
  /** The state of the paper sensors, sent once the printer has obeyed every command before the question. */
  | { kind: 'paper-sensor'; bits: number }
  | { kind: 'printed'; processId: string }
  | { kind: 'dropped' }
  | { kind: 'noise'; byte: number };

export interface Sensors {
  nearEndSensor: boolean;
}

/** The meaning of a dialect's bytes. A frame is a message of several bytes. */
export interface Grammar {
  begins(byte: number): boolean;
  next(held: readonly number[], byte: number): 'more' | 'last' | 'alien';
  readFrame(frame: readonly number[]): PrinterMessage[];
  anywhere(byte: number): PrinterMessage | null;
  alone(byte: number): PrinterMessage | null;
}

export type Bits = readonly number[];

/**
 * The status answers received so far. `part`: more answers are needed. `whole`: the answers are complete and give the printer's condition.
 */
export type Matched =
  | { kind: 'part'; answers: readonly Bits[] }
  | { kind: 'whole'; condition: PrinterCondition; count: number | null };

/** Adds `message` as the answer to the next question to the `answers` received so far. `null`: `message` does not answer that question. */
export type Match = (message: PrinterMessage, answers: readonly Bits[], sensors: Sensors) => Matched | null;

export interface JobToEncode {
  rows: readonly SlipRow[];
  profile: PrinterTraits & { status: { reportsChanges: boolean } };
  /** A piece of an earlier ticket may hang from the slot and must be cut off first. */
  cutFirst: boolean;
}

export interface CommandSet {
  /** Encodes the whole job except the request for the printer's confirmation (`Proof.request`), which is sent at the job's end. */
  encode(job: JobToEncode): Uint8Array;
  /** Returns bytes that do nothing between commands and that complete the data of a truncated command. */
  filler(byteCount: number): Uint8Array;
}

export interface SentJob {
  processId: string;
  /** 0 if the printer has no job counter. */
  countBefore: number;
  hasPassed: boolean;
}

/**
 * The effect of a message on the job in progress.
 * - `printed`: the job is on paper.
 * - `passed`: the printer obeyed the whole job; the job counts as printed if the printer reports no fault once the paper must be out.
 * - `doubtful`: the result can no longer be known.
 */
export type Verdict = 'printed' | 'passed' | 'doubtful' | PrinterFault | null;

/** One method by which a printer confirms that a job is on paper. */
export interface Proof {
  /** Returns the bytes that are sent at a job's end and make the printer confirm the job. */
  request(processId: string): Uint8Array;
  judge(message: PrinterMessage, job: SentJob): Verdict;
  /** True if the driver waits for a confirmation. False for a printer that confirms nothing: the driver only waits for the paper. */
  isAwaited: boolean;
  /**
   * Set if all confirmations of this kind look alike: after a job that ended unknown and cannot be cleared, the driver sends `question`
   * ahead of the next job and waits until all answers to old jobs have arrived.
   */
  inTurn: { question: Uint8Array; answers(message: PrinterMessage): boolean } | null;
  /**
   * Set if the printer confirms jobs by its job counter. `place` judges whether the counter's value, read from a status report, suits a
   * job; `start` are the bytes that set the counter.
   */
  counter: { place(count: number | null): 'good' | 'to-be-started' | 'missing'; start: Uint8Array } | null;
}

/** One method by which a printer drops what it received and has not printed, and confirms that. */
export interface Clearing {
  /** Returns the command. `jobBytes` is the length of the last job sent, whose truncated data the printer may still await. */
  command(jobBytes: number): Uint8Array;
  isDone(message: PrinterMessage): boolean;
}

export interface Dialect {
  /** The command sets that a profile may combine with this dialect; empty: a profile may use any command set. */
  commandSets: Readonly<Record<string, CommandSet>>;
  questions: readonly Uint8Array[];
  match: Match;
  /** The bytes that switch on reports of changes; `null`: the driver cannot use such reports. */
  reportChanges: Uint8Array | null;
  grammar(sensors: Sensors): Grammar;
  proofs: Readonly<Record<string, Proof>>;
  clearings: Readonly<Record<string, Clearing>>;
}

export const matchInOrder =
  (questionCount: number, conditionOf: (answers: readonly Bits[], sensors: Sensors) => PrinterCondition): Match =>
  (message, before, sensors) => {
    if (message.kind !== 'status') return null;
    const answers = [...before, message.bits];
    if (answers.length < questionCount) return { kind: 'part', answers };
    return { kind: 'whole', condition: conditionOf(answers, sensors), count: null };
  };

export const matchReport: Match = (message) =>
  message.kind === 'changed' ? { kind: 'whole', condition: message.condition, count: message.count } : null;

/** Zeros, which no printer prints. */
export const zeros = (byteCount: number): Uint8Array => new Uint8Array(byteCount);
