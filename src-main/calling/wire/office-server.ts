import type { MessagePort } from 'node:worker_threads';
import { messageOf } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FromThread, ThreadData, ToThread } from '../contract/server-thread.ts';
import { createCoreCalls } from './core-calls.ts';
import { createFeedPages } from './feed-pages.ts';
import { kioskKeyOf } from './kiosk-proof.ts';
import { createKioskRoutes } from './kiosk-routes.ts';
import { readPages } from './pages.ts';
import { createRoutes } from './routes.ts';
import { type HubServer, listenForBrowsers } from './server.ts';

/** Runs the office's server in a thread of its own: it serves the port and passes to the core each call that the core decides. */
export async function serveOffice(port: MessagePort, data: ThreadData, clock: Clock): Promise<void> {
  const post = (message: FromThread): void => port.postMessage(message);
  const fault = (detail: string): void => post({ kind: 'fault', detail });
  const core = createCoreCalls(post, () => fault('overloaded: the core does not answer'));
  const feeds = createFeedPages(core, post);
  let { known } = data;
  let server: HubServer | null = null;
  let isClosing = false;
  const callers = { known: () => known, core, clock };
  const onShown = (...shown: Parameters<HubServer['shown']>): void => server?.shown(...shown);
  const handle = createRoutes({
    ...callers,
    feeds,
    onShown,
    pages: readPages(data.pagesFolder),
    kioskPosts: createKioskRoutes({ ...callers, ownPin: kioskKeyOf(data.key).pin, onShown }),
    onFault: (error) => fault(messageOf(error)),
  });
  port.on('message', (message: ToThread) => {
    switch (message.kind) {
      case 'reply':
        core.answered(message.id, message.reply);
        break;
      case 'known':
        ({ known } = message);
        break;
      case 'feed':
        post({ kind: 'read', characters: message.text.length });
        feeds.send(message.feedIds, message.text);
        break;
      case 'end-feed':
        feeds.end(message.feedId);
        break;
      case 'ping':
        post({ kind: 'alive' });
        break;
      case 'close':
        isClosing = true;
        void server?.close();
        port.close();
        break;
    }
  });
  try {
    server = await listenForBrowsers({ ...data, handle, clock });
    if (isClosing) await server.close();
    else post({ kind: 'listening', port: server.port });
  } catch (error) {
    post({ kind: 'failed', detail: messageOf(error) });
    port.close();
  }
}
