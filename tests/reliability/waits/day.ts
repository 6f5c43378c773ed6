import type {
  Coming,
  MeasuredVisit,
  OpenDesk,
  QueuedPerson,
  QueueNow,
  WaitRange,
} from '../../../src-main/calling/rules/waits.ts';
import { type CallingClass, callingOrder, nextToCall, USUAL_CALLING } from '../../../src-main/domain/calling-order.ts';
import { type PastCall, type TurnInHall, withinShare } from '../../../src-main/domain/from-home.ts';
import type { Random } from '../random.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const OPENS_MS = 8.5 * HOUR_MS;
const CLOSES_MS = 14 * HOUR_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * An office's services. `minutes`: mean length of a visit; `spread`: standard deviation of its logarithm; `share`:
 * share of the people.
 */
const SERVICES = [
  { serviceId: 'tramits', minutes: 7, spread: 0.65, share: 0.5 },
  { serviceId: 'empadronament', minutes: 11, spread: 0.5, share: 0.3 },
  { serviceId: 'informacio', minutes: 4, spread: 0.7, share: 0.2 },
] as const;
const ALL_SERVICES: ReadonlySet<string> = new Set(SERVICES.map(({ serviceId }) => serviceId));
/** The relative number of people in each hour from 8 o'clock: most come before eleven. */
const RUSH = [1.5, 1.3, 1.4, 1.1, 0.8, 0.5];
/** The relative length of visits in each hour from 8 o'clock: clerks slow down, and difficult cases come late. */
const PACE = [0.9, 0.95, 1, 1.05, 1.15, 1.15];

export const hourOf = (atMs: number): number => Math.floor((atMs % DAY_MS) / HOUR_MS);
const byHour = (values: readonly number[], atMs: number): number =>
  values[Math.min(5, Math.max(0, hourOf(atMs) - 8))] ?? 1;

export interface Visitor extends QueuedPerson {
  readonly class: CallingClass;
  readonly cameMs: number;
  readonly hall: TurnInHall;
  /** Whether the person took a number at home and does not come. */
  readonly isAbsent: boolean;
}

export interface OfficePlan {
  readonly desks: readonly { readonly calls: ReadonlySet<string> }[];
  readonly load: number;
  readonly appointments: number;
  readonly preferential: number;
  /**
   * `share`: the share in percent of `FromHomeRule`; `part`: the share of the walk-ins who take their numbers at home. `null`: the office
   * gives no numbers from home.
   */
  readonly fromHome: { readonly share: number; readonly part: number } | null;
}

function bell(random: Random): number {
  const [one, other] = [random.int(1, 1_000_000) / 1_000_001, random.int(1, 1_000_000) / 1_000_001];
  return Math.sqrt(-2 * Math.log(one)) * Math.cos(2 * Math.PI * other);
}

/** A small office or a large one, quiet or crowded; the last of three or more desks may serve two services only. */
export function planOffice(random: Random): OfficePlan {
  const many = random.int(1, 6);
  const two: ReadonlySet<string> = new Set(['tramits', 'informacio']);
  const desks = Array.from({ length: many }, (_, no) => ({
    calls: no > 1 && no === many - 1 && random.chance(0.6) ? two : ALL_SERVICES,
  }));
  return {
    desks,
    load: random.int(55, 95) / 100,
    appointments: random.int(5, 40) / 100,
    preferential: random.int(3, 12) / 100,
    fromHome: random.chance(0.5) ? { share: random.pick([0, 10, 25, 50]), part: random.int(10, 40) / 100 } : null,
  };
}

function serviceBy(random: Random) {
  const chance = random.int(0, 99) / 100;
  return chance < 0.5 ? SERVICES[0] : chance < 0.8 ? SERVICES[1] : SERVICES[2];
}

/**
 * The people of a day. Walk-ins come mostly in the rush. Appointment holders come around the appointment time; one in eight does not come.
 */
function visitorsOf(
  random: Random,
  day: number,
  { desks, load, appointments, preferential, fromHome }: OfficePlan,
): Visitor[] {
  const opens = day * DAY_MS + OPENS_MS;
  const mean = SERVICES.reduce(
    (sum, { minutes, spread, share }) => sum + minutes * Math.exp(spread ** 2 / 2) * share,
    0,
  );
  const open = (CLOSES_MS - OPENS_MS) / MINUTE_MS;
  const many = Math.round(((desks.length * open * load) / mean) * (1 + bell(random) * 0.1));
  const visitors: Visitor[] = [];
  for (let no = 0; no < many; no += 1) {
    const { serviceId } = serviceBy(random);
    const ticketId = `d${day}-${String(no).padStart(4, '0')}`;
    if (random.chance(appointments)) {
      if (random.chance(0.12)) continue;
      const dueMs = opens + random.int(1, 32) * 10 * MINUTE_MS;
      const cameMs = Math.max(opens, dueMs + random.int(-25, 6) * MINUTE_MS);
      const hall = { serviceId, inHallSinceMs: cameMs, isFromHome: false };
      visitors.push({ ticketId, serviceId, class: 'appointment', cameMs, dueMs, hall, isAbsent: false });
      continue;
    }
    let cameMs = opens + random.int(0, CLOSES_MS - OPENS_MS - 1);
    while (!random.chance(byHour(RUSH, cameMs) / 1.5)) cameMs = opens + random.int(0, CLOSES_MS - OPENS_MS - 1);
    const own = random.chance(preferential) ? 'preferential' : 'walk-in';
    const isFromHome = own === 'walk-in' && fromHome !== null && random.chance(fromHome.part);
    const hall = { serviceId, inHallSinceMs: cameMs, isFromHome };
    const dueMs = isFromHome ? cameMs - random.int(5, 45) * MINUTE_MS : cameMs;
    const isAbsent = isFromHome && random.chance(0.2);
    visitors.push({ ticketId, serviceId, class: own, cameMs, dueMs, hall, isAbsent });
  }
  return visitors.toSorted((one, other) => one.cameMs - other.cameMs || (one.ticketId < other.ticketId ? -1 : 1));
}

/** A queue as the kiosk sees it when a person arrives, without the facts that only the simulation knows. */
export interface SeenQueue extends Omit<QueueNow, 'tookMs'> {
  readonly person: Visitor;
  readonly over: readonly MeasuredVisit[];
}
/** The estimate that an arriving person gets; `null`: none. */
export type Predict = (queue: SeenQueue, tookMs: ReadonlyMap<string, readonly number[]>) => WaitRange | null;

export interface LivedDay {
  readonly measured: readonly MeasuredVisit[];
  readonly waitMs: ReadonlyMap<string, number>;
}

interface Desk {
  readonly calls: ReadonlySet<string>;
  readonly breakMs: { readonly from: number; readonly to: number };
  freeMs: number;
  holds: OpenDesk['holds'];
}

/**
 * Plans a day's desks. Clerks of several desks have breakfast at different times. About one in eight desks, never the first, opens late.
 */
const desksOf = (random: Random, day: number, { desks }: OfficePlan): Desk[] =>
  desks.map(({ calls }, no) => {
    const opens = day * DAY_MS + OPENS_MS;
    const from = day * DAY_MS + 9.75 * HOUR_MS + no * 22 * MINUTE_MS + random.int(-5, 5) * MINUTE_MS;
    const late = no > 0 && random.chance(0.12) ? 30 * MINUTE_MS : 0;
    const breakMs = desks.length === 1 ? { from: 0, to: 0 } : { from, to: from + random.int(15, 25) * MINUTE_MS };
    return { calls, breakMs, freeMs: opens + late, holds: null };
  });

const isAway = ({ breakMs }: Desk, atMs: number): boolean => atMs >= breakMs.from && atMs < breakMs.to;

/** Computes the hourly rate at which people who go before walk-ins have lately arrived, by service and class. */
function comingOf(came: readonly Visitor[], nowMs: number, opensMs: number): Coming[] {
  const span = Math.min(HOUR_MS, Math.max(20 * MINUTE_MS, nowMs - opensMs));
  const recent = came.filter(({ cameMs, class: own }) => own !== 'walk-in' && cameMs > nowMs - span);
  return [...Map.groupBy(recent, (one) => `${one.serviceId} ${one.class}`).values()].flatMap((group) => {
    const [one] = group;
    return one === undefined
      ? []
      : [{ serviceId: one.serviceId, class: one.class, perHour: (group.length * HOUR_MS) / span }];
  });
}

/** Simulates one day, and calls `see` at each arrival. */
export function liveDay(random: Random, day: number, plan: OfficePlan, see: (queue: SeenQueue) => void): LivedDay {
  const opensMs = day * DAY_MS + OPENS_MS;
  const visitors = visitorsOf(random, day, plan);
  const coming = visitors.filter(({ isAbsent }) => !isAbsent);
  const calls = new Map<string, PastCall[]>();
  const desks = desksOf(random, day, plan);
  const dayPace = Math.exp(bell(random) * 0.1);
  const measured: MeasuredVisit[] = [];
  const waitMs = new Map<string, number>();
  let waiting: Visitor[] = [];

  function callAt(desk: Desk, nowMs: number): void {
    desk.holds = null;
    if (isAway(desk, nowMs)) {
      desk.freeMs = desk.breakMs.to;
      return;
    }
    const ordered = callingOrder(waiting, USUAL_CALLING, nowMs);
    const { fromHome } = plan;
    const allowed =
      fromHome === null
        ? ordered
        : withinShare(
            ordered,
            ({ hall }) => hall,
            (id) => calls.get(id) ?? [],
            fromHome,
          );
    const person = allowed.find(
      (one) => desk.calls.has(one.serviceId) && nextToCall([one], USUAL_CALLING, nowMs) !== null,
    );
    desk.freeMs = nowMs + MINUTE_MS / 4;
    if (person === undefined) return;
    calls.set(person.serviceId, [...(calls.get(person.serviceId) ?? []), { ...person.hall, calledAtMs: nowMs }]);
    waiting = waiting.filter((other) => other !== person);
    waitMs.set(person.ticketId, nowMs - person.cameMs);
    const tookMs = visitMs(random, person.serviceId, nowMs, dayPace);
    desk.freeMs = nowMs + tookMs;
    desk.holds = { serviceId: person.serviceId, sinceMs: nowMs };
    measured.push({ serviceId: person.serviceId, calledAtMs: nowMs, tookMs, servedMs: null });
  }

  let came = 0;
  while (came < coming.length || waiting.length > 0) {
    const desk = desks.reduce((soonest, other) => (other.freeMs < soonest.freeMs ? other : soonest));
    const person = coming[came];
    if (person === undefined || desk.freeMs <= person.cameMs) {
      callAt(desk, desk.freeMs);
      continue;
    }
    waiting.push(person);
    came += 1;
    const nowMs = person.cameMs;
    const open = desks.filter((one) => !isAway(one, nowMs) || one.holds !== null);
    see({
      person,
      waiting: [...waiting],
      desks: open.map(({ calls, holds }) => ({ calls, holds })),
      coming: comingOf(coming.slice(0, came), nowMs, opensMs),
      rule: USUAL_CALLING,
      nowMs,
      ...(plan.fromHome && {
        fromHome: {
          share: plan.fromHome.share,
          calls: new Map(calls),
          coming: visitors.filter((one) => one.hall.isFromHome && isComing(one, nowMs)),
        },
      }),
      over: measured.filter(({ calledAtMs, tookMs }) => calledAtMs + tookMs <= nowMs),
    });
  }
  return { measured, waitMs };
}

/**
 * Whether a person has a ticket but is not in the hall yet. A ticket whose holder never comes ends an hour after it
 * was taken.
 */
const isComing = ({ dueMs, cameMs, isAbsent }: Visitor, nowMs: number): boolean =>
  dueMs <= nowMs && (isAbsent ? nowMs < dueMs + HOUR_MS : nowMs < cameMs);

/** Milliseconds from a call until the desk can call again; one person in twenty-five does not come, which takes two minutes. */
function visitMs(random: Random, serviceId: string, nowMs: number, dayPace: number): number {
  if (random.chance(0.04)) return 2 * MINUTE_MS;
  const { minutes, spread } = SERVICES.find((one) => one.serviceId === serviceId) ?? SERVICES[0];
  const took = minutes * Math.exp(bell(random) * spread) * byHour(PACE, nowMs) * dayPace;
  return Math.round(Math.min(90, Math.max(0.5, took)) * MINUTE_MS) + random.int(10, 60) * 1_000;
}
