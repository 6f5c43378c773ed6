import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { Log } from '../ports/log.ts';
import { EXIT_START_ANEW, EXIT_START_TO_MEND, MAX_LINE_BYTES } from '../session/contract/kiosk-api.ts';
import { createLineReader } from '../session/contract/line-reader.ts';

export interface CoreCommand {
  node: string;
  flags: readonly string[];
  script: string;
  arguments: readonly string[];
  environment: Readonly<Record<string, string>>;
}

export type CoreProcess = ChildProcessByStdio<Writable, Readable, null>;

/** How a core ended. `started`: the process existed; `anew`: it requested a restart; `mends`: the next start repairs the database. */
export interface CoreEnd {
  started: boolean;
  anew: boolean;
  mends: boolean;
}

export interface CoreListener {
  onLine: (from: CoreProcess, line: string) => void;
  onLongLine: () => void;
  onEnded: (child: CoreProcess, end: CoreEnd, fields: Record<string, unknown>) => void;
}

/** Time to wait after the core's exit for its last lines, such as a start fault, if another process still has its output open. */
const LAST_WORDS_MS = 500;

export function spawnCore(command: CoreCommand, { onLine, onLongLine, onEnded }: CoreListener, log: Log): CoreProcess {
  const child = spawn(command.node, [...command.flags, command.script, ...command.arguments], {
    env: { ...command.environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createLineReader(MAX_LINE_BYTES, (line) => onLine(child, line), onLongLine);
  let reported = false;
  const ended = (end: CoreEnd, fields: Record<string, unknown>): void => {
    if (reported) return;
    reported = true;
    onEnded(child, end, fields);
  };
  child.stdout.on('data', lines.push);
  // The core may end during a write; the event `exit` reports its end.
  child.stdin.on('error', (error: Error) => log.event('core-input-closed', { reason: error.message }));
  child.once('spawn', () => log.event('core-spawned', { processId: child.pid ?? null }));
  child.once('error', (error) => {
    if (child.pid === undefined) ended({ started: false, anew: false, mends: false }, { reason: error.message });
  });
  const over = (code: number | null, signal: NodeJS.Signals | null): void =>
    ended({ started: true, anew: code === EXIT_START_ANEW, mends: code === EXIT_START_TO_MEND }, { code, signal });
  child.once('close', over);
  child.once('exit', (code, signal) => {
    setTimeout(() => over(code, signal), LAST_WORDS_MS);
  });
  return child;
}
