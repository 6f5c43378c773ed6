import type { Clock } from '../ports/clock.ts';
import { createAlarm } from './alarm.ts';
import type { CallFault } from './call-fault.ts';
import type { CentreClient } from './centre-client.ts';
import { createSyncRunner } from './sync-runner.ts';
import type { SyncTasks } from './tasks/sync-tasks.ts';
import { createWakeUps } from './wake-ups.ts';

/** A ticket and the end of its print job go together. */
const GATHER_MS = 200;
const POLL_MS = 30_000;
/** While wake-ups come the kiosk polls only now and then, in case the stream is dead without notice. */
const POLL_BESIDE_WAKE_UPS_MS = 300_000;

export interface SyncLoopParts {
  client: Pick<CentreClient, 'follow'>;
  tasks: SyncTasks;
  clock: Clock;
  random: () => number;
  /** A task has ended, well when `fault` is `null`; `isDone` is false where it has to be tried again. */
  onSettled: (fault: CallFault | null, isDone: boolean) => void;
  /** With the centre's word on it. */
  onRevoked: (fault: CallFault) => void;
}

/** An enrolled kiosk and its centre: what is sent and asked, when, and when again. */
export interface SyncLoop {
  /** `sinceContactMs` after the centre was last heard; `null` when never. */
  start(sinceContactMs: number | null): void;
  /** An event was recorded. */
  eventsWait(): void;
  wantAll(): void;
  wantPush(): void;
  /** Asks at once, whatever the back-off says. */
  wakeUp(): void;
  /** Nothing more is asked of the centre, for good. */
  stop(): void;
  settled(): Promise<void>;
}

export function createSyncLoop(parts: SyncLoopParts): SyncLoop {
  const { client, tasks, clock, random, onSettled, onRevoked } = parts;
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
    onWakeUp: () => runner.wakeUp(),
    // The next poll that succeeds opens it again.
    onEnded(fault, wasOpen) {
      if (fault.kind === 'kiosk-revoked') onRevoked(fault);
      else if (wasOpen) poll();
    },
  });

  function poll(): void {
    const everyMs = wakeUps.isOpen() ? POLL_BESIDE_WAKE_UPS_MS : POLL_MS;
    // Kiosks that started together drift apart.
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
