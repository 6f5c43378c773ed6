import type { Clock } from '../../ports/clock.ts';
import { createAlarm } from './alarm.ts';
import type { CallFault } from './call-fault.ts';
import type { CentreClient } from './centre-client.ts';
import { createSyncRunner, type SyncRunner } from './sync-runner.ts';
import type { SyncTasks } from './tasks/sync-tasks.ts';
import { createWakeUps } from './wake-ups.ts';

/** The wait after the newest event before an upload, so that events in quick succession go together. */
const GATHER_MS = 200;
const POLL_MS = 30_000;
/** The poll interval while the centre sends wake-ups; it covers a stream that broke unnoticed. */
const POLL_BESIDE_WAKE_UPS_MS = 300_000;

export interface SyncLoopParts {
  client: Pick<CentreClient, 'follow'>;
  tasks: SyncTasks;
  clock: Clock;
  random: () => number;
  onSettled: (fault: CallFault | null, isDone: boolean) => void;
  onRevoked: (fault: CallFault) => void;
  onWoken: () => void;
}

/** The schedule by which an enrolled kiosk sends events, asks for news and retries. */
export interface SyncLoop extends SyncRunner {
  eventsWait(): void;
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
    // The next successful poll opens the stream again.
    onEnded(fault, wasOpen) {
      if (fault.kind === 'kiosk-revoked') onRevoked(fault);
      else if (wasOpen) poll();
    },
  });

  function poll(): void {
    const everyMs = wakeUps.isOpen() ? POLL_BESIDE_WAKE_UPS_MS : POLL_MS;
    // The interval varies by 10 %, so that kiosks that started together do not always poll together.
    nextPoll.set(everyMs * (0.9 + random() * 0.2), () => runner.want('pull'));
  }

  return {
    ...runner,
    eventsWait() {
      if (runner.isStarted()) gathering.set(GATHER_MS, () => runner.want('push'));
    },
    stop() {
      runner.stop();
      wakeUps.stop();
      nextPoll.cancel();
      gathering.cancel();
    },
  };
}
