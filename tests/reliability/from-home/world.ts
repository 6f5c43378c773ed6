import { REQUEST_LIVES_S } from '../../../src-main/contract/centre/turns-from-home.ts';
import { ServiceId, type TicketId } from '../../../src-main/contract/shared/ids.ts';
import type { TurnAnswer, TurnRequest } from '../../../src-main/contract/shared/turns-from-home.ts';
import { MOST_TIMES_BEHIND, quarterOf } from '../../../src-main/domain/from-home.ts';
import type { Complaint } from '../../support/ledger.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';
import type { Random } from '../random.ts';
import { createModelKiosk, type Kept, type ModelKiosk, type Rules, SERVICE, type Variant } from './kiosk.ts';

/**
 * `twice`: a number or a request has two tickets. `quota`: too many tickets from home were issued in a quarter of an hour. `unproven`: a
 * ticket was called before its holder was in the hall. `passed`: more tickets from home than their share allows were called before a
 * citizen in the hall. `order`: a later ticket was called first. `lost`: the kiosk does not know a number that a phone shows, or a citizen
 * in the hall is never called. `ended`: a ticket was put back or ended early.
 */
export type FromHomePromise = 'twice' | 'quota' | 'unproven' | 'passed' | 'order' | 'lost' | 'ended';

const NINE = Date.parse('2026-11-24T08:00:00Z');
const STEPS = 70;
const MINUTE_MS = 60_000;

interface Phone {
  requestId: string;
  slot: number;
  askedAtMs: number;
  answers: TurnAnswer[];
  isClosed: boolean;
}

interface World {
  name: string;
  random: Random;
  variant: Variant;
  rules: Rules;
  clock: ManualClock;
  kiosks: { kiosk: ModelKiosk; isUp: boolean; isCut: boolean }[];
  isSplit: boolean;
  phones: Phone[];
  asked: Set<string>;
  /** Answers on their way to the centre, which may arrive twice. */
  sent: { slot: number; answers: TurnAnswer[] }[];
  provenMs: Map<string, number>;
  /** The time since which each ticket without its holder has been next in line at the kiosk that issued it. */
  nextSinceMs: Map<string, number>;
  calls: { ticketId: TicketId; atMs: number; comesFromHome: boolean }[];
  complaints: Complaint<FromHomePromise>[];
  ids: () => string;
}

/** Simulates a morning of one or two kiosks with faults of network and power, then repairs everything and checks the promises. */
export function liveMorning(name: string, random: Random, variant: Variant): readonly Complaint<FromHomePromise>[] {
  const clock = createManualClock(NINE + random.int(0, 30) * MINUTE_MS);
  let made = 0;
  const ids = (): string => {
    made += 1;
    return `10000000-0000-4000-8000-${String(made).padStart(12, '0')}`;
  };
  const rules = { share: random.pick([0, 10, 25, 50, 100]), holdMinutes: 6, perQuarter: random.int(1, 3) };
  const kiosks = Array.from({ length: random.int(1, 2) }, (_, at) => ({
    kiosk: createModelKiosk(at + 1, clock, rules, variant, ids),
    isUp: true,
    isCut: false,
  }));
  const world: World = {
    name,
    random,
    variant,
    rules,
    clock,
    kiosks,
    isSplit: false,
    phones: [],
    asked: new Set(),
    sent: [],
    ids,
    provenMs: new Map(),
    nextSinceMs: new Map(),
    calls: [],
    complaints: [],
  };
  for (let step = 0; step < STEPS; step += 1) {
    clock.advance(random.int(1, 100_000));
    happen(world);
    meet(world);
    for (const { kiosk, isUp } of kiosks) if (isUp) look(world, kiosk);
    meet(world);
  }
  recover(world);
  judge(world);
  return world.complaints;
}

const complain = (world: World, promise: FromHomePromise, detail: string): void =>
  void world.complaints.push({ promise, detail: `${world.name}: ${detail}` });

function happen(world: World): void {
  const { random, kiosks } = world;
  const chance = random.int(1, 100);
  if (chance <= 18) {
    askFromHome(world);
    for (let times = random.int(0, 3); times > 0; times -= 1) {
      world.clock.advance(random.int(1, 9_000));
      exchange(world, random.pick(kiosks));
    }
  } else if (chance <= 42) exchange(world, random.pick(kiosks));
  else if (chance <= 46) arriveAgain(world);
  else if (chance <= 61) takeInHall(world);
  else if (chance <= 71) prove(world);
  else if (chance <= 91) call(world);
  else if (chance <= 94) {
    const one = random.pick(kiosks);
    one.isUp = !one.isUp;
  } else if (chance <= 97) {
    const one = random.pick(kiosks);
    one.isCut = !one.isCut;
  } else world.isSplit = kiosks.length > 1 && !world.isSplit;
}

const upKiosks = ({ kiosks }: World) => kiosks.filter(({ isUp }) => isUp);
const isGiver = (world: World, { kiosk }: World['kiosks'][number]): boolean =>
  world.isSplit || upKiosks(world)[0]?.kiosk === kiosk;

/** Sends a request from home to a kiosk that offers tickets, within the quota of each quarter of an hour. */
function askFromHome(world: World): void {
  const { random, clock, phones, rules, variant } = world;
  const offering = upKiosks(world).filter(
    (one) => isGiver(world, one) && !one.isCut && one.kiosk.offers().some(({ left }) => left > 0),
  );
  const nowMs = clock.wallMs();
  const used = phones.filter(
    ({ askedAtMs, answers }) => quarterOf(askedAtMs) === quarterOf(nowMs) && answers[0]?.notGiven == null,
  );
  if (offering.length === 0 || (variant.hasQuota && used.length >= rules.perQuarter)) return;
  const { slot } = random.pick(offering).kiosk;
  const requestId = world.ids();
  world.asked.add(requestId);
  phones.push({ requestId, slot, askedAtMs: nowMs, answers: [], isClosed: false });
}

const isLate = ({ askedAtMs }: Phone, nowMs: number): boolean => nowMs - askedAtMs > REQUEST_LIVES_S * 1_000;

/** Delivers the open requests to a kiosk. The answers may be lost or late, and the kiosk's power may be cut at any write. */
function exchange(world: World, one: World['kiosks'][number]): void {
  const { random, clock, phones, variant } = world;
  const { kiosk } = one;
  if (!one.isUp || one.isCut) return;
  const open = phones.filter(({ slot, isClosed, answers }) => {
    const isAsked = slot === kiosk.slot || (variant.asksAnother && answers.length === 0);
    return isAsked && !isClosed;
  });
  const answers: TurnAnswer[] = [];
  for (const phone of open) {
    const request: TurnRequest = {
      requestId: phone.requestId,
      serviceId: ServiceId.parse(SERVICE),
      language: 'ca',
      isLate: isLate(phone, clock.wallMs()) && !variant.asksAnother,
    };
    const luck = random.int(1, 100);
    const cut = luck <= 6 ? 'before' : luck <= 12 ? 'after' : 'on';
    const answer = kiosk.answer(request, cut);
    if (answer !== null) answers.push(answer);
    if (cut !== 'on') {
      one.isUp = false;
      if (variant.answersFromDisk) return;
      break;
    }
  }
  if (answers.length === 0) return;
  world.sent.push({ slot: kiosk.slot, answers });
  if (random.chance(0.7)) receive(world, { slot: kiosk.slot, answers });
}

function receive({ phones, variant }: World, { slot, answers }: World['sent'][number]): void {
  for (const answer of answers) {
    const phone = phones.find(({ requestId }) => requestId === answer.requestId);
    if (phone === undefined || (phone.slot !== slot && !variant.asksAnother)) continue;
    phone.answers.push(answer);
    phone.isClosed = true;
  }
}

function arriveAgain(world: World): void {
  if (world.sent.length > 0) receive(world, world.random.pick(world.sent));
}

function takeInHall(world: World): void {
  const up = upKiosks(world);
  if (up.length > 0) world.random.pick(up).kiosk.takeInHall();
}

function prove(world: World): void {
  const { random, phones, clock, provenMs } = world;
  const up = upKiosks(world);
  const coming = phones.flatMap(({ answers }) => answers[0]?.given ?? []);
  if (up.length === 0 || coming.length === 0) return;
  const { followToken } = random.pick(coming);
  const ticketId = random.pick(up).kiosk.prove(followToken);
  if (ticketId !== null && !provenMs.has(ticketId)) provenMs.set(ticketId, clock.wallMs());
}

interface Waits {
  ticketId: string;
  comesFromHome: boolean;
  inHallMs: number;
  /** The moment from which the citizen's waiting counts. */
  dueMs: number;
}

/**
 * The time since which a citizen is in the hall, by the acts on a kiosk's disk; `null`: the citizen is not in the hall. Two kiosks without
 * contact may both read the citizen's code. The earlier reading counts, even if it reached the calling kiosk only after the call.
 */
function inHallMsOf({ asked }: World, { ticket, acts }: Kept): number | null {
  if (!asked.has(ticket.requestId)) return ticket.issuedAtMs;
  const readings = acts.filter(({ act }) => act.kind === 'arrive').map(({ atMs }) => atMs);
  return readings.length === 0 ? null : Math.min(...readings);
}

/**
 * The citizens in the hall. They are computed from the acts on the kiosk's disk without the program's code, so that they can be compared
 * with the program's result.
 */
function hallOf(world: World, kiosk: ModelKiosk): Waits[] {
  return [...kiosk.disk().values()].flatMap((one): Waits[] => {
    const { ticketId, issuedAtMs, requestId } = one.ticket;
    const inHallMs = inHallMsOf(world, one);
    if (inHallMs === null || one.acts.some(({ act }) => act.kind === 'call')) return [];
    const behind = one.acts.filter(({ act }) => act.kind === 'put-behind').map(({ atMs }) => atMs);
    return [{ ticketId, comesFromHome: world.asked.has(requestId), inHallMs, dueMs: Math.max(issuedAtMs, ...behind) }];
  });
}

const isFromHome = ({ asked }: World, kiosk: ModelKiosk, ticketId: TicketId): boolean =>
  asked.has(kiosk.disk().get(ticketId)?.ticket.requestId ?? '');

/** Calls at a desk, and checks the call against the acts that the kiosk has. */
function call(world: World, at = upKiosks(world)[0]): void {
  const { clock, rules, calls, provenMs } = world;
  if (at === undefined) return;
  const { kiosk } = at;
  const hall = hallOf(world, kiosk);
  const calledBefore = new Set<string>();
  for (const [id, { acts }] of kiosk.disk()) if (acts.some(({ act }) => act.kind === 'call')) calledBefore.add(id);
  const ticketId = kiosk.call();
  if (ticketId === null) {
    if (hall.length > 0) complain(world, 'lost', `${hall[0]?.ticketId} waits and is not called`);
    return;
  }
  const nowMs = clock.wallMs();
  const comesFromHome = isFromHome(world, kiosk, ticketId);
  const own = hall.find((one) => one.ticketId === ticketId);
  if (comesFromHome && !provenMs.has(ticketId)) complain(world, 'unproven', `${ticketId} is called`);
  const inHallMs = own?.inHallMs ?? nowMs;
  const known = calls.flatMap((one) => {
    const kept = calledBefore.has(one.ticketId) ? kiosk.disk().get(one.ticketId) : undefined;
    return kept === undefined ? [] : [{ ...one, inHallMs: inHallMsOf(world, kept) ?? one.atMs }];
  });
  const others = hall.filter((one) => one.ticketId !== ticketId);
  const isPassed = (other: Waits): boolean => {
    if (!comesFromHome || inHallMs <= other.inHallMs) return false;
    const since = known.filter(({ atMs }) => atMs > other.inHallMs);
    const passes = since.filter((one) => one.comesFromHome && one.inHallMs > other.inHallMs).length;
    return (passes + 1) * 100 > rules.share * (since.length + 1);
  };
  // Kiosks without contact do not know each other's calls.
  if (!world.isSplit && others.some(isPassed)) complain(world, 'passed', `${ticketId} passes beyond its share`);
  // Only tickets of the same kind are compared, because a ticket from home may have to wait for its share.
  for (const other of others)
    if (other.comesFromHome === comesFromHome && other.dueMs < (own?.dueMs ?? 0) && other.inHallMs <= inHallMs)
      complain(world, 'order', `${ticketId} is called before ${other.ticketId}`);
  calls.push({ ticketId, atMs: nowMs, comesFromHome });
}

/**
 * Lets a kiosk put back or end the tickets whose holders have not come. After a ticket becomes the next one, it must
 * wait for its holder for the whole holding time.
 */
function look(world: World, kiosk: ModelKiosk): void {
  const { clock, rules, nextSinceMs } = world;
  const nowMs = clock.wallMs();
  const hall = hallOf(world, kiosk);
  const movesOf = (ticketId: TicketId): number => kiosk.disk().get(ticketId)?.acts.filter(isMove).length ?? 0;
  const moves = new Map<TicketId, number>();
  for (const { ticket, slot, acts } of kiosk.disk().values()) {
    const { ticketId, issuedAtMs } = ticket;
    if (slot !== kiosk.slot || !world.asked.has(ticket.requestId) || acts.some(({ act }) => act.kind === 'arrive'))
      continue;
    moves.set(ticketId, acts.filter(isMove).length);
    const dueMs = Math.max(issuedAtMs, ...acts.filter(isMove).map(({ atMs }) => atMs));
    if (hall.some((one) => one.dueMs < dueMs)) nextSinceMs.delete(ticketId);
    else if (!nextSinceMs.has(ticketId)) nextSinceMs.set(ticketId, nowMs);
  }
  kiosk.look();
  for (const [ticketId, before] of moves) {
    if (movesOf(ticketId) === before) continue;
    const sinceMs = nextSinceMs.get(ticketId) ?? nowMs;
    if (nowMs - sinceMs < rules.holdMinutes * MINUTE_MS) complain(world, 'ended', `${ticketId} was kept too short`);
    nextSinceMs.delete(ticketId);
  }
}

const isMove = ({ act }: { act: { kind: string } }): boolean => act.kind === 'put-behind' || act.kind === 'lapse';

function meet(world: World): void {
  const [one, other] = world.kiosks;
  if (one === undefined || other === undefined || world.isSplit || !one.isUp || !other.isUp) return;
  one.kiosk.hear(other.kiosk.disk());
  other.kiosk.hear(one.kiosk.disk());
}

/** Restores network and power: every request is answered, citizens in the hall are called, and all other tickets end. */
function recover(world: World): void {
  const { clock, kiosks } = world;
  world.isSplit = false;
  for (const one of kiosks) {
    one.isUp = true;
    one.isCut = false;
  }
  meet(world);
  clock.advance(MINUTE_MS);
  for (let round = 0; round < 8; round += 1)
    for (const one of kiosks) {
      one.isUp = true;
      exchange(world, one);
      one.isUp = true;
      meet(world);
    }
  for (const sent of world.sent) receive(world, sent);
  for (let round = 0; round < 100; round += 1) {
    call(world, kiosks[0]);
    meet(world);
    clock.advance(4 * MINUTE_MS);
    for (const { kiosk } of kiosks) look(world, kiosk);
    meet(world);
    if (round > 15 && kiosks.every(({ kiosk }) => isQuiet(kiosk))) break;
  }
}

const isQuiet = (kiosk: ModelKiosk): boolean =>
  kiosk.living().every(({ life }) => ['served', 'lapsed'].includes(life.state));

function judge(world: World): void {
  const { kiosks, phones, rules, variant } = world;
  const [first] = kiosks;
  if (first === undefined) return;
  const all = [...first.kiosk.disk().values()];
  for (const { ticket, acts } of all) {
    const same = all.filter((one) => one.ticket.label === ticket.label || one.ticket.requestId === ticket.requestId);
    if (same.length > 1) complain(world, 'twice', `${ticket.label} has ${same.length} tickets`);
    judgeEnd(world, ticket.label, acts);
  }
  for (const phone of phones) {
    const given = new Set(phone.answers.flatMap((answer) => answer.given?.followToken ?? []));
    if (given.size > 1) complain(world, 'twice', `${phone.requestId} has ${given.size} numbers`);
    for (const token of given)
      if (!all.some(({ ticket }) => ticket.followToken === token))
        complain(world, 'lost', `${phone.requestId} has a number that no kiosk knows`);
    if (phone.answers.length === 0 && variant.remembersRequests)
      complain(world, 'lost', `${phone.requestId} is not answered`);
  }
  const requests = new Map(phones.map(({ requestId, askedAtMs }) => [requestId, askedAtMs]));
  const fromHome = all.filter(({ ticket }) => requests.has(ticket.requestId));
  const quarters = [
    ...Map.groupBy(fromHome, ({ ticket }) => `asked ${quarterOf(requests.get(ticket.requestId) ?? 0)}`).values(),
    ...Map.groupBy(fromHome, ({ ticket, slot }) => `${slot} gives ${quarterOf(ticket.issuedAtMs)}`).values(),
  ];
  for (const quarter of quarters)
    if (quarter.length > rules.perQuarter) complain(world, 'quota', `${quarter.length} numbers in a quarter`);
  for (const { life, ticket } of first.kiosk.living()) {
    if (life.state === 'lapsed' && world.provenMs.has(ticket.ticketId))
      complain(world, 'lost', `${ticket.label} has ended although its holder is here`);
    if (!['served', 'lapsed'].includes(life.state)) complain(world, 'lost', `${ticket.label} stays ${life.state}`);
  }
}

/** Checks that a ticket whose holder never came was put back twice before it ended. */
function judgeEnd(world: World, label: string, acts: readonly { act: { kind: string } }[]): void {
  const ends = acts.filter(({ act }) => act.kind === 'lapse').length;
  const behind = acts.filter(isMove).length - ends;
  if (behind > MOST_TIMES_BEHIND || (ends > 0 && behind < MOST_TIMES_BEHIND))
    complain(world, 'ended', `${label} was ${behind} times behind`);
}
