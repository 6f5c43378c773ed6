import type { StatedQueues } from '../../domain/queue-state.ts';
import type { Clock } from '../../ports/clock.ts';

export interface QueueTellerParts {
  /** `null`: the queues are unknown. */
  states: () => StatedQueues | null;
  /** Resolves with whether the centre accepted the states. Never rejects. */
  tell: (states: StatedQueues) => Promise<boolean>;
  clock: Clock;
}

/** Sends the states of the queues to the centre, for the phones of waiting citizens and the public page of the city's offices. */
export interface QueueTeller {
  changed(): void;
  close(): void;
}

const LEAST_GAP_MS = 20_000;
const GATHER_MS = 1_000;
/** Unchanged states are sent again after this time, before they are too old to be shown. */
const AGAIN_MS = 60_000;
const LONGEST_REST_MS = 300_000;

const NOTHING: StatedQueues = { tickets: [], services: [] };
const textOf = (states: StatedQueues): string => JSON.stringify(states);

/**
 * Sends only the newest states; states that could not be sent are dropped. When the queues become unknown, the kiosk sends empty lists
 * until the centre accepts them, and then nothing.
 */
export function createQueueTeller({ states, tell, clock }: QueueTellerParts): QueueTeller {
  let last = { text: textOf(NOTHING), atMs: 0 };
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
    const now = states() ?? NOTHING;
    const text = textOf(now);
    const isDue = text !== last.text || (text !== textOf(NOTHING) && nowMs - last.atMs >= AGAIN_MS);
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
