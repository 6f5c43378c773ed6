import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { KioskEvent } from '../contract/events.ts';
import { RequestId } from '../contract/kiosk-api.ts';
import { makeFolder, syncFolder } from './folders.ts';

/**
 * The second copy of every fact: append-only lines of `CRC32 JSON`, one segment a service day, each record on disk before the
 * database commits it. Invariants: within an epoch `seq` grows by one; a record that was acknowledged to anybody is on disk; only
 * the last record of the last segment may be torn, by a power cut in the middle of its write.
 */
export const JournalRecord = z.strictObject({
  epoch: z.int().positive(),
  seq: z.int().positive(),
  eventId: z.uuid(),
  atMs: z.number(),
  requestId: RequestId.nullable(),
  event: KioskEvent,
  /** Which boot saw it (`createBootName`), by its monotonic clock (whole ms), and whether the time was the centre's; absent in old records. */
  bootId: z.uuid().optional(),
  monoMs: z.int().nonnegative().optional(),
  trust: z.enum(['trusted', 'guess']).optional(),
});
export type JournalRecord = z.infer<typeof JournalRecord>;

/** A longer unreadable tail is no torn record. */
const MAX_RECORD_BYTES = 4_096;
const SEGMENT = /^\d{4}-\d{2}-\d{2}\.journal$/;

export type JournalReading =
  | { state: 'empty' }
  /** `tornTail`: the last write was cut off; whether its record had been acknowledged elsewhere, only the database knows. */
  | { state: 'good'; records: JournalRecord[]; tornTail: boolean }
  | { state: 'damaged'; detail: string };

/** What a failed append leaves: nothing of the record (`full`), or a doubt that only a new start can settle (`broken`). */
export class JournalFailure extends Error {
  readonly kind: 'full' | 'broken';

  constructor(kind: 'full' | 'broken', cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause));
    this.kind = kind;
  }
}

export interface Journal {
  /** On disk when it returns. Throws a `JournalFailure`; after `broken` every further append throws it again. */
  append(record: JournalRecord, serviceDay: string): void;
  /** Its first record; `null` while there is none that can be read. */
  oldest(): Pick<JournalRecord, 'epoch' | 'seq'> | null;
  /** Deletes segments of service days before `serviceDay`. */
  deleteBefore(serviceDay: string): void;
  close(): void;
}

/** Reads all segments of a folder; a folder that is not there is empty. */
export function readJournal(folder: string): JournalReading {
  const names = segmentNames(folder);
  if (names.length === 0) return { state: 'empty' };
  const records: JournalRecord[] = [];
  let tornTail = false;
  for (const [index, name] of names.entries()) {
    const bytes = readFileSync(join(folder, name));
    const segment = readSegment(bytes);
    records.push(...segment.records);
    if (segment.restBytes === 0) continue;
    if (index < names.length - 1 || segment.restBytes > MAX_RECORD_BYTES || segment.goodAfterBad)
      return { state: 'damaged', detail: `${name}: a record that cannot be read after ${segment.records.length}` };
    tornTail = true;
  }
  for (const [index, record] of records.entries()) {
    const before = records[index - 1];
    if (before && before.epoch === record.epoch && record.seq !== before.seq + 1)
      return { state: 'damaged', detail: `record ${record.seq} follows ${before.seq}` };
  }
  return { state: 'good', records, tornTail };
}

/** Opens a journal for appending. A torn tail that reading found is cut off first, so that no record follows it. */
export function openJournal(folder: string): Journal {
  makeFolder(folder);
  const last = segmentNames(folder).at(-1);
  if (last !== undefined) cutTornTail(join(folder, last));
  let open: { day: string; fd: number; length: number } | null = null;
  let broken: JournalFailure | null = null;

  function segmentOf(day: string): { day: string; fd: number; length: number } {
    // A day never goes back in the journal, whatever the clock says: the order of records is that of time.
    const newest = open?.day ?? segmentNames(folder).at(-1)?.slice(0, day.length) ?? day;
    const wanted = day > newest ? day : newest;
    if (open?.day === wanted) return open;
    if (open) closeSync(open.fd);
    const path = join(folder, `${wanted}.journal`);
    const isNew = !existsSync(path);
    const fd = openSync(path, 'a', 0o600);
    if (isNew) {
      fsyncSync(fd);
      syncFolder(folder);
    }
    open = { day: wanted, fd, length: readFileSync(path).length };
    return open;
  }

  return {
    append(record, serviceDay) {
      if (broken) throw broken;
      const line = Buffer.from(lineOf(record), 'utf8');
      let segment: { fd: number; length: number };
      try {
        segment = segmentOf(serviceDay);
      } catch (error) {
        throw new JournalFailure('full', error);
      }
      try {
        for (let written = 0; written < line.length; ) written += writeSync(segment.fd, line, written);
      } catch (error) {
        // Nothing of it was promised to anybody: what was written of it goes again.
        ftruncateSync(segment.fd, segment.length);
        throw new JournalFailure('full', error);
      }
      try {
        fdatasyncSync(segment.fd);
      } catch (error) {
        // The kernel may have thrown the pages away and will not say so again: a second fsync that succeeds proves nothing.
        broken = new JournalFailure('broken', error);
        throw broken;
      }
      segment.length += line.length;
    },
    oldest() {
      for (const name of segmentNames(folder)) {
        const bytes = readFileSync(join(folder, name));
        if (bytes.length > 0) return readLine(bytes.subarray(0, bytes.indexOf(0x0a)).toString('utf8'));
      }
      return null;
    },
    deleteBefore(serviceDay) {
      const old = segmentNames(folder).filter((name) => name < `${serviceDay}.journal`);
      const newest = segmentNames(folder).at(-1);
      for (const name of old) if (name !== newest) unlinkSync(join(folder, name));
      if (old.length > 0) syncFolder(folder);
    },
    close() {
      if (open) closeSync(open.fd);
      open = null;
    },
  };
}

/** Puts on disk what a process that was killed may have left to the system's memory. */
export function syncJournal(folder: string): void {
  const last = segmentNames(folder).at(-1);
  if (last === undefined) return;
  const fd = openSync(join(folder, last), 'r+');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** One record as it stands in a segment. */
export function lineOf(record: object): string {
  const json = JSON.stringify(record);
  return `${checksum(json)} ${json}\n`;
}

const checksum = (json: string): string => crc32(Buffer.from(json, 'utf8')).toString(16).padStart(8, '0');

function segmentNames(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => SEGMENT.test(name))
    .toSorted();
}

interface Segment {
  records: JournalRecord[];
  /** Bytes after the last good record. */
  restBytes: number;
  /** Whether a good record stands somewhere in the rest: then the rest is no torn tail. */
  goodAfterBad: boolean;
}

function readSegment(bytes: Buffer): Segment {
  const records: JournalRecord[] = [];
  let start = 0;
  for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, start)) {
    const record = readLine(bytes.subarray(start, end).toString('utf8'));
    if (!record) break;
    records.push(record);
    start = end + 1;
  }
  const rest = bytes.subarray(start);
  const goodAfterBad = rest
    .toString('utf8')
    .split('\n')
    .slice(1)
    .some((line) => readLine(line) !== null);
  return { records, restBytes: rest.length, goodAfterBad };
}

function readLine(line: string): JournalRecord | null {
  const json = line.slice(9);
  if (line[8] !== ' ' || checksum(json) !== line.slice(0, 8)) return null;
  try {
    const record = JournalRecord.safeParse(JSON.parse(json));
    return record.success ? record.data : null;
  } catch {
    return null;
  }
}

function cutTornTail(path: string): void {
  const bytes = readFileSync(path);
  const { restBytes } = readSegment(bytes);
  if (restBytes === 0) return;
  const fd = openSync(path, 'r+');
  try {
    ftruncateSync(fd, bytes.length - restBytes);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
