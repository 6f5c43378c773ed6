import { type CallingRule, nextToCall, type WaitingPerson } from '../../src-main/domain/calling-order.ts';

/** A ticket in the hall. Times are milliseconds since 1970. */
export interface Turn extends WaitingPerson {
  readonly serviceId: string;
  /** The time at which the ticket's holder arrives in the hall. A desk may call the ticket only from then on. */
  readonly hereMs: number;
  readonly attentionMs: number;
  readonly walkMs: number;
  readonly leavesMs: number;
}

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A desk's day. If a break is due during a visit, it begins when the visit ends, and is not shortened. */
export interface Shift {
  readonly deskId: string;
  /** The services that the desk calls. `null`: all services. */
  readonly services: ReadonlySet<string> | null;
  readonly spans: readonly Span[];
  readonly breaks: readonly { readonly fromMs: number; readonly lastsMs: number }[];
}

export interface Visit {
  readonly deskId: string;
  readonly calledMs: number;
  /** `null`: the holder did not come. */
  readonly servedMs: number | null;
  readonly endMs: number;
}

/** The rule by which a desk chooses a ticket: the product's rule, or in a test a rule with a planted fault. */
export type Choose = typeof nextToCall;

export interface HallRules {
  readonly rule: CallingRule;
  readonly absentMs: number;
}

const MINUTE_MS = 60_000;
const JOINS = 0;
const LOOKS = 1;

/**
 * Calls all tickets as desks do: a free desk calls the ticket that the product's rule chooses. The result omits tickets that no desk
 * called.
 */
export function serveTurns<T extends Turn>(
  turns: readonly T[],
  shifts: readonly Shift[],
  { rule, absentMs }: HallRules,
  choose: Choose = nextToCall,
): ReadonlyMap<T, Visit> {
  const visits = new Map<T, Visit>();
  const agenda = createAgenda();
  for (const [at, { hereMs }] of turns.entries()) agenda.add(hereMs, JOINS, at);
  const desks = shifts.map((shift, at) => {
    for (const { fromMs } of [...shift.spans, ...shift.breaks]) agenda.add(fromMs, LOOKS, at);
    return {
      shift,
      freeMs: Number.NEGATIVE_INFINITY,
      breaks: [...shift.breaks],
      looksAgainMs: Number.POSITIVE_INFINITY,
    };
  });
  type Desk = (typeof desks)[number];
  const waiting: T[] = [];

  function look(desk: Desk, at: number, nowMs: number): void {
    const { shift } = desk;
    if (desk.freeMs > nowMs || !shift.spans.some(({ fromMs, toMs }) => fromMs <= nowMs && nowMs < toMs)) return;
    const [pause] = desk.breaks;
    if (pause !== undefined && pause.fromMs <= nowMs) {
      desk.breaks.shift();
      desk.freeMs = nowMs + pause.lastsMs;
      agenda.add(desk.freeMs, LOOKS, at);
      return;
    }
    const { services } = shift;
    const callable = services === null ? waiting : waiting.filter(({ serviceId }) => services.has(serviceId));
    if (callable.length === 0) return;
    const turn = choose(callable, rule, nowMs);
    if (turn === null) {
      // All tickets that this desk may call are appointments whose time to be called has not come. The desk chooses again at the first of
      // these times.
      const atMs = Math.min(...callable.map(({ dueMs }) => dueMs)) - rule.earlyMinutes * MINUTE_MS;
      const againMs = atMs > nowMs ? atMs : nowMs + MINUTE_MS;
      if (againMs < desk.looksAgainMs || desk.looksAgainMs <= nowMs) agenda.add(againMs, LOOKS, at);
      desk.looksAgainMs = againMs;
      return;
    }
    waiting.splice(waiting.indexOf(turn), 1);
    const comes = turn.leavesMs > nowMs;
    const servedMs = comes ? nowMs + turn.walkMs : null;
    desk.freeMs = servedMs === null ? nowMs + absentMs : servedMs + turn.attentionMs;
    visits.set(turn, { deskId: shift.deskId, calledMs: nowMs, servedMs, endMs: desk.freeMs });
    agenda.add(desk.freeMs, LOOKS, at);
  }

  for (let next = agenda.next(); next !== undefined; next = agenda.next()) {
    if (next.kind === JOINS) {
      const turn = turns[next.at];
      if (turn !== undefined) waiting.push(turn);
      // The desk that has been free for longest is the first to choose a ticket.
      const free = desks
        .filter(({ freeMs }) => freeMs <= next.atMs)
        .toSorted((one, other) => one.freeMs - other.freeMs);
      for (const desk of free) look(desk, desks.indexOf(desk), next.atMs);
    } else {
      const desk = desks[next.at];
      if (desk !== undefined) look(desk, next.at, next.atMs);
    }
  }
  return visits;
}

interface Entry {
  readonly atMs: number;
  readonly kind: number;
  readonly at: number;
  readonly no: number;
}

const isBefore = (one: Entry, other: Entry): boolean =>
  one.atMs !== other.atMs ? one.atMs < other.atMs : one.kind !== other.kind ? one.kind < other.kind : one.no < other.no;

function createAgenda() {
  const heap: Entry[] = [];
  let no = 0;
  const swap = (one: number, other: number): void => {
    const kept = heap[one] as Entry;
    heap[one] = heap[other] as Entry;
    heap[other] = kept;
  };
  const precedes = (one: number, other: number): boolean => isBefore(heap[one] as Entry, heap[other] as Entry);
  return {
    add(atMs: number, kind: number, at: number): void {
      no += 1;
      heap.push({ atMs, kind, at, no });
      for (let child = heap.length - 1; child > 0; ) {
        const parent = (child - 1) >> 1;
        if (!precedes(child, parent)) break;
        swap(child, parent);
        child = parent;
      }
    },
    next(): Entry | undefined {
      const first = heap[0];
      const last = heap.pop();
      if (first === undefined || last === undefined || heap.length === 0) return first;
      heap[0] = last;
      for (let parent = 0; ; ) {
        const left = 2 * parent + 1;
        const right = left + 1;
        let least = parent;
        if (left < heap.length && precedes(left, least)) least = left;
        if (right < heap.length && precedes(right, least)) least = right;
        if (least === parent) return first;
        swap(parent, least);
        parent = least;
      }
    },
  };
}
