import type { HelpCalls } from '../application/desks/help-calls.ts';
import type { OfficeFeed } from '../application/desks/office-feed.ts';
import { DeskAnswer, type DeskOrder } from '../contract/hub/desk.ts';
import { HelpSaid, KIOSK_PATHS, MOST_HOLD_MS, OfficeChanges } from '../contract/hub/kiosks.ts';
import { KioskRevocation } from '../contract/shared/kiosk-revocation.ts';
import { keepsSlot } from '../domain/number-line.ts';
import { callingKiosk } from '../domain/office-hub.ts';
import { type Result, refuse, succeed } from '../domain/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { OtherKioskState } from '../ports/hub.ts';
import type { Log } from '../ports/log.ts';
import type { NumberLine } from '../ports/number-line.ts';
import type { GivenTwice } from '../ports/office-book.ts';
import type { OfficeKiosks } from '../ports/office-kiosks.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import { createKioskLine, type KioskAddress, type KioskCalls, type KioskLine } from './kiosk-calls.ts';
import { type KioskKey, pinOf } from './kiosk-proof.ts';
import { numberLine } from './number-line.ts';
import {
  answersWithin,
  callPromptly,
  NUMBER_MS,
  nextTrialMs,
  ORDER_MS,
  type PromptKiosk,
  type PromptParts,
  tryPromptCall,
} from './prompt-calls.ts';

/** Another kiosk answers at least so often that there is nothing new, while it is there. */
const HOLD_MS = 2_000;
const ANSWER_MS = HOLD_MS + 3_000;
/** One that has been silent for so long is gone: its desks are served here. */
const HEARD_MS = 5_000;
const SOON_MS = 200;
const AGAIN_MS = 1_000;
/** How soon an address at which this kiosk itself answers is asked again. */
const LATER_MS = 5_000;
/** Orders that were cut, of which each is asked for again within seconds. */
const MOST_CUT_ORDERS = 200;

export interface KioskLinksParts {
  addresses: readonly KioskAddress[];
  key: Pick<KioskKey, 'pin'>;
  /** How others are asked, until `signal` ends it. */
  callsUntil: (signal: AbortSignal) => KioskCalls;
  slot: number;
  /** Of this run of the program. */
  run: string;
  kiosks: OfficeKiosks;
  feed: OfficeFeed;
  help: Pick<HelpCalls, 'hear' | 'forget'>;
  /** Twelve digits of a public key for two people to compare. */
  checkOf: (publicKey: Uint8Array) => Promise<string>;
  /** Whether the centre of this kiosk has signed it for this office. */
  isOfCentre: (revocation: KioskRevocation) => boolean;
  /** Statements that the centre has signed. */
  onRevoked: (revocations: readonly KioskRevocation[]) => void;
  /** Something of another kiosk was written here. */
  onHeard: () => void;
  /** One is there, or no more, or shows a key. */
  onChange: () => void;
  clock: Clock;
  log: Log;
}

export interface KioskLinks {
  states(): readonly OtherKioskState[];
  /**
   * By the digits of its key, which a person has compared with those that it shows itself. `unknown-request`: none of these shows such a key. `same-slot`: it
   * counts the numbers that this one counts.
   */
  confirm(check: string): Result<null, StoreFailure | { kind: 'unknown-request' | 'same-slot' | 'kiosk-revoked' }>;
  end(check: string): Result<null, StoreFailure | { kind: 'unknown-request' }>;
  /** A kiosk that was let in has asked, and says up to which change it knows. */
  wasAsked(pin: string, knows: number): void;
  /** Settles once each of the others was heard, or was not there. */
  ready: Promise<void>;
  /** Tickets that this kiosk and one with its slot have both given. */
  clashes(): readonly GivenTwice[];
  /**
   * Passes an order on to the kiosk that calls. `here`: that is this one, or it has let this order wait in vain before. `cut`: it does not answer, and may have
   * carried it out.
   */
  passOn(deskId: string, order: DeskOrder): Promise<DeskAnswer | 'here' | 'cut'>;
  /** An order was carried out here: whoever calls next must know of it. */
  carriedOut(): void;
  /** Numbers of the one line of all that hear each other. */
  line: NumberLine;
  close(): Promise<void>;
}

interface Link extends PromptKiosk {
  slot: number | null;
  /** Over which its changes are asked. */
  line: KioskLine;
  /** `own`: this very kiosk answers there, or one that another address leads to as well. */
  state: OtherKioskState['state'] | 'own';
  check: string | null;
  /** Where to go on: the log of the other's run, and its last change that is known here. */
  at: { log: string | null; since: number };
  /** The last `HelpSaid` that is known here. */
  helpNo: string;
  /** The run of the other kiosk's program, by its last answer; `null` before. */
  run: string | null;
  /** Tickets of which this kiosk has given the label as well. */
  clashes: readonly GivenTwice[];
  /** By the monotonic clock. */
  heardAtMs: number;
  askedAtMs: number;
  failures: number;
  knows: number;
  isTried: boolean;
  onTried: () => void;
  /** Ends the waiting before the next turn. */
  wake: () => void;
  /** Ends the waiting before the next trial. */
  wakeTrial: () => void;
  /** The standing that was announced last. */
  announced: Link['state'];
}

/** Parts of one run of the links. */
interface Running extends KioskLinksParts, PromptParts {
  links: readonly Link[];
  signal: AbortSignal;
}

/** The other kiosks of the office: each is asked all the time what has changed there, and now and then whether it would answer an order. */
export function startKioskLinks(parts: KioskLinksParts): KioskLinks {
  const { kiosks, feed, slot, clock } = parts;
  const closing = new AbortController();
  feed.look();
  // What was done here before this run has to be known elsewhere too.
  let lastActNo = feed.last();
  const links = parts.addresses.map(newLink);
  const { signal } = closing;
  const running: Running = {
    ...{ ...parts, links, signal, calls: parts.callsUntil(signal) },
    onEnded(kiosk) {
      for (const link of links) {
        if (link !== kiosk) continue;
        announce(running, link);
        if (!answersWithin(link, NUMBER_MS)) link.wakeTrial();
      }
    },
  };
  const tried = links.map(
    (link) =>
      new Promise<void>((resolve) => {
        link.onTried = resolve;
      }),
  );
  const loops = links.flatMap((link) => [follow(running, link), tryAgain(running, link)]);
  const isHeard = (link: Link): boolean => {
    const nowMs = clock.monotonicMs();
    const isSilent = link.failures > 1 || nowMs - link.heardAtMs > HEARD_MS || nowMs - link.askedAtMs > HEARD_MS;
    // Sent away, or revoked, it is not heard from this moment on.
    return standingOf(link) === 'heard' && !isSilent && link.pin !== null && kiosks.all().includes(link.pin);
  };
  const others = () =>
    links.flatMap((link) =>
      link.slot === null ? [] : [{ link, slot: link.slot, isHeard: isHeard(link), knows: link.knows }],
    );
  /** The kiosk that goes on with the numbers of this one gives them to it too, after those with a lower slot. */
  const givers = () =>
    links.flatMap((link) =>
      givesForThis(running, link) ? [{ link, slot: slot - 0.5, givesSlot: slot, isHeard: true }] : [],
    );
  const cutOrders = new Set<string>();
  return {
    line: numberLine(running, () => [...others(), ...givers()]),
    clashes: () => links.flatMap(({ clashes }) => clashes),
    states: () => [...links.flatMap((link) => stateOf(link, kiosks)), ...goneOf(links, kiosks)],
    ...pinning(running),
    wasAsked(pin, knows) {
      for (const link of links) {
        if (link.pin !== pin) continue;
        link.askedAtMs = clock.monotonicMs();
        link.knows = knows;
        // It is there again.
        if (link.state !== 'heard') link.wake();
      }
    },
    ready: Promise.all(tried).then(() => undefined),
    async passOn(deskId, order) {
      const { orderId } = order;
      const calling = cutOrders.has(orderId) ? null : callingKiosk(slot, lastActNo, others());
      if (calling === null) return 'here';
      const answer = await sendOrder(running, calling.link, { officeId: feed.officeId, deskId, order });
      if (answer === 'cut') {
        cutOrders.add(orderId);
        const [oldest] = cutOrders;
        if (cutOrders.size > MOST_CUT_ORDERS && oldest !== undefined) cutOrders.delete(oldest);
      }
      return answer;
    },
    carriedOut() {
      feed.look();
      lastActNo = feed.last();
    },
    async close() {
      closing.abort();
      await Promise.all(loops);
      for (const { line, promptLine } of links) {
        line.close();
        promptLine.close();
      }
    },
  };
}

/** What a person decides of the key that another kiosk shows. */
function pinning(parts: Running): Pick<KioskLinks, 'confirm' | 'end'> {
  const { kiosks, links } = parts;
  const withCheck = (check: string): Link[] =>
    links.filter((link) => link.pin !== null && link.check === check && link.state !== 'own');
  const keptWith = (check: string): string | undefined => kiosks.all().find((pin) => kiosks.checkOf(pin) === check);
  return {
    confirm(check) {
      const [shown] = withCheck(check);
      const pin = shown?.pin ?? null;
      if (shown === undefined || pin === null) return refuse({ kind: 'unknown-request' });
      if (shown.slot === parts.slot) return refuse({ kind: 'same-slot' });
      const added = kiosks.add(pin, check);
      if (added.ok) for (const link of withCheck(check)) link.wake();
      return added;
    },
    end(check) {
      // One whose key is shown no more is sent away too: it may have been stolen, and comes back otherwise.
      const contest = kiosks.contest();
      const contested = contest?.check === check ? contest.pin : undefined;
      const pin = withCheck(check)[0]?.pin ?? keptWith(check) ?? contested;
      if (pin === undefined) return refuse({ kind: 'unknown-request' });
      const removed = kiosks.remove(pin);
      if (removed.ok) for (const link of withCheck(check)) become(parts, link, 'not-confirmed');
      return removed;
    },
  };
}

/** Nothing of this very kiosk. */
function stateOf(link: Link, kiosks: OfficeKiosks): OtherKioskState[] {
  const { address, check, pin, slot } = link;
  const state = standingOf(link);
  if (state === 'own') return [];
  const isPaired = pin !== null && (kiosks.all().includes(pin) || kiosks.contest()?.pin === pin);
  // A key that is there no more is nobody's to compare.
  const shown = pin === null ? null : check;
  return [{ address: addressOf(address.host, address.port), state, check: shown, isPaired, slot }];
}

/** Those that were let in and whose key no address shows. */
function goneOf(links: readonly Link[], kiosks: OfficeKiosks): OtherKioskState[] {
  const contest = kiosks.contest();
  const pins = new Set([...kiosks.all(), ...(contest === null ? [] : [contest.pin])]);
  return [...pins].flatMap((pin) => {
    const isContested = contest?.pin === pin;
    const check = isContested ? contest.check : kiosks.checkOf(pin);
    // A copy of this very disk has its key: only a link that has seen the copy says so.
    const isShown = links.some((link) => link.pin === pin && link.state !== 'own');
    if (check === null || isShown) return [];
    return [{ address: null, state: isContested ? 'same-slot' : 'silent', check, isPaired: true, slot: null }];
  });
}

const newLink = (address: KioskAddress): Link => ({
  ...{
    address,
    line: createKioskLine(),
    promptLine: createKioskLine(),
    answersMs: null,
    state: 'searching',
    announced: 'searching',
    pin: null,
    check: null,
    slot: null,
    run: null,
    clashes: [],
    at: { log: null, since: 0 },
    helpNo: '',
  },
  ...{
    heardAtMs: -HEARD_MS,
    askedAtMs: -HEARD_MS,
    failures: 0,
    knows: 0,
    isTried: false,
    onTried: () => {},
    wake: () => {},
    wakeTrial: () => {},
  },
});

const addressOf = (host: string, port: number): string => `https://${host.includes(':') ? `[${host}]` : host}:${port}/`;

/** A kiosk is heard once its changes are known here and it has answered a prompt call: one that lets orders wait in vain is silent, whatever it tells of itself. */
function standingOf({ state, answersMs }: Link): Link['state'] {
  if (state !== 'heard') return state;
  if (answersMs === null) return 'searching';
  return answersMs <= ORDER_MS ? 'heard' : 'silent';
}

function become(parts: Running, link: Link, state: Link['state']): void {
  link.state = state;
  announce(parts, link);
}

/** Tells of a standing that is another than before. */
function announce({ log, onChange }: Running, link: Link): void {
  const [before, now] = [link.announced, standingOf(link)];
  if (before === now) return;
  link.announced = now;
  const { host, port } = link.address;
  const address = `${host}:${port}`;
  if (now === 'heard') log.event('kiosk-heard', { address, slot: link.slot });
  else if (now === 'same-slot') log.event('same-slot', { address, slot: link.slot });
  else if (before === 'heard' || now === 'refused') log.event('kiosk-silent', { address, detail: now });
  onChange();
}

/** Until it is called off. Each turn learns whose key is there, or asks what has changed. */
async function follow(parts: Running, link: Link): Promise<void> {
  const { signal, clock } = parts;
  while (!signal.aborted) {
    const waitMs = await turn(parts, link).catch((error: unknown) => {
      parts.log.event('hub-fault', { err: error });
      return failed(parts, link);
    });
    if (waitMs > 0) wasTried(link);
    await pause(clock, waitMs, signal, (wake) => {
      link.wake = wake;
    });
  }
}

/** Until it is called off: whether a kiosk that is asked for numbers or orders would answer now. */
async function tryAgain(parts: Running, link: Link): Promise<void> {
  const { signal, clock } = parts;
  while (!signal.aborted) {
    await pause(clock, nextTrialMs(link), signal, (wake) => {
      link.wakeTrial = wake;
    });
    const isAskedSoon = link.state === 'heard' || givesForThis(parts, link);
    if (isAskedSoon && !signal.aborted) await tryPromptCall(parts, link);
  }
}

function wasTried(link: Link): void {
  link.isTried = true;
  link.onTried();
}

/** `onWake` is given how to end it before its time. */
function pause(clock: Clock, ms: number, signal: AbortSignal, onWake: (wake: () => void) => void): Promise<void> {
  if (ms === 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      callOff();
      signal.removeEventListener('abort', end);
      onWake(() => {});
      resolve();
    };
    const callOff = clock.after(ms, end);
    onWake(end);
    signal.addEventListener('abort', end, { once: true });
  });
}

/** Returns after how long the next one follows, milliseconds. */
async function turn(parts: Running, link: Link): Promise<number> {
  const { kiosks, key, checkOf, calls, links } = parts;
  if (link.pin === null || !kiosks.all().includes(link.pin)) {
    forgetHelp(parts, link);
    const found = await calls.keyAt(link.address);
    if (!found.ok) return failed(parts, link);
    const pin = pinOf(found.value);
    if (pin !== link.pin || link.check === null) {
      const fresh = { slot: null, run: null, clashes: [], at: { log: null, since: 0 }, knows: 0, answersMs: null };
      Object.assign(link, { ...fresh, pin, check: await checkOf(found.value) });
    }
    if (link.check !== null && kiosks.all().includes(pin) && kiosks.checkOf(pin) === null)
      // Result ignored: let in by a program that kept no digits, it is asked whatever becomes of these.
      kiosks.add(pin, link.check);
    const isLetIn = kiosks.all().includes(pin);
    // The page of access shows it before a technician pairs the two.
    if (!isLetIn && (link.slot === null || link.slot === parts.slot)) await learnSlot(parts, link, pin);
    if (pin === key.pin) {
      if (link.run !== null && link.run !== parts.run && link.slot === parts.slot) {
        contend(parts, link);
        return AGAIN_MS;
      }
      become(parts, link, 'own');
      return LATER_MS * 12;
    }
    if (!isLetIn) {
      become(parts, link, link.slot === parts.slot ? 'same-slot' : 'not-confirmed');
      return AGAIN_MS;
    }
  }
  // One kiosk with two addresses is heard once.
  if (links.some((other) => other !== link && other.pin === link.pin && other.state === 'heard')) {
    become(parts, link, 'own');
    return LATER_MS;
  }
  return ask(parts, link, link.pin ?? '');
}

/** Any answer, a refusal too, names the slot. */
async function learnSlot({ calls }: Running, link: Link, pin: string): Promise<void> {
  const answer = await calls.slotAt(link.address, pin);
  if (answer.ok) Object.assign(link, { slot: answer.value.slot, run: answer.value.run });
}

/** It counts the numbers of this kiosk: neither believes the other, and one of the two gives no more of its own. */
function contend(parts: Running, link: Link): void {
  const { kiosks, key, slot, run, log } = parts;
  const { pin, check } = link;
  const isKnown = kiosks.contest()?.slot === slot;
  if (pin !== null && check !== null && !isKnown && !keepsSlot({ pin: key.pin, run }, { pin, run: link.run ?? '' })) {
    const kept = kiosks.setContest({ pin, check, slot });
    if (!kept.ok) log.event(kept.error.kind, { detail: kept.error.detail });
  }
  link.failures = 0;
  become(parts, link, 'same-slot');
}

/** Whether it goes on with the numbers of this kiosk, which asks it for each. */
const givesForThis = ({ kiosks }: KioskLinksParts, { state, pin, failures }: Link): boolean =>
  state === 'same-slot' && failures === 0 && pin !== null && kiosks.contest()?.pin === pin;

async function ask(parts: Running, link: Link, pin: string): Promise<number> {
  const { calls, feed, clock, onHeard } = parts;
  const wasHeard = link.state === 'heard';
  const isFollowed = wasHeard || link.state === 'other-clock';
  const askedAtMs = clock.monotonicMs();
  const answer = await calls.call({
    ...{ address: link.address, line: link.line, pin, path: KIOSK_PATHS.changes, mostMs: ANSWER_MS },
    body: {
      ...{ officeId: feed.officeId, ...link.at, nowMs: clock.wallMs() },
      holdMs: isFollowed ? Math.min(HOLD_MS, MOST_HOLD_MS) : 0,
      helpNo: link.helpNo,
    },
  });
  if (!answer.ok) {
    // Another key is there now: nothing more is believed of it than of any other.
    if (answer.error.kind === 'other-key') {
      forgetHelp(parts, link);
      link.pin = null;
    }
    return failed(parts, link);
  }
  const said = answer.value.status === 200 ? OfficeChanges.safeParse(answer.value.value).data : undefined;
  // Sent away while it was asked, it is heard no more.
  if (!parts.kiosks.all().includes(pin)) return AGAIN_MS;
  if (said !== undefined && said.officeId === feed.officeId && said.slot === parts.slot) {
    link.run = answer.value.run;
    return countSame(parts, link, said);
  }
  if (said !== undefined && said.officeId === feed.officeId) hearTrust(parts, pin, said);
  if (!parts.kiosks.all().includes(pin)) return AGAIN_MS;
  const heard = said === undefined ? undefined : feed.hear(said);
  if (said === undefined || heard === undefined || (!heard.ok && heard.error.kind === 'other-office')) {
    become(parts, link, answer.value.status >= 500 ? 'silent' : 'refused');
    return AGAIN_MS;
  }
  // What the disk did not take is asked for once more.
  if (!heard.ok) return failed(parts, link);
  if (heard.value.isNew) onHeard();
  link.at = { log: said.log, since: said.next };
  hearHelp(parts, link, pin, said);
  endContest(parts, pin);
  Object.assign(link, { slot: said.slot, heardAtMs: clock.monotonicMs(), failures: 0 });
  if (!said.isAll) return 0;
  // Before the first order is sent, and after each silence, its connection is there and it is known what becomes of orders.
  const { isTogether } = heard.value;
  if (isTogether && !wasHeard) await tryPromptCall(parts, link);
  // It is asked for no number and no call while its clock is another: each kiosk gives and calls for itself, of the people of both.
  become(parts, link, isTogether ? 'heard' : 'other-clock');
  if (!link.isTried) wasTried(link);
  // Whoever does not hold an answer back is not asked without end.
  const isEmpty = said.tickets.length + said.pauses.length === 0;
  return isEmpty && clock.monotonicMs() - askedAtMs < SOON_MS ? SOON_MS : 0;
}

/** An older program says nothing of help. */
function hearHelp({ help }: KioskLinksParts, link: Link, pin: string, said: OfficeChanges): void {
  const read = HelpSaid.safeParse(said.help);
  if (!read.success) return;
  link.helpNo = read.data.no;
  help.hear(pin, said.slot, read.data);
}

function forgetHelp({ help }: KioskLinksParts, link: Link): void {
  link.helpNo = '';
  if (link.pin !== null) help.forget(link.pin);
}

/** Keeps the other kiosk's name at the centre, and revocations, which are signed by the centre whichever kiosk passes them on. */
function hearTrust({ kiosks, isOfCentre, onRevoked, log }: KioskLinksParts, pin: string, said: OfficeChanges): void {
  const fresh = (said.revocations ?? []).flatMap((one) => KioskRevocation.safeParse(one).data ?? []).filter(isOfCentre);
  const named = said.kioskId === undefined ? succeed(null) : kiosks.name(pin, said.kioskId);
  if (!named.ok) log.event(named.error.kind, { detail: named.error.detail });
  onRevoked(fresh);
}

/** Counts the other kiosk's numbers, so that the kiosk which goes on begins behind those of both. */
async function countSame(parts: Running, link: Link, said: OfficeChanges): Promise<number> {
  const counted = parts.feed.count(said);
  if (!counted.ok) return failed(parts, link);
  link.clashes = [...link.clashes, ...counted.value];
  link.slot = said.slot;
  link.at = { log: said.log, since: said.next };
  const wasSame = link.state === 'same-slot';
  contend(parts, link);
  if (!wasSame && givesForThis(parts, link)) await tryPromptCall(parts, link);
  return said.isAll ? AGAIN_MS : 0;
}

/** It has another slot now. */
function endContest({ kiosks, log }: KioskLinksParts, pin: string): void {
  if (kiosks.contest()?.pin !== pin) return;
  const ended = kiosks.setContest(null);
  if (!ended.ok) log.event(ended.error.kind, { detail: ended.error.detail });
}

/** One failure is the network's; after two in a row the kiosk is silent. */
function failed(parts: Running, link: Link): number {
  link.failures += 1;
  if (link.failures < 2) return SOON_MS;
  if (link.state !== 'own') become(parts, link, 'silent');
  return AGAIN_MS;
}

async function sendOrder(
  parts: Running,
  link: Link,
  body: { officeId: string; deskId: string; order: DeskOrder },
): Promise<DeskAnswer | 'here' | 'cut'> {
  const answer = await callPromptly(parts, link, { path: KIOSK_PATHS.orders, body, mostMs: ORDER_MS });
  if (!answer.ok || answer.value.status >= 500) return 'cut';
  // Refused, it was not carried out there: the other kiosk's profile has no such desk, its program no such order, or it believes this one no more.
  if (answer.value.status !== 200) return 'here';
  return DeskAnswer.safeParse(answer.value.value).data ?? 'cut';
}

/** `host`, `host:port` or `[address]:port`; this kiosk's own port where none is named. */
export function readAddress(text: string, port: number): KioskAddress {
  const { host, named } = /^\[?(?<host>[^\]]+?)\]?(?::(?<named>\d+))?$/.exec(text)?.groups ?? {};
  return { host: host ?? text, port: named === undefined ? port : Number(named) };
}
