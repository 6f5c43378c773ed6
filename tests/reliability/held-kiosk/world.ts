import { randomUUID } from 'node:crypto';
import type { DeskAnswer } from '../../../src-main/calling/contract/desk.ts';
import type { OfficeChanges } from '../../../src-main/calling/contract/kiosks.ts';
import { KIOSK_PATHS } from '../../../src-main/calling/contract/paths.ts';
import type { OfficeFeed } from '../../../src-main/calling/steps/office-feed.ts';
import type { CallFault, KioskCall, KioskCalls, KioskLine } from '../../../src-main/calling/wire/kiosk-calls.ts';
import { type KioskLinks, startKioskLinks } from '../../../src-main/calling/wire/kiosk-links.ts';
import { pinOf } from '../../../src-main/calling/wire/kiosk-proof.ts';
import { refuse, succeed } from '../../../src-main/domain/result.ts';
import type { Clock } from '../../../src-main/ports/clock.ts';
import { helpCallsOf } from '../../support/help-calls.ts';
import type { Complaint } from '../../support/ledger.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';
import { serviceDay } from '../../support/service-day.ts';
import type { Random } from '../random.ts';

export type HeldPromise =
  /** A desk waited more than five seconds for the answer to its command. */
  | 'desk-waits'
  /** A person waited at a kiosk longer than the limit for a number. */
  | 'person-waits'
  /**
   * Long after the trouble, the second kiosk took a number from its own sequence, or carried out a desk's command itself instead of passing
   * it to the calling kiosk.
   */
  | 'still-apart';

export interface Variant {
  /** Whether a desk's command that failed is sent to the calling kiosk again as soon as any contact with this kiosk succeeds. */
  trustsWhatItHears: boolean;
  /** Milliseconds during which the calling kiosk is not asked again after it was late with a number. */
  leavesAloneMs: number;
  /** Whether a person waits for the calling kiosk's number without a limit. */
  waitsOn: boolean;
}
export const OURS: Variant = { trustsWhatItHears: false, leavesAloneMs: 0, waitsOn: false };

interface Trouble {
  fromMs: number;
  untilMs: number;
  /**
   * `cut`, `hang`: a stranger uses up the calling kiosk's connections, so that a new one is closed (`cut`) or never answered (`hang`).
   * `slow`: the kiosk is busy. `fault`: the kiosk breaks off desks' commands but answers trial calls.
   */
  kind: 'cut' | 'hang' | 'slow' | 'fault';
  passes: number;
  /** Whether open connections are lost when the trouble begins, except connections for changes, for which `losesChanges` decides. */
  losesPrompt: boolean;
  losesChanges: boolean;
}

export interface Figures {
  passedOn: number;
  carriedOutHere: number;
  cuts: number;
  longestOrderMs: number;
  ofLine: number;
  own: number;
  longestNumberMs: number;
  /** Milliseconds from the trouble's end until the second kiosk asks the calling kiosk for numbers again. */
  longestApartMs: number;
}
export const noFigures = (): Figures => ({
  passedOn: 0,
  carriedOutHere: 0,
  cuts: 0,
  longestOrderMs: 0,
  ofLine: 0,
  own: 0,
  longestNumberMs: 0,
  longestApartMs: 0,
});

const ORDER_ANSWERED_MS = 5_000;
const NUMBER_MS = 300;
/** The longest allowed time in milliseconds from a trouble's end until both kiosks share one sequence of numbers again. */
const TOGETHER_AGAIN_MS = { cut: 10_000, hang: 10_000, slow: 3_000, fault: 10_000 };
const STEP_MS = 20;
/** Milliseconds after which the desk's page repeats a command. */
const AGAIN_MS = 1_500;
const NETWORK_MS = 4;

const CALLING_KEY = Buffer.from('the key of the kiosk that calls');
const CALLING = pinOf(CALLING_KEY);

/** Simulates the calling kiosk, which has the lower slot and gives numbers, and which may be blocked or busy. */
function callingKioskOf(
  trouble: Trouble,
  clock: Clock,
  random: Random,
  variant: Variant,
): { calls: KioskCalls; at(): number } {
  const open = new Set<KioskLine>();
  const changesLines = new Set<KioskLine>();
  const log = randomUUID();
  const beganMs = clock.monotonicMs();
  const at = (): number => clock.monotonicMs() - beganMs;
  const isOn = (): boolean => at() >= trouble.fromMs && at() < trouble.untilMs;
  const isHeld = (): boolean => isOn() && (trouble.kind === 'cut' || trouble.kind === 'hang');
  let [number, lateAtMs] = [0, Number.NEGATIVE_INFINITY];
  const wait = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve));
  const fault = (kind: CallFault['kind']) => refuse({ kind, detail: kind });
  clock.after(trouble.fromMs, () => {
    for (const line of open) if (changesLines.has(line) ? trouble.losesChanges : trouble.losesPrompt) open.delete(line);
  });

  function answerOf(path: string): unknown {
    if (path === KIOSK_PATHS.changes) {
      const said: OfficeChanges = {
        officeId: 'office',
        slot: 1,
        log,
        next: 0,
        isAll: true,
        nowMs: clock.wallMs(),
        tickets: [],
        pauses: [],
      };
      return said;
    }
    if (path === KIOSK_PATHS.numbers) {
      number += 1;
      return { serviceDay: '2026-11-24', number };
    }
    const carriedOut: DeskAnswer = { ok: true, value: { ticketId: null, number: null } };
    return path === KIOSK_PATHS.orders ? carriedOut : null;
  }
  function takesMs({ path, body }: KioskCall): number {
    const isHeldBack = path === KIOSK_PATHS.changes;
    const held = isHeldBack ? Math.max(0, (body as { holdMs: number }).holdMs) : 0;
    const isLeftAlone = path === KIOSK_PATHS.trial && at() - lateAtMs < variant.leavesAloneMs;
    const busy =
      isLeftAlone || (isOn() && trouble.kind === 'slow' && !isHeldBack) ? random.int(NUMBER_MS - 50, 900) : 0;
    return NETWORK_MS + held + (isLeftAlone ? Math.max(busy, NUMBER_MS + 1) : busy);
  }
  async function call(asked: KioskCall): ReturnType<KioskCalls['call']> {
    const { line, path, mostMs } = asked;
    if (path === KIOSK_PATHS.changes) changesLines.add(line);
    const isTrusted = variant.trustsWhatItHears && path === KIOSK_PATHS.trial;
    if (!open.has(line) && isHeld() && !isTrusted && !random.chance(trouble.passes)) {
      await wait(trouble.kind === 'hang' ? mostMs : NETWORK_MS);
      return fault(trouble.kind === 'hang' ? 'late' : 'no-answer');
    }
    if (!isTrusted) open.add(line);
    const ms = takesMs(asked);
    const isLate = ms > mostMs && !(variant.waitsOn && path === KIOSK_PATHS.numbers);
    await wait(isLate ? mostMs : ms);
    if (isLate) {
      open.delete(line);
      if (path === KIOSK_PATHS.numbers) lateAtMs = at();
      return fault('late');
    }
    if (path === KIOSK_PATHS.orders && isOn() && trouble.kind === 'fault') return fault('no-answer');
    // The trouble began during the request, and the connection was lost.
    if (!open.has(line) && !isTrusted) return fault('no-answer');
    return succeed({ status: 200, value: answerOf(path), slot: 1, run: log });
  }
  return {
    calls: {
      call,
      keyAt: () => wait(NETWORK_MS).then(() => succeed(CALLING_KEY)),
      slotAt: () => Promise.resolve(fault('no-answer')),
    },
    at,
  };
}

/** A fake `OfficeFeed` of the second kiosk: it only counts the commands that this kiosk carried out itself. */
function officeFeed(): OfficeFeed & { carryOut(): void } {
  let last = 0;
  return {
    officeId: 'office',
    look: () => undefined,
    onChange: () => () => undefined,
    last: () => last,
    changes: () => ({
      officeId: 'office',
      slot: 2,
      log: randomUUID(),
      next: last,
      isAll: true,
      nowMs: 0,
      tickets: [],
      pauses: [],
    }),
    hear: () => succeed({ isNew: false, isTogether: true }),
    count: () => succeed([]),
    carryOut() {
      last += 1;
    },
  };
}

const MOST_TROUBLE_MS = 20_000;
const CALM_AFTER_MS = 25_000;

function chanceTrouble(random: Random): Trouble {
  const fromMs = random.int(1_000, 6_000);
  return {
    fromMs,
    untilMs: fromMs + random.int(200, MOST_TROUBLE_MS),
    kind: random.pick(['cut', 'hang', 'slow', 'fault'] as const),
    passes: random.pick([0, 0, 0.1, 0.5]),
    losesPrompt: random.chance(0.8),
    losesChanges: random.chance(0.3),
  };
}

/**
 * Simulates an office of two kiosks. The calling kiosk is blocked or busy for a while. Desks send commands to the second kiosk, and people
 * take numbers there.
 */
export async function liveTrouble(
  name: string,
  random: Random,
  variant: Variant,
  figures = noFigures(),
): Promise<Complaint<HeldPromise>[]> {
  const clock = createManualClock(Date.parse('2026-11-24T09:00:00Z'));
  const trouble = chanceTrouble(random);
  const { calls, at } = callingKioskOf(trouble, clock, random, variant);
  const feed = officeFeed();
  const links = startKioskLinks({
    addresses: [{ host: 'calling', port: 1 }],
    key: { pin: 'other' },
    callsUntil: () => calls,
    slot: 2,
    run: randomUUID(),
    feed,
    help: helpCallsOf(clock),
    clock,
    kiosks: {
      all: () => [CALLING],
      checkOf: () => '123456789012',
      add: () => succeed(null),
      remove: () => succeed(null),
      name: () => succeed(null),
      revoke: () => succeed([]),
      revocations: () => [],
      forgetAll: () => succeed(null),
      contest: () => null,
      setContest: () => succeed(null),
    },
    checkOf: () => Promise.resolve('123456789012'),
    isOfCentre: () => false,
    onRevoked: () => undefined,
    onHeard: () => undefined,
    onChange: () => undefined,
    log: { event: () => undefined },
  });
  const complaints: Complaint<HeldPromise>[] = [];
  const complain = (promise: HeldPromise, detail: string): void => {
    const { kind, fromMs, untilMs, passes, losesPrompt, losesChanges } = trouble;
    const said = `${kind} from ${fromMs} to ${untilMs} ms, ${passes} pass, loses ${losesPrompt} ${losesChanges}`;
    complaints.push({ promise, detail: `${name} (${said}): ${detail}` });
  };
  const isTogether = (): boolean => at() > trouble.untilMs + TOGETHER_AGAIN_MS[trouble.kind];
  const unanswered = new Set<number>();
  const parts: OfficeParts = { links, feed, clock, variant, at, isTogether, complain, figures, unanswered };
  const endMs = trouble.untilMs + CALM_AFTER_MS;
  let [orderAtMs, ticketAtMs, askedAtMs] = [random.int(500, 2_000), random.int(500, 2_000), 0];
  let isThereAgain = false;
  while (at() < endMs) {
    if (at() >= askedAtMs) {
      // The calling kiosk still asks the second one for changes, over a connection that the calling kiosk opened.
      links.wasAsked(CALLING, feed.last());
      askedAtMs += 1_000;
    }
    if (at() >= orderAtMs && at() < endMs - 2 * ORDER_ANSWERED_MS) {
      orderAtMs += random.int(300, 5_000);
      void order(parts);
    }
    if (at() >= ticketAtMs) {
      ticketAtMs += random.int(300, 4_000);
      void takeNumber(parts);
    }
    const sinceMs = at() - trouble.untilMs;
    if (sinceMs > 0 && !isThereAgain) {
      isThereAgain = links.line.isThere();
      figures.longestApartMs = Math.max(figures.longestApartMs, sinceMs);
    }
    await step(clock);
  }
  for (const beganMs of unanswered) complain('desk-waits', `an order at ${beganMs} ms was never answered`);
  const closed = links.close();
  for (let no = 0; no < 500; no += 1) await step(clock);
  await closed;
  return complaints;
}

interface OfficeParts {
  links: KioskLinks;
  feed: ReturnType<typeof officeFeed>;
  clock: Clock;
  variant: Variant;
  at: () => number;
  isTogether: () => boolean;
  figures: Figures;
  unanswered: Set<number>;
  complain: (promise: HeldPromise, detail: string) => void;
}

/** Repeats a desk's command until it is answered. A command without an answer at the end is a complaint. */
async function order({
  links,
  feed,
  clock,
  variant,
  at,
  isTogether,
  complain,
  figures,
  unanswered,
}: OfficeParts): Promise<void> {
  const [beganMs, mustPass] = [at(), isTogether()];
  unanswered.add(beganMs);
  const first = randomUUID();
  await links.ready;
  for (;;) {
    const orderId = variant.trustsWhatItHears ? randomUUID() : first;
    const answer = await links.passOn('taula-1', { kind: 'resume', orderId, ageMs: at() - beganMs });
    if (answer === 'cut') figures.cuts += 1;
    else if (answer !== 'here') figures.passedOn += 1;
    else {
      figures.carriedOutHere += 1;
      feed.carryOut();
      links.carriedOut();
      if (mustPass) complain('still-apart', `an order at ${beganMs} ms was carried out apart`);
    }
    if (answer !== 'cut') break;
    await new Promise<void>((resolve) => void clock.after(AGAIN_MS, resolve));
  }
  unanswered.delete(beganMs);
  const tookMs = at() - beganMs;
  figures.longestOrderMs = Math.max(figures.longestOrderMs, tookMs);
  if (tookMs > ORDER_ANSWERED_MS) complain('desk-waits', `an order at ${beganMs} ms took ${tookMs} ms`);
}

async function takeNumber({ links, at, isTogether, complain, figures }: OfficeParts): Promise<void> {
  const [beganMs, mustBeOfLine] = [at(), isTogether()];
  const number = links.line.isThere()
    ? await links.line.ask({ series: 'A', serviceDay: serviceDay('2026-11-24') })
    : null;
  const tookMs = at() - beganMs;
  figures[number === null ? 'own' : 'ofLine'] += 1;
  figures.longestNumberMs = Math.max(figures.longestNumberMs, tookMs);
  if (tookMs > NUMBER_MS + 2 * STEP_MS) complain('person-waits', `a number at ${beganMs} ms took ${tookMs} ms`);
  if (mustBeOfLine && number === null) complain('still-apart', `a number at ${beganMs} ms was the kiosk’s own`);
}

/** Advances the clock by one step, and lets all pending promises continue. */
async function step(clock: ManualClock): Promise<void> {
  clock.advance(STEP_MS);
  await new Promise<void>((resolve) => setImmediate(resolve));
}
