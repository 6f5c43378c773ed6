import type { PrinterCondition } from './contract.ts';

/** One thing the printer said. Which question a `status` answers only the asker knows: they all look alike. */
export type PrinterMessage =
  | { kind: 'status'; bits: number }
  | { kind: 'changed'; bits: readonly [number, number, number, number] }
  | { kind: 'paper-sensor'; bits: number }
  | { kind: 'printed'; processId: string }
  | { kind: 'dropped' }
  /** A byte that belongs to nothing known. */
  | { kind: 'noise'; byte: number };

const XON = 0x11;
const XOFF = 0x13;
/** First bytes of answers that run to a zero byte. */
const BLOCK_HEADERS: ReadonlySet<number> = new Set([0x37, 0x35, 0x3b, 0x3d, 0x5f]);
/** The longest known block, a model's name, is shorter. */
const LONGEST_BLOCK = 80;

const isStatus = (byte: number) => (byte & 0x93) === 0x12;
const startsChange = (byte: number) => (byte & 0x93) === 0x10;
const continuesChange = (byte: number) => (byte & 0x90) === 0;

/**
 * Sorts the one stream of bytes that a printer sends. Each call takes the next bytes, split anywhere, and returns what they
 * complete. Flow control and real-time answers may stand inside a group or a block and do not break it.
 */
export function createStatusReader(): (bytes: Uint8Array) => PrinterMessage[] {
  let held: number[] = [];

  /** True when `byte` was used up; false when it ended what was held without belonging to it. */
  function extend(byte: number, messages: PrinterMessage[]): boolean {
    const [header] = held;
    if (header === undefined) return false;
    if (BLOCK_HEADERS.has(header)) {
      if (byte === 0) {
        messages.push(...readBlock(held));
        held = [];
        return true;
      }
      if (byte >= 0x20 && held.length < LONGEST_BLOCK) {
        held.push(byte);
        return true;
      }
    } else if (continuesChange(byte)) {
      const [first, second, third] = held;
      if (first !== undefined && second !== undefined && third !== undefined) {
        messages.push({ kind: 'changed', bits: [first, second, third, byte] });
        held = [];
      } else held.push(byte);
      return true;
    }
    if (isStatus(byte)) {
      messages.push({ kind: 'status', bits: byte });
      return true;
    }
    messages.push({ kind: 'noise', byte: header });
    held = [];
    return false;
  }

  return (bytes) => {
    const messages: PrinterMessage[] = [];
    for (const byte of bytes) {
      if (byte === XON || byte === XOFF || extend(byte, messages)) continue;
      if (BLOCK_HEADERS.has(byte) || startsChange(byte)) held = [byte];
      else if (isStatus(byte)) messages.push({ kind: 'status', bits: byte });
      else if (continuesChange(byte)) messages.push({ kind: 'paper-sensor', bits: byte });
      else messages.push({ kind: 'noise', byte });
    }
    return messages;
  };
}

/** A block without its closing zero. Blocks that nobody here asked for are passed over. */
function readBlock(block: readonly number[]): PrinterMessage[] {
  const [header, kind, ...rest] = block;
  if (header !== 0x37) return [];
  if (kind === 0x22 && rest.length === 4 && rest.every((byte) => byte <= 0x7e))
    return [{ kind: 'printed', processId: String.fromCharCode(...rest) }];
  if (kind === 0x25 && rest.length === 0) return [{ kind: 'dropped' }];
  return kind === 0x23 ? [] : [{ kind: 'noise', byte: header }];
}

export interface Sensors {
  nearEndSensor: boolean;
}

/**
 * What the answers to the four status questions add up to. An open cover comes first: it is seen, and most printers report the
 * paper as ended with it.
 */
export function conditionOfAnswers(
  answers: readonly [number, number, number, number],
  sensors: Sensors,
): PrinterCondition {
  const [printer, offline, error, paper] = answers;
  if (offline & 0x04) return 'cover-open';
  if (offline & 0x20 || paper & 0x60) return 'paper-out';
  if (error & 0x08) return 'cutter-error';
  if (error & 0x24) return 'printer-error';
  if (offline & 0x40) return error & 0x40 ? 'overheated' : 'printer-error';
  if (printer & 0x08) return 'printer-offline';
  return sensors.nearEndSensor && paper & 0x0c ? 'paper-low' : 'ready';
}

/** The same of an unasked report of a change (ASB). */
export function conditionOfChange(bits: readonly [number, number, number, number], sensors: Sensors): PrinterCondition {
  const [printer, error, paper] = bits;
  if (printer & 0x20) return 'cover-open';
  if (paper & 0x0c) return 'paper-out';
  if (error & 0x08) return 'cutter-error';
  if (error & 0x24) return 'printer-error';
  if (error & 0x40) return 'overheated';
  if (printer & 0x08) return 'printer-offline';
  return sensors.nearEndSensor && paper & 0x03 ? 'paper-low' : 'ready';
}
