import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import {
  type Answer,
  type CoreMethod,
  FromCore,
  type ParamsOf,
  type Push,
} from '../src-main/session/contract/kiosk-api.ts';
import { repositoryRoot } from './runtime.ts';

export const CORE_FILE = join(repositoryRoot, 'out/core/core.js');

type Wait = <P extends Push['push']>(
  push: P,
  test?: (message: Extract<Push, { push: P }>) => boolean,
) => Promise<Extract<Push, { push: P }>>;

export interface CoreProcess {
  readonly child: ChildProcess;
  readonly pushes: readonly Push[];
  log(): string;
  call<M extends CoreMethod>(method: M, params: ParamsOf<M>): Promise<Answer['result']>;
  /** Writes `line` unchanged and waits for the next answer that belongs to no call. */
  raw(line: string): Promise<Answer>;
  /** Waits for a push, a message that the core sends by itself; a push that was received earlier counts too. */
  waitFor: Wait;
  waitForNext: Wait;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Closes the core's stdin, as the shell does when it ends, and waits until the core has ended. */
  stop(): Promise<void>;
}

export interface CoreProcessOptions {
  data: string;
  /** `null`: the core starts without a profile, and a technician sets the kiosk up. */
  profile: string | null;
  printer?: string;
  node?: string;
  /** The built core. Default: the core of this checkout. */
  file?: string;
  args?: readonly string[];
  /** A command that runs the core as its child, such as a tracer or `unshare`, with its arguments. */
  under?: readonly string[];
}

export function startCoreProcess(options: CoreProcessOptions): CoreProcess {
  const child = spawnCore(options);
  const { stdin, stdout, stderr } = child;
  let log = '';
  stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  stdin.on('error', () => {
    // The process ended before it read everything; `ended` resolves.
  });
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal })),
  );
  const unlessEnded: UnlessEnded = (reject, what) => {
    void ended.then(() => reject(new Error(`the core ended before it ${what}: ${log}`)));
  };
  const pushes = createPushes(unlessEnded);
  const answers = createAnswers(unlessEnded, (line) => stdin.write(`${line}\n`));
  onLine(stdout, (line) => {
    const message = FromCore.parse(JSON.parse(line));
    if ('push' in message) pushes.take(message);
    else answers.take(message);
  });

  return {
    child,
    pushes: pushes.all,
    log: () => log,
    ended,
    call: answers.call,
    raw: answers.raw,
    waitFor: pushes.waitFor,
    waitForNext: pushes.waitForNext,
    async stop() {
      stdin.end();
      await ended;
    },
  };
}

function spawnCore({
  data,
  profile,
  printer,
  node = process.execPath,
  file = CORE_FILE,
  args = [],
  under = [],
}: CoreProcessOptions): ChildProcessByStdio<Writable, Readable, Readable> {
  const printing = printer === undefined ? [] : ['--printer', printer];
  const [command = node, ...rest] = [...under, node, file];
  return spawn(
    command,
    [...rest, '--data', data, ...(profile === null ? [] : ['--profile', profile]), ...printing, ...args],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
}

/** Passes on whole lines only, because a killed core may leave half a line at the end. */
function onLine(stdout: Readable, hear: (line: string) => void): void {
  let begun = '';
  stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (begun + text).split('\n');
    begun = lines.pop() ?? '';
    for (const line of lines) hear(line);
  });
}

/**
 * Calls `reject` if the core ends, so that no wait for a push or for a call lasts for ever. `what` completes the sentence "the core ended
 * before it …".
 */
type UnlessEnded = (reject: (error: Error) => void, what: string) => void;

function createPushes(unlessEnded: UnlessEnded) {
  const all: Push[] = [];
  const watchers = new Set<(message: Push) => void>();
  const waitForNext: Wait = (push, test = () => true) => {
    const matches = matcher(push, test);
    return new Promise((resolve, reject) => {
      const watcher = (message: Push) => {
        if (!matches(message)) return;
        watchers.delete(watcher);
        resolve(message);
      };
      watchers.add(watcher);
      unlessEnded(reject, `pushed ${push}`);
    });
  };
  const waitFor: Wait = (push, test = () => true) => {
    const past = all.find(matcher(push, test));
    return past ? Promise.resolve(past) : waitForNext(push, test);
  };
  const take = (message: Push): void => {
    all.push(message);
    for (const watcher of [...watchers]) watcher(message);
  };
  return { all, take, waitFor, waitForNext };
}

/** Matches each answer to its call. An answer without a call goes to the call of `raw` that has waited longest. */
function createAnswers(unlessEnded: UnlessEnded, write: (line: string) => void) {
  const calls = new Map<number, (result: Answer['result']) => void>();
  const stray: ((answer: Answer) => void)[] = [];
  let nextId = 1;
  return {
    take(answer: Answer): void {
      const waiting = answer.id === null ? undefined : calls.get(answer.id);
      if (waiting && answer.id !== null) {
        calls.delete(answer.id);
        waiting(answer.result);
      } else stray.shift()?.(answer);
    },
    call<M extends CoreMethod>(method: M, params: ParamsOf<M>): Promise<Answer['result']> {
      const id = nextId++;
      return new Promise((resolve, reject) => {
        calls.set(id, resolve);
        unlessEnded(reject, `answered ${method}`);
        write(JSON.stringify({ id, method, params }));
      });
    },
    raw(line: string): Promise<Answer> {
      return new Promise((resolve) => {
        stray.push(resolve);
        write(line);
      });
    },
  };
}

function matcher<P extends Push['push']>(push: P, test: (message: Extract<Push, { push: P }>) => boolean) {
  type Wanted = Extract<Push, { push: P }>;
  return (message: Push): message is Wanted => message.push === push && test(message as Wanted);
}
