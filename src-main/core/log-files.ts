import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** A ring of files that outlives the program: lines of JSON, the newest last, bounded, for the kiosk's own user alone. */
export interface LogFiles {
  /** `atOnce`: before this answers; otherwise after the turn, so that nobody waits for it. */
  write(line: string, atOnce: boolean): void;
  /** What can be read of the newest lines, with all that they say, at most `count`, the oldest first. */
  last(count: number): { event: unknown; at: string }[];
}

/** A busy day writes about 1.5 MB: some days in all. */
const FILE_BYTES = 1_024 * 1_024;
const FILES = 6;

/** A disk that takes nothing, or is full, costs lines of these files alone: the same are told on stderr. */
export function openLogFiles(folder: string, fileBytes = FILE_BYTES): LogFiles {
  const pathOf = (age: number): string => join(folder, age === 0 ? 'events.jsonl' : `events.${age}.jsonl`);
  let waiting: string[] = [];
  let isPlanned = false;
  let isFirst = true;

  function turnRing(): void {
    rmSync(pathOf(FILES - 1), { force: true });
    for (let age = FILES - 2; age >= 0; age -= 1) if (existsSync(pathOf(age))) renameSync(pathOf(age), pathOf(age + 1));
  }

  function flush(): void {
    isPlanned = false;
    if (waiting.length === 0) return;
    const text = waiting.map((line) => `${line}\n`).join('');
    // A power cut may have left half a line, which takes none of these with it.
    const fromNewLine = isFirst ? `\n${text}` : text;
    waiting = [];
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const fd = openSync(pathOf(0), 'a', 0o600);
      let size: number;
      try {
        writeSync(fd, fromNewLine);
        isFirst = false;
        size = fstatSync(fd).size;
      } finally {
        closeSync(fd);
      }
      if (size >= fileBytes) turnRing();
    } catch {
      // Said by the housekeeping, which meets the same disk; a log of this would be another line that cannot be written.
    }
  }
  process.on('exit', flush);

  return {
    write(line, atOnce) {
      waiting.push(line);
      if (atOnce) flush();
      else if (!isPlanned) {
        isPlanned = true;
        setImmediate(flush);
      }
    },
    last(count) {
      flush();
      const newest = linesOf(pathOf(0));
      const lines = newest.length > count ? newest : [...linesOf(pathOf(1)), ...newest];
      // Lines that cannot be read are few, and the start waits for the rest.
      return lines
        .slice(-2 * count)
        .flatMap(readLine)
        .slice(-count);
    },
  };
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** A line that a power cut has cut off is none. */
function readLine(line: string): { event: unknown; at: string }[] {
  try {
    const read: unknown = JSON.parse(line);
    if (typeof read !== 'object' || read === null || !('event' in read) || !('at' in read)) return [];
    return typeof read.at === 'string' ? [{ ...read, event: read.event, at: read.at }] : [];
  } catch {
    return [];
  }
}
