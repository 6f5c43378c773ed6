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

/**
 * Log files that outlive the program, of limited size: when the newest is full, the oldest is deleted. They contain lines of JSON and are
 * readable by the kiosk's own user only.
 */
export interface LogFiles {
  /** Writes a line: before returning if `atOnce`, otherwise in the event loop's next turn, so that no answer waits for it. */
  write(line: string, atOnce: boolean): void;
  /** Returns the newest readable lines with all their fields, at most `count`, the oldest first. */
  last(count: number): { event: unknown; at: string }[];
}

/** Size of one file. A busy day writes about 1.5 MB, so all files together hold some days. */
const FILE_BYTES = 1_024 * 1_024;
const FILES = 6;

/** Opens the log files. A failing or full disk loses lines of these files only: stderr has the same lines. */
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
    // A power cut may have left half a line at the end, so the first write begins with a line feed.
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
      // The failure is ignored: housekeeping reports the same disk, and a log line about it could not be written either.
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
      // At most twice as many lines as requested are parsed, because unreadable lines are few and the start of the core waits for the
      // parsing.
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

function readLine(line: string): { event: unknown; at: string }[] {
  try {
    const read: unknown = JSON.parse(line);
    if (typeof read !== 'object' || read === null || !('event' in read) || !('at' in read)) return [];
    return typeof read.at === 'string' ? [{ ...read, event: read.event, at: read.at }] : [];
  } catch {
    return [];
  }
}
