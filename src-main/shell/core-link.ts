import type { Result } from '../domain/result.ts';
import type { Log } from '../ports/log.ts';
import type { FromCore, Refusal } from '../session/contract/kiosk-api.ts';
import type { ShellScreen, ViewState } from '../session/contract/view-state.ts';
import type { Sound } from '../speech/contract/speech.ts';
import { type Alarm, createAlarm, nowMs } from './alarm.ts';
import { type CoreCommand, type CoreProcess, spawnCore } from './core-process.ts';
import { readFromCore } from './from-core.ts';
import { coreDown, createOpenCalls, type OpenCalls } from './open-calls.ts';
import {
  deadlineOf,
  initialSupervisor,
  type SupervisorEffect,
  type SupervisorEvent,
  type SupervisorState,
  step,
} from './supervisor.ts';

/** The screen's content: the newest view of a running core, or a screen of the shell. */
export type Shown = { kind: 'view'; view: ViewState } | { kind: 'shell'; screen: ShellScreen };

export interface CoreListeners {
  onShow: (shown: Shown) => void;
  onSound: (sound: Sound) => void;
}

export interface CoreLink {
  /**
   * Sends a request to the core. Resolves to `core-down` if no core is ready, if too many requests are open, or if the core ends or does
   * not answer in time. Never rejects.
   */
  request(method: string, params: unknown): Promise<Result<unknown, Refusal>>;
  /** Whether the office's scanner types like a keyboard, as reported by the current core. */
  hasWedge(): boolean;
  /** Whether the core is ready or has reported why it cannot start. */
  isWell(): boolean;
  stop(): Promise<void>;
}

interface Link {
  readonly command: CoreCommand;
  readonly listeners: CoreListeners;
  readonly log: Log;
  readonly calls: OpenCalls;
  readonly finished: PromiseWithResolvers<void>;
  readonly alarm: Alarm;
  state: SupervisorState;
  core: CoreProcess | null;
  refusedLines: number;
  wedge: boolean;
  saidWhy: boolean;
}

/** Starts the core as a child process and restarts it whenever it ends, until `stop`. */
export function startCore(command: CoreCommand, listeners: CoreListeners, log: Log): CoreLink {
  const link: Link = {
    command,
    listeners,
    log,
    calls: createOpenCalls(),
    finished: Promise.withResolvers<void>(),
    alarm: createAlarm(() => tell(link, { kind: 'alarm', atMs: nowMs() })),
    state: initialSupervisor,
    core: null,
    refusedLines: 0,
    wedge: false,
    saidWhy: false,
  };
  tell(link, { kind: 'start', atMs: nowMs() });
  return {
    request(method, params) {
      const to = link.core;
      if (to === null || !speaks(link)) return Promise.resolve(coreDown('the core is not ready'));
      return link.calls.open((id) => to.stdin.write(`${JSON.stringify({ id, method, params })}\n`));
    },
    hasWedge: () => link.wedge,
    isWell: () => speaks(link) || link.saidWhy,
    stop() {
      tell(link, { kind: 'stop', atMs: nowMs() });
      return link.finished.promise;
    },
  };
}

const speaks = ({ state }: Link): boolean => state.phase === 'running';

function tell(link: Link, event: SupervisorEvent): void {
  const before = link.state.phase;
  const taken = step(link.state, event);
  link.state = taken.state;
  for (const effect of taken.effects) carryOut(link, effect);
  const { state, log, alarm } = link;
  if (state.phase !== before) log.event('core-phase', { phase: state.phase });
  alarm.set(deadlineOf(state));
}

function carryOut(link: Link, effect: SupervisorEffect): void {
  const { core, log, listeners, finished } = link;
  switch (effect.kind) {
    case 'spawn':
      link.core = begin(link);
      break;
    case 'kill':
      log.event('core-killed', { processId: core?.pid ?? null });
      core?.kill('SIGKILL');
      break;
    case 'close-input':
      core?.stdin.end();
      break;
    case 'show':
      listeners.onShow({ kind: 'shell', screen: effect.screen });
      break;
    case 'finished':
      finished.resolve();
      break;
  }
}

const begin = (link: Link): CoreProcess =>
  spawnCore(
    link.command,
    {
      onLine: (from, line) => hear(link, from, line),
      onLongLine: () => refuseLine(link, 'too-long'),
      onEnded(child, end, fields) {
        if (link.core === child) link.core = null;
        link.log.event('core-ended', fields);
        if (link.state.phase !== 'stopping' && !end.anew) link.log.event('core-lost', fields);
        link.calls.settleAll(coreDown('the core ended'));
        tell(link, { kind: 'ended', atMs: nowMs(), ...end });
      },
    },
    link.log,
  );

function refuseLine(link: Link, reason: string, where?: string): void {
  link.refusedLines += 1;
  link.log.event('core-line-refused', { reason, where, count: link.refusedLines });
}

function hear(link: Link, from: CoreProcess, line: string): void {
  if (from !== link.core) return;
  const read = readFromCore(line);
  if (!read.ok) {
    refuseLine(link, read.error.kind, 'where' in read.error ? read.error.where : undefined);
    return;
  }
  tell(link, { kind: 'heard', atMs: nowMs() });
  take(link, read.value);
}

function take(link: Link, message: FromCore): void {
  const { log, calls, listeners } = link;
  if ('id' in message) {
    if (message.id === null) log.event('core-refused-line', { error: message.result });
    else calls.settle(message.id, message.result);
    return;
  }
  switch (message.push) {
    case 'ready':
      log.event('core-ready', message.value);
      link.wedge = message.value.wedge;
      link.saidWhy = false;
      tell(link, { kind: 'ready', atMs: nowMs(), contract: message.value.contract });
      break;
    case 'fault':
      log.event('core-fault', message.value);
      link.saidWhy = true;
      tell(link, { kind: 'fault', atMs: nowMs(), fault: message.value.kind });
      break;
    case 'view':
      if (speaks(link)) listeners.onShow({ kind: 'view', view: message.value });
      break;
    case 'sound':
      listeners.onSound(message.value);
      break;
    case 'printer':
      log.event('printer-condition', message.value);
      break;
    case 'heartbeat':
      break;
  }
}
