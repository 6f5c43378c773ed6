import type { DeskAnswer, DeskOrder } from '../../../src-main/calling/contract/desk.ts';
import { callingKiosk } from '../../../src-main/calling/rules/office-hub.ts';
import type { TicketId } from '../../../src-main/contract/shared/ids.ts';
import type { Complaint } from '../../support/ledger.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';
import type { Random } from '../random.ts';
import { createModelHub, DESKS, isSameLife, type ModelHub, ticketOf, type Variant } from './hub.ts';

/**
 * `double`: two desks whose hubs are in contact had the same ticket. `repeated`: a command was carried out twice. `lost`: a confirmed act
 * of a desk on a ticket is missing, or a ticket is never called. `order`: two hubs with the same acts differ. `untold`: a desk does not
 * learn that another desk has its ticket.
 */
export type CallingPromise = 'double' | 'repeated' | 'lost' | 'order' | 'untold';

const TEN = Date.parse('2026-11-24T09:00:00Z');
const STEPS = 45;

interface ModelDesk {
  deskId: string;
  hub: number;
  isCut: boolean;
  queue: { order: DeskOrder; madeAtMs: number }[];
  holds: readonly TicketId[];
  parked: readonly TicketId[];
  isGone: boolean;
}

interface World {
  random: Random;
  variant: Variant;
  clock: ManualClock;
  hubs: { hub: ModelHub; isUp: boolean }[];
  desks: ModelDesk[];
  isSplit: boolean;
  /** Whether the two hubs have ever been without contact. Only then may two desks call one ticket. */
  wasSplit: boolean;
  given: number;
  ids: number;
  /** Sent commands, which may arrive a second time. */
  sent: { desk: ModelDesk; order: DeskOrder }[];
  answered: Map<string, TicketId>;
  /** The clerk's intent behind each command, by the command's id. */
  wishOf: Map<string, string>;
  complaints: Complaint<CallingPromise>[];
  name: string;
}

/**
 * Simulates a morning of one or two hubs and up to four desks with faults of network and power, then repairs
 * everything and checks the promises.
 */
export function liveMorning(name: string, random: Random, variant: Variant): readonly Complaint<CallingPromise>[] {
  const clock = createManualClock(TEN);
  const hubs = random.int(1, 2);
  const world: World = {
    random,
    variant,
    clock,
    name,
    isSplit: false,
    wasSplit: false,
    given: 0,
    ids: 0,
    sent: [],
    answered: new Map(),
    wishOf: new Map(),
    complaints: [],
    desks: [],
    hubs: [],
  };
  world.hubs = Array.from({ length: hubs }, (_, at) => ({
    hub: createModelHub(
      ...([at + 1, clock, variant] as const),
      () => newId(world),
      (deskId) => world.desks.some((desk) => desk.deskId === deskId && !desk.isGone),
    ),
    isUp: true,
  }));
  world.desks = DESKS.slice(0, random.int(1, DESKS.length)).map((deskId) => ({
    deskId,
    hub: random.int(0, hubs - 1),
    isCut: false,
    queue: [],
    holds: [],
    parked: [],
    isGone: false,
  }));
  for (let step = 0; step < STEPS; step += 1) {
    clock.advance(random.int(1, 20_000));
    happen(world);
    meet(world);
    look(world);
  }
  recover(world);
  drain(world);
  judge(world);
  return world.complaints;
}

const newId = (world: World): string => {
  world.ids += 1;
  return `10000000-0000-4000-8000-${String(world.ids).padStart(12, '0')}`;
};

function happen(world: World): void {
  const { random, hubs, desks } = world;
  const chance = random.int(1, 100);
  const desk = random.pick(desks);
  if (chance <= 25) give(world);
  else if (chance <= 55) act(world, desk);
  else if (chance <= 80) send(world, desk);
  else if (chance <= 84) sendAgain(world);
  else if (chance <= 88) desk.isCut = !desk.isCut;
  else if (chance <= 92) {
    const one = random.pick(hubs);
    if (one.isUp) one.hub.restart();
    one.isUp = !one.isUp;
  } else if (chance <= 96) world.isSplit = hubs.length > 1 && !world.isSplit;
  else takeOver(world, desk);
}

function give(world: World): void {
  const up = world.hubs.filter(({ isUp }) => isUp);
  if (up.length === 0) return;
  world.given += 1;
  world.random.pick(up).hub.give(ticketOf(world.given, world.clock.wallMs()));
}

/** Makes a clerk's next command from what the page shows. */
function act(world: World, desk: ModelDesk): void {
  const { random, clock } = world;
  if (desk.isGone || desk.queue.length > (desk.isCut ? 1 : 0)) return;
  const [ticketId] = desk.holds;
  const made = { orderId: newId(world), ageMs: 0 };
  const other = DESKS.find((one) => one !== desk.deskId) ?? '';
  const [parked] = desk.parked;
  const order: DeskOrder =
    ticketId === undefined
      ? parked !== undefined && random.chance(0.3)
        ? { ...made, kind: 'call', ticketId: parked }
        : { ...made, kind: 'call-next', serviceIds: [] }
      : random.pick<DeskOrder>([
          { ...made, kind: 'finish', ticketId },
          { ...made, kind: 'finish', ticketId },
          { ...made, kind: 'recall', ticketId },
          { ...made, kind: 'serve', ticketId },
          { ...made, kind: 'no-show', ticketId },
          { ...made, kind: 'park', ticketId },
          { ...made, kind: 'errand', ticketId },
          { ...made, kind: 'transfer', ticketId, to: { of: 'desk', deskId: other }, note: null },
        ]);
  world.wishOf.set(order.orderId, order.orderId);
  desk.queue.push({ order, madeAtMs: clock.wallMs() });
}

function send(world: World, desk: ModelDesk): void {
  const { random, clock, variant, hubs } = world;
  const [first] = desk.queue;
  const at = hubs[desk.hub];
  if (first === undefined || at === undefined) return;
  if (desk.isCut || !at.isUp) {
    if (!variant.keepsOrders) desk.queue.shift();
    return;
  }
  const order = { ...first.order, ageMs: clock.wallMs() - first.madeAtMs };
  const luck = random.int(1, 100);
  const calling = callingFor(world, at);
  const answer = calling.hub.order(desk.deskId, order, luck <= 5 ? 'before' : luck <= 12 ? 'after' : 'none');
  world.sent.push({ desk, order });
  if (answer === null) {
    calling.isUp = false;
    calling.hub.restart();
  }
  if (answer === null || luck > 88) {
    if (variant.keepsIds) return;
    const wish = world.wishOf.get(first.order.orderId) ?? '';
    first.order = { ...first.order, orderId: newId(world) };
    world.wishOf.set(first.order.orderId, wish);
    return;
  }
  desk.queue.shift();
  note(world, order, answer);
}

/** Returns the hub that carries out the commands of the desks at the hub `at`. It may be `at` itself. */
function callingFor({ hubs, isSplit }: World, at: World['hubs'][number]): World['hubs'][number] {
  const others = hubs
    .filter((one) => one !== at)
    .map((one) => ({ one, slot: one.hub.slot, isHeard: one.isUp && !isSplit, knows: Number.POSITIVE_INFINITY }));
  return callingKiosk(at.hub.slot, 0, others)?.one ?? at;
}

function note(world: World, { orderId }: DeskOrder, answer: DeskAnswer): void {
  if (answer.ok && answer.value.ticketId !== null) world.answered.set(orderId, answer.value.ticketId);
}

function sendAgain(world: World): void {
  const { random, hubs, sent } = world;
  if (sent.length === 0) return;
  const { desk, order } = random.pick(sent);
  const at = hubs[desk.hub];
  // A page sends a new command only after the answer to the previous one. A repeated command therefore arrives after it was carried out.
  const isDone = at?.hub.disk().some(({ id }) => id === order.orderId) ?? false;
  if (at?.isUp && (isDone || !world.variant.knowsOrders)) at.hub.order(desk.deskId, order, 'none');
}

function takeOver(world: World, desk: ModelDesk): void {
  const other = world.hubs.findIndex(({ isUp }, at) => isUp && at !== desk.hub);
  if (other >= 0 && world.hubs[desk.hub]?.isUp === false) desk.hub = other;
}

function meet(world: World): void {
  const [one, other] = world.hubs;
  if (one === undefined || other === undefined) return;
  if (world.isSplit || !one.isUp || !other.isUp) {
    world.wasSplit = true;
    return;
  }
  for (const [hears, says] of [
    [one.hub, other.hub],
    [other.hub, one.hub],
  ] as const)
    hears.hear({ disk: says.disk(), tickets: says.tickets().values() });
}

const complain = (world: World, promise: CallingPromise, detail: string): void =>
  void world.complaints.push({ promise, detail: `${world.name}: ${detail}` });

/** Updates each page from its hub, and checks that no two pages whose hubs are in contact have the same ticket. */
function look(world: World): void {
  const { desks, hubs } = world;
  const listening = desks.filter(({ hub, isCut }) => !isCut && hubs[hub]?.isUp === true);
  for (const desk of listening) {
    desk.holds = hubs[desk.hub]?.hub.holds(desk.deskId) ?? [];
    desk.parked = hubs[desk.hub]?.hub.parked(desk.deskId) ?? [];
  }
  const isApart = world.isSplit || hubs.some(({ isUp }) => !isUp);
  for (const [at, desk] of listening.entries())
    for (const other of listening.slice(at + 1)) {
      if (desk.hub !== other.hub && isApart) continue;
      const both = desk.holds.find((ticketId) => other.holds.includes(ticketId));
      if (both !== undefined) complain(world, 'double', `${desk.deskId} and ${other.deskId} have ${both}`);
    }
}

/** Restores network and power, and lets every page send its commands. */
function recover(world: World): void {
  world.isSplit = false;
  for (const one of world.hubs) one.isUp = true;
  meet(world);
  for (const desk of world.desks) {
    desk.isCut = false;
    for (let no = 0; no < 60 && desk.queue.length > 0; no += 1) {
      send(world, desk);
      for (const one of world.hubs) one.isUp = true;
      meet(world);
    }
  }
  look(world);
}

/** A clerk ends the visit, closes the page and goes home; the remaining desks may call the tickets that this desk has parked. */
function goHome(world: World): void {
  const { random, hubs, desks } = world;
  const desk = random.pick(desks);
  const [hub, hasNobody] = [hubs[desk.hub]?.hub, desks.length === 1 || random.chance(0.5)];
  if (hasNobody || hub === undefined) return;
  for (const ticketId of hub.holds(desk.deskId))
    hub.order(desk.deskId, { orderId: newId(world), ageMs: 0, kind: 'finish', ticketId }, 'none');
  desk.isGone = true;
  meet(world);
}

function drain(world: World): void {
  goHome(world);
  const finish = (desk: ModelDesk): void => {
    const at = world.hubs[desk.hub];
    for (const ticketId of at?.hub.holds(desk.deskId) ?? [])
      at?.hub.order(desk.deskId, { orderId: newId(world), ageMs: 0, kind: 'finish', ticketId }, 'none');
    meet(world);
  };
  for (let round = 0; round < world.given + 2; round += 1)
    for (const deskId of DESKS) {
      const desk = world.desks.find((one) => one.deskId === deskId) ?? { ...EMPTY, deskId };
      if (desk.isGone) continue;
      finish(desk);
      const at = world.hubs[desk.hub]?.hub;
      const made = { orderId: newId(world), ageMs: 0 };
      const [parked] = at?.parked(deskId) ?? [];
      at?.order(
        deskId,
        parked === undefined
          ? { ...made, kind: 'call-next', serviceIds: [] }
          : { ...made, kind: 'call', ticketId: parked },
        'none',
      );
      meet(world);
      finish(desk);
    }
}
const EMPTY: ModelDesk = { deskId: '', hub: 0, isCut: false, queue: [], holds: [], parked: [], isGone: false };

function judge(world: World): void {
  const { hubs, answered, random, variant } = world;
  const [first] = hubs;
  if (first === undefined) return;
  for (const { hub } of hubs) hub.reread();
  const known = new Map([...first.hub.living()].flatMap(([id, { events }]) => events.map((event) => [event.id, id])));
  for (const [orderId, ticketId] of answered)
    if (known.get(orderId) !== ticketId) complain(world, 'lost', `what was answered of ${orderId} is not there`);
  judgeRepeats(world);
  for (const [ticketId, living] of first.hub.living()) {
    if (!['served', 'no-show', 'left'].includes(living.life.state))
      complain(world, 'lost', `${ticketId} stays ${living.life.state}`);
    const isCall = (id: string) => living.events.some((event) => event.id === id && event.act.kind === 'call');
    // A clerk may take over a ticket that a different desk called, and both desks learn this. The promise is broken only by a call that
    // lost to another desk's call.
    if (!world.wasSplit && living.life.lost.some(({ id }) => isCall(id)))
      complain(world, 'double', `${ticketId} was called twice`);
    const shuffled = living.events.toSorted(() => (random.chance(0.5) ? 1 : -1));
    const others = [
      variant.life(shuffled),
      ...hubs.slice(1).flatMap(({ hub }) => hub.living().get(ticketId)?.life ?? []),
    ];
    if (others.some((life) => !isSameLife(life, living.life))) complain(world, 'order', `${ticketId} differs`);
    for (const { id, desk, heldBy } of living.life.lost) {
      const isHeard = [desk, ...(heldBy === null ? [] : [heldBy])].every(
        (one) => variant.tellsLost && first.hub.view(one).lost.some((lost) => lost.id === id),
      );
      if (!isHeard) complain(world, 'untold', `${desk} lost ${ticketId}`);
    }
  }
  for (const { hub } of hubs)
    if (hub.tickets().size !== world.given) complain(world, 'lost', `${world.given - hub.tickets().size} numbers`);
}

/** Checks that each of the clerks' commands was carried out at most once, whatever the network did. */
function judgeRepeats(world: World): void {
  const times = new Map<string, number>();
  const first = world.hubs[0]?.hub;
  for (const { orderId, ticketId, id } of first?.disk() ?? []) {
    const counts =
      first
        ?.living()
        .get(ticketId)
        ?.events.some((event) => event.id === id) ?? false;
    if (!counts) continue;
    const wish = world.wishOf.get(orderId);
    if (wish !== undefined) times.set(wish, (times.get(wish) ?? 0) + 1);
  }
  for (const [wish, count] of times)
    if (count > 1) complain(world, 'repeated', `${wish} was carried out ${count} times`);
}
