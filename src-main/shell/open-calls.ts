import { type Result, refuse } from '../domain/result.ts';
import type { Refusal } from '../session/contract/kiosk-api.ts';

/** Longest time until an answer. A core that sends nothing at all is restarted as hung before that (`HUNG_AFTER_MS`). */
const ANSWER_WITHIN_MS = 8_000;
/** Largest number of open calls, more than a citizen can make. It limits the commands sent to a core that does not read them. */
const MAX_OPEN = 32;

export const coreDown = (detail: string): Result<unknown, Refusal> => refuse({ kind: 'core-down', detail });

export interface OpenCalls {
  /**
   * Sends a command by `send` with a new id, and settles with the answer to that id, or with `core-down` if there is none in time or too
   * many calls are open. Never rejects.
   */
  open(send: (id: number) => void): Promise<Result<unknown, Refusal>>;
  settle(id: number, result: Result<unknown, Refusal>): void;
  settleAll(result: Result<unknown, Refusal>): void;
}

export function createOpenCalls(): OpenCalls {
  const calls = new Map<number, { resolve: (result: Result<unknown, Refusal>) => void; timer: NodeJS.Timeout }>();
  let lastId = 0;

  function settle(id: number, result: Result<unknown, Refusal>): void {
    const call = calls.get(id);
    if (call === undefined) return;
    calls.delete(id);
    clearTimeout(call.timer);
    call.resolve(result);
  }

  return {
    open(send) {
      if (calls.size >= MAX_OPEN) return Promise.resolve(coreDown('too many commands wait for an answer'));
      const id = ++lastId;
      return new Promise((resolve) => {
        const timer = setTimeout(() => settle(id, coreDown('the core did not answer')), ANSWER_WITHIN_MS);
        calls.set(id, { resolve, timer });
        send(id);
      });
    },
    settle,
    settleAll(result) {
      for (const id of [...calls.keys()]) settle(id, result);
    },
  };
}
