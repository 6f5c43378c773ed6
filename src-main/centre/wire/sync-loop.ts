import type { Clock } from '../../ports/clock.ts';
import { createAlarm } from './alarm.ts';
import type { CallFault } from './call-fault.ts';
import type { CentreClient } from './centre-client.ts';
import { createSyncRunner } from './sync-runner.ts';
import type { SyncTasks } from './tasks/sync-tasks.ts';
import { createWakeUps } from './wake-ups.ts';

/** The wait before an upload, so that a ticket and the end of its print job are sent together. */
const GATHER_MS = 200;
const POLL_MS = 30_000;
/** With wake-ups the kiosk polls rarely, in case the stream died unnoticed. */
const POLL_BESIDE_WAKE_UPS_MS = 300_000;

export interface SyncLoopParts {
  client: Pick<CentreClient, 'follow'>;
  tasks: SyncTasks;
  clock: Clock;
  random: () => number;
  /** Called when a task has ended; `fault` is `null` on success; `isDone` is false if the task must be retried. */
  onSettled: (fault: CallFault | null, isDone: boolean) => void;
  onRevoked: (fault: CallFault) => void;
  onWoken: () => void;
}

/** The schedule between an enrolled kiosk and its centre: what to send, ask and retry. */
export interface SyncLoop {
  /** `sinceContactMs`: time since the centre's last answer; `null` if there was none. */
  start(sinceContactMs: number | null): void;
  eventsWait(): void;
  wantAll(): void;
  wantPush(): void;
  /** Asks at once and ignores the back-off. */
  wakeUp(): void;
  stop(): void;
  settled(): Promise<void>;
}

export function createSyncLoop(parts: SyncLoopParts): SyncLoop {
  const { client, tasks, clock, random, onSettled, onRevoked, onWoken } = parts;
  const nextPoll = createAlarm(clock);
  const gathering = createAlarm(clock);
  const runner = createSyncRunner({
    tasks,
    clock,
    random,
    onResult({ event, fault }) {
      if (fault?.kind === 'kiosk-revoked') {
        onRevoked(fault);
        return false;
      }
      onSettled(fault, event.type === 'done');
      return true;
    },
    onPulled() {
      wakeUps.listen();
      poll();
    },
  });
  const wakeUps = createWakeUps({
    client,
    signRead: () => tasks.signRead(),
    onOpened: poll,
    onWakeUp() {
      runner.wakeUp();
      onWoken();
    },
    // The next successful poll reopens the stream.
    onEnded(fault, wasOpen) {
      if (fault.kind === 'kiosk-revoked') onRevoked(fault);
      else if (wasOpen) poll();
    },
  });

  function poll(): void {
    const everyMs = wakeUps.isOpen() ? POLL_BESIDE_WAKE_UPS_MS : POLL_MS;
    // The interval varies by 10 %, so that kiosks that started together do not poll together.
    nextPoll.set(everyMs * (0.9 + random() * 0.2), () => runner.want('pull'));
  }

  return {
    start: (sinceContactMs) => runner.start(sinceContactMs),
    eventsWait() {
      if (runner.isStarted()) gathering.set(GATHER_MS, () => runner.want('push'));
    },
    wantAll() {
      runner.want('push');
      runner.want('pull');
    },
    wantPush: () => runner.want('push'),
    wakeUp: () => runner.wakeUp(),
    stop() {
      runner.stop();
      wakeUps.stop();
      nextPoll.cancel();
      gathering.cancel();
    },
    settled: () => runner.settled(),
  };
}
