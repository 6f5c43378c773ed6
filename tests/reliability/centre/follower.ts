import { setTimeout as wait } from 'node:timers/promises';
import { Changes, Snapshot } from '../../../src-main/contract/centre/configuration.ts';
import { pathOf } from '../../../src-main/contract/centre/operations.ts';
import { Problem } from '../../../src-main/contract/centre/problems.ts';
import type { Random } from '../random.ts';
import { type Answer, backOff, isBusy, jsonOf, problemOfAnswer } from './ask.ts';
import type { Complaints } from './complaints.ts';
import type { SimulatedKiosk } from './kiosk.ts';

export interface Follower {
  readonly officeId: string;
  /** The first cursor and all changes since; `null`: no snapshot was read yet. */
  story(): { cursor: string; changes: readonly unknown[] } | null;
  live(stopped: AbortSignal): Promise<void>;
  /** Reads changes until there are no more or `giveUp` fires. */
  drain(giveUp: AbortSignal): Promise<void>;
}

export function createFollower(
  kiosk: SimulatedKiosk,
  { random, complaints }: { random: Random; complaints: Complaints },
): Follower {
  const { cityId, kioskId, officeId, slot } = kiosk.identity;
  const changes: unknown[] = [];
  let first: string | null = null;
  let cursor: string | null = null;
  let count = 0;

  /** Reads a path. A repeated read gets a new request number, because the centre accepts each number once. */
  async function read(path: string): Promise<Answer | null> {
    count += 1;
    const answer = await kiosk.askSigned({ method: 'GET', path, body: null }, count);
    if (answer?.status === 200) return answer;
    if (answer?.status === 409) {
      const { above } = Problem.parse(jsonOf(answer));
      count = Math.max(count, above ?? 0);
    } else if (answer && !isBusy(answer)) {
      const problem = problemOfAnswer(answer);
      const isLost = problem === 'cursor-gone';
      complaints.complain(isLost ? 'change-skipped' : 'refused', `kiosk ${slot} reads: ${answer.status} ${problem}`);
      if (isLost) {
        cursor = null;
        changes.length = 0;
      }
    }
    return null;
  }

  async function step(): Promise<'no-answer' | 'more' | 'all'> {
    const place = { cityId, kioskId };
    if (cursor === null) {
      const answer = await read(pathOf('readSnapshot', place));
      if (answer === null) return 'no-answer';
      first = cursor = Snapshot.parse(jsonOf(answer)).cursor;
      return 'more';
    }
    const answer = await read(`${pathOf('readChanges', place)}?cursor=${encodeURIComponent(cursor)}`);
    if (answer === null) return 'no-answer';
    const answered = Changes.parse(jsonOf(answer));
    changes.push(...answered.changes);
    cursor = answered.cursor;
    return answered.more ? 'more' : 'all';
  }

  return {
    officeId,
    story: () => (first === null ? null : { cursor: first, changes }),
    async live(stopped) {
      for (let failures = 0; !stopped.aborted; ) {
        failures = (await step()) === 'no-answer' ? failures + 1 : 0;
        await (failures > 0 ? backOff(random, failures) : wait(random.int(1, 50)));
      }
    },
    async drain(giveUp) {
      for (let failures = 0; !giveUp.aborted; failures += 1) {
        const found = await step();
        if (found === 'all') return;
        if (found === 'no-answer') await backOff(random, failures);
      }
    },
  };
}
