import { existsSync, readFileSync } from 'node:fs';

export const LOG_HEADER_BYTES = 32;
export const FRAME_HEADER_BYTES = 24;
/** First word of a write-ahead log; its last bit is the byte order of the machine that wrote the log. */
const MAGIC = 0x377f0682;
const FIRST_PAGE = 1;

/** The two running sums of a checksum, as in SQLite's file format. */
type Sums = readonly [number, number];

/**
 * Reads the newest committed first page of a database from its write-ahead log, without SQLite and without writing; `null`: the page is not
 * in the log, or the file is no log. As in SQLite, frames count up to the last commit with correct checksums.
 */
export function newestFirstPage(log: string): Buffer | null {
  if (!existsSync(log)) return null;
  const bytes = readFileSync(log);
  if (bytes.length < LOG_HEADER_BYTES || (bytes.readUInt32BE(0) & ~1) >>> 0 !== MAGIC) return null;
  const isBigEndian = (bytes.readUInt32BE(0) & 1) === 1;
  const pageBytes = bytes.readUInt32BE(8);
  const salt = bytes.subarray(16, 24);
  let sums = sumUp(bytes.subarray(0, 24), [0, 0], isBigEndian);
  if (!isSum(bytes, 24, sums)) return null;
  let begun: Buffer | null = null;
  let committed: Buffer | null = null;
  const frameBytes = FRAME_HEADER_BYTES + pageBytes;
  for (let at = LOG_HEADER_BYTES; at + frameBytes <= bytes.length; at += frameBytes) {
    const page = bytes.subarray(at + FRAME_HEADER_BYTES, at + frameBytes);
    sums = sumUp(page, sumUp(bytes.subarray(at, at + 8), sums, isBigEndian), isBigEndian);
    if (!bytes.subarray(at + 8, at + 16).equals(salt) || !isSum(bytes, at + 16, sums)) break;
    if (bytes.readUInt32BE(at) === FIRST_PAGE) begun = page;
    if (bytes.readUInt32BE(at + 4) !== 0) committed = begun;
  }
  return committed;
}

function sumUp(bytes: Buffer, [first, second]: Sums, isBigEndian: boolean): Sums {
  let [a, b] = [first, second];
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    a = (a + (isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + b) >>> 0;
    b = (b + (isBigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + a) >>> 0;
  }
  return [a, b];
}

const isSum = (bytes: Buffer, at: number, [a, b]: Sums): boolean =>
  bytes.readUInt32BE(at) === a && bytes.readUInt32BE(at + 4) === b;
