import type { Desks } from '../application/desks/desks.ts';
import { messageOf, refuse, succeed } from '../domain/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { HubState, OfficeHub } from '../ports/hub.ts';
import type { HubIdentities } from '../ports/hub-identities.ts';
import type { Log } from '../ports/log.ts';
import type { QueueStates } from '../ports/queue-state.ts';
import { createFeeds } from './feeds.ts';
import { readPages } from './pages.ts';
import { createPairings } from './pairings.ts';
import { createRoutes, type SayCall } from './routes.ts';
import { type HubServer, listenForBrowsers } from './server.ts';

/** A port that another program holds is asked for again. */
const TRY_AGAIN_MS = 10_000;

export interface HubParts {
  port: number;
  /** Where the built pages lie. */
  pagesFolder: string;
  /** The key and certificate of this machine, and how a person compares it. Rejects with why there is none. */
  certificate: () => Promise<{ key: string; certificate: string; fingerprint: string }>;
  /** Names and addresses of this machine in its networks. */
  hosts: () => readonly string[];
  desks: Desks;
  /** Says a call as WAV; `null` where no voice does. */
  say: SayCall;
  identities: HubIdentities;
  clock: Clock;
  log: Log;
}

export interface RunningHub extends OfficeHub {
  /** As the desks know the queues. */
  queueStates: QueueStates;
  /** Something was written in the store: a ticket given, given up, or served. */
  changed(): void;
  close(): Promise<void>;
}

interface Running {
  server: HubServer | null;
  fingerprint: string | null;
  isClosed: boolean;
  callOff: () => void;
}

/** Serves the office's desks and hall screens from now on, as soon as the network lets it. */
export function startHub(parts: HubParts): RunningHub {
  const { desks, identities, clock, log } = parts;
  const listeners = new Set<() => void>();
  const say = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const running: Running = { server: null, fingerprint: null, isClosed: false, callOff: () => {} };
  const lastSeen = new Map<string, number>();
  const pairings = createPairings(identities, clock);
  const feeds = createFeeds(desks, clock);
  const handle = createRoutes({
    ...{ pairings, identities, desks, feeds, clock, log, say: parts.say },
    pages: readPages(parts.pagesFolder),
    onOrdered: feeds.changed,
    onAsked: say,
    onSeen: (identityId) => void lastSeen.set(identityId, clock.wallMs()),
  });
  /** A desk's new browser ends the one before. */
  function endOthers(): void {
    const all = identities.all();
    if (all.ok) feeds.keepOnly(new Set(all.value.map(({ identityId }) => identityId)));
  }
  const beginning = begin(parts, running, handle, say);
  return {
    queueStates: desks.queueStates,
    state: () => stateOf(parts, running, pairings.waiting(), lastSeen),
    pair(code, deskId) {
      const paired = pairings.confirm(code, deskId);
      if (paired.ok) {
        log.event('desk-paired', { deskId });
        endOthers();
      }
      say();
      return paired;
    },
    unpair(identityId) {
      const ended = identities.end(identityId);
      if (!ended.ok) return ended;
      if (!ended.value) return refuse({ kind: 'unknown-request' });
      endOthers();
      log.event('desk-unpaired');
      say();
      return succeed(null);
    },
    onChange: (listener) => void listeners.add(listener),
    changed() {
      desks.forget();
      feeds.changed();
    },
    async close() {
      running.isClosed = true;
      running.callOff();
      feeds.close();
      await beginning;
      await running.server?.close();
    },
  };
}

function stateOf(
  { identities, hosts }: HubParts,
  { server, fingerprint }: Running,
  waiting: HubState['waiting'],
  lastSeen: ReadonlyMap<string, number>,
): HubState {
  const all = identities.all();
  return {
    isUp: server !== null,
    addresses: server === null ? [] : hosts().map((host) => `https://${host}:${server.port}/`),
    fingerprint,
    waiting,
    identities: all.ok ? all.value.map((one) => ({ ...one, lastSeenAtMs: lastSeen.get(one.identityId) ?? null })) : [],
  };
}

async function begin(
  parts: HubParts,
  running: Running,
  handle: ReturnType<typeof createRoutes>,
  say: () => void,
): Promise<void> {
  const { port, clock, log } = parts;
  try {
    const { key, certificate, fingerprint } = await parts.certificate();
    running.fingerprint = fingerprint;
    const server = await listenForBrowsers({ port, key, certificate, handle });
    if (running.isClosed) {
      await server.close();
      return;
    }
    running.server = server;
    log.event('hub-started', { port: server.port });
  } catch (error) {
    log.event('hub-failed', { detail: messageOf(error) });
    if (!running.isClosed) running.callOff = clock.after(TRY_AGAIN_MS, () => void begin(parts, running, handle, say));
  }
  say();
}
