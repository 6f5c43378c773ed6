import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from '../random.ts';
import { backOff, isBusy, problemOfAnswer } from './ask.ts';
import type { Order } from './city.ts';
import type { Complaints } from './complaints.ts';

const SERVICES = ['empadronament', 'orientacio'] as const;
const HOUR_MS = 3_600_000;

export interface Publisher {
  readonly officeId: string;
  /** The end times of the confirmed pauses. Each pause has a different end time, which identifies it. */
  readonly confirmed: readonly string[];
  live(stopped: AbortSignal): Promise<void>;
}

export function createPublisher(
  { officeId, index }: { officeId: string; index: number },
  { order, random, complaints }: { order: Order; random: Random; complaints: Complaints },
): Publisher {
  const confirmed: string[] = [];
  const startMs = Date.now() + HOUR_MS * (index + 1);
  let orders = 0;

  async function give(stopped: AbortSignal): Promise<void> {
    orders += 1;
    const until = new Date(startMs + orders).toISOString();
    const isPause = random.chance(0.7);
    const place = { officeId, serviceId: random.pick(SERVICES) };
    for (let failures = 0; !stopped.aborted; failures += 1) {
      const answer = await (isPause ? order('pauseService', place, { until }) : order('resumeService', place));
      if (answer?.status === 204) {
        if (isPause) confirmed.push(until);
        return;
      }
      if (answer && !isBusy(answer)) {
        complaints.complain('refused', `an order: ${answer.status} ${problemOfAnswer(answer)}`);
        return;
      }
      await backOff(random, failures);
    }
  }

  return {
    officeId,
    confirmed,
    async live(stopped) {
      while (!stopped.aborted) {
        await give(stopped);
        await wait(random.int(1, 60));
      }
    },
  };
}
