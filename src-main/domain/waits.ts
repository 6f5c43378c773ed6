import {
  type CallingClass,
  type CallingRule,
  goesBefore,
  inTheirClass,
  nextToCall,
  type WaitingPerson,
} from './calling-order.ts';

/**
 * How long somebody will wait, as a range that holds in at least four of five cases. What is known of the queue now is lived through many times: desks
 * call by the office's own order, each visit takes as long as one that was measured, and who goes before others comes as often as lately. Where
 * too little is known nothing is said. Chance is the same each time: the same queue gives the same range on a row, on paper and at a desk.
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
}

/** A desk that calls people now. */
export interface OpenDesk {
  /** Services that it calls. */
  readonly calls: ReadonlySet<string>;
  /** Whom it has called, and when, milliseconds since 1970; `null` while it is free. */
  readonly holds: { readonly serviceId: string; readonly sinceMs: number } | null;
}

/** How often people of a class come for a service who may be called before somebody who waits already. */
export interface Coming {
  readonly serviceId: string;
  readonly class: CallingClass;
  readonly perHour: number;
}

export interface QueueNow {
  /** Who waits, the person who asks left out or not. */
  readonly waiting: readonly QueuedPerson[];
  readonly desks: readonly OpenDesk[];
  /** By service, how long its visits took a desk, milliseconds, as `tookOf` chooses them. */
  readonly tookMs: ReadonlyMap<string, readonly number[]>;
  readonly coming: readonly Coming[];
  readonly rule: CallingRule;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/** A visit that is over: from its call until its desk could call again. */
export interface MeasuredVisit {
  readonly serviceId: string;
  /** Milliseconds since 1970. */
  readonly calledAtMs: number;
  readonly tookMs: number;
}

/** Of fewer nothing can be said. */
export const LEAST_MEASURED = 12;
/** The newest; older ones are of another season. */
const MOST_MEASURED = 120;
const MEASURED_DAYS = 28;
/** Whatever the hour of the day: how it goes just now. */
const JUST_NOW_MS = 1.5 * HOUR_MS;
/** A desk that forgot to say that a visit was over. */
const LONGEST_VISIT_MS = 2 * HOUR_MS;

/**
 * How long visits of a service take about now: those of this hour of the day and of the last hour and a half, or where these are too few those of
 * any hour. `null`: too few were measured. `hourOf`: the hour of the office's clock, 0 to 23.
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

/** What a desk was last heard to do, `lastActMs` milliseconds since 1970. */
export interface HeardDesk extends OpenDesk {
  readonly lastActMs: number;
  readonly isPaused: boolean;
}

/** A desk that is free and has called nobody for so long, while people wait, has gone. */
const IDLE_DESK_MS = 15 * MINUTE_MS;

/** Desks that can be counted on: one that is silent for too long, or paused, calls nobody. */
export const openDesks = (desks: readonly HeardDesk[], nowMs: number): readonly HeardDesk[] =>
  desks.filter(
    ({ holds, lastActMs, isPaused }) =>
      !isPaused && nowMs - (holds?.sinceMs ?? lastActMs) <= (holds === null ? IDLE_DESK_MS : LONGEST_VISIT_MS),
  );

/** Of so many lives of one queue the range leaves out as many at each end as lie outside of these shares. */
const SHARES = { from: 0.1, to: 0.9 };
const MOST_LIVES = 149;
const LEAST_LIVES = 49;
/** Looked at, all lives together: so that a long queue takes no longer to say than a short one. */
const LOOKS = 6_000;
/** Beyond that nobody says minutes. */
const LONGEST_WAIT_MS = 5 * HOUR_MS;
const MOST_CALLS = 2_000;

/** `null` where it cannot be said: no desk calls the service, too few visits were measured, or it takes longer than anybody would say. */
export const waitRange = (person: QueuedPerson, queue: QueueNow): WaitRange | null =>
  waitRanges([person], queue).get(person.ticketId) ?? null;

/**
 * By ticket, for many who ask of the same queue at once: those who wait in it, and others each as if they alone came now. As long as one of them
 * has not been called the others change nothing for them, so that all of them live through the same lives: it takes no longer than for one.
 */
export function waitRanges(asking: readonly QueuedPerson[], queue: QueueNow): ReadonlyMap<string, WaitRange | null> {
  const { desks, tookMs, waiting } = queue;
  const isKnown = ({ serviceId }: QueuedPerson) =>
    tookMs.has(serviceId) && desks.some(({ calls }) => calls.has(serviceId));
  const known = asking.filter(isKnown);
  const ids = new Set(waiting.map(({ ticketId }) => ticketId));
  const own = known.filter(({ ticketId }) => ids.has(ticketId));
  const comers = known.filter(({ ticketId }) => !ids.has(ticketId));
  // One who comes is one more.
  const livesOf = ({ ticketId }: QueuedPerson) => livesFor(waiting.length + (ids.has(ticketId) ? 0 : 1));
  const all = { own, comers, lines: linesOf(waiting) };
  const lives = Array.from({ length: Math.max(0, ...known.map(livesOf)) }, (_, no) =>
    liveThrough(all, queue, chanceOf(no + 1)),
  );
  const rangeOf = (person: QueuedPerson): WaitRange | null =>
    rangeIn(lives.slice(0, livesOf(person)).map((waits) => waits.get(person.ticketId) ?? LONGEST_WAIT_MS));
  return new Map(asking.map((person) => [person.ticketId, isKnown(person) ? rangeOf(person) : null]));
}

const livesFor = (people: number): number =>
  Math.max(LEAST_LIVES, Math.min(MOST_LIVES, Math.floor(LOOKS / Math.max(1, people))));

/** Of how long somebody waits in each life. */
function rangeIn(waitsMs: readonly number[]): WaitRange | null {
  const sorted = waitsMs.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.round((sorted.length - 1) * share)] ?? LONGEST_WAIT_MS;
  return at(SHARES.to) >= LONGEST_WAIT_MS ? null : inSteps(at(SHARES.from) / MINUTE_MS, at(SHARES.to) / MINUTE_MS);
}

/** Outwards to what people say: minutes, then fives, then tens. */
function inSteps(from: number, to: number): WaitRange {
  const step = to <= 10 ? 1 : to <= 60 ? 5 : 10;
  const least = Math.floor(from / step) * step;
  return { from: least, to: Math.max(Math.ceil(to / step) * step, least + step) };
}

type Draw = () => number;

/** From 0, included, to 1, excluded; the same numbers from the same beginning (mulberry32). */
function chanceOf(beginning: number): Draw {
  let state = beginning;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** `own`: those who ask and wait in the queue; `comers`: those who would be in it besides. */
interface Asking {
  readonly own: readonly QueuedPerson[];
  readonly comers: readonly QueuedPerson[];
  /** Of everybody who waits. */
  readonly lines: readonly Line[];
}

/** How long each of them waits in one life of the queue, milliseconds; who waits too long is left out. */
function liveThrough(
  { own, comers: asked, lines: before }: Asking,
  queue: QueueNow,
  draw: Draw,
): ReadonlyMap<string, number> {
  const { rule, nowMs, desks } = queue;
  const waits = new Map<string, number>();
  const left = new Set(own.map(({ ticketId }) => ticketId));
  let comersLeft = asked;
  const tookOne = timesOf(queue, draw);
  const comers = queue.coming.map((coming, stream) => comersOf(coming, stream, nowMs, draw));
  const free = desks.map(({ calls, holds }) => ({ calls, atMs: holds === null ? nowMs : tookOne.rest(holds, nowMs) }));
  const lines = livingLines(before);
  for (let calls = 0; calls < MOST_CALLS && left.size + comersLeft.length > 0; calls += 1) {
    const desk = free.reduce((soonest, other) => (other.atMs < soonest.atMs ? other : soonest));
    if (desk.atMs - nowMs >= LONGEST_WAIT_MS) break;
    for (const comer of comers) for (const one of comer(desk.atMs)) lines.add(one);
    const next = nextToCall(lines.first(desk.calls), rule, desk.atMs);
    const called = comersLeft.filter((one) => desk.calls.has(one.serviceId) && goesBefore(one, next, rule, desk.atMs));
    if (called.length > 0) comersLeft = comersLeft.filter((one) => !called.includes(one));
    for (const { ticketId } of called) waits.set(ticketId, desk.atMs - nowMs);
    if (next !== null) {
      lines.remove(next);
      if (left.delete(next.ticketId)) waits.set(next.ticketId, desk.atMs - nowMs);
    }
    // Where nobody can be called the desk looks again in a minute.
    desk.atMs += next === null ? MINUTE_MS : tookOne.whole(next.serviceId);
  }
  return waits;
}

/** Those of one class who wait for one service, in their order: whatever the time, nobody of them is called before the first. */
interface Line extends Pick<QueuedPerson, 'class' | 'serviceId'> {
  readonly people: QueuedPerson[];
  /** Who is the first now. */
  at: number;
}

/** A queue as its lines, so that a desk looks at the first of each and not at everybody. */
function linesOf(waiting: readonly QueuedPerson[]): readonly Line[] {
  const groups = Map.groupBy(waiting, ({ class: own, serviceId }) => `${own} ${serviceId}`);
  return [...groups.values()].flatMap((people) => {
    const [one] = people;
    return one === undefined
      ? []
      : [{ class: one.class, serviceId: one.serviceId, people: people.toSorted(inTheirClass), at: 0 }];
  });
}

/** The lines in one life of the queue. */
function livingLines(before: readonly Line[]) {
  const lines = before.map((line) => ({ ...line, people: [...line.people] }));
  function lineOf({ class: own, serviceId }: QueuedPerson): Line {
    const found = lines.find((line) => line.class === own && line.serviceId === serviceId);
    if (found !== undefined) return found;
    const line: Line = { class: own, serviceId, people: [], at: 0 };
    lines.push(line);
    return line;
  }
  return {
    first(services: ReadonlySet<string>): QueuedPerson[] {
      const first: QueuedPerson[] = [];
      for (const { serviceId, people, at } of lines) {
        const person = people[at];
        if (person !== undefined && services.has(serviceId)) first.push(person);
      }
      return first;
    },
    add(person: QueuedPerson): void {
      const { people, at } = lineOf(person);
      const after = people.findLastIndex((one, place) => place < at || inTheirClass(one, person) < 0);
      people.splice(after + 1, 0, person);
    },
    /** The first of a line. */
    remove(person: QueuedPerson): void {
      lineOf(person).at += 1;
    },
  };
}

const TRIES = 8;
/** Days and clerks differ by more than a few measured visits show. */
const PACE = { least: 0.86, most: 1.2 };

/** Times of visits in one life: measured ones, all of them a little faster or slower. Of a service without any those of all. */
function timesOf({ tookMs }: QueueNow, draw: Draw) {
  const pace = PACE.least + draw() * (PACE.most - PACE.least);
  const all = [...tookMs.values()].flat();
  const whole = (serviceId: string): number => {
    const measured = tookMs.get(serviceId) ?? all;
    return Math.max(1_000, (measured[Math.floor(draw() * measured.length)] ?? 0) * pace);
  };
  return {
    whole,
    /** When somebody's visit will be over that lasts since `sinceMs`. */
    rest({ serviceId, sinceMs }: { serviceId: string; sinceMs: number }, nowMs: number): number {
      for (let tries = 0; tries < TRIES; tries += 1) {
        const endMs = sinceMs + whole(serviceId);
        if (endMs > nowMs) return endMs;
      }
      // Longer than what was measured: as likely to last as to end.
      return nowMs + whole(serviceId) * draw();
    },
  };
}

/** Those who come later, each time up to an instant. */
function comersOf({ serviceId, class: own, perHour }: Coming, stream: number, nowMs: number, draw: Draw) {
  const gapMs = (): number => (perHour > 0 ? (-Math.log(1 - draw()) * HOUR_MS) / perHour : Number.POSITIVE_INFINITY);
  let nextMs = nowMs + gapMs();
  let no = 0;
  return (untilMs: number): QueuedPerson[] => {
    const came: QueuedPerson[] = [];
    for (; nextMs <= untilMs; nextMs += gapMs()) {
      no += 1;
      came.push({ ticketId: `comes ${stream} ${no}`, serviceId, class: own, dueMs: nextMs });
    }
    return came;
  };
}

/** Whether somebody is served before a service ends for the day; `doubtful`: perhaps not. */
export const REACHES = ['likely', 'doubtful', 'not'] as const;
export type Reach = (typeof REACHES)[number];

/** `endsInMinutes`: until the service serves nobody any more; `null` where it has no end today. Of a wait that is not known nothing is said. */
export function reachOf(range: WaitRange | null, endsInMinutes: number | null): Reach {
  if (range === null || endsInMinutes === null || range.to <= endsInMinutes) return 'likely';
  return range.from >= endsInMinutes ? 'not' : 'doubtful';
}
