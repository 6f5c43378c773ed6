/**
 * The life of a ticket once its number is given. Whoever calls, a desk, a kiosk's staff or another maker's system, writes down what happened;
 * these events are a set, and its state follows from the set alone: in whatever order, however often and by whatever way they came together,
 * whoever has the same events sees the same. No clock is asked.
 */

export type LifeState =
  | 'waiting'
  | 'called'
  | 'recalled'
  | 'serving'
  | 'served'
  | 'no-show'
  | 'transferred'
  | 'left'
  | 'withdrawn'
  | 'voided';

/** `desk`: where it happens; `to`: the service or desk that calls it next; `undoes`: the id of an event that is taken back, never of another undoing. */
export type LifeAct =
  | { readonly kind: 'call' | 'recall' | 'serve' | 'no-show'; readonly desk: string }
  | { readonly kind: 'finish' | 'leave' | 'withdraw' | 'void' }
  | { readonly kind: 'transfer'; readonly to: string }
  | { readonly kind: 'undo'; readonly undoes: string };

export interface LifeEvent {
  /** Nobody else's, ever. */
  readonly id: string;
  /** `nextRank` of what its writer knew: what somebody has seen comes before what they do about it, whatever their clocks say. */
  readonly rank: number;
  /** Who wrote it; between two of one rank the smaller goes first, for everybody. */
  readonly by: string;
  readonly act: LifeAct;
}

/** A desk that called or held a number which another desk has: to be told. `heldBy`: that desk, `null` where its life is over. */
export interface LostCall {
  readonly id: string;
  readonly desk: string;
  readonly heldBy: string | null;
}

export interface TicketLife {
  readonly state: LifeState;
  /** Which desk has it; `null` where none has. */
  readonly desk: string | null;
  /** Where a transfer leads; `null` without one. */
  readonly to: string | null;
  readonly lost: readonly LostCall[];
}

const BEGINNING: TicketLife = { state: 'waiting', desk: null, to: null, lost: [] };
const OVER: ReadonlySet<LifeState> = new Set(['served', 'left', 'withdrawn', 'voided']);
const AT_A_DESK: ReadonlySet<LifeState> = new Set(['called', 'recalled', 'serving']);

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** One order for everybody. */
const inOrder = (one: LifeEvent, other: LifeEvent): number =>
  one.rank - other.rank || compare(one.by, other.by) || compare(one.id, other.id);

/** Two that claim one id are a fault of their writers; which of them holds is the same everywhere. */
const textOf = ({ id, rank, by, act }: LifeEvent): string =>
  JSON.stringify([id, rank, by, Object.entries(act).toSorted(([one], [other]) => compare(one, other))]);

/** All of both, each once, in their order. */
export function mergeLife(one: readonly LifeEvent[], other: readonly LifeEvent[]): LifeEvent[] {
  const byId = new Map<string, LifeEvent>();
  for (const event of [...one, ...other]) {
    const held = byId.get(event.id);
    if (held === undefined || textOf(event) < textOf(held)) byId.set(event.id, event);
  }
  return [...byId.values()].toSorted(inOrder);
}

/** Of what is written next by somebody who knows these. */
export const nextRank = (known: readonly LifeEvent[]): number =>
  known.reduce((highest, { rank }) => Math.max(highest, rank), 0) + 1;

/** What a set of events about one ticket comes to; nothing depends on how they are listed. */
export function lifeOf(events: readonly LifeEvent[]): TicketLife {
  const all = mergeLife(events, []);
  const undone = new Set(all.flatMap(({ act }) => (act.kind === 'undo' ? [act.undoes] : [])));
  const standing = all.filter(({ id, act }) => act.kind !== 'undo' && !undone.has(id));
  const life = standing.reduce(step, BEGINNING);
  // What the city or its holder has ended is called by nobody, whoever heard of it how late.
  for (const [kind, state] of [
    ['void', 'voided'],
    ['withdraw', 'withdrawn'],
  ] as const)
    if (standing.some(({ act }) => act.kind === kind)) return { ...life, state, desk: null, to: null };
  return life;
}

function step(life: TicketLife, { id, act }: LifeEvent): TicketLife {
  switch (act.kind) {
    case 'call':
      return call(life, id, act.desk);
    case 'recall':
      return life.state === 'no-show' ? call(life, id, act.desk) : atOwnDesk(life, act.desk, 'recalled');
    case 'no-show':
      return atOwnDesk(life, act.desk, 'no-show');
    case 'serve':
      return serve(life, id, act.desk);
    case 'finish':
      return OVER.has(life.state) ? life : { ...life, state: 'served', to: null };
    case 'leave':
      return OVER.has(life.state) ? life : { ...life, state: 'left', desk: null, to: null };
    case 'transfer':
      return OVER.has(life.state) ? life : { ...life, state: 'transferred', desk: null, to: act.to };
    default:
      return life;
  }
}

const losing = (life: TicketLife, id: string, desk: string, heldBy: string | null): TicketLife => ({
  ...life,
  lost: [...life.lost, { id, desk, heldBy }],
});

function call(life: TicketLife, id: string, desk: string): TicketLife {
  if (OVER.has(life.state)) return losing(life, id, desk, null);
  if (!AT_A_DESK.has(life.state)) return { ...life, state: 'called', desk, to: null };
  return life.desk === desk ? life : losing(life, id, desk, life.desk);
}

/** Whoever lost a number neither calls it again nor says that nobody came. */
function atOwnDesk(life: TicketLife, desk: string, state: 'recalled' | 'no-show'): TicketLife {
  const isOwn = life.desk === desk && (life.state === 'called' || life.state === 'recalled');
  return isOwn ? { ...life, state, desk: state === 'no-show' ? null : desk } : life;
}

/** Where the person sits is where they are served: the desk that had called them is told. */
function serve(life: TicketLife, id: string, desk: string): TicketLife {
  if (OVER.has(life.state)) return losing(life, id, desk, null);
  const moved = life.desk !== null && life.desk !== desk ? losing(life, id, life.desk, desk) : life;
  return { ...moved, state: 'serving', desk, to: null };
}

/** What desks do, as it is kept in columns. */
export interface KeptAct {
  readonly act: string;
  readonly desk: string;
  readonly target: string | null;
  readonly undoes: string | null;
}

/** What a desk does; the rest is its holder's, or the city's. */
export type DeskAct =
  | Exclude<LifeAct, { readonly kind: 'finish' | 'leave' | 'withdraw' | 'void' }>
  | { readonly kind: 'finish' | 'leave' };

/** `null` for one of a newer program, which says nothing here. */
export function keptActOf({ act, desk, target, undoes }: KeptAct): DeskAct | null {
  switch (act) {
    case 'call':
    case 'recall':
    case 'serve':
    case 'no-show':
      return { kind: act, desk };
    case 'finish':
    case 'leave':
      return { kind: act };
    case 'transfer':
      return target === null ? null : { kind: act, to: target };
    case 'undo':
      return undoes === null ? null : { kind: act, undoes };
    default:
      return null;
  }
}
