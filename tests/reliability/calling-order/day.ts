import type { CallingClass } from '../../../src-main/domain/calling-order.ts';
import type { Complaint } from '../../support/ledger.ts';
import type { Random } from '../random.ts';

const MINUTE_MS = 60_000;
const OPEN_MINUTES = 330;
/** A ticket that is not called within this number of minutes after the office opened counts as never called. */
const LAST_MINUTE = 6_000;

/** A person with a ticket. `startMs`: the start of the appointment. Times are milliseconds since the office opened. */
export interface Visitor {
  readonly ticketId: string;
  readonly class: CallingClass;
  readonly cameMs: number;
  readonly startMs: number | null;
  readonly dueMs: number;
}

/** Chooses the waiting ticket that a desk calls next; `null`: none yet. */
export type Choose = (waiting: readonly Visitor[], nowMs: number) => Visitor | null;
export type CallingPromise = 'starved' | 'hour' | 'order' | 'early' | 'lost' | 'repeated';
export type Waits = Record<CallingClass, number[]>;

interface PlannedDay {
  /** Arriving work as a share of the desks' capacity. */
  readonly load: number;
  readonly desks: number;
  readonly visitors: readonly Visitor[];
  /** Minutes of service, by ticket id. */
  readonly minutes: ReadonlyMap<string, number>;
}

/** Plans an office's morning, from quiet to twice as many people as its desks can serve. */
export function planDay(random: Random): PlannedDay {
  const desks = random.int(1, 4);
  const load = random.int(60, 200) / 100;
  const appointments = random.int(10, 70);
  const preferential = random.int(5, 95 - appointments);
  const many = Math.round((desks * OPEN_MINUTES * load) / 8);
  const visitors = Array.from({ length: many }, (_, no): Visitor => {
    const ticketId = `t${String(no).padStart(4, '0')}`;
    const chance = random.int(1, 100);
    if (chance > appointments) {
      const cameMs = random.int(0, OPEN_MINUTES * MINUTE_MS);
      const own = chance > appointments + preferential ? 'walk-in' : 'preferential';
      return { ticketId, class: own, cameMs, startMs: null, dueMs: cameMs };
    }
    const startMs = random.int(1, OPEN_MINUTES / 10) * 10 * MINUTE_MS;
    const cameMs = Math.max(0, startMs + random.int(-20, 8) * MINUTE_MS);
    return { ticketId, class: 'appointment', cameMs, startMs, dueMs: startMs };
  });
  return { load, desks, visitors, minutes: new Map(visitors.map(({ ticketId }) => [ticketId, random.int(3, 13)])) };
}

const waited = ({ dueMs }: Visitor, nowMs: number): number => (nowMs - dueMs) / MINUTE_MS;

/** Runs the day minute by minute until no ticket waits, and checks the promises at each call. */
export function liveDay(name: string, { desks, visitors, minutes }: PlannedDay, choose: Choose) {
  const complaints: Complaint<CallingPromise>[] = [];
  const waits: Waits = { appointment: [], preferential: [], 'walk-in': [] };
  const complain = (promise: CallingPromise, detail: string) =>
    complaints.push({ promise, detail: `${name}: ${detail}` });
  const coming = visitors.toSorted((one, other) => one.cameMs - other.cameMs);
  const called = new Set<string>();
  let waiting: Visitor[] = [];
  let came = 0;
  const freeAt = Array.from({ length: desks }, () => 0);
  for (let minute = 0; minute < LAST_MINUTE && (came < coming.length || waiting.length > 0); minute += 1) {
    const nowMs = minute * MINUTE_MS;
    for (let next = coming[came]; next !== undefined && next.cameMs <= nowMs; next = coming[came]) {
      waiting.push(next);
      came += 1;
    }
    for (const [desk, free] of freeAt.entries()) {
      if (free > minute) continue;
      const person = choose(waiting, nowMs);
      if (person === null) continue;
      if (called.has(person.ticketId)) complain('repeated', person.ticketId);
      called.add(person.ticketId);
      for (const { promise, detail } of brokenBy(person, waiting, nowMs))
        complain(promise, `minute ${minute}: ${detail}`);
      waiting = waiting.filter(({ ticketId }) => ticketId !== person.ticketId);
      waits[person.class].push(Math.max(0, Math.min(waited(person, nowMs), (nowMs - person.cameMs) / MINUTE_MS)));
      freeAt[desk] = minute + (minutes.get(person.ticketId) ?? 0);
    }
  }
  for (const { ticketId } of visitors) if (!called.has(ticketId)) complain('lost', ticketId);
  return { complaints, waits };
}

/** Checks the promises by the times that a citizen can see, and not by the rule's own weights and counts. */
function brokenBy(person: Visitor, waiting: readonly Visitor[], nowMs: number): Complaint<CallingPromise>[] {
  const others = waiting.filter(({ ticketId }) => ticketId !== person.ticketId);
  const own = waited(person, nowMs);
  const about = (promise: CallingPromise, other: Visitor) => ({
    promise,
    detail: `${person.class} of ${own} min before ${other.class} of ${waited(other, nowMs)} min`,
  });
  const isOverlooked = (other: Visitor): boolean =>
    other.class === 'appointment' &&
    person.class !== 'appointment' &&
    waited(other, nowMs) >= 10 &&
    own < (person.class === 'walk-in' ? 60 : 10);
  return [
    ...others.filter((other) => waited(other, nowMs) >= 120 && own < 15).map((other) => about('starved', other)),
    ...others.filter(isOverlooked).map((other) => about('hour', other)),
    ...others
      .filter((other) => other.class === person.class && other.dueMs < person.dueMs)
      .map((other) => about('order', other)),
    ...(person.dueMs > nowMs + 10 * MINUTE_MS ? [{ promise: 'early' as const, detail: person.ticketId }] : []),
    ...(person.dueMs > nowMs ? others.filter(({ dueMs }) => dueMs <= nowMs).map((other) => about('early', other)) : []),
  ];
}
