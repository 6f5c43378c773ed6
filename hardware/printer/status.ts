import type { Grammar, PrinterMessage } from './dialect.ts';

const XON = 0x11;
const XOFF = 0x13;

/**
 * Splits the printer's byte stream into messages. Each call takes the next bytes, split anywhere, and returns the messages they complete.
 * Flow control may occur anywhere. After noise a message of a single byte is also noise until an unambiguous message arrives, because the
 * byte may be the rest of a garbled message.
 */
export function createStatusReader(grammar: Grammar): (bytes: Uint8Array) => PrinterMessage[] {
  let held: number[] = [];
  let isSure = true;

  /** Adds `byte` to the frame. Returns false if `byte` does not belong to the frame, which ends without it. */
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
