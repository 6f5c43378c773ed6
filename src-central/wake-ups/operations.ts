import type { ServerResponse } from 'node:http';
import type { CityId, KioskId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import type { Centre } from '../replica-context.ts';
import type { KioskCaller } from '../server/operation.ts';
import type { OperationsRegistrar } from '../server/server.ts';
import { type Follower, watchOffices } from './office-watch.ts';

/** Kiosks and proxies consider a stream dead if it is silent for longer, so a comment is sent this often. */
const COMMENT_EVERY_MS = 25_000;
/** A kiosk may have two streams: the current one, and a new one opened before the old one is known to be dead. */
const STREAMS_OF_KIOSK = 2;

/** The stream of one kiosk's wake-ups. It is a class, because closures for each of thousands of streams would need more memory. */
export class WakeUpStream implements Follower {
  readonly cityId: CityId;
  readonly officeId: OfficeId;
  readonly kioskId: KioskId;
  private readonly answer: ServerResponse;

  constructor({ cityId, officeId, kioskId }: KioskCaller, answer: ServerResponse) {
    this.cityId = cityId;
    this.officeId = officeId;
    this.kioskId = kioskId;
    this.answer = answer;
  }

  /** Sends a wake-up unless the stream has ended. An ended stream's socket stays open until the client has received the end. */
  wake(): void {
    if (this.isOpen()) this.answer.write('event: hint\ndata:\n\n');
  }

  /** Closes the connection if its client has not even received the previous message. */
  comment(): void {
    if (this.answer.writableLength > 0 || !this.isOpen()) this.answer.destroy();
    else this.answer.write(':\n\n');
  }

  end(): void {
    this.answer.end();
  }

  private isOpen(): boolean {
    return !this.answer.writableEnded && !this.answer.destroyed;
  }
}

/**
 * Registers the streams of wake-ups. All streams of a replica share its timers and queries, so a stream needs only its answer and its table
 * entries.
 */
export function registerWakeUps(server: OperationsRegistrar, { database, clock, logger }: Centre): void {
  const watch = watchOffices(database, clock, (err) => logger.warn({ event: 'offices-not-watched', err }));
  const open = new Map<ServerResponse, WakeUpStream>();
  const ofKiosk = new Map<string, WakeUpStream[]>();
  let comments: NodeJS.Timeout | null = null;
  const comment = () => {
    for (const stream of open.values()) stream.comment();
  };

  server.registerStream('followHints', {
    begin(caller, answer) {
      const stream = new WakeUpStream(caller, answer);
      watch.follow(stream);
      open.set(answer, stream);
      const streams = [...(ofKiosk.get(stream.kioskId) ?? []), stream];
      ofKiosk.set(stream.kioskId, streams);
      if (streams.length > STREAMS_OF_KIOSK) streams[0]?.end();
      comments ??= setInterval(comment, COMMENT_EVERY_MS);
      answer.write(':\n\n');
    },
    end(answer) {
      const stream = open.get(answer);
      if (!stream) return;
      watch.leave(stream);
      open.delete(answer);
      const left = (ofKiosk.get(stream.kioskId) ?? []).filter((other) => other !== stream);
      if (left.length > 0) ofKiosk.set(stream.kioskId, left);
      else ofKiosk.delete(stream.kioskId);
      if (open.size > 0 || comments === null) return;
      clearInterval(comments);
      comments = null;
    },
  });
}
