import type { Socket } from 'node:net';
import type { CityId, KioskId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import type { Centre } from '../replica-context.ts';
import type { KioskCaller } from '../server/operation.ts';
import type { CentreServer } from '../server/server.ts';
import { type Follower, watchOffices } from './office-watch.ts';

/** A stream that says nothing for longer is taken for dead, by kiosks and by what stands between. */
const COMMENT_EVERY_MS = 25_000;
/** One that is used, and one that is being opened while the other is not yet known to be dead. */
const STREAMS_OF_KIOSK = 2;

/** A class, since there are thousands: no stream has functions of its own. */
class WakeUpStream implements Follower {
  readonly cityId: CityId;
  readonly officeId: OfficeId;
  readonly kioskId: KioskId;
  private readonly connection: Socket;

  constructor({ cityId, officeId, kioskId }: KioskCaller, connection: Socket) {
    this.cityId = cityId;
    this.officeId = officeId;
    this.kioskId = kioskId;
    this.connection = connection;
  }

  /** One that was ended is still here until its client has taken the end. */
  wake(): void {
    if (!this.connection.writableEnded) this.connection.write('event: hint\ndata:\n\n');
  }

  /** Of one whose client has not even taken what was said last, the connection. */
  comment(): void {
    if (this.connection.writableLength > 0 || this.connection.writableEnded) this.connection.destroy();
    else this.connection.write(':\n\n');
  }

  end(): void {
    this.connection.destroySoon();
  }
}

/** One timer and one query for all streams of a replica: a stream costs its connection and a place in a few tables. */
export function registerWakeUps(server: CentreServer, { database, clock, logger }: Centre): void {
  const watch = watchOffices(database, clock, (err) => logger.warn({ event: 'offices-not-watched', err }));
  const open = new Map<Socket, WakeUpStream>();
  /** Oldest first. */
  const ofKiosk = new Map<string, WakeUpStream[]>();
  let comments: NodeJS.Timeout | null = null;
  const comment = () => {
    for (const stream of open.values()) stream.comment();
  };

  server.registerStream('followHints', {
    begin(caller, connection) {
      const stream = new WakeUpStream(caller, connection);
      watch.follow(stream);
      open.set(connection, stream);
      const streams = [...(ofKiosk.get(stream.kioskId) ?? []), stream];
      ofKiosk.set(stream.kioskId, streams);
      if (streams.length > STREAMS_OF_KIOSK) streams[0]?.end();
      comments ??= setInterval(comment, COMMENT_EVERY_MS);
      connection.write(':\n\n');
    },
    end(connection) {
      const stream = open.get(connection);
      if (!stream) return;
      watch.leave(stream);
      open.delete(connection);
      const left = (ofKiosk.get(stream.kioskId) ?? []).filter((other) => other !== stream);
      if (left.length > 0) ofKiosk.set(stream.kioskId, left);
      else ofKiosk.delete(stream.kioskId);
      if (open.size > 0 || comments === null) return;
      clearInterval(comments);
      comments = null;
    },
  });
}
