import { randomUUID } from 'node:crypto';
import type { KioskRevocation } from '../../contract/shared/kiosk-revocation.ts';
import { messageOf, refuse, succeed } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { NumberLine } from '../../tickets/ports/number-line.ts';
import type { DeskAnswer, DeskOrder } from '../contract/desk.ts';
import { certificateSeenIn } from '../contract/pairing.ts';
import type { HubCall, HubReply, Known } from '../contract/server-thread.ts';
import type { HubState, OfficeHub } from '../ports/hub.ts';
import type { HubIdentities } from '../ports/hub-identities.ts';
import type { GivenTwice } from '../ports/office-book.ts';
import type { OfficeKiosks } from '../ports/office-kiosks.ts';
import type { QueueStates } from '../ports/queue-state.ts';
import type { ComeBack } from '../steps/come-back.ts';
import type { Desks } from '../steps/desks.ts';
import type { HelpCalls } from '../steps/help-calls.ts';
import type { PublicCall } from '../view/hall-feed.ts';
import { createBrowserAnswers, type SayCall } from './browser-answers.ts';
import { createFeeds, type Feeds } from './feeds.ts';
import { createKioskAnswers, type KioskCall, type NumbersForOthers } from './kiosk-answers.ts';
import { createKioskCalls, type KioskAddress } from './kiosk-calls.ts';
import { type KioskLinks, startKioskLinks } from './kiosk-links.ts';
import { type KioskKey, kioskKeyOf } from './kiosk-proof.ts';
import { createPairings, type Pairings } from './pairings.ts';
import { type ServerThread, type ServerThreadParts, startServerThread } from './server-thread.ts';

/** If the server cannot start, for instance because another program uses the port, the kiosk tries again after this time. */
const TRY_AGAIN_MS = 10_000;
/** A server that ran for at least this long before it ended is started again after `SOON_MS`, because the office waits. */
const WELL_MS = 60_000;
const SOON_MS = 1_000;
const GATHER_MS = 15;

export interface HubParts {
  port: number;
  threadFile: string;
  pagesFolder: string;
  /** Key, certificate and fingerprint of this machine. Rejects with the reason if there are none. */
  certificate: () => Promise<{ key: string; certificate: string; fingerprint: string }>;
  hosts: () => readonly string[];
  desks: Desks;
  help: HelpCalls;
  /** `null` or absent: this kiosk has no centre. */
  comeBack?: ComeBack | null;
  say: SayCall;
  identities: HubIdentities;
  addresses: readonly KioskAddress[];
  kiosks: OfficeKiosks;
  /** This kiosk's slot (place in its office, 1 to 99); `null`: the kiosk has none yet, and sends nothing to other kiosks. */
  slot: number | null;
  /** Issues numbers for sibling kiosks; `null`: each kiosk of the office issues its own. */
  numbers: NumbersForOthers | null;
  /** This kiosk's id at the centre; `null` without a centre. */
  kioskId: () => string | null;
  isOfCentre: (revocation: KioskRevocation) => boolean;
  onRevoked: (revocations: readonly KioskRevocation[]) => void;
  /** Computes twelve digits from a public key, which two people compare. */
  checkOf: (publicKey: Uint8Array) => Promise<string>;
  /** Runs after a sibling's change was stored here: it issued a number, or a desk acted there. */
  onHeard: () => void;
  clock: Clock;
  log: Log;
}

export interface RunningHub extends OfficeHub {
  queueStates: QueueStates;
  stated: Desks['stated'];
  fromHome: Desks['fromHome'];
  word: Desks['word'];
  /** The calls that halls show, the newest first; `null` while unknown. */
  calls(): readonly PublicCall[] | null;
  changed(): void;
  otherAddresses(): readonly string[];
  line: NumberLine;
  hasOlderKiosk(): boolean;
  /** Whether this kiosk may issue numbers: false if another kiosk with the same slot continues with the slot's numbers. */
  mayCount(): boolean;
  /** Whether a paired kiosk, or a kiosk with a copy of this kiosk's disk, has the same slot and so counts the same numbers. */
  hasSameSlot(): boolean;
  clashes(): readonly GivenTwice[];
  /** Settles once every sibling kiosk has answered or failed to answer. */
  ready: Promise<void>;
  /** Ends the exchange with sibling kiosks, because this kiosk left the office. Its own desks and halls are still served. */
  leaveOffice(): void;
  close(): Promise<void>;
}

interface Running {
  thread: ServerThread | null;
  port: number | null;
  known: Known | null;
  fingerprint: string | null;
  check: string | null;
  links: KioskLinks | null;
  run: string;
  answerKiosk: ((call: KioskCall) => HubReply | Promise<HubReply>) | null;
  isClosed: boolean;
  hasLeft: boolean;
  callOff: () => void;
}

/** Serves desks and halls as soon as the kiosk has a network. */
export function startHub(parts: HubParts): RunningHub {
  const { desks, identities, clock } = parts;
  const listeners = new Set<() => void>();
  const running: Running = {
    thread: null,
    port: null,
    known: null,
    fingerprint: null,
    check: null,
    links: null,
    run: randomUUID(),
    answerKiosk: null,
    isClosed: false,
    hasLeft: false,
    callOff: () => {},
  };
  const say = (): void => {
    shareKnown(parts, running);
    for (const listener of [...listeners]) listener();
  };
  const lastSeen = new Map<string, number>();
  const pairings = createPairings(identities, clock);
  const lines = {
    send: (feedIds: readonly number[], text: string) => running.thread?.send(feedIds, text),
    end: (feedId: number) => running.thread?.end(feedId),
  };
  const feeds = createFeeds(desks, clock, () => running.fingerprint, lines, parts.help.closed);
  const stopHelp = parts.help.onChange(() => feeds.changed());
  const office = createOrdering(parts, running, feeds, say);
  const answerBrowser = createBrowserAnswers({
    pairings,
    identities,
    desks,
    feeds,
    say: parts.say,
    order: office.order,
    help: parts.help,
    comeBack: parts.comeBack ?? null,
    onAsked: say,
    onSeen: (identityId) => void lastSeen.set(identityId, clock.wallMs()),
  });
  const answer = (call: HubCall): HubReply | Promise<HubReply> => {
    if (running.isClosed) return { status: 503 };
    // The disk may be readable again by now.
    if (running.known?.browsers === null) shareKnown(parts, running);
    return 'pin' in call ? (running.answerKiosk?.(call) ?? { status: 404 }) : answerBrowser(call);
  };
  function endOthers(): void {
    const all = identities.all();
    if (all.ok) feeds.keepOnly(new Set(all.value.map(({ identityId }) => identityId)));
  }
  const beginning = begin(parts, running, { answer, feeds, say, tellKiosks: office.tellKiosks });
  return {
    queueStates: desks.queueStates,
    stated: desks.stated,
    fromHome: desks.fromHome,
    word: desks.word,
    calls: () => callsOf(desks),
    state: () => stateOf(parts, running, pairings.waiting(), lastSeen),
    otherAddresses: () =>
      othersOf(running).flatMap(({ state, address }) => (state === 'heard' && address !== null ? [address] : [])),
    line: lineOf(parts, running),
    hasOlderKiosk: () => running.links?.hasOlder() ?? false,
    mayCount: () => slotContest(parts) === null,
    hasSameSlot: () =>
      slotContest(parts) !== null || othersOf(running).some(({ state, isPaired }) => state === 'same-slot' && isPaired),
    clashes: () => running.links?.clashes() ?? [],
    ready: beginning.then(() => running.links?.ready),
    ...browserPairing(parts, running, pairings, endOthers, say),
    ...kioskPairing(running, parts.log, say),
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
      running.answerKiosk = null;
      shareKnown(parts, running);
    },
    async close() {
      running.isClosed = true;
      running.callOff();
      stopHelp();
      feeds.close();
      await beginning;
      await running.links?.close();
      await running.thread?.close();
    },
  };
}

function knownNow({ identities, kiosks, slot }: HubParts, { links, run }: Running): Known {
  const all = identities.tokens();
  return {
    browsers: all.ok ? all.value : null,
    kiosks: links === null || slot === null ? null : { slot, run, pins: kiosks.all() },
  };
}

function shareKnown(parts: HubParts, running: Running): void {
  if (running.thread === null) return;
  const known = knownNow(parts, running);
  if (JSON.stringify(known) === JSON.stringify(running.known)) return;
  running.known = known;
  running.thread.know(known);
}

/** Before the links to sibling kiosks exist, no kiosk can be asked for a number. */
const lineOf = ({ numbers }: HubParts, running: Running): NumberLine => ({
  isThere: () => numbers !== null && running.links?.line.isThere() === true,
  ask: async (wanted) => (await running.links?.line.ask(wanted)) ?? null,
  isOthers: (number) => running.links?.line.isOthers(number) === true,
  isStillTheirs: async (given) => (await running.links?.line.isStillTheirs(given)) ?? false,
});

/**
 * Returns the contest over this kiosk's present slot; `null` for a contest over an earlier slot, and if the profile names no other kiosk.
 */
function slotContest({ kiosks, slot, addresses }: HubParts) {
  const contest = addresses.length === 0 ? null : kiosks.contest();
  return contest?.slot === slot ? contest : null;
}

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

function createOrdering(parts: HubParts, running: Running, feeds: Feeds, say: () => void) {
  const { desks, clock } = parts;
  let callOff: (() => void) | null = null;
  const passedOn = new Set<string>();
  function orderHere(deskId: string, order: DeskOrder): DeskAnswer {
    const done = desks.order(deskId, order);
    if (!done.ok) return done;
    if (running.links !== null) {
      // The day is read from disk again, so that sibling kiosks receive only what is on disk and remains after a restart.
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
  /**
   * Returns the answer of the kiosk that calls the office's numbers. `here`: this kiosk must carry the order out. `cut`: that kiosk does
   * not answer.
   */
  async function passOn(deskId: string, order: DeskOrder): Promise<DeskAnswer | 'here' | 'cut'> {
    // An alarm waits for no other kiosk. The answer to a call for help is sent to siblings with the state of all calls for help here.
    if (['help', 'alarm', 'alarm-end'].includes(order.kind)) return 'here';
    const { links } = running;
    // Until each sibling has been asked, it is unknown which kiosk calls. A sibling may also know numbers of this kiosk that this kiosk's
    // disk has lost.
    await links?.ready;
    // For `give`, each kiosk issues its own numbers. If such an order were passed on and then repeated here, two numbers would be issued.
    return links === null || order.kind === 'give' ? 'here' : links.passOn(deskId, order);
  }
  return {
    async order(deskId: string, order: DeskOrder): Promise<DeskAnswer | null> {
      const passed = await passOn(deskId, order);
      if (passed === 'cut' || running.isClosed) return null;
      // The desk's page is connected to this kiosk and gets the change once the kiosk that carried out the order has sent it back.
      if (passed !== 'here') passedOn.add(deskId);
      return passed === 'here' ? orderHere(deskId, order) : passed;
    },
    lookSoon(): void {
      if (running.links === null || callOff !== null) return;
      callOff = clock.after(GATHER_MS, () => {
        callOff = null;
        if (!running.isClosed) desks.feed.look();
      });
    },
    tellKiosks(key: KioskKey): void {
      const { slot, addresses } = parts;
      if (slot === null || addresses.length === 0 || running.isClosed || running.hasLeft) return;
      const links = startKioskLinks({
        ...parts,
        slot,
        key,
        run: running.run,
        feed: desks.feed,
        onChange: say,
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
      running.answerKiosk = createKioskAnswers({
        ...parts,
        feed: desks.feed,
        look,
        order: orderHere,
        hasDesk: desks.has,
        wasAsked: links.wasAsked,
      });
    },
  };
}

function callsOf(desks: Desks): readonly PublicCall[] | null {
  // The centre's changes to tickets do not call `changed`, so the day is read again.
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
  const { port, fingerprint, check } = running;
  const all = identities.all();
  return {
    isUp: port !== null,
    addresses: port === null ? [] : hosts().map((host) => `https://${host}:${port}/`),
    fingerprint,
    check,
    waiting,
    identities: all.ok ? all.value.map((one) => ({ ...one, lastSeenAtMs: lastSeen.get(one.identityId) ?? null })) : [],
    kiosks: othersOf(running),
  };
}

interface Begun {
  answer: ServerThreadParts['answer'];
  feeds: Feeds;
  say: () => void;
  tellKiosks: (key: KioskKey) => void;
}

/** Settles once the exchange with sibling kiosks has begun; the server's thread may need longer. */
async function begin(parts: HubParts, running: Running, begun: Begun): Promise<void> {
  const { log } = parts;
  try {
    const { key, certificate, fingerprint } = await parts.certificate();
    running.fingerprint = fingerprint;
    if (running.links === null) {
      const kioskKey = kioskKeyOf(key);
      running.check = await parts.checkOf(kioskKey.publicKey);
      begun.tellKiosks(kioskKey);
    }
    if (!running.isClosed) serve(parts, running, begun, { key, certificate });
  } catch (error) {
    log.event('hub-failed', { detail: messageOf(error) });
    beginAgain(parts, running, begun, TRY_AGAIN_MS);
  }
  begun.say();
}

function beginAgain(parts: HubParts, running: Running, begun: Begun, pauseMs: number): void {
  if (!running.isClosed) running.callOff = parts.clock.after(pauseMs, () => void begin(parts, running, begun));
}

/** Starts the server's thread, and a new one whenever it ends. Tickets are issued meanwhile. */
function serve(parts: HubParts, running: Running, begun: Begun, certified: { key: string; certificate: string }): void {
  const { port, pagesFolder, threadFile, clock, log } = parts;
  const { answer, feeds, say } = begun;
  const known = knownNow(parts, running);
  running.known = known;
  let upMs: number | null = null;
  running.thread = startServerThread({
    file: threadFile,
    data: { port, pagesFolder, known, ...certified },
    answer,
    clock,
    onFeedClosed: feeds.left,
    onFault: (detail) => log.event('hub-fault', { detail }),
    onListening(at) {
      running.port = at;
      upMs = clock.monotonicMs();
      log.event('hub-started', { port: at });
      say();
    },
    onEnded(detail) {
      running.thread = null;
      running.port = null;
      feeds.lost();
      log.event('hub-failed', { detail });
      const wasWell = upMs !== null && clock.monotonicMs() - upMs >= WELL_MS;
      beginAgain(parts, running, begun, wasWell ? SOON_MS : TRY_AGAIN_MS);
      say();
    },
  });
}
