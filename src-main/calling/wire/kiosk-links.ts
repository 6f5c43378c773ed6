import { KioskRevocation } from '../../contract/shared/kiosk-revocation.ts';
import { refuse, succeed } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { NumberLine } from '../../tickets/ports/number-line.ts';
import { keepsSlot } from '../../tickets/rules/number-line.ts';
import { DeskAnswer, type DeskOrder } from '../contract/desk.ts';
import { HelpSaid, MOST_HOLD_MS, OfficeChanges } from '../contract/kiosks.ts';
import { KIOSK_PATHS } from '../contract/paths.ts';
import type { OfficeHub, OtherKioskState } from '../ports/hub.ts';
import type { GivenTwice } from '../ports/office-book.ts';
import type { OfficeKiosks } from '../ports/office-kiosks.ts';
import { callingKiosk } from '../rules/office-hub.ts';
import type { HelpCalls } from '../steps/help-calls.ts';
import type { OfficeFeed } from '../steps/office-feed.ts';
import { createKioskLine, hostOf, type KioskAddress, type KioskCalls, type KioskLine } from './kiosk-calls.ts';
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

/** A sibling kiosk without changes answers after this time at the latest. */
const HOLD_MS = 2_000;
const ANSWER_MS = HOLD_MS + 3_000;
/** A kiosk that was silent for this long counts as gone, and orders are carried out without it. */
const HEARD_MS = 5_000;
const SOON_MS = 200;
const AGAIN_MS = 1_000;
/**
 * The pause before the next try at a second address of a sibling kiosk; twelve times as long at an address where this kiosk itself answers.
 */
const LATER_MS = 5_000;
/** Largest number of orders remembered whose answer was lost; each is repeated within seconds. */
const MOST_CUT_ORDERS = 200;

export interface KioskLinksParts {
  addresses: readonly KioskAddress[];
  key: Pick<KioskKey, 'pin'>;
  callsUntil: (signal: AbortSignal) => KioskCalls;
  slot: number;
  run: string;
  kiosks: OfficeKiosks;
  feed: OfficeFeed;
  help: Pick<HelpCalls, 'hear' | 'forget'>;
  checkOf: (publicKey: Uint8Array) => Promise<string>;
  /** Whether this kiosk's centre has signed the revocation for this office. */
  isOfCentre: (revocation: KioskRevocation) => boolean;
  onRevoked: (revocations: readonly KioskRevocation[]) => void;
  onHeard: () => void;
  onChange: () => void;
  clock: Clock;
  log: Log;
}

export interface KioskLinks {
  states(): readonly OtherKioskState[];
  /** True if a connected kiosk's program does not know numbers taken at home: it would call them before their holders have come. */
  hasOlder(): boolean;
  confirm: OfficeHub['pairKiosk'];
  end: OfficeHub['unpairKiosk'];
  /** The caller reports that a paired kiosk has asked for changes; that kiosk has all changes up to the number `knows`. */
  wasAsked(pin: string, knows: number): void;
  ready: Promise<void>;
  /** Labels that two tickets carry, because both this kiosk and another kiosk with its slot issued them. */
  clashes(): readonly GivenTwice[];
  /**
   * Passes an order to the kiosk that calls. `here`: this kiosk must carry the order out, because it calls, because the answer to an
   * earlier try was lost, or because the other kiosk refused the order. `cut`: the kiosk does not answer, and may have carried the order
   * out.
   */
  passOn(deskId: string, order: DeskOrder): Promise<DeskAnswer | 'here' | 'cut'>;
  /**
   * The caller reports that this kiosk has carried out an order. A sibling kiosk must know that order before it may call the office's
   * numbers.
   */
  carriedOut(): void;
  line: NumberLine;
  close(): Promise<void>;
}

interface Link extends PromptKiosk {
  slot: number | null;
  line: KioskLine;
  /** `own`: this kiosk itself answers at the address, or a sibling that is already followed at another address. */
  state: OtherKioskState['state'] | 'own';
  check: string | null;
  /** Position from which to continue: the id of the sibling's list, and the number of its last change known here. */
  at: { log: string | null; since: number };
  /** True if the kiosk sends no `services`: its program is too old to know numbers taken at home. */
  isOlder: boolean;
  helpNo: string;
  run: string | null;
  clashes: readonly GivenTwice[];
  /** Times of the last answer and the last request, milliseconds of the monotonic clock. */
  heardAtMs: number;
  askedAtMs: number;
  failures: number;
  knows: number;
  tried: PromiseWithResolvers<void>;
  wake: () => void;
  wakeTrial: () => void;
  announced: Link['state'];
}

interface Running extends KioskLinksParts, PromptParts {
  links: readonly Link[];
  signal: AbortSignal;
}

/** Follows the office's other kiosks: each is asked continuously for changes, and regularly whether it would answer an order. */
export function startKioskLinks(parts: KioskLinksParts): KioskLinks {
  const { kiosks, feed, slot, clock } = parts;
  const closing = new AbortController();
  feed.look();
  // Other kiosks must also learn the acts of desks from this kiosk's earlier runs.
  let lastActNo = feed.last();
  const links = parts.addresses.map(newLink);
  const { signal } = closing;
  const running: Running = {
    ...parts,
    links,
    signal,
    calls: parts.callsUntil(signal),
    onEnded(kiosk) {
      for (const link of links) {
        if (link !== kiosk) continue;
        announce(running, link);
        if (!answersWithin(link, NUMBER_MS)) link.wakeTrial();
      }
    },
  };
  const loops = links.flatMap((link) => [follow(running, link), tryAgain(running, link)]);
  const isHeard = (link: Link): boolean => {
    const nowMs = clock.monotonicMs();
    const isSilent = nowMs - link.heardAtMs > HEARD_MS || nowMs - link.askedAtMs > HEARD_MS;
    // A kiosk that was unpaired or revoked is ignored from this moment on.
    return standingOf(link) === 'heard' && !isSilent && link.pin !== null && kiosks.all().includes(link.pin);
  };
  const others = () =>
    links.flatMap((link) =>
      link.slot === null ? [] : [{ link, slot: link.slot, isHeard: isHeard(link), knows: link.knows }],
    );
  /**
   * Links to kiosks with this kiosk's slot that go on issuing the slot's numbers, for this kiosk too. The lowest slot is asked first; minus
   * 0.5 sorts such a kiosk after every lower slot and before this kiosk.
   */
  const givers = () =>
    links.flatMap((link) =>
      givesForThis(running, link) ? [{ link, slot: slot - 0.5, givesSlot: slot, isHeard: true }] : [],
    );
  const cutOrders = new Set<string>();
  return {
    line: numberLine(running, () => [...others(), ...givers()]),
    clashes: () => links.flatMap(({ clashes }) => clashes),
    states: () => [...links.flatMap((link) => stateOf(link, kiosks)), ...goneOf(links, kiosks)],
    hasOlder: () => links.some(({ state, isOlder }) => isOlder && (state === 'heard' || state === 'other-clock')),
    ...pinning(running),
    wasAsked(pin, knows) {
      for (const link of links) {
        if (link.pin !== pin) continue;
        link.askedAtMs = clock.monotonicMs();
        link.knows = knows;
        // The sibling reaches this kiosk again, so this kiosk asks it at once.
        if (link.state !== 'heard') link.wake();
      }
    },
    ready: Promise.all(links.map(({ tried }) => tried.promise)).then(() => undefined),
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
      for (const link of withCheck(check)) link.wake();
      return added;
    },
    end(check) {
      // A kiosk that presents its key at no address now is unpaired too: it may have been stolen and would be accepted when it comes back.
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

function stateOf(link: Link, kiosks: OfficeKiosks): OtherKioskState[] {
  const { address, check, pin, slot } = link;
  const state = standingOf(link);
  if (state === 'own') return [];
  const isPaired = pin !== null && (kiosks.all().includes(pin) || kiosks.contest()?.pin === pin);
  // Without a key there are no digits to compare.
  const shown = pin === null ? null : check;
  return [{ address: `https://${hostOf(address)}/`, state, check: shown, isPaired, slot }];
}

function goneOf(links: readonly Link[], kiosks: OfficeKiosks): OtherKioskState[] {
  const contest = kiosks.contest();
  const pins = new Set([...kiosks.all(), ...(contest === null ? [] : [contest.pin])]);
  return [...pins].flatMap((pin) => {
    const isContested = contest?.pin === pin;
    const check = isContested ? contest.check : kiosks.checkOf(pin);
    // A kiosk with a copy of this kiosk's disk has the same key, so an address at which this kiosk itself answers does not count.
    const isShown = links.some((link) => link.pin === pin && link.state !== 'own');
    if (check === null || isShown) return [];
    return [{ address: null, state: isContested ? 'same-slot' : 'silent', check, isPaired: true, slot: null }];
  });
}

/** The data about a kiosk before its first answer. */
const unanswered = () => ({
  slot: null,
  run: null,
  clashes: [],
  at: { log: null, since: 0 },
  knows: 0,
  answersMs: null,
});

const newLink = (address: KioskAddress): Link => ({
  ...unanswered(),
  address,
  line: createKioskLine(),
  promptLine: createKioskLine(),
  state: 'searching',
  announced: 'searching',
  pin: null,
  check: null,
  helpNo: '',
  isOlder: false,
  heardAtMs: -HEARD_MS,
  askedAtMs: -HEARD_MS,
  failures: 0,
  tried: Promise.withResolvers(),
  wake: () => {},
  wakeTrial: () => {},
});

/**
 * `heard` needs both: the kiosk's changes are known here, and it answered its last prompt call (`callPromptly`) in time. A kiosk that
 * answers orders too slowly counts as silent.
 */
function standingOf({ state, answersMs }: Link): Link['state'] {
  if (state !== 'heard') return state;
  if (answersMs === null) return 'searching';
  return answersMs <= ORDER_MS ? 'heard' : 'silent';
}

function become(parts: Running, link: Link, state: Link['state']): void {
  link.state = state;
  announce(parts, link);
}

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

/** Runs until `signal` aborts. Each run of `turn` learns the key at the address, or asks for changes. */
async function follow(parts: Running, link: Link): Promise<void> {
  const { signal, clock } = parts;
  while (!signal.aborted) {
    const waitMs = await turn(parts, link).catch((error: unknown) => {
      parts.log.event('hub-fault', { err: error });
      return failed(parts, link);
    });
    if (waitMs > 0) link.tried.resolve();
    await pause(clock, waitMs, signal, (wake) => {
      link.wake = wake;
    });
  }
}

/** Runs until `signal` aborts. Sends trials to a kiosk that may be asked for numbers or orders, to know whether it would answer now. */
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

/** Learns the key at the address, or asks for changes. Returns the milliseconds until the next run. */
async function turn(parts: Running, link: Link): Promise<number> {
  const { kiosks, key, checkOf, calls, links } = parts;
  if (link.pin === null || !kiosks.all().includes(link.pin)) {
    forgetHelp(parts, link);
    const found = await calls.keyAt(link.address);
    if (!found.ok) return failed(parts, link);
    const pin = pinOf(found.value);
    if (pin !== link.pin || link.check === null)
      Object.assign(link, { ...unanswered(), pin, check: await checkOf(found.value) });
    if (link.check !== null && kiosks.all().includes(pin) && kiosks.checkOf(pin) === null)
      // Result ignored: the digits of a kiosk paired by an older program are missing; it is asked with or without them.
      kiosks.add(pin, link.check);
    const isLetIn = kiosks.all().includes(pin);
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
  // A kiosk with two addresses is followed at only one of them.
  if (links.some((other) => other !== link && other.pin === link.pin && other.state === 'heard')) {
    become(parts, link, 'own');
    return LATER_MS;
  }
  return ask(parts, link, link.pin ?? '');
}

/** Learns the slot of an unpaired kiosk; every answer contains the slot, even a refusal. */
async function learnSlot({ calls }: Running, link: Link, pin: string): Promise<void> {
  const answer = await calls.slotAt(link.address, pin);
  if (answer.ok) Object.assign(link, { slot: answer.value.slot, run: answer.value.run });
}

/**
 * Begins the contest with a kiosk that counts this kiosk's numbers: neither stores the other's changes, and one of the two stops issuing
 * numbers.
 */
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

/** Whether the other kiosk goes on with the numbers of this kiosk's slot and is asked for each number. */
const givesForThis = ({ kiosks }: KioskLinksParts, { state, pin, failures }: Link): boolean =>
  state === 'same-slot' && failures === 0 && pin !== null && kiosks.contest()?.pin === pin;

async function ask(parts: Running, link: Link, pin: string): Promise<number> {
  const { calls, feed, clock, onHeard } = parts;
  const wasHeard = link.state === 'heard';
  const isFollowed = wasHeard || link.state === 'other-clock';
  const askedAtMs = clock.monotonicMs();
  const answer = await calls.call({
    address: link.address,
    line: link.line,
    pin,
    path: KIOSK_PATHS.changes,
    mostMs: ANSWER_MS,
    body: {
      officeId: feed.officeId,
      ...link.at,
      nowMs: clock.wallMs(),
      holdMs: isFollowed ? Math.min(HOLD_MS, MOST_HOLD_MS) : 0,
      helpNo: link.helpNo,
    },
  });
  if (!answer.ok) {
    // The address has another key now, so the kiosk there is treated as a new kiosk.
    if (answer.error.kind === 'other-key') {
      forgetHelp(parts, link);
      link.pin = null;
    }
    return failed(parts, link);
  }
  const said = answer.value.status === 200 ? OfficeChanges.safeParse(answer.value.value).data : undefined;
  // A technician may have unpaired the kiosk while it was asked.
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
  // The disk refused the changes, so they are asked for again.
  if (!heard.ok) return failed(parts, link);
  if (heard.value.isNew) onHeard();
  link.at = { log: said.log, since: said.next };
  hearHelp(parts, link, pin, said);
  endContest(parts, pin);
  link.isOlder = said.services === undefined;
  Object.assign(link, { slot: said.slot, heardAtMs: clock.monotonicMs(), failures: 0 });
  if (!said.isAll) return 0;
  // Before the first order and after each silence, a trial opens the connection and shows whether orders are answered.
  const { isTogether } = heard.value;
  if (isTogether && !wasHeard) await tryPromptCall(parts, link);
  // While its clock differs, the kiosk is asked for no numbers and no calls: each kiosk issues and calls by itself, for the tickets of
  // both.
  become(parts, link, isTogether ? 'heard' : 'other-clock');
  link.tried.resolve();
  // A kiosk that answers at once without changes is asked again after a pause.
  const isEmpty = said.tickets.length + said.pauses.length === 0;
  return isEmpty && clock.monotonicMs() - askedAtMs < SOON_MS ? SOON_MS : 0;
}

/** An older program sends no state of calls for help. */
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

/** Stores the other kiosk's id at the centre, and revocations. The centre has signed the revocations, so any kiosk may pass them on. */
function hearTrust({ kiosks, isOfCentre, onRevoked, log }: KioskLinksParts, pin: string, said: OfficeChanges): void {
  const fresh = (said.revocations ?? []).flatMap((one) => KioskRevocation.safeParse(one).data ?? []).filter(isOfCentre);
  const named = said.kioskId === undefined ? succeed(null) : kiosks.name(pin, said.kioskId);
  if (!named.ok) log.event(named.error.kind, { detail: named.error.detail });
  onRevoked(fresh);
}

/** Counts the other kiosk's numbers, so that the kiosk that goes on issuing starts after the numbers of both. */
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

/** Ends the contest with the kiosk `pin`, because that kiosk has another slot now. */
function endContest({ kiosks, log }: KioskLinksParts, pin: string): void {
  if (kiosks.contest()?.pin !== pin) return;
  const ended = kiosks.setContest(null);
  if (!ended.ok) log.event(ended.error.kind, { detail: ended.error.detail });
}

/**
 * Counts a failed request and returns the milliseconds until the next. One failure may be the network's; after two in a row the kiosk
 * counts as silent.
 */
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
  // A refused order was not carried out there: the other kiosk's profile lacks the desk, its program does not know the order, or it has
  // unpaired this kiosk.
  if (answer.value.status !== 200) return 'here';
  return DeskAnswer.safeParse(answer.value.value).data ?? 'cut';
}

/** Reads `host`, `host:port` or `[address]:port`; without a port, this kiosk's own is used. */
export function readAddress(text: string, port: number): KioskAddress {
  const { host, named } = /^\[?(?<host>[^\]]+?)\]?(?::(?<named>\d+))?$/.exec(text)?.groups ?? {};
  return { host: host ?? text, port: named === undefined ? port : Number(named) };
}
