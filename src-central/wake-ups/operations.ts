import type { Socket } from 'node:net';
import type { Centre } from '../replica-context.ts';
import type { CentreServer } from '../server/server.ts';
import { watchOffices } from './office-watch.ts';

/** A stream that says nothing for longer is taken for dead, by kiosks and by what stands between. */
const COMMENT_EVERY_MS = 25_000;
/** One that is used, and one that is being opened while the other is not yet known to be dead. */
const STREAMS_OF_KIOSK = 2;

/** One timer and one query for all streams of a replica: a stream costs its connection and a place in a set. */
export function registerWakeUps(server: CentreServer, { database, clock, logger }: Centre): void {
  const watch = watchOffices(database, clock, (err) => logger.warn({ event: 'offices-not-watched', err }));
  const open = new Set<Socket>();
  /** Oldest first. */
  const ofKiosk = new Map<string, Socket[]>();
  let comments: NodeJS.Timeout | null = null;
  const comment = () => {
    // Its client has not even taken what was said last.
    for (const connection of open)
      if (connection.writableLength > 0 || connection.writableEnded) connection.destroy();
      else connection.write(':\n\n');
  };
  /** One that was ended is still here until its client has taken the end. */
  const wakeUp = (connection: Socket) => {
    if (!connection.writableEnded) connection.write('event: hint\ndata:\n\n');
  };

  server.registerStream('followHints', ({ cityId, officeId, kioskId }, connection) => {
    const stop = watch.follow({
      ...{ cityId, officeId, kioskId },
      wake: () => wakeUp(connection),
      end: () => connection.destroySoon(),
    });
    open.add(connection);
    const streams = [...(ofKiosk.get(kioskId) ?? []), connection];
    ofKiosk.set(kioskId, streams);
    if (streams.length > STREAMS_OF_KIOSK) streams[0]?.destroySoon();
    comments ??= setInterval(comment, COMMENT_EVERY_MS);
    connection.write(':\n\n');
    return () => {
      stop();
      open.delete(connection);
      const left = (ofKiosk.get(kioskId) ?? []).filter((other) => other !== connection);
      if (left.length > 0) ofKiosk.set(kioskId, left);
      else ofKiosk.delete(kioskId);
      if (open.size > 0 || comments === null) return;
      clearInterval(comments);
      comments = null;
    };
  });
}
