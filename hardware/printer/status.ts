import type { PrinterCondition } from './contract.ts';
import { CUSTOM } from './dialect-custom.ts';
import { ESCPOS } from './dialect-escpos.ts';
import { STAR } from './dialect-star.ts';
import type { PrinterProfile } from './profile.ts';

/** One thing the printer said. */
export type PrinterMessage =
  /** An answer to a status question. Which one, only the asker knows: they may all look alike. */
  | { kind: 'status'; bits: readonly number[] }
  /** Its whole state, which it may tell unasked; `count` is Star's counter, `null` where there is none. */
  | { kind: 'changed'; condition: PrinterCondition; count: number | null }
  /** The answer to `GS r`, in its turn. */
  | { kind: 'paper-sensor'; bits: number }
  | { kind: 'printed'; processId: string }
  | { kind: 'dropped' }
  /** A byte that belongs to nothing known. */
  | { kind: 'noise'; byte: number };

export interface Sensors {
  nearEndSensor: boolean;
}

/** How one make of printer speaks of itself. */
export interface StatusDialect {
  /** Asked one by one, each after the answer to the one before. */
  questions: readonly Uint8Array[];
  /** What switches its reports on; `null` where it has none. */
  reportChanges: Uint8Array | null;
  /** Whether a report is the answer to the question too, as with Star. */
  answersByReport: boolean;
  grammar(sensors: Sensors): Grammar;
  /** What the answers add up to, one for each question. */
  conditionOfAnswers(answers: readonly (readonly number[])[], sensors: Sensors): PrinterCondition;
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

const MUTE: StatusDialect = {
  ...ESCPOS,
  questions: [],
  reportChanges: null,
  conditionOfAnswers: () => 'ready',
};
const DIALECTS: Record<PrinterProfile['status']['dialect'], StatusDialect> = {
  escpos: ESCPOS,
  star: STAR,
  custom: CUSTOM,
  none: MUTE,
};

export const dialectOf = (profile: Pick<PrinterProfile, 'status'>): StatusDialect => DIALECTS[profile.status.dialect];

const XON = 0x11;
const XOFF = 0x13;

/**
 * Sorts the one stream of bytes that a printer sends. Each call takes the next bytes, split anywhere, and returns what they
 * complete. Flow control may stand anywhere. After noise a byte alone means nothing until something certain was read: it may be the
 * rest of what was garbled.
 */
export function createStatusReader(grammar: Grammar): (bytes: Uint8Array) => PrinterMessage[] {
  let held: number[] = [];
  let isSure = true;

  /** True when `byte` was used up; false when it ended what was held without belonging to it. */
  function extend(byte: number, messages: PrinterMessage[]): boolean {
    const [header] = held;
    if (header === undefined) return false;
    const place = grammar.next(held, byte);
    if (place !== 'alien') {
      held.push(byte);
      if (place === 'last') {
        const read = grammar.readFrame(held);
        isSure = read.every(({ kind }) => kind !== 'noise');
        messages.push(...read);
        held = [];
      }
      return true;
    }
    const within = grammar.anywhere(byte);
    if (within !== null) {
      messages.push(within);
      return true;
    }
    messages.push({ kind: 'noise', byte: header });
    isSure = false;
    held = [];
    return false;
  }

  function readAlone(byte: number): PrinterMessage {
    const certain = grammar.anywhere(byte);
    if (certain !== null) isSure = true;
    const message = certain ?? (isSure ? grammar.alone(byte) : null);
    if (message !== null) return message;
    isSure = false;
    return { kind: 'noise', byte };
  }

  return (bytes) => {
    const messages: PrinterMessage[] = [];
    for (const byte of bytes) {
      if (byte === XON || byte === XOFF || extend(byte, messages)) continue;
      if (grammar.begins(byte)) held = [byte];
      else messages.push(readAlone(byte));
    }
    return messages;
  };
}
