import { addDays } from '../../../src-main/domain/calendar-day.ts';
import { REST_MS } from '../../../src-main/tickets/rules/issue-number.ts';
import { givingKiosk } from '../../../src-main/tickets/rules/number-line.ts';
import { createRandom, type Random } from '../random.ts';
import { type Asked, CRASH_POINTS, type Crash, press, print, reprint } from './citizens.ts';
import { confirm, setClock, wallOf } from './kiosk.ts';
import { ask, hearCentre, type Message, reachCentre } from './messages.ts';
import { backUp, crash, createKiosk, enrol, lose, settle, start } from './recovery.ts';
import { type Counts, FAULTS, type Fault, type Kiosk, type Variant, type Violation, type World } from './state.ts';
import { dayOf, LETTERS, localHour } from './world.ts';

export const STEPS = 600;
/** The local hours in which citizens take tickets; `to` is excluded. */
const PRESSES = { from: 7, to: 20 };
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Starts of runs: an ordinary day, and days shortly before clocks change, a year ends, and a leap day. */
const STARTS = ['2026-11-25', '2026-03-26', '2026-10-22', '2026-12-29', '2028-02-26'].map((date) =>
  Date.parse(`${date}T07:30:00Z`),
);

export interface Run {
  violation: Violation | null;
  steps: number;
  counts: Counts;
}

/** An office with enrolled kiosks, before the first citizen. */
export function createWorld(
  variant: Variant,
  { kiosks, series, atMs }: { kiosks: number; series: number; atMs: number },
  tell: World['tell'] = null,
): World {
  if (series > LETTERS.length) throw new RangeError(`there are ${LETTERS.length} letters`);
  const world: World = {
    variant,
    series,
    tell,
    kiosks: [],
    tickets: [],
    byKey: new Map(),
    lastSeen: new Map(),
    realMs: atMs,
    broken: null,
    nextSlot: 1,
    enrolments: 0,
    requests: 0,
    classes: kiosks,
    centre: { stored: new Set(), byKey: new Map(), byPlace: new Map(), highest: new Map() },
    counts: { papers: 0, crashes: 0, jumps: 0, restores: 0, journalLosses: 0, doubleLosses: 0, refusals: 0, given: 0 },
  };
  for (let index = 0; index < kiosks; index += 1) world.kiosks.push(createKiosk(world, index));
  return world;
}

const ACTIONS = [
  'press',
  'again',
  'print',
  'reprint',
  'sync',
  'send',
  'deliver',
  'backUp',
  'confirm',
  'crash',
  'clock',
  'database',
  'journal',
  'both',
  'partition',
  'enrol',
  'classes',
] as const;
type Action = (typeof ACTIONS)[number];

const WEIGHTS: Readonly<Record<Action, number>> = {
  press: 400,
  again: 20,
  print: 200,
  reprint: 30,
  sync: 90,
  send: 20,
  deliver: 40,
  backUp: 20,
  confirm: 2,
  crash: 15,
  clock: 25,
  database: 6,
  journal: 5,
  both: 3,
  partition: 15,
  enrol: 1,
  classes: 2,
};
const NEEDS: Partial<Readonly<Record<Action, readonly Fault[]>>> = {
  crash: ['kill', 'power'],
  clock: ['clock'],
  database: ['database'],
  journal: ['journal'],
  both: ['both'],
  send: ['loss'],
  deliver: ['loss'],
  partition: ['partition'],
  enrol: ['both'],
};

interface Mixture {
  faults: ReadonlySet<Fault>;
  crashing: number;
  /** The percentage of steps that take longer than a citizen waits at the screen. */
  slow: number;
  weights: number[];
  total: number;
}

function mix(random: Random, variant: Variant): Mixture {
  const faults = new Set(FAULTS.filter((fault) => variant.faults.has(fault) && random.int(0, 9) < 7));
  const weights = ACTIONS.map((action) => {
    const needs = NEEDS[action];
    if (needs !== undefined && !needs.some((fault) => faults.has(fault))) return 0;
    return WEIGHTS[action] * random.int(needs === undefined ? 3 : 1, 4);
  });
  return {
    faults,
    crashing: faults.has('kill') || faults.has('power') ? random.int(0, 25) : 0,
    slow: random.int(2, 30),
    weights,
    total: weights.reduce((sum, weight) => sum + weight, 0),
  };
}

/** Runs `STEPS` steps, or fewer if a promise is broken. The same seed gives the same run. */
export function runSeed(variant: Variant, seed: number, tell: World['tell'] = null): Run {
  const random = createRandom(seed);
  const kiosks = random.int(variant.leastKiosks, 3);
  const world = createWorld(
    variant,
    { kiosks, series: random.int(1, 2), atMs: random.pick(STARTS) + random.int(0, 12 * 60) * MINUTE_MS },
    tell,
  );
  const mixture = mix(random, variant);
  if (random.int(0, 2) === 0) startNearEnds(world, random);
  const wire: Message[] = [];
  let step = 0;
  for (; step < STEPS && world.broken === null; step += 1) {
    pass(world, random, mixture);
    const kiosk = random.pick(world.kiosks);
    if (!kiosk.running && random.int(0, 9) < 7) startAnyhow(world, random, kiosk, mixture);
    else if (kiosk.database?.slot === null && kiosk.running && random.int(0, 9) < 3) enrolAnyhow(world, random, kiosk);
    else act(world, random, mixture, kiosk, wire);
  }
  if (world.broken === null) settle(world);
  return { violation: world.broken, steps: step, counts: world.counts };
}

/**
 * Sets the counters close to the end of a kiosk's range of numbers, as after a busy morning, so that the next tickets
 * exceed the range.
 */
function startNearEnds(world: World, random: Random): void {
  const serviceDay = dayOf(world.realMs);
  for (const { index, database, journal } of world.kiosks) {
    const end = random.pick(
      [
        [399, 1_999, 19_999],
        [599, 2_999, 29_999],
        [799, 3_999, 39_999],
      ][index] ?? [],
    );
    const last = end - random.int(0, 8);
    for (const books of [database?.books ?? [], journal?.books ?? []])
      for (const book of books) {
        book.counters.set(serviceDay, last);
        book.session = { last, upper: null };
      }
  }
}

/** Advances real time, mostly by as long as a person needs, sometimes to the next day. */
function pass(world: World, random: Random, { slow }: Mixture): void {
  if (!isOpen(world) && random.int(0, 3) === 0)
    world.realMs = nextMorning(world.realMs) + random.int(0, 60) * MINUTE_MS;
  else if (random.int(0, 99) >= slow) world.realMs += random.int(0, 40 * SECOND_MS);
  else {
    const length = random.int(0, 99);
    if (length < 50) world.realMs += random.int(1, 15 * 60) * SECOND_MS;
    else if (length < 80) world.realMs += random.int(15, 120) * MINUTE_MS;
    else if (length < 88) world.realMs += random.int(120, 9 * 60) * MINUTE_MS;
    else if (length < 96) passToRest(world, random);
    else world.realMs = nextMorning(world.realMs) + random.int(0, 60) * MINUTE_MS;
  }
}

/** Advances time to about the moment at which the number of a kiosk's last ticket may be issued again. */
function passToRest(world: World, random: Random): void {
  const last = random.pick(world.kiosks).visible.at(-1);
  const ticket = last === undefined ? undefined : world.tickets[last];
  if (ticket === undefined) return;
  world.realMs = Math.max(world.realMs, ticket.pressedAtMs + REST_MS + random.int(-20 * 60, 20 * 60) * SECOND_MS);
}

const mornings = new Map<string, number>();

function nextMorning(instantMs: number): number {
  const early = localHour(instantMs) >= 4 && localHour(instantMs) < PRESSES.from;
  const serviceDay = addDays(dayOf(instantMs), early ? 0 : 1);
  const known = mornings.get(serviceDay);
  if (known !== undefined) return known;
  let at = Date.parse(`${serviceDay}T03:00:00Z`);
  while (localHour(at) !== PRESSES.from) at += HOUR_MS;
  mornings.set(serviceDay, at);
  return at;
}

function startAnyhow(world: World, random: Random, kiosk: Kiosk, { faults }: Mixture): void {
  // A machine with a flat battery starts with a wrong clock.
  if (faults.has('clock') && random.int(0, 9) === 0) setClock(world, kiosk, clockOffset(world, random, kiosk));
  const interrupted = (faults.has('kill') || faults.has('power')) && random.int(0, 4) === 0;
  start(world, kiosk, interrupted ? 'repair' : 'nowhere');
}

function enrolAnyhow(world: World, random: Random, kiosk: Kiosk): void {
  enrol(world, kiosk, random.pick(['backups', 'backups', 'database', 'journal']));
}

function act(world: World, random: Random, mixture: Mixture, kiosk: Kiosk, wire: Message[]): void {
  switch (pickAction(random, mixture)) {
    case 'press':
      if (!isOpen(world)) return;
      press(world, kiosk, random.int(0, world.series - 1), crashIn(random, mixture), {
        asks: asksOther(world, random, mixture, kiosk),
      });
      if (random.int(0, 1) === 0) print(world, kiosk);
      return;
    case 'again':
      // A page repeats its request only while its citizen is at the kiosk.
      if (kiosk.lastRequest !== null && world.realMs - kiosk.lastRequest.atMs <= 2 * MINUTE_MS && isOpen(world))
        press(world, kiosk, 0, crashIn(random, mixture), { again: true });
      return;
    case 'print':
      print(world, kiosk);
      if (mixture.crashing > random.int(0, 99) && kiosk.running) crashNow(world, random, mixture, kiosk);
      return;
    case 'reprint': {
      const tickets = kiosk.database?.tickets ?? [];
      if (tickets.length > 0 && isOpen(world)) reprint(world, kiosk, random.pick(tickets.slice(-random.int(1, 40))));
      return;
    }
    case 'sync':
      syncNow(world, random, mixture, kiosk);
      return;
    case 'send': {
      const message = ask(world, kiosk);
      if (message !== null) wire.push(message);
      if (wire.length > 12) wire.shift();
      return;
    }
    case 'deliver':
      deliver(world, random, wire);
      return;
    case 'backUp':
      backUp(world, kiosk);
      return;
    case 'confirm':
      confirm(world, kiosk);
      return;
    case 'crash':
      if (kiosk.running) crashNow(world, random, mixture, kiosk);
      return;
    case 'clock':
      setClock(world, kiosk, clockOffset(world, random, kiosk));
      return;
    case 'database':
      lose(world, kiosk, { journal: 'kept', database: random.int(-1, kiosk.backups.length - 1) });
      return;
    case 'journal':
      lose(world, kiosk, { journal: random.int(0, 2) === 0 ? 'set back' : 'lost', database: null });
      return;
    case 'both':
      lose(world, kiosk, { journal: 'lost', database: random.int(-1, kiosk.backups.length - 1) });
      return;
    case 'partition':
      kiosk.online = !kiosk.online;
      world.tell?.(`kiosk ${kiosk.index}: ${kiosk.online ? 'online' : 'offline'}`);
      return;
    case 'enrol':
      if (kiosk.running) enrolAnyhow(world, random, kiosk);
      return;
    case 'classes':
      world.classes += 1;
      return;
  }
}

function pickAction(random: Random, { weights, total }: Mixture): Action {
  let left = random.int(1, total);
  for (let at = 0; at < ACTIONS.length; at += 1) {
    left -= weights[at] ?? 0;
    const action = ACTIONS[at];
    if (left <= 0 && action !== undefined) return action;
  }
  throw new Error('the weights do not add up');
}

function isOpen(world: World): boolean {
  const hour = localHour(world.realMs);
  return hour >= PRESSES.from && hour < PRESSES.to;
}

/** The kiosk that this kiosk asks for a number; `null`: none. */
function asksOther(world: World, random: Random, mixture: Mixture, kiosk: Kiosk): Asked | null {
  const own = kiosk.database?.slot ?? null;
  if (world.kiosks.length === 1 || own === null || random.int(0, 9) < 3) return null;
  const heard = world.kiosks.flatMap((other) => {
    const slot = other.database?.slot ?? null;
    return other !== kiosk && other.running && slot !== null ? [{ slot, isHeard: random.int(0, 9) > 0, other }] : [];
  });
  const giver = givingKiosk(own, heard)?.other;
  if (giver === undefined) return null;
  const isLost = mixture.faults.has('loss') && random.int(0, 9) === 0;
  return { giver, crashing: crashIn(random, mixture), isLost };
}

function crashIn(random: Random, mixture: Mixture): Crash | null {
  if (random.int(0, 99) >= mixture.crashing) return null;
  return { at: random.pick(CRASH_POINTS), kind: kindOfCrash(random, mixture), arrives: random.int(0, 1) === 0 };
}

function crashNow(world: World, random: Random, mixture: Mixture, kiosk: Kiosk): void {
  crash(world, kiosk, kindOfCrash(random, mixture), random.int(0, 1) === 0);
}

function kindOfCrash(random: Random, { faults }: Mixture): 'kill' | 'power' {
  if (!faults.has('power')) return 'kill';
  return faults.has('kill') && random.int(0, 1) === 0 ? 'kill' : 'power';
}

/** Exchanges messages with the centre within four seconds. Each message may be lost. */
function syncNow(world: World, random: Random, { faults }: Mixture, kiosk: Kiosk): void {
  const message = ask(world, kiosk);
  const lossy = faults.has('loss');
  if (message === null || (lossy && random.int(0, 9) === 0)) return;
  world.realMs += random.int(0, 2 * SECOND_MS);
  const answer = reachCentre(world, message);
  if (lossy && random.int(0, 9) === 0) return;
  world.realMs += random.int(0, 2 * SECOND_MS);
  hearCentre(world, kiosk, answer);
}

/** Delivers a random pending message. One in three is delivered again later, and one in six is lost. */
function deliver(world: World, random: Random, wire: Message[]): void {
  if (wire.length === 0) return;
  const at = random.int(0, wire.length - 1);
  const message = wire[at];
  const roll = random.int(0, 5);
  if (roll > 1) wire.splice(at, 1);
  const kiosk = message === undefined ? undefined : world.kiosks[message.kiosk];
  if (message === undefined || kiosk === undefined || roll === 5) return;
  if (message.serverMs !== null) hearCentre(world, kiosk, message);
  else wire.push(reachCentre(world, message));
}

function clockOffset(world: World, random: Random, kiosk: Kiosk): number {
  const { realMs } = world;
  const wallMs = wallOf(world, kiosk);
  switch (random.int(0, 11)) {
    case 0:
    case 1:
      return 0;
    case 2:
      return random.int(0, 600) * SECOND_MS - realMs;
    case 3:
      return Date.UTC(2040, 0, 1, 12) - realMs;
    case 4:
    case 5:
      return kiosk.previousOffsetMs;
    case 6:
      return kiosk.wallOffsetMs + random.pick([-1, 1]) * HOUR_MS;
    case 7:
    case 8:
      return kiosk.wallOffsetMs + random.pick([-1, 1]) * DAY_MS;
    case 9:
      return kiosk.wallOffsetMs + random.int(-40, 40) * DAY_MS;
    case 10:
      // This clock shows a time around 04:00, when a service day begins, up to two days before or after the shown day.
      return nextMorning(wallMs) - 3 * HOUR_MS + random.int(-90, 90) * SECOND_MS - realMs + random.int(-2, 1) * DAY_MS;
    default: {
      // This clock stopped while the kiosk was off, and continues from the time of the last ticket.
      const last = world.tickets[kiosk.visible.at(-1) ?? -1];
      return last === undefined ? 0 : last.pressedAtMs + random.int(0, 120) * SECOND_MS - realMs;
    }
  }
}
