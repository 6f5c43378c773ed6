import type { FollowedTurns } from '../../domain/queue-state.ts';
import type { Clock } from '../../ports/clock.ts';

export interface QueueTellerParts {
  /** What is known now; `null`: nothing. */
  states: () => FollowedTurns | null;
  /** Whether the centre has it. Never rejects. */
  tell: (states: FollowedTurns) => Promise<boolean>;
  clock: Clock;
}

/** Tells the centre how the queues are, for the phones of those who wait. */
export interface QueueTeller {
  /** Something was written. */
  changed(): void;
  /** Nothing more is told, for good. */
  close(): void;
}

/** Not more often, whatever happens. */
const LEAST_GAP_MS = 20_000;
/** What happens within one such time is told once. */
const GATHER_MS = 1_000;
/** Told again although it is the same: before it is too old to be shown. */
const AGAIN_MS = 60_000;
/** After a centre that did not take it. */
const LONGEST_REST_MS = 300_000;

const textOf = (states: FollowedTurns): string => JSON.stringify(states);

/** The newest alone counts: what could not be told is not kept, and nothing is said while nobody waits and the centre knows it. */
export function createQueueTeller({ states, tell, clock }: QueueTellerParts): QueueTeller {
  let last = { text: textOf([]), atMs: 0 };
  let restMs = LEAST_GAP_MS;
  let notBeforeMs = Number.NEGATIVE_INFINITY;
  let nextMs = Number.POSITIVE_INFINITY;
  let isTelling = false;
  let isClosed = false;
  let callOff = () => {};

  function lookAt(atMs: number): void {
    callOff();
    nextMs = atMs;
    if (!isClosed) callOff = clock.after(Math.max(0, atMs - clock.monotonicMs()), () => void look());
  }
  async function look(): Promise<void> {
    const nowMs = clock.monotonicMs();
    const now = states() ?? [];
    const text = textOf(now);
    const isDue = text !== last.text || (now.length > 0 && nowMs - last.atMs >= AGAIN_MS);
    if (!isDue) return lookAt(nowMs + LEAST_GAP_MS);
    isTelling = true;
    const isTaken = await tell(now);
    isTelling = false;
    if (isTaken) last = { text, atMs: nowMs };
    restMs = isTaken ? LEAST_GAP_MS : Math.min(restMs * 2, LONGEST_REST_MS);
    notBeforeMs = clock.monotonicMs() + restMs;
    lookAt(notBeforeMs);
  }
  lookAt(clock.monotonicMs() + LEAST_GAP_MS);
  return {
    changed() {
      const atMs = Math.max(notBeforeMs, clock.monotonicMs() + GATHER_MS);
      if (!isTelling && atMs < nextMs) lookAt(atMs);
    },
    close() {
      isClosed = true;
      callOff();
    },
  };
}
