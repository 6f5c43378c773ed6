import type { ServerResponse } from 'node:http';
import type { Centre } from '../replica-context.ts';
import { onceAtATime } from '../rounds.ts';
import type { StreamHandler } from '../server/operation.ts';
import { keyOf, type Reach } from './read-city.ts';
import type { CityReading, ReadShared } from './shared-readings.ts';

/** A city is read this often, so that a change at a kiosk appears on every open page within two seconds. */
const LOOK_EVERY_MS = 1_000;
/**
 * After this many looks, pages get a message even if nothing has changed. A change of nothing but the number of waiting people is announced
 * only then, because in a large city this number changes at every look, and each message makes each page send a request.
 */
const SAID_AGAIN_AFTER = 5;

interface Followed {
  reach: Reach;
  pages: Set<ServerResponse>;
  /** The tags of the reading that pages were last notified of. `null`: the city has not been read yet. */
  said: Pick<CityReading, 'etag' | 'kiosksTag'> | null;
  looks: number;
}

/**
 * Streams revisions to open pages. A replica reads each followed city once a second, however many pages follow it. A message contains only
 * a revision. The page then requests the data, and with this request the centre checks the page's token again.
 */
export function followCity({ logger }: Centre, read: ReadShared): StreamHandler<'followCity'> {
  const followed = new Map<string, Followed>();
  const keyOfPage = new Map<ServerResponse, string>();
  let timer: NodeJS.Timeout | null = null;

  async function lookAt(one: Followed): Promise<void> {
    const { etag, kiosksTag } = await read(one.reach);
    one.looks += 1;
    if (kiosksTag === one.said?.kiosksTag && one.looks < SAID_AGAIN_AFTER) return;
    one.said = { etag, kiosksTag };
    one.looks = 0;
    for (const page of one.pages) say(page, etag);
  }

  const look = onceAtATime(async () => {
    for (const one of followed.values())
      try {
        await lookAt(one);
      } catch (err) {
        // A failed look is only logged, because a page that gets no message for a while requests its data again.
        logger.warn({ event: 'cities-not-followed', err });
      }
  });

  return {
    begin({ cityId, officeIds }, answer) {
      const key = keyOf({ cityId, officeIds });
      const one = followed.get(key) ?? { reach: { cityId, officeIds }, pages: new Set(), said: null, looks: 0 };
      one.pages.add(answer);
      followed.set(key, one);
      keyOfPage.set(answer, key);
      timer ??= setInterval(() => void look(), LOOK_EVERY_MS);
      // The beginning of the stream is one write, because `say` closes a page that has not yet received the last write.
      answer.write(one.said === null ? ':\n\n' : revisionEvent(one.said.etag));
      if (one.said === null) void look();
    },
    end(answer) {
      const key = keyOfPage.get(answer);
      const one = key === undefined ? undefined : followed.get(key);
      keyOfPage.delete(answer);
      if (key === undefined || one === undefined) return;
      one.pages.delete(answer);
      if (one.pages.size === 0) followed.delete(key);
      if (followed.size > 0 || timer === null) return;
      clearInterval(timer);
      timer = null;
    },
  };
}

/** Sends a revision to a page. Closes a page that has not yet received the previous revision. */
function say(page: ServerResponse, revision: string): void {
  if (page.writableEnded || page.destroyed) return;
  if (page.writableLength > 0) page.destroy();
  else page.write(revisionEvent(revision));
}

const revisionEvent = (revision: string): string => `event: revision\ndata: ${revision}\n\n`;
