import type { ServerResponse } from 'node:http';
import type { FromThread, HubCall } from '../contract/server-thread.ts';
import type { CoreCalls } from './core-calls.ts';
import { give } from './requests.ts';

/** A feed with more unsent bytes than this is closed; its page connects again. */
const MOST_UNSENT_BYTES = 512 * 1_024;

export interface FeedPages {
  open(call: Omit<Extract<HubCall, { call: 'open-feed' }>, 'call' | 'feedId'>, response: ServerResponse): Promise<void>;
  send(feedIds: readonly number[], text: string): void;
  end(feedId: number): void;
}

export function createFeedPages(core: CoreCalls, post: (message: FromThread) => void): FeedPages {
  const pages = new Map<number, ServerResponse>();
  let lastId = 0;
  function begin(response: ServerResponse): void {
    if (response.headersSent) return;
    response.statusCode = 200;
    response.setHeader('content-type', 'text/event-stream');
    response.write('retry: 2000\n\n');
  }
  return {
    async open(call, response) {
      lastId += 1;
      const feedId = lastId;
      // The page is registered before the answer, because the first text may come with it.
      pages.set(feedId, response);
      response.on('close', () => {
        if (pages.delete(feedId)) post({ kind: 'feed-closed', feedId });
      });
      const reply = await core.ask({ call: 'open-feed', ...call, feedId });
      if (reply.status === 200) return begin(response);
      pages.delete(feedId);
      give(response, reply);
    },
    send(feedIds, text) {
      for (const feedId of feedIds) {
        const response = pages.get(feedId);
        if (response === undefined) continue;
        begin(response);
        if (response.writableLength > MOST_UNSENT_BYTES) response.destroy();
        else response.write(text);
      }
    },
    end: (feedId) => void pages.get(feedId)?.destroy(),
  };
}
