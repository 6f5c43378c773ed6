import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Duplex } from 'node:stream';

export const isInPath = (command: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((dir) => dir !== '' && existsSync(join(dir, command)));

/**
 * Wraps the command so that the kernel ends its process when this process ends, even by SIGKILL. Without setpriv the command stays
 * unchanged.
 */
export function endingWithUs(command: string, args: readonly string[]): [command: string, args: string[]] {
  if (process.platform !== 'linux' || !isInPath('setpriv')) return [command, [...args]];
  return ['setpriv', ['--pdeathsig=TERM', command, ...args]];
}

/**
 * A long-running child process. It has its own process group, so that Ctrl-C reaches it only through this process and in the right order.
 */
export interface Program {
  onLine(listener: (line: string) => void): void;
  /** The exit code (1 after a signal, 127 without a start). Resolves when the program and its descendants have closed their output. */
  ended: Promise<number>;
  pipes: readonly Duplex[];
  /** Sends SIGTERM, and SIGKILL after `patienceMs`. Resolves when the program has ended. */
  end(patienceMs: number): Promise<void>;
}

export function startProgram(command: string, args: readonly string[], env: NodeJS.ProcessEnv, pipeCount = 0): Program {
  const pipes = Array.from({ length: pipeCount }, () => 'pipe' as const);
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe', ...pipes], env, detached: true });
  const listeners: ((line: string) => void)[] = [];
  for (const stream of [child.stdout, child.stderr])
    if (stream !== null)
      createInterface({ input: stream }).on('line', (line) => {
        for (const listener of listeners) listener(line);
      });
  const ended = new Promise<number>((resolve) => {
    child.once('error', (error) => {
      for (const listener of listeners) listener(error.message);
      resolve(127);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
  return {
    pipes: child.stdio.slice(3).filter((stream) => stream instanceof Duplex),
    onLine: (listener) => void listeners.push(listener),
    ended,
    async end(patienceMs) {
      child.kill('SIGTERM');
      const timer = setTimeout(() => {
        // The signal goes to the whole group, because the child may have left processes behind.
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      }, patienceMs);
      await ended;
      clearTimeout(timer);
    },
  };
}
