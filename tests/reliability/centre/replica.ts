import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pinnedNode, repositoryRoot } from '../../../build/runtime.ts';

export type ReplicaProgram = readonly string[];

export const REAL_PROGRAM: ReplicaProgram = [join(repositoryRoot, 'src-central', 'main.ts')];

export interface ReplicaLife {
  readonly name: string;
  /** The replica's port once it listens; `null`: the replica ended earlier. */
  readonly listening: Promise<number | null>;
  readonly ended: Promise<void>;
  kill(): Promise<void>;
}

export interface LogLine {
  level: number;
  event: string;
}

/** Starts a replica as a process on a free port. It ends when this process ends, however that happens. */
export function startReplica({
  name,
  program,
  databaseUrl,
  keyFile,
  onLog,
}: {
  name: string;
  program: ReplicaProgram;
  databaseUrl: string;
  keyFile: string;
  onLog: (line: LogLine, text: string) => void;
}): ReplicaLife {
  const child: ChildProcess = spawn('setpriv', ['--pdeathsig=KILL', pinnedNode, ...program], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      DATABASE_URL: `${databaseUrl}&application_name=${name}`,
      DATABASE_CONNECTIONS: '8',
      CENTRE_KEY_FILE: keyFile,
      TORN_ENVIRONMENT: 'test',
    },
  });
  const ended = once(child, 'exit').then(() => {});
  const listening = new Promise<number | null>((resolve) => {
    void ended.then(() => resolve(null));
    if (!child.stdout) throw new Error('a replica has no output');
    createInterface({ input: child.stdout }).on('line', (line) => {
      const port = /listens at \S+:(\d+)$/.exec(line)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
  });
  if (child.stderr) createInterface({ input: child.stderr }).on('line', (text) => onLog(readLogLine(text), text));
  return {
    name,
    listening,
    ended,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Parses a log line. Returns an empty event for half a line, which a process leaves that was killed while writing. */
function readLogLine(text: string): LogLine {
  try {
    const line: unknown = JSON.parse(text);
    if (typeof line === 'object' && line !== null && 'level' in line && typeof line.level === 'number')
      return { level: line.level, event: 'event' in line ? String(line.event) : '' };
  } catch {
    // The text is no complete log line.
  }
  return { level: 0, event: '' };
}
