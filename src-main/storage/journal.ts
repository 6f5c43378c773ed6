import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  truncateSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../domain/result.ts';
import { isDiskFull } from './disk-full.ts';
import { makeFolder, sync } from './folders.ts';
import { type JournalLine, type JournalRecord, lineOf, type RecordPlace, readLine } from './journal-record.ts';
import { noteReached } from './reached.ts';

/** Longest tail that counts as a torn record: twice the longest event that a centre accepts. A longer unreadable tail is damage. */
const MAX_RECORD_BYTES = 32_768;
const SEGMENT = /^\d{4}-\d{2}-\d{2}\.journal$/;

export type JournalReading =
  | { state: 'empty' }
  /** `tornTail`: the last write was cut off; only the database shows whether that record had been committed. */
  | {
      state: 'good';
      records: JournalRecord[];
      /** Epoch and seq of the last record, even if only a newer program can read that record. */
      last: RecordPlace | null;
      tornTail: boolean;
    }
  | { state: 'damaged'; detail: string; remains: JournalRecord[] };

/** A failed append. `full`: no part of the record remains. `broken`: part of it may remain, and only a restart can find out. */
export class JournalFailure extends Error {
  readonly kind: 'full' | 'broken';

  constructor(kind: 'full' | 'broken', cause: unknown) {
    super(messageOf(cause), { cause });
    this.kind = kind;
  }
}

/**
 * The kiosk's journal of every event, beside the database: append-only lines of `CRC32 JSON`, one segment per service day, each record on
 * disk before the database commits it. Invariants: within an epoch `seq` grows by one; every acknowledged record is on disk; only the last
 * record of the last segment may be torn, by a power cut during its write; a line with a correct checksum is never cut off or moved because
 * of its content.
 */
export interface Journal {
  /** Appends a record, on disk when it returns. Throws a `JournalFailure`; after `broken` every further append throws it. */
  append(record: JournalRecord, serviceDay: string): void;
  /** Epoch and seq of the first readable record; `null` if there is none. */
  oldest(): RecordPlace | null;
  /**
   * Notes the epoch and seq that the journal has reached (`reached.ts`). On a full disk it does nothing, because the next append reports
   * the full disk.
   */
  note(): void;
  deleteBefore(serviceDay: string): void;
  close(): void;
}

export function readJournal(folder: string): JournalReading {
  const names = segmentNames(folder);
  if (names.length === 0) return { state: 'empty' };
  const lines: JournalLine[] = [];
  let tornTail = false;
  for (const [index, name] of names.entries()) {
    const bytes = readFileSync(join(folder, name));
    const segment = readSegment(bytes);
    lines.push(...segment.lines);
    if (segment.restBytes === 0) continue;
    if (index < names.length - 1 || segment.restBytes > MAX_RECORD_BYTES || segment.goodAfterBad)
      return damaged(lines, `${name}: a record that cannot be read after ${segment.lines.length}`);
    tornTail = true;
  }
  const places = lines.flatMap(({ place }) => place ?? []);
  for (const [index, place] of places.entries()) {
    const before = places[index - 1];
    if (before && before.epoch === place.epoch && place.seq !== before.seq + 1)
      return damaged(lines, `record ${place.seq} follows ${before.seq}`);
  }
  return { state: 'good', records: recordsOf(lines), last: places.at(-1) ?? null, tornTail };
}

const recordsOf = (lines: readonly JournalLine[]): JournalRecord[] => lines.flatMap(({ record }) => record ?? []);

const damaged = (lines: readonly JournalLine[], detail: string): JournalReading => ({
  state: 'damaged',
  detail,
  remains: recordsOf(lines),
});

/** Opens a journal for appending. Cuts off a torn tail (an incomplete last record) first, so that no record follows it. */
export function openJournal(folder: string): Journal {
  makeFolder(folder);
  const newest = segmentNames(folder).at(-1);
  let last = newest === undefined ? null : cutTornTail(join(folder, newest));
  const segments = openSegments(folder);
  let broken: JournalFailure | null = null;

  return {
    append(record, serviceDay) {
      if (broken) throw broken;
      const line = Buffer.from(lineOf(record), 'utf8');
      let segment: OpenSegment;
      try {
        segment = segments.of(serviceDay);
      } catch (error) {
        throw new JournalFailure('full', error);
      }
      try {
        for (let written = 0; written < line.length; ) written += writeSync(segment.fd, line, written);
      } catch (error) {
        // The caller learns that the append failed, so the written part of the record is truncated.
        ftruncateSync(segment.fd, segment.length);
        throw new JournalFailure('full', error);
      }
      const { epoch, seq } = record;
      try {
        fdatasyncSync(segment.fd);
        if (segment.isNew) noteBegun(folder, { epoch, seq });
      } catch (error) {
        // The kernel may have dropped the pages and reports that only once, so a second fsync proves nothing even if it succeeds.
        broken = new JournalFailure('broken', error);
        throw broken;
      }
      segment.isNew = false;
      segment.length += line.length;
      last = { epoch, seq };
    },
    note() {
      if (last) noteIfRoom(folder, last);
    },
    oldest() {
      for (const name of segmentNames(folder)) {
        const bytes = readFileSync(join(folder, name));
        const place = readSegment(bytes).lines.find((line) => line.place)?.place;
        if (place) return place;
      }
      return null;
    },
    deleteBefore(serviceDay) {
      const names = segmentNames(folder);
      const newest = names.at(-1);
      const old = names.filter((name) => name < segmentName(serviceDay));
      for (const name of old) if (name !== newest) unlinkSync(join(folder, name));
      if (old.length > 0) sync(folder);
    },
    close: () => segments.close(),
  };
}

function openSegments(folder: string): { of(day: string): OpenSegment; close(): void } {
  let open: OpenSegment | null = null;
  return {
    of(day: string) {
      // The segment's day never goes back, whatever the clock shows, because segments are read in the sequence of their days and records
      // must stay in sequence.
      const newest = open?.day ?? segmentNames(folder).at(-1)?.slice(0, day.length) ?? day;
      const wanted = day > newest ? day : newest;
      if (open?.day === wanted) return open;
      const path = join(folder, segmentName(wanted));
      const isNew = !existsSync(path);
      // A full disk may refuse a new segment, so the old one is closed only after the new one is open.
      const fd = openSync(path, 'a', 0o600);
      if (open) closeSync(open.fd);
      open = { day: wanted, fd, length: fstatSync(fd).size, isNew };
      return open;
    },
    close() {
      if (open) closeSync(open.fd);
      open = null;
    },
  };
}

/** Writes the note; false on a full disk, where the previous note remains. */
function noteIfRoom(folder: string, place: RecordPlace): boolean {
  try {
    noteReached(folder, place);
    return true;
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    return false;
  }
}

/**
 * Notes the first record of a new segment. Writing the note also syncs the folder: the segment's name is then on disk, and a later start
 * notices if the segment is missing.
 */
function noteBegun(folder: string, place: RecordPlace): void {
  if (!noteIfRoom(folder, place)) sync(folder);
}

/** Writes to disk the part of the last segment that is only in the page cache, because a process was killed before it synced. */
export function syncJournal(folder: string): void {
  const last = segmentNames(folder).at(-1);
  if (last !== undefined) sync(join(folder, last));
}

export const segmentName = (serviceDay: string): string => `${serviceDay}.journal`;

export const isSegment = (name: string): boolean => SEGMENT.test(name);

function segmentNames(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter(isSegment).toSorted();
}

interface OpenSegment {
  day: string;
  fd: number;
  length: number;
  /** Whether the segment's folder entry may not be on disk yet. */
  isNew: boolean;
}

interface Segment {
  lines: JournalLine[];
  /** Number of bytes after the last good record. */
  restBytes: number;
  /** Whether a good record follows among `restBytes`; these bytes are then damage and not an incomplete last record. */
  goodAfterBad: boolean;
}

function readSegment(bytes: Buffer): Segment {
  const lines: JournalLine[] = [];
  let start = 0;
  for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, start)) {
    const line = readLine(bytes.subarray(start, end).toString('utf8'));
    if (!line) break;
    lines.push(line);
    start = end + 1;
  }
  const rest = bytes.subarray(start);
  const goodAfterBad = rest
    .toString('utf8')
    .split('\n')
    .slice(1)
    .some((line) => readLine(line) !== null);
  return { lines, restBytes: rest.length, goodAfterBad };
}

/** Cuts off an incomplete last record; returns epoch and seq of the last remaining record. */
function cutTornTail(path: string): RecordPlace | null {
  const bytes = readFileSync(path);
  const { lines, restBytes } = readSegment(bytes);
  const last = lines.findLast(({ place }) => place)?.place ?? null;
  if (restBytes > 0) {
    truncateSync(path, bytes.length - restBytes);
    sync(path);
  }
  return last;
}
