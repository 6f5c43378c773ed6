import { Worker } from 'node:worker_threads';
import { messageOf } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import {
  FromThread,
  HubCall,
  type HubReply,
  type Known,
  type SentCall,
  type ThreadData,
  type ToThread,
} from '../contract/server-thread.ts';

const PING_MS = 2_000;
/** A thread that leaves this many pings unanswered is stuck and is ended. */
const MOST_UNANSWERED = 5;
const CLOSING_MS = 2_000;
/**
 * Limit for characters of feeds that the thread has not read yet. Beyond it a text is left out; the next text contains the whole view
 * again.
 */
const MOST_UNREAD_CHARACTERS = 4 * 1_024 * 1_024;
/** A thread that exceeds these limits of memory ends, and the core goes on. */
const LIMITS = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 4 };

export interface ServerThreadParts {
  file: string;
  data: ThreadData;
  answer: (call: HubCall) => HubReply | Promise<HubReply>;
  onListening: (port: number) => void;
  onFeedClosed: (feedId: number) => void;
  onFault: (detail: string) => void;
  /** Runs when the thread has ended by itself, or was ended because it was stuck. */
  onEnded: (detail: string) => void;
  clock: Clock;
}

export interface ServerThread {
  know(known: Known): void;
  send(feedIds: readonly number[], text: string): void;
  end(feedId: number): void;
  close(): Promise<void>;
}

/** Starts the thread. Its private key is passed in memory, and it gets nothing of the core's environment. */
export function startServerThread(parts: ServerThreadParts): ServerThread {
  const { file, data, clock, onEnded } = parts;
  const worker = new Worker(file, { workerData: data, env: {}, argv: [], resourceLimits: LIMITS });
  const post = (message: ToThread): void => worker.postMessage(message);
  let isClosing = false;
  let unread = 0;
  let unanswered = 0;
  let reason: string | null = null;
  let callOff = clock.after(PING_MS, ping);
  function ping(): void {
    if (unanswered >= MOST_UNANSWERED) {
      reason = 'the thread of the office’s server was stuck';
      void worker.terminate();
      return;
    }
    unanswered += 1;
    post({ kind: 'ping' });
    callOff = clock.after(PING_MS, ping);
  }
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', (code) => {
      callOff();
      resolve();
      if (!isClosing) onEnded(reason ?? `the thread of the office’s server ended with ${code}`);
    });
  });
  worker.on('error', (error) => {
    reason = messageOf(error);
  });
  worker.on('message', (message: unknown) => {
    const read = FromThread.safeParse(message);
    if (!read.success) {
      parts.onFault(`unreadable message of the thread: ${read.error.issues[0]?.path.join('.')}`);
      return;
    }
    const said = read.data;
    switch (said.kind) {
      case 'call':
        void reply(parts, said.call).then((given) => post({ kind: 'reply', id: said.id, reply: given }));
        break;
      case 'listening':
        if (!isClosing) parts.onListening(said.port);
        break;
      case 'failed':
        reason = said.detail;
        break;
      case 'feed-closed':
        parts.onFeedClosed(said.feedId);
        break;
      case 'read':
        unread -= said.characters;
        break;
      case 'alive':
        unanswered = 0;
        break;
      case 'fault':
        parts.onFault(said.detail);
        break;
    }
  });
  return {
    know: (known) => post({ kind: 'known', known }),
    send(feedIds, text) {
      if (unread > MOST_UNREAD_CHARACTERS) return;
      unread += text.length;
      post({ kind: 'feed', feedIds, text });
    },
    end: (feedId) => post({ kind: 'end-feed', feedId }),
    async close() {
      isClosing = true;
      callOff();
      post({ kind: 'close' });
      const callOffEnd = clock.after(CLOSING_MS, () => void worker.terminate());
      await ended;
      callOffEnd();
    },
  };
}

async function reply({ answer, onFault }: ServerThreadParts, sent: SentCall): Promise<HubReply> {
  const call = HubCall.safeParse(sent);
  if (!call.success) return { status: 400 };
  try {
    return await answer(call.data);
  } catch (error) {
    onFault(messageOf(error));
    return { status: 500 };
  }
}
