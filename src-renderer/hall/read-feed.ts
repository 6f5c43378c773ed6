import type { HallFeed } from '../../src-main/calling/contract/hall.ts';

/**
 * Reads an event of the feed; `null` if it is invalid. The kiosk is authenticated by its certificate and validates what it sends with the
 * contract's schema, so this check only keeps another release's data from breaking the page.
 */
export function readFeed(text: string): HallFeed | null {
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
