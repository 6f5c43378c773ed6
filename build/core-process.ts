import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import {
  type Answer,
  type CoreMethod,
  FromCore,
  type ParamsOf,
  type Push,
} from '../src-main/contract/kiosk/kiosk-api.ts';
import { repositoryRoot } from './runtime.ts';

export const CORE_FILE = join(repositoryRoot, 'out/core/core.js');

type Wait = <P extends Push['push']>(
  push: P,
  test?: (message: Extract<Push, { push: P }>) => boolean,
) => Promise<Extract<Push, { push: P }>>;

export interface CoreProcess {
  readonly child: ChildProcess;
  /** Everything it pushed so far. */
  readonly pushes: readonly Push[];
  /** All of its stderr so far. */
  log(): string;
  call<M extends CoreMethod>(method: M, params: ParamsOf<M>): Promise<Answer['result']>;
  /** Writes a raw line and waits for the next answer that belongs to no call. */
  raw(line: string): Promise<Answer>;
  /** A push that came already or will come. */
  waitFor: Wait;
  /** A push that has not come yet. */
  waitForNext: Wait;
  /** Settles when the process has ended and its output is read. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Closes its stdin, as a shell that goes away does, and waits. */
  stop(): Promise<void>;
}

export interface CoreProcessOptions {
  data: string;
  profile: string;
  printer?: string;
  node?: string;
  /** The built program; that of the checkout when left out. */
  file?: string;
  args?: readonly string[];
  /** A command and its arguments that the core runs under: a tracer, another namespace. */
  under?: readonly string[];
}

/** The real core, as the shell starts it: a process of its own that speaks lines of JSON. */
export function startCoreProcess({
  data,
  profile,
  printer,
  node = process.execPath,
  file = CORE_FILE,
  args = [],
  under = [],
}: CoreProcessOptions): CoreProcess {
  const printing = printer === undefined ? [] : ['--printer', printer];
  const [command = node, ...rest] = [...under, node, file];
  const child = spawn(command, [...rest, '--data', data, '--profile', profile, ...printing, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const { stdin, stdout, stderr } = child;
  const pushes: Push[] = [];
  const calls = new Map<number, (result: Answer['result']) => void>();
  const stray: ((answer: Answer) => void)[] = [];
  const watchers = new Set<(message: Push) => void>();
  let nextId = 1;
  let log = '';
  stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  stdin.on('error', () => {
    // The process ended first; `ended` tells.
  });
  const hear = (line: string): void => {
    const message = FromCore.parse(JSON.parse(line));
    if ('push' in message) {
      pushes.push(message);
      for (const watcher of [...watchers]) watcher(message);
      return;
    }
    const waiting = message.id === null ? undefined : calls.get(message.id);
    if (waiting && message.id !== null) {
      calls.delete(message.id);
      waiting(message.result);
    } else stray.shift()?.(message);
  };
  // Of a core that is killed the last line may be half a one.
  let begun = '';
  stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (begun + text).split('\n');
    begun = lines.pop() ?? '';
    for (const line of lines) hear(line);
  });
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal })),
  );

  const waitForNext: Wait = (push, test = () => true) => {
    const matches = matcher(push, test);
    return new Promise((resolve, reject) => {
      const watcher = (message: Push) => {
        if (!matches(message)) return;
        watchers.delete(watcher);
        resolve(message);
      };
      watchers.add(watcher);
      void ended.then(() => reject(new Error(`the core ended before it pushed ${push}: ${log}`)));
    });
  };

  return {
    child,
    pushes,
    log: () => log,
    ended,
    call(method, params) {
      const id = nextId++;
      return new Promise((resolve, reject) => {
        calls.set(id, resolve);
        void ended.then(() => reject(new Error(`the core ended before it answered ${method}: ${log}`)));
        stdin.write(`${JSON.stringify({ id, method, params })}\n`);
      });
    },
    raw(line) {
      return new Promise((resolve) => {
        stray.push(resolve);
        stdin.write(`${line}\n`);
      });
    },
    waitFor(push, test = () => true) {
      const past = pushes.find(matcher(push, test));
      return past ? Promise.resolve(past) : waitForNext(push, test);
    },
    waitForNext,
    async stop() {
      stdin.end();
      await ended;
    },
  };
}

function matcher<P extends Push['push']>(push: P, test: (message: Extract<Push, { push: P }>) => boolean) {
  type Wanted = Extract<Push, { push: P }>;
  return (message: Push): message is Wanted => message.push === push && test(message as Wanted);
}
