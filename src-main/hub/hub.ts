import { randomUUID } from 'node:crypto';
import type { Desks } from '../application/desks/desks.ts';
import type { PublicCall } from '../application/desks/hall-feed.ts';
import type { HelpCalls } from '../application/desks/help-calls.ts';
import type { DeskAnswer, DeskOrder } from '../contract/hub/desk.ts';
import { certificateSeenIn } from '../contract/hub/pairing.ts';
import type { KioskRevocation } from '../contract/shared/kiosk-revocation.ts';
import { messageOf, refuse, succeed } from '../domain/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { HubState, OfficeHub } from '../ports/hub.ts';
import type { HubIdentities } from '../ports/hub-identities.ts';
import type { Log } from '../ports/log.ts';
import type { NumberLine } from '../ports/number-line.ts';
import type { GivenTwice } from '../ports/office-book.ts';
import type { OfficeKiosks } from '../ports/office-kiosks.ts';
import type { QueueStates } from '../ports/queue-state.ts';
import { createFeeds } from './feeds.ts';
import { createKioskCalls, type KioskAddress } from './kiosk-calls.ts';
import { type KioskLinks, startKioskLinks } from './kiosk-links.ts';
import { type KioskKey, kioskKeyOf } from './kiosk-proof.ts';
import { createKioskRoutes, type NumbersForOthers } from './kiosk-routes.ts';
import { readPages } from './pages.ts';
import { createPairings, type Pairings } from './pairings.ts';
import { createRoutes, type Handle, type SayCall } from './routes.ts';
import { type HubServer, listenForBrowsers } from './server.ts';

/** A port that another program holds is asked for again. */
const TRY_AGAIN_MS = 10_000;
/** What is written within one such time is told to the other kiosks once. */
const GATHER_MS = 15;

export interface HubParts {
  port: number;
  /** Where the built pages lie. */
  pagesFolder: string;
  /** The key and certificate of this machine, and how a person compares it. Rejects with why there is none. */
  certificate: () => Promise<{ key: string; certificate: string; fingerprint: string }>;
  /** Names and addresses of this machine in its networks. */
  hosts: () => readonly string[];
  desks: Desks;
  /** Help that people ask for at the office's kiosks. */
  help: HelpCalls;
  /** Says a call as WAV; `null` where no voice does. */
  say: SayCall;
  identities: HubIdentities;
  /** The office's other kiosks, and perhaps this one. */
  addresses: readonly KioskAddress[];
  /** Those that were let in. */
  kiosks: OfficeKiosks;
  /** This kiosk's; `null`: it has no numbers yet, and says nothing to others. */
  slot: number | null;
  /** `null`: each kiosk of the office gives its own. */
  numbers: NumbersForOthers | null;
  /** How the centre names this kiosk; `null` of one that stands alone. */
  kioskId: () => string | null;
  /** `KioskLinksParts`. */
  isOfCentre: (revocation: KioskRevocation) => boolean;
  onRevoked: (revocations: readonly KioskRevocation[]) => void;
  /** Twelve digits of a public key. */
  checkOf: (publicKey: Uint8Array) => Promise<string>;
  /** Another kiosk of the office gave a number, or a desk did something there, and it is known here. */
  onHeard: () => void;
  clock: Clock;
  log: Log;
}

export interface RunningHub extends OfficeHub {
  /** As the desks know the queues. */
  queueStates: QueueStates;
  /** As the phones of those who wait are to know them. */
  followed: Desks['followed'];
  /** What is called now, the newest first; `null` while nobody knows. */
  calls(): readonly PublicCall[] | null;
  /** Something was written in the store: a ticket given, given up, or served. */
  changed(): void;
  /** Where a browser finds the office's other kiosks. */
  otherAddresses(): readonly string[];
  line: NumberLine;
  /** False where another kiosk of the office goes on with the numbers of this one's slot. */
  mayCount(): boolean;
  /** Whether a kiosk that was let in, or a copy of this one's disk, counts the same numbers. */
  hasSameSlot(): boolean;
  /** Tickets that this kiosk and one with its slot have both given. */
  clashes(): readonly GivenTwice[];
  /** Settles once the office's other kiosks were heard, or are not there. */
  ready: Promise<void>;
  /** This kiosk is none of the office's any more: it asks the others nothing, and answers them nothing. Its own desks and screens are served on. */
  leaveOffice(): void;
  close(): Promise<void>;
}

interface Running {
  server: HubServer | null;
  fingerprint: string | null;
  check: string | null;
  links: KioskLinks | null;
  kioskPosts: Readonly<Record<string, Handle>>;
  isClosed: boolean;
  hasLeft: boolean;
  callOff: () => void;
}

/** Serves the office's desks and hall screens from now on, as soon as the network lets it. */
export function startHub(parts: HubParts): RunningHub {
  const { desks, identities, clock, log } = parts;
  const listeners = new Set<() => void>();
  const say = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const running: Running = {
    ...{ server: null, fingerprint: null, check: null, links: null, kioskPosts: {} },
    ...{ isClosed: false, hasLeft: false, callOff: () => {} },
  };
  const lastSeen = new Map<string, number>();
  const pairings = createPairings(identities, clock);
  const feeds = createFeeds(desks, clock, () => running.fingerprint, parts.help.closed);
  const stopHelp = parts.help.onChange(() => feeds.changed());
  const office = createOrdering(parts, running, feeds);
  const handle = createRoutes({
    ...{ pairings, identities, desks, feeds, clock, log, say: parts.say, order: office.order, help: parts.help },
    pages: readPages(parts.pagesFolder),
    kioskPosts: () => running.kioskPosts,
    onAsked: say,
    onSeen: (identityId) => void lastSeen.set(identityId, clock.wallMs()),
    onShown: (request, identityId) => running.server?.shown(request, identityId),
  });
  /** A desk's new browser ends the one before. */
  function endOthers(): void {
    const all = identities.all();
    if (all.ok) feeds.keepOnly(new Set(all.value.map(({ identityId }) => identityId)));
  }
  const beginning = begin(parts, running, handle, say, office.tellKiosks);
  return {
    queueStates: desks.queueStates,
    followed: desks.followed,
    calls: () => callsOf(desks),
    state: () => stateOf(parts, running, pairings.waiting(), lastSeen),
    otherAddresses: () =>
      othersOf(running).flatMap(({ state, address }) => (state === 'heard' && address !== null ? [address] : [])),
    line: lineOf(parts, running),
    mayCount: () => slotContest(parts) === null,
    hasSameSlot: () =>
      slotContest(parts) !== null || othersOf(running).some(({ state, isPaired }) => state === 'same-slot' && isPaired),
    clashes: () => running.links?.clashes() ?? [],
    ready: beginning.then(() => running.links?.ready),
    ...browserPairing(parts, running, pairings, endOthers, say),
    ...kioskPairing(running, log, say),
    onChange: (listener) => void listeners.add(listener),
    changed() {
      desks.forget();
      feeds.changed();
      office.lookSoon();
    },
    leaveOffice() {
      running.hasLeft = true;
      void running.links?.close();
      running.links = null;
      running.kioskPosts = {};
    },
    async close() {
      running.isClosed = true;
      running.callOff();
      stopHelp();
      feeds.close();
      await beginning;
      await running.links?.close();
      await running.server?.close();
    },
  };
}

/** Nobody is there before the others are heard. */
const lineOf = ({ numbers }: HubParts, running: Running): NumberLine => ({
  isThere: () => numbers !== null && running.links?.line.isThere() === true,
  ask: async (wanted) => (await running.links?.line.ask(wanted)) ?? null,
  isOthers: (number) => running.links?.line.isOthers(number) === true,
  isStillTheirs: async (given) => (await running.links?.line.isStillTheirs(given)) ?? false,
});

/** The contest with a kiosk of the same slot; `null` for one about an earlier slot, and in an office whose profile names no other kiosk. */
function slotContest({ kiosks, slot, addresses }: HubParts) {
  const contest = addresses.length === 0 ? null : kiosks.contest();
  return contest?.slot === slot ? contest : null;
}

/** What an office says that shares no line. */
const NO_NUMBERS: NumbersForOthers = { give: () => null, bringBack: () => false };

/** `endOthers`: whoever is no more is told nothing more. */
function browserPairing(
  { identities, log }: HubParts,
  running: Running,
  pairings: Pairings,
  endOthers: () => void,
  say: () => void,
): Pick<OfficeHub, 'pair' | 'unpair'> {
  return {
    pair(code, deskId, seen) {
      const { fingerprint } = running;
      if (deskId !== null && (fingerprint === null || seen !== certificateSeenIn(fingerprint)))
        return refuse({ kind: 'certificate-differs' });
      const paired = pairings.confirm(code, deskId, fingerprint);
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
  };
}

/** Which of the office's other kiosks are let in. */
function kioskPairing(running: Running, log: Log, say: () => void): Pick<OfficeHub, 'pairKiosk' | 'unpairKiosk'> {
  return {
    pairKiosk(check) {
      const paired = running.links?.confirm(check) ?? refuse({ kind: 'unknown-request' });
      if (paired.ok) log.event('kiosk-paired', { check });
      say();
      return paired;
    },
    unpairKiosk(check) {
      const ended = running.links?.end(check) ?? refuse({ kind: 'unknown-request' });
      if (ended.ok) log.event('kiosk-unpaired', { check });
      say();
      return ended;
    },
  };
}

const othersOf = ({ links }: Running): HubState['kiosks'] => links?.states() ?? [];

/** Where desks' orders are carried out, and what the office's other kiosks are told of them. */
function createOrdering({ desks, clock }: HubParts, running: Running, feeds: ReturnType<typeof createFeeds>) {
  let callOff: (() => void) | null = null;
  const passedOn = new Set<string>();
  function orderHere(deskId: string, order: DeskOrder): DeskAnswer {
    const done = desks.order(deskId, order);
    if (!done.ok) return done;
    if (running.links !== null) {
      // As it is on the disk now, so that others hear nothing that is told otherwise after a new start.
      desks.forget();
      running.links.carriedOut();
    }
    feeds.changed(deskId);
    return done;
  }
  const look = (): void => {
    desks.forget();
    desks.feed.look();
  };
  return {
    async order(deskId: string, order: DeskOrder): Promise<DeskAnswer | null> {
      const { links } = running;
      await links?.ready;
      // Each kiosk has numbers of its own for desks: passed on and asked for again here, one order would make two. An answer to a call for help is passed on with what this kiosk says of help.
      const isOwn = order.kind === 'give' || order.kind === 'help';
      const passed = links === null || isOwn ? 'here' : await links.passOn(deskId, order);
      if (passed === 'cut' || running.isClosed) return null;
      // Its page is here, and hears of it from there.
      if (passed !== 'here') passedOn.add(deskId);
      return passed === 'here' ? orderHere(deskId, order) : passed;
    },
    /** Something of another kiosk was heard, or something was written: whoever looks here sees it soon. */
    lookSoon(): void {
      if (running.links === null || callOff !== null) return;
      callOff = clock.after(GATHER_MS, () => {
        callOff = null;
        if (!running.isClosed) desks.feed.look();
      });
    },
    tellKiosks(key: KioskKey, parts: HubParts, say: () => void): void {
      const { slot, addresses, kiosks, checkOf, log } = parts;
      const run = randomUUID();
      if (slot === null || addresses.length === 0 || running.isClosed || running.hasLeft) return;
      const links = startKioskLinks({
        ...{
          addresses,
          key,
          slot,
          run,
          kiosks,
          feed: desks.feed,
          help: parts.help,
          checkOf,
          clock,
          log,
          onChange: say,
        },
        ...{ isOfCentre: parts.isOfCentre, onRevoked: parts.onRevoked },
        callsUntil: (signal) => createKioskCalls(key, clock, signal),
        onHeard: () => {
          look();
          if (passedOn.size === 0) feeds.changed();
          for (const deskId of passedOn) feeds.changed(deskId);
          passedOn.clear();
          parts.onHeard();
        },
      });
      running.links = links;
      running.kioskPosts = createKioskRoutes({
        ...{ key, slot, run, kioskId: parts.kioskId, kiosks, feed: desks.feed, help: parts.help, look, clock },
        order: orderHere,
        hasDesk: desks.has,
        numbers: parts.numbers ?? NO_NUMBERS,
        wasAsked: links.wasAsked,
        onShown: (request, pin) => running.server?.shown(request, pin),
      });
    },
  };
}

function callsOf(desks: Desks): readonly PublicCall[] | null {
  // Nobody says here what the centre said of tickets.
  desks.forget();
  const now = desks.look();
  return now.ok ? now.value.hall().calls : null;
}

function stateOf(
  { identities, hosts }: HubParts,
  running: Running,
  waiting: HubState['waiting'],
  lastSeen: ReadonlyMap<string, number>,
): HubState {
  const { server, fingerprint, check } = running;
  const all = identities.all();
  return {
    isUp: server !== null,
    addresses: server === null ? [] : hosts().map((host) => `https://${host}:${server.port}/`),
    ...{ fingerprint, check, waiting },
    identities: all.ok ? all.value.map((one) => ({ ...one, lastSeenAtMs: lastSeen.get(one.identityId) ?? null })) : [],
    kiosks: othersOf(running),
  };
}

async function begin(
  parts: HubParts,
  running: Running,
  handle: ReturnType<typeof createRoutes>,
  say: () => void,
  tellKiosks: (key: KioskKey, parts: HubParts, say: () => void) => void,
): Promise<void> {
  const { port, clock, log } = parts;
  try {
    const { key, certificate, fingerprint } = await parts.certificate();
    running.fingerprint = fingerprint;
    if (running.links === null) {
      const kioskKey = kioskKeyOf(key);
      running.check = await parts.checkOf(kioskKey.publicKey);
      tellKiosks(kioskKey, parts, say);
    }
    const server = await listenForBrowsers({ port, key, certificate, handle, clock });
    if (running.isClosed) {
      await server.close();
      return;
    }
    running.server = server;
    log.event('hub-started', { port: server.port });
  } catch (error) {
    log.event('hub-failed', { detail: messageOf(error) });
    if (!running.isClosed)
      running.callOff = clock.after(TRY_AGAIN_MS, () => void begin(parts, running, handle, say, tellKiosks));
  }
  say();
}
