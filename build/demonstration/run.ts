import { chmodSync, createWriteStream, mkdirSync, rmSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { provideFolder } from '../electron-command.ts';
import type { Program } from '../processes.ts';
import { repositoryRoot } from '../runtime.ts';
import { DEMONSTRATION } from './options.ts';

/** Milliseconds that a program gets to end: longer than the eight seconds that the shell gives its core. */
export const END_PATIENCE_MS = 10_000;

export interface Run {
  log: WriteStream;
  logFile: string;
  say(text: string): void;
  /** Adds a program. Programs end in reverse order. */
  add(program: Program): void;
  closeLast(close: () => Promise<void>): void;
  isEnding(): boolean;
  end(code: number): Promise<void>;
}

/** Makes the data folder and a log that only their owner can read. The run ends with its terminal or with the npm that started it. */
export function beginRun(dataFolder: string): Run {
  mkdirSync(join(repositoryRoot, '.torn'), { recursive: true });
  provideFolder(dataFolder);
  // Another program may have created the folder with a mode that lets other users read it.
  if (dataFolder.startsWith(DEMONSTRATION)) chmodSync(dataFolder, 0o700);
  // Files made from here on hold a kiosk's turns, keys and logs, so only their owner may read them.
  process.umask(0o077);
  const logFile = join(repositoryRoot, '.torn', 'start.log');
  rmSync(logFile, { force: true });

  const programs: Program[] = [];
  const last: (() => Promise<void>)[] = [];
  let ending: Promise<void> | null = null;
  const end = (code: number): Promise<void> => {
    ending ??= (async () => {
      for (const program of programs.toReversed()) await program.end(END_PATIENCE_MS);
      for (const close of last.toReversed()) await close();
      process.exit(code);
    })();
    return ending;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));
  // npm passes SIGTERM and SIGINT on, but not SIGHUP, and SIGKILL ends only npm. The run therefore ends as soon as it has another parent
  // process.
  if (['start', 'dev'].includes(process.env.npm_lifecycle_event ?? '')) {
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && void end(0), 1_000).unref();
  }
  return {
    log: createWriteStream(logFile),
    logFile,
    say: (text) => console.error(`Torn: ${text}`),
    add: (program) => void programs.push(program),
    closeLast: (close) => void last.push(close),
    isEnding: () => ending !== null,
    end,
  };
}
