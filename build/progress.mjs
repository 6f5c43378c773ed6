import { spawn } from 'node:child_process';
import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Least time between two progress lines. A log gets a new line each time, a terminal rewrites its last one. */
const EVERY_MS = 10_000;
const EVERY_MS_ON_TERMINAL = 500;

/** Prints a step's progress on stderr until `stop`: the text that `say` returns, and the elapsed time. */
export function startProgress(
  say,
  { stream = process.stderr, nowMs = () => performance.now(), every = setInterval } = {},
) {
  const beganMs = nowMs();
  const seconds = () => Math.round((nowMs() - beganMs) / 1_000);
  const isTerminal = stream.isTTY === true;
  const write = () =>
    stream.write(isTerminal ? `\r\x1b[KTorn: ${say()}, ${seconds()} s` : `Torn: ${say()}, ${seconds()} s\n`);
  const timer = every(write, isTerminal ? EVERY_MS_ON_TERMINAL : EVERY_MS);
  return {
    /** `text` replaces the progress line when the step ends. Without `text` the step has failed and its own output follows. */
    stop(text) {
      clearInterval(timer);
      if (isTerminal) stream.write('\r\x1b[K');
      if (text !== undefined) stream.write(`Torn: ${text} (${seconds()} s)\n`);
    },
  };
}

/**
 * Runs a command to its end while `say` reports its progress. The command's stderr is returned at the end, so that it does not mix with the
 * progress.
 */
export async function runWithProgress(command, args, options, say) {
  const progress = startProgress(say);
  const { status, error, stderr } = await new Promise((resolve) => {
    const { more = [], onStatus, onWords, endsAfterMs, ...rest } = options;
    const child = spawn(command, args, { ...rest, timeout: endsAfterMs, stdio: ['ignore', 'ignore', 'pipe', ...more] });
    const words = [];
    child.stderr.on('data', (chunk) => {
      words.push(chunk);
      onWords?.(chunk.toString());
    });
    child.stdio[3]?.on('data', (chunk) => onStatus?.(chunk.toString()));
    child.once('error', (error) => resolve({ status: null, error, stderr: '' }));
    child.once('close', (status) => resolve({ status, stderr: Buffer.concat(words).toString() }));
  });
  return { status, error, stderr, progress };
}

/**
 * Counts successful requests in npm's log of level `http`. npm makes most of its requests before it writes packages to the disk, so
 * counting files would show less progress.
 */
export const countAnswers = (words) => words.split(' fetch GET 200 ').length - 1;

export const errorsOfNpm = (words) =>
  words
    .split('\n')
    .filter((line) => !/^npm (?!ERR!|error)/.test(line))
    .join('\n');

export const countPlaces = (root, places) =>
  places.filter((place) => existsSync(join(root, place, 'package.json'))).length;

/** Adds up the bytes of all files below these folders; a file that vanishes meanwhile counts as 0. */
export function bytesBelow(...folders) {
  let sum = 0;
  for (const folder of folders) {
    let names = [];
    try {
      names = readdirSync(folder, { recursive: true });
    } catch {
      continue;
    }
    for (const name of names) {
      const found = lstatSync(join(folder, name), { throwIfNoEntry: false });
      if (found?.isFile()) sum += found.size;
    }
  }
  return sum;
}

export const inMegabytes = (bytes) => `${Math.round(bytes / 1_000_000)} MB`;
