import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { type FromCore, MAX_LINE_BYTES, type Refusal } from '../contract/kiosk/kiosk-api.ts';
import { createLineReader } from '../contract/kiosk/line-reader.ts';
import type { ShellScreen, ViewState } from '../contract/kiosk/view-state.ts';
import { type Result, refuse } from '../domain/result.ts';
import type { Log } from '../ports/log.ts';
import { createAlarm, nowMs } from './alarm.ts';
import { readFromCore } from './from-core.ts';
import {
  deadlineOf,
  initialSupervisor,
  type SupervisorEffect,
  type SupervisorEvent,
  type SupervisorState,
  step,
} from './supervisor.ts';

export interface CoreCommand {
  node: string;
  script: string;
  arguments: readonly string[];
  environment: Readonly<Record<string, string>>;
}

/** What the person should see: the newest view of a living core, or a screen of the shell. */
export type Shown = { kind: 'view'; view: ViewState } | { kind: 'shell'; screen: ShellScreen };

export interface CoreLink {
  /** Answers `core-down` when no core speaks, or when it ends or stays silent before it answers. Never rejects. */
  request(method: string, params: unknown): Promise<Result<unknown, Refusal>>;
  /** Whether the office's scanner types as a keyboard, as the latest core has said. */
  hasWedge(): boolean;
  /** Resolves when the core has ended, at most 4 s later. */
  stop(): Promise<void>;
}

type CoreProcess = ChildProcessByStdio<Writable, Readable, null>;
type Pending = { resolve: (result: Result<unknown, Refusal>) => void; timer: NodeJS.Timeout };

/** A core that is alive but has not answered by now is about to be found hung. */
const ANSWER_WITHIN_MS = 8_000;
/** One person cannot have more commands open; it bounds what waits for a core that does not read. */
const MAX_PENDING = 32;
/** After its end, how long to wait for a core's last words (a start fault) when something still holds its output. */
const LAST_WORDS_MS = 500;

const coreDown = (detail: string): Result<unknown, Refusal> => refuse({ kind: 'core-down', detail });

/** Starts the core as a child and keeps it alive until `stop`. `onShow` runs at each change of what should be seen. */
export function startCore(command: CoreCommand, onShow: (shown: Shown) => void, log: Log): CoreLink {
  let state: SupervisorState = initialSupervisor;
  let core: CoreProcess | null = null;
  let lastId = 0;
  let refusedLines = 0;
  let wedge = false;
  const pending = new Map<number, Pending>();
  const finished = Promise.withResolvers<void>();
  const alarm = createAlarm(() => tell({ kind: 'alarm', atMs: nowMs() }));

  function tell(event: SupervisorEvent): void {
    const before = state.phase;
    const taken = step(state, event);
    state = taken.state;
    for (const effect of taken.effects) carryOut(effect);
    if (state.phase !== before) log.event('core-phase', { phase: state.phase });
    alarm.set(deadlineOf(state));
  }

  function carryOut(effect: SupervisorEffect): void {
    switch (effect.kind) {
      case 'spawn':
        core = spawnCore();
        break;
      case 'kill':
        log.event('core-killed', { processId: core?.pid ?? null });
        core?.kill('SIGKILL');
        break;
      case 'close-input':
        core?.stdin.end();
        break;
      case 'show':
        onShow({ kind: 'shell', screen: effect.screen });
        break;
      case 'finished':
        finished.resolve();
        break;
    }
  }

  function spawnCore(): CoreProcess {
    const child = spawn(command.node, [command.script, ...command.arguments], {
      env: { ...command.environment },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createLineReader(
      MAX_LINE_BYTES,
      (line) => hear(child, line),
      () => refuseLine('too-long'),
    );
    let reported = false;
    const ended = (started: boolean, fields: Record<string, unknown>): void => {
      if (reported) return;
      reported = true;
      if (core === child) core = null;
      log.event('core-ended', fields);
      if (state.phase !== 'stopping') log.event('core-lost', fields);
      for (const id of [...pending.keys()]) settle(id, coreDown('the core ended'));
      tell({ kind: 'ended', atMs: nowMs(), started });
    };
    child.stdout.on('data', lines.push);
    // A core that ends while we write: its end is reported below.
    child.stdin.on('error', (error: Error) => log.event('core-input-closed', { reason: error.message }));
    child.once('spawn', () => log.event('core-spawned', { processId: child.pid ?? null }));
    child.once('error', (error) => {
      if (child.pid === undefined) ended(false, { reason: error.message });
    });
    child.once('close', (code, signal) => ended(true, { code, signal }));
    child.once('exit', (code, signal) => {
      setTimeout(() => ended(true, { code, signal }), LAST_WORDS_MS);
    });
    return child;
  }

  function refuseLine(reason: string, where?: string): void {
    refusedLines += 1;
    log.event('core-line-refused', { reason, where, count: refusedLines });
  }

  function hear(from: CoreProcess, line: string): void {
    if (from !== core) return;
    const read = readFromCore(line);
    if (!read.ok) {
      refuseLine(read.error.kind, 'where' in read.error ? read.error.where : undefined);
      return;
    }
    tell({ kind: 'heard', atMs: nowMs() });
    take(read.value);
  }

  function take(message: FromCore): void {
    if ('id' in message) {
      if (message.id === null) log.event('core-refused-line', { error: message.result });
      else settle(message.id, message.result);
      return;
    }
    switch (message.push) {
      case 'ready':
        log.event('core-ready', message.value);
        ({ wedge } = message.value);
        tell({ kind: 'ready', atMs: nowMs(), contract: message.value.contract });
        break;
      case 'fault':
        log.event('core-fault', message.value);
        tell({ kind: 'fault', atMs: nowMs(), fault: message.value.kind });
        break;
      case 'view':
        if (speaks()) onShow({ kind: 'view', view: message.value });
        break;
      case 'printer':
        log.event('printer-condition', message.value);
        break;
      case 'heartbeat':
        break;
    }
  }

  const speaks = (): boolean => state.phase === 'running';

  function settle(id: number, result: Result<unknown, Refusal>): void {
    const asked = pending.get(id);
    if (asked === undefined) return;
    pending.delete(id);
    clearTimeout(asked.timer);
    asked.resolve(result);
  }

  tell({ kind: 'start', atMs: nowMs() });

  return {
    request(method, params) {
      const to = core;
      if (to === null || !speaks()) return Promise.resolve(coreDown('no core speaks'));
      if (pending.size >= MAX_PENDING) return Promise.resolve(coreDown('too many commands wait for an answer'));
      const id = ++lastId;
      return new Promise((resolve) => {
        const timer = setTimeout(() => settle(id, coreDown('the core did not answer')), ANSWER_WITHIN_MS);
        pending.set(id, { resolve, timer });
        to.stdin.write(`${JSON.stringify({ id, method, params })}\n`);
      });
    },
    hasWedge: () => wedge,
    stop() {
      tell({ kind: 'stop', atMs: nowMs() });
      return finished.promise;
    },
  };
}
