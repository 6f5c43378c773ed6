/** Questions and orders that are not part of a ticket. Names as in the makers' manuals. */

/** `DLE EOT n`: 1 printer, 2 why it is offline, 3 which error, 4 paper. Answered at once, offline as well. */
const askEpson = (question: number): Uint8Array => Uint8Array.of(0x10, 0x04, question);
export const EPSON_QUESTIONS = [1, 2, 3, 4].map(askEpson);

/** `DLE EOT 20`: Custom's full status, all in one answer. */
export const CUSTOM_QUESTIONS = [Uint8Array.of(0x10, 0x04, 0x14)];

/** `ESC ACK SOH`: Star's automatic status, now; obeyed on receipt, whether reports are on or off. */
export const STAR_QUESTIONS = [Uint8Array.of(0x1b, 0x06, 0x01)];

/** `GS a 255`: the printer tells of every change by itself. */
export const REPORT_CHANGES = Uint8Array.of(0x1d, 0x61, 0xff);

/** `ESC RS a 1`: the same of Star's. `ESC @` leaves it as it is. */
export const STAR_REPORT_CHANGES = Uint8Array.of(0x1b, 0x1e, 0x61, 0x01);

/** `DLE DC4` function 8: drops everything received and not printed, in any state, and answers `37 25 00`. */
export const DROP_EVERYTHING = Uint8Array.of(0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08);

/**
 * `CAN`, obeyed on receipt, drops everything received and not printed and sets the counter to 0; the status asked for right after
 * it shows that. In the data of a picture cut short it would be one more dot: the zeros fill the picture up and it comes again.
 */
export function dropEverythingStar(paddingBytes: number): Uint8Array {
  const drop = [0x18, 0x1b, 0x06, 0x01];
  return Uint8Array.of(...drop, ...(paddingBytes > 0 ? [...nothing(paddingBytes), ...drop] : []));
}

/** `ESC RS a 1`, `ESC RS E 0`, `ETB`: reports on, the counter to 0 and at once to 1. */
export const START_STAR_COUNTER = Uint8Array.of(...STAR_REPORT_CHANGES, 0x1b, 0x1e, 0x45, 0x00, 0x17);

/** `ETB`: all before it printed, the counter goes up by one and the status is sent. */
export const RAISE_STAR_COUNTER = Uint8Array.of(0x17);

/** `GS ( H` function 48: answered by `37 22 id 00` once all before it is on paper. Four characters, 21 to 7E. */
export function askWhenPrinted(processId: string): Uint8Array {
  if (!/^[\x21-\x7e]{4}$/.test(processId)) throw new RangeError('a process ID has four visible ASCII characters');
  return Uint8Array.of(0x1d, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30, ...Buffer.from(processId, 'latin1'));
}

/** `GS r 1`: answered by the paper sensors when its turn has come, so after all before it; not at all while offline. */
export const ASK_IN_TURN = Uint8Array.of(0x1d, 0x72, 0x01);

/** Bytes that mean nothing between commands and fill up the data of one that was cut short. */
export const nothing = (byteCount: number): Uint8Array => new Uint8Array(byteCount);
