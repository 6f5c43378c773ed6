import type { FromThread, HubReply, SentCall } from '../contract/server-thread.ts';

/** Largest number of unanswered calls, more than an office of sixty desks and twelve kiosks has at once. */
export const MOST_CALLS = 128;

export interface CoreCalls {
  /** Passes a call to the core. While `MOST_CALLS` calls are unanswered, answers 503 at once, and the caller tries again. */
  ask(call: SentCall): Promise<HubReply>;
  answered(id: number, reply: HubReply): void;
}

/** `onFull` runs for the first call that is refused since the last answer. */
export function createCoreCalls(post: (message: FromThread) => void, onFull: () => void): CoreCalls {
  const open = new Map<number, (reply: HubReply) => void>();
  let lastId = 0;
  let isFull = false;
  return {
    ask(call) {
      if (open.size >= MOST_CALLS) {
        if (!isFull) onFull();
        isFull = true;
        return Promise.resolve({ status: 503 });
      }
      lastId += 1;
      const id = lastId;
      return new Promise((resolve) => {
        open.set(id, resolve);
        post({ kind: 'call', id, call });
      });
    },
    answered(id, reply) {
      open.get(id)?.(reply);
      open.delete(id);
      isFull = false;
    },
  };
}
