/** Questions and orders of ESC/POS that are not part of a ticket. Names as in the maker's manual. */

export type StatusQuestion = 1 | 2 | 3 | 4;

/** `DLE EOT n`: 1 printer, 2 why it is offline, 3 which error, 4 paper. Answered at once, offline as well. */
export const askStatus = (question: StatusQuestion): Uint8Array => Uint8Array.of(0x10, 0x04, question);

/** `GS a 255`: the printer tells of every change by itself. */
export const REPORT_CHANGES = Uint8Array.of(0x1d, 0x61, 0xff);

/** `DLE DC4` function 8: drops everything received and not printed, in any state, and answers `37 25 00`. */
export const DROP_EVERYTHING = Uint8Array.of(0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08);

/** `GS ( H` function 48: answered by `37 22 id 00` once all before it is on paper. Four characters, 21 to 7E. */
export function askWhenPrinted(processId: string): Uint8Array {
  if (!/^[\x21-\x7e]{4}$/.test(processId)) throw new RangeError('a process ID has four visible ASCII characters');
  return Uint8Array.of(0x1d, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30, ...Buffer.from(processId, 'latin1'));
}
