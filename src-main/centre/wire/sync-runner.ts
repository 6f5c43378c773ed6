import type { Clock } from '../../ports/clock.ts';
import { createAlarm } from './alarm.ts';
import {
  type Chance,
  type SchedulerEffect,
  type SchedulerEvent,
  type SchedulerState,
  type SchedulerStep,
  type SyncTask,
  startScheduler,
  stepScheduler,
} from './sync-scheduler.ts';
import type { SyncTasks } from './tasks/sync-tasks.ts';
import type { TaskResult } from './tasks/task.ts';

export interface SyncRunnerParts {
  tasks: Pick<SyncTasks, 'push' | 'pull'>;
  clock: Clock;
  random: () => number;
  /** Called when a task has ended. Returns false if the kiosk is not enrolled any more; then no task follows. */
  onResult: (result: TaskResult) => boolean;
  onPulled: () => void;
}

/** Carries out the effects of `sync-scheduler.ts`: runs its tasks, one at a time, and waits for its pauses. */
export interface SyncRunner {
  /** `sinceContactMs`: milliseconds since the centre's last answer; `null` if there was none. */
  start(sinceContactMs: number | null): void;
  isStarted(): boolean;
  /** Whether a request to the centre is under way. */
  isAsking(): boolean;
  want(task: SyncTask): void;
  /** Asks the centre at once, without the pause after failures. A call before `start` takes effect when `start` is called. */
  wakeUp(): void;
  stop(): void;
  settled(): Promise<void>;
}

export function createSyncRunner({ tasks, clock, random, onResult, onPulled }: SyncRunnerParts): SyncRunner {
  const rest = createAlarm(clock);
  let state: SchedulerState | null = null;
  let isAwaited = false;
  let isStopped = false;
  let underWay: Promise<void> = Promise.resolve();

  const chance = (): Chance => ({ nowMs: clock.monotonicMs(), random: random() });

  function step(event: SchedulerEvent): void {
    if (state !== null && !isStopped) follow(stepScheduler(state, event, chance()));
  }

  function follow(next: SchedulerStep): void {
    state = next.state;
    for (const effect of next.effects) carryOut(effect);
  }

  function carryOut(effect: SchedulerEffect): void {
    switch (effect.type) {
      case 'push':
        underWay = tasks.push(effect.batch).then(settle);
        return;
      case 'pull':
        underWay = tasks.pull().then(settle);
        return;
      case 'rest':
        // The extra millisecond prevents an alarm that is early by the scheduler's clock.
        rest.set(Math.ceil(effect.delayMs) + 1, () => step({ type: 'rested' }));
    }
  }

  function settle(result: TaskResult): void {
    if (isStopped) return;
    const { event } = result;
    if (event.type === 'done' && event.task === 'pull' && !event.more) onPulled();
    if (onResult(result)) step(event);
  }

  return {
    start(sinceContactMs) {
      if (isStopped) return;
      follow(startScheduler(sinceContactMs, chance()));
      if (isAwaited) step({ type: 'wake-up' });
    },
    isStarted: () => state !== null && !isStopped,
    isAsking: () => state !== null && state.underWay !== null && !isStopped,
    want: (task) => step({ type: 'want', task }),
    wakeUp() {
      isAwaited = state === null;
      step({ type: 'wake-up' });
    },
    stop() {
      isStopped = true;
      rest.cancel();
    },
    settled: () => underWay,
  };
}
