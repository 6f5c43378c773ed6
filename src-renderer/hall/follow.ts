import type { HallFeed } from '../../src-main/calling/contract/hall.ts';
import type { HUB_PATHS } from '../../src-main/calling/contract/paths.ts';
import { after, post, statusOf } from '../hub-calls.ts';

/** The contract's paths, repeated because the page imports only types of the contract; a different path does not compile. */
const PATHS: Pick<typeof HUB_PATHS, 'hallFeed' | 'beginPairing' | 'claimPairing'> = {
  hallFeed: '/api/hall/feed',
  beginPairing: '/api/pairings',
  claimPairing: '/api/pairings/claim',
};

const AGAIN_MS = 2_000;
const MOST_UNHEARD = 3;
/** Silence after which the connection counts as dead, whatever the network reports. */
const SILENT_MS = 45_000;

interface Following {
  onFeed: (feed: HallFeed) => void;
  /** Called with the pairing code, which a technician touches in the kiosk's list; `null` hides it. */
  onCode: (code: string | null) => void;
}

export async function followHub({ onFeed, onCode }: Following): Promise<never> {
  for (;;) {
    await followOnce(onFeed);
    if ((await statusOf(PATHS.hallFeed)) === 401) await pair(onCode);
    await after(AGAIN_MS);
  }
}

function followOnce(onFeed: Following['onFeed']): Promise<void> {
  return new Promise((resolve) => {
    const source = new EventSource(PATHS.hallFeed);
    let watch = setTimeout(end, SILENT_MS);
    function end(): void {
      clearTimeout(watch);
      source.close();
      resolve();
    }
    source.onerror = end;
    source.addEventListener('hall', ({ data }: MessageEvent<string>) => {
      clearTimeout(watch);
      watch = setTimeout(end, SILENT_MS);
      const feed = readFeed(data);
      if (feed !== null) onFeed(feed);
    });
  });
}

async function pair(onCode: Following['onCode']): Promise<void> {
  const begun = await post(PATHS.beginPairing, { role: 'hall' });
  const { code, claim } = (begun?.value ?? {}) as { code?: unknown; claim?: unknown };
  if (typeof code !== 'string') return;
  onCode(code);
  // A kiosk that restarted does not know the code any more.
  for (let unheard = 0; unheard < MOST_UNHEARD; ) {
    await after(AGAIN_MS);
    const claimed = await post(PATHS.claimPairing, { claim });
    const { state } = (claimed?.value ?? {}) as { state?: unknown };
    unheard = state === undefined ? unheard + 1 : 0;
    if (state !== undefined && state !== 'waiting') break;
  }
  onCode(null);
}

/**
 * Reads an event of the feed; `null` if it is invalid. The kiosk is authenticated by its certificate and validates what it sends with the
 * contract's schema, so this check only keeps another release's data from breaking the page.
 */
function readFeed(text: string): HallFeed | null {
  try {
    const feed = JSON.parse(text) as Partial<HallFeed> | null;
    const isWhole =
      typeof feed?.officeName === 'string' &&
      typeof feed.asOfMs === 'number' &&
      typeof feed.staleAfterS === 'number' &&
      Array.isArray(feed.calls) &&
      feed.calls.every((call) => typeof call?.id === 'string' && typeof call.desk?.ca === 'string');
    return isWhole ? (feed as HallFeed) : null;
  } catch {
    return null;
  }
}
