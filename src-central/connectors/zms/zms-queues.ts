import { refuse } from '../../../src-main/domain/result.ts';
import type { QueueSource } from '../queue-source.ts';
import { readQueue } from './read-queue.ts';

/** A healthy ZMS answers in well under a second. The kiosk program of ZMS waits 25 s. */
const WITHIN_MS = 5_000;
/** A list of a thousand people has a tenth of these bytes. */
const MOST_BYTES = 4 * 1_048_576;
const SCOPE = /^\d{1,11}$/;

export interface ZmsSettings {
  /** `https://host/terminvereinbarung/api/2`, without credentials. */
  url: URL;
  /** The value of `Authorization`. `null`: the installation needs none. */
  authorization: string | null;
  withinMs?: number;
}

/** Reads the queues of ZMS (the queue system of Berlin and Munich), each by its scope number. It never issues or calls a ticket. */
export function zmsQueues({ url, authorization, withinMs = WITHIN_MS }: ZmsSettings): QueueSource {
  const base = url.href.replace(/\/+$/, '');
  return {
    async read(queue) {
      if (!SCOPE.test(queue)) return refuse({ kind: 'unknown-queue' });
      try {
        const response = await fetch(`${base}/scope/${queue}/queue/`, {
          headers: { accept: 'application/json', ...(authorization === null ? {} : { authorization }) },
          // A redirect would send the credentials to another server.
          redirect: 'error',
          signal: AbortSignal.timeout(withinMs),
        });
        return readQueue(response.status, JSON.parse(await textOf(response)));
      } catch {
        return refuse({ kind: 'unreachable' });
      }
    },
  };
}

async function textOf(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of response.body ?? []) {
    bytes += piece.byteLength;
    if (bytes > MOST_BYTES) throw new Error(`the answer of ZMS has more than ${MOST_BYTES} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
