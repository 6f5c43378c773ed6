import type { IncomingMessage } from 'node:http';
import { createParser } from 'eventsource-parser';
import type { Clock } from '../../ports/clock.ts';

/** The server sends a comment every 25 s; a longer silence means that the connection is dead. */
const SILENCE_MS = 70_000;
/** Largest number of characters of an event that are kept; longer events are dropped, because a wake-up is short. */
const MOST_CHARACTERS_HELD = 1_024;

/** Settles when the stream has ended. Any event counts as a wake-up, whatever its content. */
export function readWakeUps(stream: IncomingMessage, clock: Clock, onWakeUp: () => void): Promise<void> {
  return new Promise((resolve) => {
    let cancel = () => {};
    const listen = (): void => {
      cancel();
      cancel = clock.after(SILENCE_MS, () => stream.destroy());
    };
    const parser = createParser({
      maxBufferSize: MOST_CHARACTERS_HELD,
      onEvent: onWakeUp,
      onError({ type }) {
        if (type === 'max-buffer-size-exceeded') parser.reset();
      },
    });
    listen();
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      listen();
      parser.feed(text);
    });
    stream.on('error', () => {
      // An error needs no action: the event 'close' follows and settles the promise.
    });
    stream.on('close', () => {
      cancel();
      resolve();
    });
  });
}
