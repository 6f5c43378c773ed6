/**
 * Schedules requests to the centre as a pure state machine. Tasks run one at a time, and a pause follows a failed task. Times are monotonic
 * milliseconds; `random` is in [0, 1).
 *
 * Invariants: events are sent in the sequence in which they happened, after dead letters that are resent. A batch that is refused as a
 * whole is halved. A single refused event waits and is retried, except a dead letter: it remains a dead letter, and its upload counts as
 * `done`. A failure never loses a wanted task.
 */
export type SyncTask = 'push' | 'pull';

export interface SchedulerState {
  readonly underWay: SyncTask | null;
  readonly wanted: Readonly<Record<SyncTask, boolean>>;
  readonly batch: number;
  readonly failures: number;
  /** The task that failed last; if the other task is wanted, it runs before the retry. */
  readonly failed: SyncTask | null;
  /** End of the pause after a failure; `null` without one. */
  readonly restUntilMs: number | null;
}

export type SchedulerEvent =
  | { type: 'want'; task: SyncTask }
  /** The centre has announced news, or a technician asks now. */
  | { type: 'wake-up' }
  | { type: 'rested' }
  | { type: 'done'; task: SyncTask; more: boolean }
  /** The centre answered 400 or 413 to an upload of `sent` events as a whole. With `sent` 1, the event was not a dead letter. */
  | { type: 'batch-refused'; sent: number }
  | { type: 'failed'; retryAfterMs: number | null };

export type SchedulerEffect = { type: 'push'; batch: number } | { type: 'pull' } | { type: 'rest'; delayMs: number };

export interface SchedulerStep {
  readonly state: SchedulerState;
  readonly effects: readonly SchedulerEffect[];
}

export interface Chance {
  readonly nowMs: number;
  readonly random: number;
}

export const LARGEST_BATCH = 200;
const BACK_OFF_BASE_MS = 1_000;
const BACK_OFF_CAP_MS = 300_000;
/**
 * After the centre has been silent for this long, other kiosks probably return in the same moment, as after a power cut. Their first
 * exchanges are therefore spread over `SPREAD_MS`.
 */
export const OUTAGE_MS = 300_000;
const SPREAD_MS = 60_000;

/**
 * Starts the schedule; `sinceContactMs`: milliseconds since the centre's last answer, `null` if there was none. Only a start spreads the
 * first exchanges: after an outage while the program runs, every kiosk is already waiting a random time of up to five minutes.
 */
export function startScheduler(sinceContactMs: number | null, { nowMs, random }: Chance): SchedulerStep {
  const state: SchedulerState = {
    underWay: null,
    wanted: { push: true, pull: true },
    batch: LARGEST_BATCH,
    failures: 0,
    failed: null,
    restUntilMs: null,
  };
  if (sinceContactMs !== null && Math.abs(sinceContactMs) > OUTAGE_MS) return rest(state, random * SPREAD_MS, nowMs);
  return go(state);
}

export function stepScheduler(state: SchedulerState, event: SchedulerEvent, { nowMs, random }: Chance): SchedulerStep {
  switch (event.type) {
    case 'want':
      return go(want(state, event.task));
    case 'wake-up':
      return go({ ...want(state, 'pull'), failures: 0, restUntilMs: null });
    case 'rested':
      return state.restUntilMs !== null && nowMs >= state.restUntilMs
        ? go({ ...state, restUntilMs: null })
        : stay(state);
    case 'done': {
      const wanted = event.more ? { ...state.wanted, [event.task]: true } : state.wanted;
      const batch = event.task === 'push' ? Math.min(LARGEST_BATCH, state.batch * 2) : state.batch;
      return go({ ...state, underWay: null, wanted, batch, failures: 0, failed: null });
    }
    case 'batch-refused': {
      if (event.sent <= 1) return fail(state, null, { nowMs, random });
      const batch = Math.floor(event.sent / 2);
      return go({ ...want(state, 'push'), underWay: null, batch });
    }
    case 'failed':
      return fail(state, event.retryAfterMs, { nowMs, random });
  }
}

const stay = (state: SchedulerState): SchedulerStep => ({ state, effects: [] });

const want = (state: SchedulerState, task: SyncTask): SchedulerState => ({
  ...state,
  wanted: { ...state.wanted, [task]: true },
});

/**
 * Starts the next task: a pull first, because its answer is short and may change what is sent. If pulling fails, events are sent all the
 * same.
 */
function go(state: SchedulerState): SchedulerStep {
  if (state.underWay !== null || state.restUntilMs !== null) return stay(state);
  if (state.wanted.pull && !(state.failed === 'pull' && state.wanted.push))
    return {
      state: { ...state, underWay: 'pull', wanted: { ...state.wanted, pull: false } },
      effects: [{ type: 'pull' }],
    };
  if (state.wanted.push)
    return {
      state: { ...state, underWay: 'push', wanted: { ...state.wanted, push: false } },
      effects: [{ type: 'push', batch: state.batch }],
    };
  return stay(state);
}

/** Pauses after a failure: a random time up to an exponentially growing bound (full jitter), but never less than the centre requested. */
function fail(state: SchedulerState, retryAfterMs: number | null, { nowMs, random }: Chance): SchedulerStep {
  const failures = state.failures + 1;
  const bound = Math.min(BACK_OFF_CAP_MS, BACK_OFF_BASE_MS * 2 ** Math.min(failures - 1, 30));
  const delayMs = retryAfterMs === null ? random * bound : retryAfterMs + random * BACK_OFF_BASE_MS;
  const failed = state.underWay === null ? state : want(state, state.underWay);
  return rest({ ...failed, underWay: null, failures, failed: state.underWay }, delayMs, nowMs);
}

function rest(state: SchedulerState, delayMs: number, nowMs: number): SchedulerStep {
  return { state: { ...state, restUntilMs: nowMs + delayMs }, effects: [{ type: 'rest', delayMs }] };
}
