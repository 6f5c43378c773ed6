import type { ServerResponse } from 'node:http';
import type { Clock } from '../../ports/clock.ts';
import type { DeskView } from '../contract/desk.ts';
import { HUB_STALE_AFTER_S } from '../contract/pairing.ts';
import type { KeptIdentity } from '../ports/hub-identities.ts';
import type { Desks, DesksNow } from '../steps/desks.ts';

/** A page gets an event at least this often, even without a change. */
const BEAT_MS = (HUB_STALE_AFTER_S * 1_000) / 3;
/** Changes within this time are sent together to halls and to the desk that caused them, because both wait for them. */
const GATHER_MS = 15;
/** Changes within this time are sent together to the other desks, of which there may be sixty: their clerks look at their own work. */
const GATHER_FOR_OTHERS_MS = 200;
/** A browser keeps at most this many pages; the oldest is closed. */
const MOST_OF_ONE = 4;
/** A page with more unsent bytes than this is closed; it connects again. */
const MOST_UNSENT_BYTES = 512 * 1_024;

interface Feed {
  identity: KeptIdentity;
  response: ServerResponse;
}

export interface Feeds {
  open(identity: KeptIdentity, response: ServerResponse): void;
  /** Something may have changed, perhaps by this desk: every page gets an event soon. */
  changed(deskId?: string): void;
  /** Closes the pages of browsers that are no longer paired. */
  keepOnly(identityIds: ReadonlySet<string>): void;
  /** Closes all pages for good. */
  close(): void;
}

type Shown = Pick<Desks, 'look' | 'forget'>;

/** `certificate`: SHA-256 of the hub's current certificate. `onClosed`: a browser's last page was closed. */
export function createFeeds(
  desks: Shown,
  clock: Clock,
  certificate: () => string | null,
  onClosed: (identityId: string) => void = () => {},
): Feeds {
  const feeds = new Set<Feed>();
  const telling = createTelling(feeds, desks, clock, certificate);
  /** After closing, the store may be closed too and must not be read. */
  let isClosed = false;
  function end(feed: Feed): void {
    feeds.delete(feed);
    feed.response.destroy();
  }
  return {
    open(identity, response) {
      if (isClosed) return;
      const own = [...feeds].filter((feed) => feed.identity.identityId === identity.identityId);
      for (const feed of own.slice(0, Math.max(0, own.length - MOST_OF_ONE + 1))) end(feed);
      const feed = { identity, response };
      response.on('close', () => {
        feeds.delete(feed);
        const { identityId } = identity;
        if (![...feeds].some((other) => other.identity.identityId === identityId)) onClosed(identityId);
      });
      response.statusCode = 200;
      response.setHeader('content-type', 'text/event-stream');
      response.write('retry: 2000\n\n');
      feeds.add(feed);
      tell([feed], desks, certificate());
      telling.begin();
    },
    changed(deskId) {
      if (feeds.size > 0 && !isClosed) telling.changed(deskId);
    },
    keepOnly(identityIds) {
      for (const feed of feeds) if (!identityIds.has(feed.identity.identityId)) end(feed);
    },
    close() {
      isClosed = true;
      telling.stop();
      for (const feed of feeds) end(feed);
    },
  };
}

/** Decides when which page gets an event. */
function createTelling(feeds: ReadonlySet<Feed>, desks: Shown, clock: Clock, certificate: () => string | null) {
  const acting = new Set<string>();
  let callOff: (() => void) | null = null;
  let callOffSoon: (() => void) | null = null;
  let isGathering = false;
  function beat(): void {
    callOff = null;
    if (feeds.size === 0) return;
    // The centre's changes to tickets are not reported here, so the day is read again.
    desks.forget();
    tell(feeds, desks, certificate());
    wait(BEAT_MS);
  }
  function wait(ms: number): void {
    callOff?.();
    callOff = clock.after(ms, beat);
    isGathering = ms === GATHER_FOR_OTHERS_MS;
  }
  function tellSoon(): void {
    callOffSoon = null;
    desks.forget();
    tell(
      [...feeds].filter(({ identity: { deskId } }) => deskId === null || acting.has(deskId)),
      desks,
      certificate(),
    );
    acting.clear();
  }
  return {
    begin(): void {
      if (callOff === null) wait(BEAT_MS);
    },
    changed(deskId?: string): void {
      if (deskId !== undefined) acting.add(deskId);
      callOffSoon ??= clock.after(GATHER_MS, tellSoon);
      // A further change does not restart the waiting, because a busy office would never be served.
      if (!isGathering) wait(GATHER_FOR_OTHERS_MS);
    },
    stop(): void {
      callOff?.();
      callOffSoon?.();
    },
  };
}

function tell(listening: Iterable<Feed>, desks: Shown, certificate: string | null): void {
  const now = desks.look();
  // While the disk cannot be read, no events are sent: pages become stale and show it.
  if (!now.ok) return;
  const texts = new Map<string, string>();
  for (const feed of hallsFirst(listening)) write(feed, now.value, texts, certificate);
}

/** Halls come first, because citizens wait for calls; views of desks are made afterwards. */
function hallsFirst(feeds: Iterable<Feed>): Feed[] {
  const [halls, desks] = [[] as Feed[], [] as Feed[]];
  for (const feed of feeds) (feed.identity.deskId === null ? halls : desks).push(feed);
  return [...halls, ...desks];
}

/** `texts`: the texts already made for this moment, by desk. */
function write(
  { identity, response }: Feed,
  now: DesksNow,
  texts: Map<string, string>,
  certificate: string | null,
): void {
  const key = identity.deskId ?? '';
  const text = texts.get(key) ?? textOf(now, identity, certificate);
  texts.set(key, text);
  if (response.writableLength > MOST_UNSENT_BYTES) response.destroy();
  else response.write(text);
}

function textOf(now: DesksNow, { deskId, certificate: before }: KeptIdentity, certificate: string | null): string {
  const isCertificateNew = before !== null && before !== certificate;
  const [name, value] =
    deskId === null ? ['hall', now.hall()] : ['desk', { ...now.desk(deskId), isCertificateNew } satisfies DeskView];
  return `event: ${name}\ndata: ${JSON.stringify(value)}\n\n`;
}
