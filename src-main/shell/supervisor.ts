import { CONTRACT_VERSION, HUNG_AFTER_MS, type StartFaultKind } from '../session/contract/kiosk-api.ts';
import type { ShellScreen } from '../session/contract/view-state.ts';
import { LATE_ALARM_MS } from './alarm.ts';

/**
 * Restarts a core whenever it ends or hangs. Pure: `core-link.ts` feeds events with a monotonic time in ms, carries out the effects, and
 * sends `alarm` at `deadlineOf(state)`.
 *
 * Invariant: a core is spawned only after the previous one has ended, because a data folder has one owner.
 */
export type DownCode =
  | StartFaultKind
  | 'core-ended'
  | 'core-hung'
  | 'core-not-started'
  | 'contract-mismatch'
  /** The core ended because its database is damaged; the next start repairs it. */
  | 'store-damaged';

export type SupervisorState =
  | { phase: 'idle' }
  /** The core is spawned but not ready. `fault`: the start fault that it reported. */
  | { phase: 'starting'; heardAtMs: number; failures: number; fault: StartFaultKind | null }
  | { phase: 'running'; readyAtMs: number; heardAtMs: number; failures: number }
  /** SIGKILL was sent; a process that waits for the disk may take long to end. */
  | { phase: 'killing'; failures: number; code: DownCode }
  | { phase: 'waiting'; dueMs: number; failures: number }
  | { phase: 'stopping'; dueMs: number; killed: boolean }
  | { phase: 'stopped' };

export type SupervisorEvent =
  | { kind: 'start'; atMs: number }
  | { kind: 'ready'; atMs: number; contract: number }
  | { kind: 'heard'; atMs: number }
  | { kind: 'fault'; atMs: number; fault: StartFaultKind }
  /**
   * `started`: the process existed. `anew`: the core requested a restart, for example with another office, and nothing failed. `mends`: the
   * core's next start repairs the database.
   */
  | { kind: 'ended'; atMs: number; started: boolean; anew: boolean; mends: boolean }
  | { kind: 'alarm'; atMs: number }
  | { kind: 'stop'; atMs: number };

export type SupervisorEffect =
  | { kind: 'spawn' }
  | { kind: 'kill' }
  /** Closes the core's input, which asks the core to end by itself. */
  | { kind: 'close-input' }
  | { kind: 'show'; screen: ShellScreen }
  | { kind: 'finished' };

export type SupervisorStep = { state: SupervisorState; effects: readonly SupervisorEffect[] };

const FIRST_RETRY_MS = 500;
export const LONGEST_RETRY_MS = 30_000;
/** Uptime of a core after which its next failure counts as the first. */
export const HEALTHY_AFTER_MS = 60_000;
/** Shortest uptime after which a core may request a restart. A request sooner counts as a failure, because it might repeat for ever. */
export const ANEW_AFTER_MS = 1_000;
/** Longest silence of a starting core: opening a large store after a power cut may block it far longer than its heartbeat. */
export const START_PATIENCE_MS = 30_000;
/**
 * Time for a core to end by itself. A print job in progress ends within its own deadlines, about five seconds; interrupted it would end
 * `unknown`.
 */
export const STOP_PATIENCE_MS = 8_000;
export const KILL_PATIENCE_MS = 1_000;

export const initialSupervisor: SupervisorState = { phase: 'idle' };

/** Time at which `core-link.ts` must send `alarm`; `null`: never. */
export function deadlineOf(state: SupervisorState): number | null {
  switch (state.phase) {
    case 'starting':
      return state.heardAtMs + START_PATIENCE_MS;
    case 'running':
      return state.heardAtMs + HUNG_AFTER_MS;
    case 'waiting':
    case 'stopping':
      return state.dueMs;
    case 'idle':
    case 'killing':
    case 'stopped':
      return null;
  }
}

/** Delay before the restart after the `failures`-th consecutive failure (1, 2, …). */
export const retryDelayMs = (failures: number): number =>
  Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, failures - 1));

export function step(state: SupervisorState, event: SupervisorEvent): SupervisorStep {
  if (event.kind === 'stop') return stop(state, event.atMs);
  switch (state.phase) {
    case 'idle':
      return event.kind === 'start' ? spawn(event.atMs, 0, [STARTING]) : same(state);
    case 'starting':
      return whileStarting(state, event);
    case 'running':
      return whileRunning(state, event);
    case 'killing':
      return event.kind === 'ended' ? retry(event.atMs, state.failures, state.code) : same(state);
    case 'waiting':
      return event.kind === 'alarm' && event.atMs >= state.dueMs ? spawn(event.atMs, state.failures, []) : same(state);
    case 'stopping':
      return whileStopping(state, event);
    case 'stopped':
      return same(state);
  }
}

function whileStarting(state: SupervisorState & { phase: 'starting' }, event: SupervisorEvent): SupervisorStep {
  switch (event.kind) {
    case 'ready':
      if (event.contract !== CONTRACT_VERSION) return kill(state.failures, 'contract-mismatch');
      return next({ phase: 'running', readyAtMs: event.atMs, heardAtMs: event.atMs, failures: state.failures });
    case 'heard':
      return next({ ...state, heardAtMs: event.atMs });
    case 'fault':
      return next({ ...state, fault: event.fault }, [coreDown(event.fault)]);
    case 'ended': {
      const code = state.fault ?? (event.started ? endOf(event) : 'core-not-started');
      return retry(event.atMs, state.failures, code, state.fault === null ? [coreDown(code)] : []);
    }
    case 'alarm':
      return onSilence(state, event.atMs, () => kill(state.failures, state.fault ?? 'core-hung'));
    default:
      return same(state);
  }
}

function whileRunning(state: SupervisorState & { phase: 'running' }, event: SupervisorEvent): SupervisorStep {
  const failures = event.atMs - state.readyAtMs >= HEALTHY_AFTER_MS ? 0 : state.failures;
  switch (event.kind) {
    case 'heard':
      return next({ ...state, heardAtMs: event.atMs });
    case 'ended':
      return event.anew && event.atMs - state.readyAtMs >= ANEW_AFTER_MS
        ? spawn(event.atMs, failures, [STARTING])
        : retry(event.atMs, failures, endOf(event), [coreDown(endOf(event))]);
    case 'alarm':
      return onSilence(state, event.atMs, () => kill(failures, 'core-hung'));
    default:
      return same(state);
  }
}

function whileStopping(state: SupervisorState & { phase: 'stopping' }, event: SupervisorEvent): SupervisorStep {
  if (event.kind === 'ended') return finish();
  if (event.kind !== 'alarm' || event.atMs < state.dueMs) return same(state);
  if (state.killed) return finish();
  return next({ phase: 'stopping', dueMs: event.atMs + KILL_PATIENCE_MS, killed: true }, [{ kind: 'kill' }]);
}

function stop(state: SupervisorState, atMs: number): SupervisorStep {
  switch (state.phase) {
    case 'idle':
    case 'waiting':
      return finish();
    case 'starting':
    case 'running':
      return next({ phase: 'stopping', dueMs: atMs + STOP_PATIENCE_MS, killed: false }, [{ kind: 'close-input' }]);
    case 'killing':
      return next({ phase: 'stopping', dueMs: atMs + KILL_PATIENCE_MS, killed: true });
    case 'stopping':
    case 'stopped':
      return same(state);
  }
}

function onSilence(
  state: SupervisorState & { phase: 'starting' | 'running' },
  atMs: number,
  hung: () => SupervisorStep,
): SupervisorStep {
  const dueMs = deadlineOf(state) ?? Number.POSITIVE_INFINITY;
  if (atMs < dueMs) return same(state);
  return atMs - dueMs > LATE_ALARM_MS ? next({ ...state, heardAtMs: atMs }) : hung();
}

const endOf = ({ mends }: { mends: boolean }): DownCode => (mends ? 'store-damaged' : 'core-ended');

const same = (state: SupervisorState): SupervisorStep => ({ state, effects: [] });
const next = (state: SupervisorState, effects: readonly SupervisorEffect[] = []): SupervisorStep => ({
  state,
  effects,
});
const finish = (): SupervisorStep => next({ phase: 'stopped' }, [{ kind: 'finished' }]);
const STARTING: SupervisorEffect = { kind: 'show', screen: { screen: 'starting' } };
const coreDown = (code: DownCode): SupervisorEffect => ({ kind: 'show', screen: { screen: 'core-down', code } });

const spawn = (atMs: number, failures: number, before: readonly SupervisorEffect[]): SupervisorStep =>
  next({ phase: 'starting', heardAtMs: atMs, failures, fault: null }, [...before, { kind: 'spawn' }]);

const kill = (failures: number, code: DownCode): SupervisorStep =>
  next({ phase: 'killing', failures, code }, [{ kind: 'kill' }, coreDown(code)]);

/**
 * Plans the next start: after a long delay if a person must repair the fault (a profile, a folder, an installation), soon after a first
 * crash.
 */
function retry(
  atMs: number,
  failures: number,
  code: DownCode,
  effects: readonly SupervisorEffect[] = [],
): SupervisorStep {
  const crashed = code === 'core-ended' || code === 'core-hung' || code === 'store-damaged';
  const delayMs = crashed ? retryDelayMs(failures + 1) : LONGEST_RETRY_MS;
  return next({ phase: 'waiting', dueMs: atMs + delayMs, failures: failures + 1 }, effects);
}
