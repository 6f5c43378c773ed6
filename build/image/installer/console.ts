import { closeSync, constants, openSync, readFileSync, readSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import type { StickWords } from '../../../config/locales/stick-words.ts';
import { wordsFor } from './words.ts';

export interface Screen {
  words: StickWords;
  say(text: string): void;
  /** Asks once and accepts an empty answer. Keys that were typed before the question do not count. */
  ask(question: string): Promise<string>;
  /** Clears the screen and the text that has scrolled off it. */
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
        // Ctrl+U removes the start of a line that Node has already read.
        lines.write(null, { ctrl: true, name: 'u' });
      }
      return (await lines.question(`\n${question} `)).trim();
    },
    clear: () => void process.stdout.write('\x1b[2J\x1b[3J\x1b[H'),
    close: () => lines.close(),
  };
}

/**
 * Drops the keys that were typed while another program ran and that the kernel has kept since. Opens `input` again with O_NONBLOCK, because
 * reading standard input itself would wait for a key.
 */
export function discardTyped(input = '/proc/self/fd/0'): void {
  let file: number | null = null;
  try {
    file = openSync(input, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    const bytes = Buffer.alloc(1_024);
    while (readSync(file, bytes) > 0);
  } catch {
    // EAGAIN means that no key is left. Other errors are ignored, because the console must still show its text.
  } finally {
    if (file !== null) closeSync(file);
  }
}
