import type { ServerResponse } from 'node:http';
import type { Centre } from '../centre.ts';
import type { CentralServer } from '../server/server.ts';
import { watchOffices } from './office-watch.ts';

/** A stream that says nothing for longer is taken for dead, by kiosks and by what stands between. */
const COMMENT_EVERY_MS = 25_000;

/** One timer and one query for all streams of a replica: a stream costs its connection and a place in a set. */
export function registerHints(server: CentralServer, { database, clock, logger }: Centre): void {
  const watch = watchOffices(database, clock, (err) => logger.warn({ event: 'offices-not-watched', err }));
  const open = new Set<ServerResponse>();
  let comments: NodeJS.Timeout | null = null;
  const comment = () => {
    for (const response of open) response.write(':\n\n');
  };

  server.registerStream('followHints', (caller, response) => {
    const stop = watch.follow(caller, () => void response.write('event: hint\ndata:\n\n'));
    open.add(response);
    comments ??= setInterval(comment, COMMENT_EVERY_MS);
    response.write(':\n\n');
    return () => {
      stop();
      open.delete(response);
      if (open.size > 0 || comments === null) return;
      clearInterval(comments);
      comments = null;
    };
  });
}
