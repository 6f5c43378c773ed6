import { closeSync, constants, openSync, readFileSync, readSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import type { StickWords } from '../../../config/locales/stick-words.ts';
import { wordsFor } from './words.ts';

/** The machine's console: lines out, a line in. */
export interface Screen {
  words: StickWords;
  say(text: string): void;
  /** Repeats nothing: an empty answer is an answer. Keys that were typed before the question are no answer. */
  ask(question: string): Promise<string>;
  /** Removes everything shown, also what scrolled away. */
  clear(): void;
  close(): void;
}

export function console(): Screen {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  return {
    words: wordsFor(readFileSync('/proc/cmdline', 'utf8')),
    say: (text) => void process.stdout.write(`\n${text}\n`),
    ask: async (question) => {
      if (process.stdin.isTTY) {
        discardTyped();
        // The part of a line that Node has read already.
        lines.write(null, { ctrl: true, name: 'u' });
      }
      return (await lines.question(`\n${question} `)).trim();
    },
    clear: () => void process.stdout.write('\x1b[2J\x1b[3J\x1b[H'),
    close: () => lines.close(),
  };
}

/** Reads the console empty through a descriptor of its own, because the kernel holds the keys while a program runs to its end. */
export function discardTyped(input = '/proc/self/fd/0'): void {
  let file: number | null = null;
  try {
    file = openSync(input, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    const bytes = Buffer.alloc(1_024);
    while (readSync(file, bytes) > 0);
  } catch {
    // EAGAIN: it is empty. A console that fails otherwise must still show what is on it.
  } finally {
    if (file !== null) closeSync(file);
  }
}
