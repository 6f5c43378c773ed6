import { LATE_ALARM_MS } from './alarm.ts';

/**
 * Decides what the shell loads when the page dies: the kiosk's page again or, after 3 reloads within 5 minutes, a help page that sends
 * citizens to the staff. Pure: `page.ts` feeds events with a monotonic time in ms and sends `alarm` at `guardDeadlineOf(state)`.
 */
export type GuardState =
  /** The page is loading; if it does not listen by `dueMs`, it counts as dead. */
  | { phase: 'loading'; dueMs: number; reloadsAtMs: readonly number[] }
  /** The page is asked at intervals whether it lives; `askedAtMs` is set while the answer is awaited. */
  | { phase: 'alive'; heardAtMs: number; askedAtMs: number | null; reloadsAtMs: readonly number[] }
  /** The help page is shown until `leaveAtMs`. `reloadAtMs`: when to load it again, because it died too; otherwise `null`. */
  | { phase: 'help'; leaveAtMs: number; reloadAtMs: number | null };

export type GuardEvent =
  /** The page lives: it started to listen, or answered. */
  { kind: 'heard'; atMs: number } | { kind: 'gone'; atMs: number } | { kind: 'alarm'; atMs: number };

export type GuardEffect =
  | { kind: 'load-kiosk' }
  | { kind: 'load-help' }
  | { kind: 'ask' }
  | { kind: 'end-page-process' };

export type GuardStep = { state: GuardState; effects: readonly GuardEffect[] };

const MAX_RELOADS = 3;
export const RELOAD_WINDOW_MS = 5 * 60_000;
export const LOAD_PATIENCE_MS = 20_000;
export const ASK_EVERY_MS = 5_000;
export const HANG_PATIENCE_MS = 8_000;
export const HELP_RELOAD_MS = 10_000;

/** The state at the first load of the page, which does not count as a reload. */
export const openPage = (atMs: number): GuardState => ({
  phase: 'loading',
  dueMs: atMs + LOAD_PATIENCE_MS,
  reloadsAtMs: [],
});

/** Time at which `page.ts` must send `alarm`; `null`: never. */
export function guardDeadlineOf(state: GuardState): number | null {
  switch (state.phase) {
    case 'loading':
      return state.dueMs;
    case 'alive':
      return state.askedAtMs === null ? state.heardAtMs + ASK_EVERY_MS : state.askedAtMs + HANG_PATIENCE_MS;
    case 'help':
      return Math.min(state.leaveAtMs, state.reloadAtMs ?? Number.POSITIVE_INFINITY);
  }
}

export function stepGuard(state: GuardState, event: GuardEvent): GuardStep {
  const { atMs } = event;
  if (state.phase === 'help') return whileHelping(state, event);
  switch (event.kind) {
    case 'heard':
      return {
        state: { phase: 'alive', heardAtMs: atMs, askedAtMs: null, reloadsAtMs: state.reloadsAtMs },
        effects: [],
      };
    case 'gone':
      return afterLoss(state.reloadsAtMs, atMs);
    case 'alarm':
      return onAlarm(state, atMs);
  }
}

function onAlarm(state: GuardState & { phase: 'loading' | 'alive' }, atMs: number): GuardStep {
  const dueMs = guardDeadlineOf(state) ?? Number.POSITIVE_INFINITY;
  if (atMs < dueMs) return { state, effects: [] };
  if (state.phase === 'alive' && (state.askedAtMs === null || atMs - dueMs > LATE_ALARM_MS))
    return { state: { ...state, askedAtMs: atMs }, effects: [{ kind: 'ask' }] };
  // The event `gone` reports the end of the page's process. If it does not come by `dueMs`, the next alarm tries again.
  return {
    state: { phase: 'loading', dueMs: atMs + LOAD_PATIENCE_MS, reloadsAtMs: state.reloadsAtMs },
    effects: [{ kind: 'end-page-process' }],
  };
}

function afterLoss(reloadsAtMs: readonly number[], atMs: number): GuardStep {
  const recent = reloadsAtMs.filter((reloadAtMs) => atMs - reloadAtMs < RELOAD_WINDOW_MS);
  if (recent.length < MAX_RELOADS) return reload([...recent, atMs], atMs);
  return {
    state: { phase: 'help', leaveAtMs: atMs + RELOAD_WINDOW_MS, reloadAtMs: null },
    effects: [{ kind: 'load-help' }],
  };
}

function whileHelping(state: GuardState & { phase: 'help' }, event: GuardEvent): GuardStep {
  const { atMs } = event;
  if (event.kind === 'gone')
    return { state: { ...state, reloadAtMs: state.reloadAtMs ?? atMs + HELP_RELOAD_MS }, effects: [] };
  if (event.kind === 'heard') return { state, effects: [] };
  if (atMs >= state.leaveAtMs) return reload([atMs], atMs);
  if (state.reloadAtMs === null || atMs < state.reloadAtMs) return { state, effects: [] };
  return { state: { ...state, reloadAtMs: null }, effects: [{ kind: 'load-help' }] };
}

const reload = (reloadsAtMs: readonly number[], atMs: number): GuardStep => ({
  state: { phase: 'loading', dueMs: atMs + LOAD_PATIENCE_MS, reloadsAtMs },
  effects: [{ kind: 'load-kiosk' }],
});
