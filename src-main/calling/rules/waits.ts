import {
  type CallingClass,
  type CallingRule,
  goesBefore,
  inTheirClass,
  nextToCall,
  type WaitingPerson,
} from '../../domain/calling-order.ts';
import { type PastCall, passes, type TurnInHall } from '../../domain/from-home.ts';

/**
 * Estimates a wait as a range that is right in at least four of five cases, by simulating the queue many times: desks call by the office's
 * calling rule, each visit takes as long as a measured one, and citizens who may be called before others arrive as often as in the last
 * hour. With too little data the wait is unknown. The random numbers are fixed, so the same queue gives the same range on screen, on paper
 * and at a desk.
 */

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Whole minutes, `from` less than `to`. */
export interface WaitRange {
  readonly from: number;
  readonly to: number;
}

export interface QueuedPerson extends WaitingPerson {
  readonly serviceId: string;
  /** Whether the number was taken at home, and since when its holder is in the hall; absent: the number was taken in the hall. */
  readonly hall?: TurnInHall;
}

/** Numbers taken at home, in an office that offers them. `share`: as in `FromHomeRule`. */
export interface FromHomeNow {
  readonly share: number;
  readonly calls: ReadonlyMap<string, readonly PastCall[]>;
  /** Tickets taken at home whose holders have not arrived. */
  readonly coming: readonly QueuedPerson[];
}

export interface OpenDesk {
  readonly calls: ReadonlySet<string>;
  /** The citizen whom the desk has called, and when, milliseconds since 1970; `null` while the desk is free. */
  readonly holds: { readonly serviceId: string; readonly sinceMs: number } | null;
}

/** Rate at which citizens arrive who may be called before others that already wait. */
export interface Coming {
  readonly serviceId: string;
  readonly class: CallingClass;
  readonly perHour: number;
}

export interface QueueNow {
  /** The waiting citizens; the citizen whose wait is asked may be among them. */
  readonly waiting: readonly QueuedPerson[];
  readonly desks: readonly OpenDesk[];
  /** Durations of measured visits by service, milliseconds, as `tookOf` returns them. */
  readonly tookMs: ReadonlyMap<string, readonly number[]>;
  readonly coming: readonly Coming[];
  readonly rule: CallingRule;
  /** Absent in an office where no numbers are taken at home. */
  readonly fromHome?: FromHomeNow;
  readonly nowMs: number;
}

export interface MeasuredVisit {
  readonly serviceId: string;
  readonly calledAtMs: number;
  readonly tookMs: number;
  /** Time from the citizen's arrival at the desk to the end; `null`: the desk did not report the arrival. */
  readonly servedMs: number | null;
}

/** A wait is estimated from at least this many measured visits. */
export const LEAST_MEASURED = 12;
/** Only the newest visits count, because older visits belong to another season. */
const MOST_MEASURED = 120;
const MEASURED_DAYS = 28;
/** A visit that began within this time before now is used whatever its hour of the day. */
const JUST_NOW_MS = 1.5 * HOUR_MS;
/** A longer visit is not measured, because the clerk probably forgot to finish it. */
const LONGEST_VISIT_MS = 2 * HOUR_MS;

/**
 * Returns the durations of a service's visits, milliseconds: only visits in the present hour of the day and in the last hour and a half,
 * or, if these are too few, visits at any hour. `null`: too few were measured. `hourOf`: the hour on the office's clock, 0 to 23.
 */
export function tookOf(
  measured: readonly MeasuredVisit[],
  serviceId: string,
  nowMs: number,
  hourOf: (atMs: number) => number,
): readonly number[] | null {
  const own = measured
    .filter(
      (visit) =>
        visit.serviceId === serviceId &&
        visit.tookMs >= 0 &&
        visit.tookMs <= LONGEST_VISIT_MS &&
        visit.calledAtMs <= nowMs &&
        visit.calledAtMs > nowMs - MEASURED_DAYS * DAY_MS,
    )
    .toSorted((one, other) => other.calledAtMs - one.calledAtMs);
  const hour = hourOf(nowMs);
  const near = own.filter(({ calledAtMs }) => calledAtMs > nowMs - JUST_NOW_MS || hourOf(calledAtMs) === hour);
  const chosen = near.length >= LEAST_MEASURED ? near : own;
  if (chosen.length < LEAST_MEASURED) return null;
  return chosen.slice(0, MOST_MEASURED).map(({ tookMs }) => tookMs);
}

/**
 * Returns the median duration of the visits that `tookOf` would choose, from the citizen's arrival at the desk, milliseconds. `null`: too
 * few were measured.
 */
export function usualVisitMs(
  measured: readonly MeasuredVisit[],
  serviceId: string,
  nowMs: number,
  hourOf: (atMs: number) => number,
): number | null {
  const served = measured.flatMap((visit) => (visit.servedMs === null ? [] : [{ ...visit, tookMs: visit.servedMs }]));
  const sorted = tookOf(served, serviceId, nowMs, hourOf)?.toSorted((one, other) => one - other);
  return sorted?.[Math.floor(sorted.length / 2)] ?? null;
}

export interface HeardDesk extends OpenDesk {
  readonly lastActMs: number;
  readonly isPaused: boolean;
}

/** A free desk that has done nothing for this long counts as unattended. */
const IDLE_DESK_MS = 15 * MINUTE_MS;

export const openDesks = (desks: readonly HeardDesk[], nowMs: number): readonly HeardDesk[] =>
  desks.filter(
    ({ holds, lastActMs, isPaused }) =>
      !isPaused && nowMs - (holds?.sinceMs ?? lastActMs) <= (holds === null ? IDLE_DESK_MS : LONGEST_VISIT_MS),
  );

/** The quantiles of the simulated waits at which the range begins and ends. */
const SHARES = { from: 0.1, to: 0.9 };
const MOST_LIVES = 149;
const LEAST_LIVES = 49;
/**
 * Largest number of people in all simulations together, as far as `LEAST_LIVES` (the smallest number of simulations) allows, so that a long
 * queue takes little longer to compute than a short one.
 */
const LOOKS = 6_000;
const LONGEST_WAIT_MS = 5 * HOUR_MS;
const MOST_CALLS = 2_000;

/** Estimates the wait of one citizen; `null`: no desk calls the service, too few visits were measured, or the wait is too long to show. */
export const waitRange = (person: QueuedPerson, queue: QueueNow): WaitRange | null =>
  waitRanges([person], queue).get(person.ticketId) ?? null;

/**
 * Estimates the ranges of many citizens at once. A citizen who is not in the queue is treated as joining it now, without the other
 * newcomers. A citizen's wait does not depend on people called later, so all share the same simulations, at the cost of one.
 */
export function waitRanges(asking: readonly QueuedPerson[], queue: QueueNow): ReadonlyMap<string, WaitRange | null> {
  const { desks, tookMs, waiting } = queue;
  const isKnown = ({ serviceId }: QueuedPerson) =>
    tookMs.has(serviceId) && desks.some(({ calls }) => calls.has(serviceId));
  const known = asking.filter(isKnown);
  const ids = new Set(waiting.map(({ ticketId }) => ticketId));
  const own = known.filter(({ ticketId }) => ids.has(ticketId));
  const comers = known.filter(({ ticketId }) => !ids.has(ticketId));
  // A newcomer lengthens the queue by one.
  const livesOf = ({ ticketId }: QueuedPerson) => livesFor(waiting.length + (ids.has(ticketId) ? 0 : 1));
  const hasFromHome = [...waiting, ...comers, ...(queue.fromHome?.coming ?? [])].some(isFromHome);
  const all = { hasFromHome, own, comers, lines: linesOf(waiting) };
  const lives = Array.from({ length: Math.max(0, ...known.map(livesOf)) }, (_, no) =>
    liveThrough(all, queue, chanceOf(no + 1)),
  );
  const rangeOf = (person: QueuedPerson): WaitRange | null =>
    rangeIn(lives.slice(0, livesOf(person)).map((waits) => waits.get(person.ticketId) ?? LONGEST_WAIT_MS));
  return new Map(asking.map((person) => [person.ticketId, isKnown(person) ? rangeOf(person) : null]));
}

const livesFor = (people: number): number =>
  Math.max(LEAST_LIVES, Math.min(MOST_LIVES, Math.floor(LOOKS / Math.max(1, people))));

function rangeIn(waitsMs: readonly number[]): WaitRange | null {
  const sorted = waitsMs.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.round((sorted.length - 1) * share)] ?? LONGEST_WAIT_MS;
  return at(SHARES.to) >= LONGEST_WAIT_MS ? null : inSteps(at(SHARES.from) / MINUTE_MS, at(SHARES.to) / MINUTE_MS);
}

/** Widens a range to whole minutes; above 10 minutes to multiples of 5, above 60 to multiples of 10. */
function inSteps(from: number, to: number): WaitRange {
  const step = to <= 10 ? 1 : to <= 60 ? 5 : 10;
  const least = Math.floor(from / step) * step;
  return { from: least, to: Math.max(Math.ceil(to / step) * step, least + step) };
}

type Draw = () => number;

/** Returns a generator of random numbers from 0 (included) to 1 (excluded); the same seed gives the same sequence (mulberry32). */
function chanceOf(beginning: number): Draw {
  let state = beginning;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** `own`: asking citizens in the queue; `comers`: asking citizens not yet in it. */
interface Asking {
  readonly hasFromHome: boolean;
  readonly own: readonly QueuedPerson[];
  readonly comers: readonly QueuedPerson[];
  readonly lines: readonly Line[];
}

/** Runs one simulation and returns each asking citizen's wait, milliseconds; waits that are too long are left out. */
function liveThrough(
  { hasFromHome, own, comers: asked, lines: before }: Asking,
  queue: QueueNow,
  draw: Draw,
): ReadonlyMap<string, number> {
  const { rule, nowMs, desks } = queue;
  const waits = new Map<string, number>();
  const left = new Set(own.map(({ ticketId }) => ticketId));
  let comersLeft = asked;
  const tookOne = timesOf(queue, draw);
  const arrivals = queue.coming.map((coming, stream) => comersOf(coming, stream, nowMs, draw));
  if (queue.fromHome !== undefined) arrivals.push(arrivalsOf(queue.fromHome, nowMs, draw));
  const free = desks.map(({ calls, holds }) => ({ calls, atMs: holds === null ? nowMs : tookOne.rest(holds, nowMs) }));
  const lines = livingLines(before);
  const share = queue.fromHome === undefined || !hasFromHome ? null : createShare(queue.fromHome, queue);
  for (let calls = 0; calls < MOST_CALLS && left.size + comersLeft.length > 0; calls += 1) {
    const desk = free.reduce((soonest, other) => (other.atMs < soonest.atMs ? other : soonest));
    if (desk.atMs - nowMs >= LONGEST_WAIT_MS) break;
    for (const arrived of arrivals) for (const one of arrived(desk.atMs)) lines.add(one);
    const next = nextWithin(share, lines, desk, rule);
    const isCalled = (one: QueuedPerson): boolean =>
      share?.goesFirst(one, next, lines, desk.atMs) ?? goesBefore(one, next, rule, desk.atMs);
    const called = comersLeft.filter((one) => desk.calls.has(one.serviceId) && isCalled(one));
    if (called.length > 0) comersLeft = comersLeft.filter((one) => !called.includes(one));
    for (const { ticketId } of called) waits.set(ticketId, desk.atMs - nowMs);
    if (next !== null) {
      lines.remove(next);
      share?.count(next, [...lines.all(), ...comersLeft]);
      if (left.delete(next.ticketId)) waits.set(next.ticketId, desk.atMs - nowMs);
    }
    // A desk without a citizen to call looks again in a minute.
    desk.atMs += next === null ? MINUTE_MS : tookOne.whole(next.serviceId);
  }
  return waits;
}

/**
 * The citizens of one class for one service, in the sequence in which they will be called. Except in a line `isFromHome`, the first is
 * always called before the rest.
 */
interface Line extends Pick<QueuedPerson, 'class' | 'serviceId'> {
  /**
   * Whether the citizens of this line took their numbers at home. `FromHomeRule.share` may then hold back the first citizen and allow a
   * later one, so a desk considers the whole line.
   */
  readonly isFromHome: boolean;
  readonly people: QueuedPerson[];
  at: number;
}

/** Groups a queue into lines, so that a desk considers only the first citizen of a line, not the whole queue. */
function linesOf(waiting: readonly QueuedPerson[]): readonly Line[] {
  const groups = Map.groupBy(waiting, (one) => `${one.class} ${one.serviceId} ${isFromHome(one)}`);
  return [...groups.values()].flatMap(([one, ...others]) =>
    one === undefined ? [] : [newLine(one, [one, ...others].toSorted(inTheirClass))],
  );
}

const newLine = (one: QueuedPerson, people: QueuedPerson[]): Line => ({
  class: one.class,
  serviceId: one.serviceId,
  isFromHome: isFromHome(one),
  people,
  at: 0,
});

function livingLines(before: readonly Line[]) {
  const lines = before.map((line) => ({ ...line, people: [...line.people] }));
  function lineOf(person: QueuedPerson): Line {
    const { class: own, serviceId } = person;
    const comesFromHome = isFromHome(person);
    const found = lines.find(
      (line) => line.class === own && line.serviceId === serviceId && line.isFromHome === comesFromHome,
    );
    if (found !== undefined) return found;
    const line = newLine(person, []);
    lines.push(line);
    return line;
  }
  return {
    first(services: ReadonlySet<string>): QueuedPerson[] {
      const first: QueuedPerson[] = [];
      for (const { serviceId, people, at, isFromHome: isAny } of lines) {
        if (!services.has(serviceId)) continue;
        const person = people[at];
        if (isAny) first.push(...people.slice(at));
        else if (person !== undefined) first.push(person);
      }
      return first;
    },
    all: (): QueuedPerson[] => lines.flatMap(({ people, at }) => people.slice(at)),
    add(person: QueuedPerson): void {
      const { people, at } = lineOf(person);
      const after = people.findLastIndex((one, place) => place < at || inTheirClass(one, person) < 0);
      people.splice(after + 1, 0, person);
    },
    remove(person: QueuedPerson): void {
      const line = lineOf(person);
      if (line.people[line.at] === person) line.at += 1;
      else line.people.splice(line.people.indexOf(person), 1);
    },
  };
}

const isFromHome = ({ hall }: QueuedPerson): boolean => hall?.isFromHome ?? false;
export const hallOf = ({ hall, serviceId, dueMs }: QueuedPerson): TurnInHall =>
  hall ?? { serviceId, inHallSinceMs: dueMs, isFromHome: false };

type Lines = ReturnType<typeof livingLines>;
type Share = ReturnType<typeof createShare>;

/**
 * Returns the citizen whom a desk calls next. A citizen whose number was taken at home and whom `FromHomeRule.share` holds back is called
 * after all others.
 */
function nextWithin(
  share: Share | null,
  lines: Lines,
  { calls, atMs }: { calls: ReadonlySet<string>; atMs: number },
  rule: CallingRule,
): QueuedPerson | null {
  const first = lines.first(calls);
  let left = first;
  for (;;) {
    const next = nextToCall(left, rule, atMs);
    if (share === null || next === null || !share.isHeld(next, lines)) return next ?? nextToCall(first, rule, atMs);
    left = left.filter((one) => one !== next);
  }
}

/**
 * Applies `FromHomeRule.share` in one simulation. For each citizen in the hall it counts the calls since the arrival, as `mayPass` in
 * `domain/from-home` does.
 */
function createShare({ share, calls }: FromHomeNow, { rule, nowMs }: Pick<QueueNow, 'rule' | 'nowMs'>) {
  const counts = new Map<QueuedPerson, { calls: number; passed: number }>();
  function countOf(person: QueuedPerson): { calls: number; passed: number } {
    const known = counts.get(person);
    if (known !== undefined) return known;
    const own = hallOf(person);
    const since = (calls.get(own.serviceId) ?? []).filter(({ calledAtMs }) => calledAtMs > own.inHallSinceMs);
    const passed = since.filter((call) => passes(call, own)).length;
    const count = { calls: since.length, passed };
    counts.set(person, count);
    return count;
  }
  function isBarred(one: TurnInHall, other: QueuedPerson): boolean {
    const its = hallOf(other);
    if (its.serviceId !== one.serviceId || !passes(one, its)) return false;
    const count = countOf(other);
    return (count.passed + 1) * 100 > share * (count.calls + 1);
  }
  const isHeld = (person: QueuedPerson, lines: Lines): boolean =>
    isFromHome(person) && lines.all().some((other) => other !== person && isBarred(hallOf(person), other));
  return {
    isHeld,
    goesFirst(one: QueuedPerson, next: QueuedPerson | null, lines: Lines, atMs: number): boolean {
      if (next === null) return goesBefore(one, null, rule, atMs);
      // A holder who has not arrived is treated as arriving now.
      const own = { ...one, hall: { ...hallOf(one), inHallSinceMs: Math.max(hallOf(one).inHallSinceMs, nowMs) } };
      if (isFromHome(own) && isHeld(own, lines)) return false;
      return goesBefore(one, next, rule, atMs) || isBarred(hallOf(next), one);
    },
    count(called: QueuedPerson, waiting: readonly QueuedPerson[]): void {
      const call = hallOf(called);
      for (const other of waiting) {
        const its = hallOf(other);
        if (its.serviceId !== call.serviceId) continue;
        const count = countOf(other);
        count.calls += 1;
        if (passes(call, its)) count.passed += 1;
      }
    },
  };
}

/** The assumed share of citizens with numbers taken at home who come, and the time within which they come. */
const COMES = 0.75;
const COMES_WITHIN_MS = 30 * MINUTE_MS;

function arrivalsOf({ coming }: FromHomeNow, nowMs: number, draw: Draw) {
  let left = coming.flatMap((person) => {
    const [doesCome, inHallSinceMs] = [draw() < COMES, nowMs + draw() * COMES_WITHIN_MS];
    return doesCome ? [{ ...person, hall: { ...hallOf(person), isFromHome: true, inHallSinceMs } }] : [];
  });
  return (untilMs: number): readonly QueuedPerson[] => {
    const came = left.filter(({ hall }) => hall.inHallSinceMs <= untilMs);
    if (came.length > 0) left = left.filter(({ hall }) => hall.inHallSinceMs > untilMs);
    return came;
  };
}

const TRIES = 8;
/** Range of the random factor on all visits of one simulation: days and clerks vary by more than a few measured visits show. */
const PACE = { least: 0.86, most: 1.2 };

/**
 * Draws durations of visits in one simulation: measured durations, multiplied by a pace common to all visits. A service without measured
 * visits uses the visits of all services.
 */
function timesOf({ tookMs }: QueueNow, draw: Draw) {
  const pace = PACE.least + draw() * (PACE.most - PACE.least);
  const all = [...tookMs.values()].flat();
  const whole = (serviceId: string): number => {
    const measured = tookMs.get(serviceId) ?? all;
    return Math.max(1_000, (measured[Math.floor(draw() * measured.length)] ?? 0) * pace);
  };
  return {
    whole,
    rest({ serviceId, sinceMs }: { serviceId: string; sinceMs: number }, nowMs: number): number {
      for (let tries = 0; tries < TRIES; tries += 1) {
        const endMs = sinceMs + whole(serviceId);
        if (endMs > nowMs) return endMs;
      }
      // The current visit is already longer than the measured ones, so its remaining time is a random part of a measured visit.
      return nowMs + whole(serviceId) * draw();
    },
  };
}

function comersOf({ serviceId, class: own, perHour }: Coming, stream: number, nowMs: number, draw: Draw) {
  const gapMs = (): number => (perHour > 0 ? (-Math.log(1 - draw()) * HOUR_MS) / perHour : Number.POSITIVE_INFINITY);
  let nextMs = nowMs + gapMs();
  let no = 0;
  return (untilMs: number): readonly QueuedPerson[] => {
    const came: QueuedPerson[] = [];
    for (; nextMs <= untilMs; nextMs += gapMs()) {
      no += 1;
      came.push({ ticketId: `comes ${stream} ${no}`, serviceId, class: own, dueMs: nextMs });
    }
    return came;
  };
}

/** The chance that a citizen is served before the service ends for the day. */
export const REACHES = ['likely', 'doubtful', 'not'] as const;
export type Reach = (typeof REACHES)[number];

/** `endsInMinutes`: minutes until the service ends; `null` without an end today. An unknown wait counts as `likely`. */
export function reachOf(range: WaitRange | null, endsInMinutes: number | null): Reach {
  if (range === null || endsInMinutes === null || range.to <= endsInMinutes) return 'likely';
  return range.from >= endsInMinutes ? 'not' : 'doubtful';
}
