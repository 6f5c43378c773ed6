import type { HallFeed } from '../../src-main/contract/hub/hall.ts';

/**
 * An event of the feed; `null` for what is none. The hub is proved by its certificate and has checked what it sends by the contract's own schema:
 * here only what another release could send is kept from ending the page.
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
