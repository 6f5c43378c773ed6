import type { Clock } from '../../ports/clock.ts';
import type { DeskView } from '../contract/desk.ts';
import { HUB_STALE_AFTER_S } from '../contract/pairing.ts';
import type { KeptIdentity } from '../ports/hub-identities.ts';
import type { Desks, DesksNow } from '../steps/desks.ts';

/** A page gets an event at least this often, even without a change. */
const BEAT_MS = (HUB_STALE_AFTER_S * 1_000) / 3;
/**
 * Changes within this time are sent in one event to halls and to the desk that made the changes, because people wait for the event there.
 */
const GATHER_MS = 15;
/**
 * Changes within this time are sent in one event to the other desks, of which there may be sixty; their clerks do not wait for this event.
 */
const GATHER_FOR_OTHERS_MS = 200;
/** A browser may have this many pages open; beyond it the oldest page's feed is closed. */
const MOST_OF_ONE = 4;

interface Feed {
  feedId: number;
  identity: KeptIdentity;
}

export interface FeedLines {
  send(feedIds: readonly number[], text: string): void;
  end(feedId: number): void;
}

export interface Feeds {
  open(feedId: number, identity: KeptIdentity): void;
  left(feedId: number): void;
  lost(): void;
  /** The caller reports a possible change, perhaps by the desk `deskId`: every page gets an event soon. */
  changed(deskId?: string): void;
  keepOnly(identityIds: ReadonlySet<string>): void;
  close(): void;
}

/** `certificate`: SHA-256 of this kiosk's current certificate. `onClosed` runs when a browser's last page was closed. */
export function createFeeds(
  desks: Pick<Desks, 'look' | 'forget'>,
  clock: Clock,
  certificate: () => string | null,
  lines: FeedLines,
  onClosed: (identityId: string) => void = () => {},
): Feeds {
  const feeds = new Map<number, Feed>();
  function tell(listening: Iterable<Feed>): void {
    const now = desks.look();
    // While the disk cannot be read, no events are sent: pages become stale and show it.
    if (!now.ok) return;
    for (const [text, feedIds] of textsFor(hallsFirst(listening), now.value, certificate())) lines.send(feedIds, text);
  }
  const telling = createTelling(feeds, clock, (listening) => {
    // The centre's changes to tickets do not call `changed`, so the day is read again.
    desks.forget();
    tell(listening);
  });
  /** True once the feeds are closed. The store may be closed at the same time and must then not be read. */
  let isClosed = false;
  const ofBrowser = (identityId: string): Feed[] =>
    [...feeds.values()].filter((feed) => feed.identity.identityId === identityId);
  function left(feedId: number): void {
    const identityId = feeds.get(feedId)?.identity.identityId;
    feeds.delete(feedId);
    if (identityId !== undefined && ofBrowser(identityId).length === 0) onClosed(identityId);
  }
  function end({ feedId }: Feed): void {
    left(feedId);
    lines.end(feedId);
  }
  return {
    left,
    open(feedId, identity) {
      if (isClosed) return;
      const own = ofBrowser(identity.identityId);
      const feed = { feedId, identity };
      feeds.set(feedId, feed);
      for (const oldest of own.slice(0, Math.max(0, own.length - MOST_OF_ONE + 1))) end(oldest);
      tell([feed]);
      telling.begin();
    },
    changed(deskId) {
      if (feeds.size > 0 && !isClosed) telling.changed(deskId);
    },
    keepOnly(identityIds) {
      for (const feed of feeds.values()) if (!identityIds.has(feed.identity.identityId)) end(feed);
    },
    lost() {
      for (const feedId of [...feeds.keys()]) left(feedId);
    },
    close() {
      isClosed = true;
      telling.stop();
      for (const feed of feeds.values()) end(feed);
    },
  };
}

function createTelling(feeds: ReadonlyMap<number, Feed>, clock: Clock, tell: (listening: Iterable<Feed>) => void) {
  const acting = new Set<string>();
  let callOff: (() => void) | null = null;
  let callOffSoon: (() => void) | null = null;
  let isGathering = false;
  function beat(): void {
    callOff = null;
    if (feeds.size === 0) return;
    tell(feeds.values());
    wait(BEAT_MS);
  }
  function wait(ms: number): void {
    callOff?.();
    callOff = clock.after(ms, beat);
    isGathering = ms === GATHER_FOR_OTHERS_MS;
  }
  function tellSoon(): void {
    callOffSoon = null;
    tell([...feeds.values()].filter(({ identity: { deskId } }) => deskId === null || acting.has(deskId)));
    acting.clear();
  }
  return {
    begin(): void {
      if (callOff === null) wait(BEAT_MS);
    },
    changed(deskId?: string): void {
      if (deskId !== undefined) acting.add(deskId);
      callOffSoon ??= clock.after(GATHER_MS, tellSoon);
      // A further change does not restart the wait, because in a busy office the wait would never end.
      if (!isGathering) wait(GATHER_FOR_OTHERS_MS);
    },
    stop(): void {
      callOff?.();
      callOffSoon?.();
    },
  };
}

/** Sorts the feeds of halls before the feeds of desks, because citizens wait for calls. */
function hallsFirst(feeds: Iterable<Feed>): Feed[] {
  const { halls = [], desks = [] } = Object.groupBy(feeds, ({ identity }) =>
    identity.deskId === null ? 'halls' : 'desks',
  );
  return [...halls, ...desks];
}

/** Makes each text once, when it is needed, with the pages that get it: all halls, or the pages of a desk. */
function* textsFor(
  feeds: readonly Feed[],
  now: DesksNow,
  certificate: string | null,
): Generator<[text: string, feedIds: readonly number[]]> {
  // A desk has one browser, so its pages were paired with the same certificate.
  const alike = Map.groupBy(feeds, ({ identity }) => identity.deskId);
  for (const group of alike.values())
    if (group[0] !== undefined) yield [textOf(now, group[0].identity, certificate), group.map(({ feedId }) => feedId)];
}

function textOf(now: DesksNow, { deskId, certificate: before }: KeptIdentity, certificate: string | null): string {
  const isCertificateNew = before !== null && before !== certificate;
  const [name, value] =
    deskId === null ? ['hall', now.hall()] : ['desk', { ...now.desk(deskId), isCertificateNew } satisfies DeskView];
  return `event: ${name}\ndata: ${JSON.stringify(value)}\n\n`;
}
