/**
 * The life of a ticket after its number is issued. Desks, the kiosk's staff and other systems record events; the state follows from the set
 * of events alone. Order, repetition and path of the events do not matter, and no clock is involved: kiosks with the same events see the
 * same state.
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

/** `desk`: where it happens; `to`: the service or desk that calls it next; `undoes`: the id of the undone event, never of another undo. */
export type LifeAct =
  | { readonly kind: 'call' | 'recall' | 'serve' | 'no-show'; readonly desk: string }
  | { readonly kind: 'finish' | 'leave' | 'withdraw' | 'void' }
  | { readonly kind: 'transfer'; readonly to: string }
  | { readonly kind: 'undo'; readonly undoes: string };

export interface LifeEvent {
  /** Unique for ever. */
  readonly id: string;
  /** `nextRank` of the events its writer knew, so an event precedes every reaction to it, whatever the clocks show. */
  readonly rank: number;
  /** The writer; breaks ties of rank, the smaller first, in the same way on every kiosk. */
  readonly by: string;
  readonly act: LifeAct;
}

/**
 * A desk that called or served a number which another desk has, and must be informed. `heldBy`: that desk, `null` if the ticket's life is
 * over.
 */
export interface LostCall {
  readonly id: string;
  readonly desk: string;
  readonly heldBy: string | null;
}

export interface TicketLife {
  readonly state: LifeState;
  /** The desk that has it; `null` if none. */
  readonly desk: string | null;
  /** Destination of a transfer; `null` without one. */
  readonly to: string | null;
  readonly lost: readonly LostCall[];
}

const BEGINNING: TicketLife = { state: 'waiting', desk: null, to: null, lost: [] };
const OVER: ReadonlySet<LifeState> = new Set(['served', 'left', 'withdrawn', 'voided']);
const AT_A_DESK: ReadonlySet<LifeState> = new Set(['called', 'recalled', 'serving']);

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const inOrder = (one: LifeEvent, other: LifeEvent): number =>
  one.rank - other.rank || compare(one.by, other.by) || compare(one.id, other.id);

/** Two events with one id are a bug of their writers; the text decides which one every kiosk keeps. */
const textOf = ({ id, rank, by, act }: LifeEvent): string =>
  JSON.stringify([id, rank, by, Object.entries(act).toSorted(([one], [other]) => compare(one, other))]);

/** The union of both, each event once, in order. */
export function mergeLife(one: readonly LifeEvent[], other: readonly LifeEvent[]): LifeEvent[] {
  const byId = new Map<string, LifeEvent>();
  for (const event of [...one, ...other]) {
    const held = byId.get(event.id);
    if (held === undefined || textOf(event) < textOf(held)) byId.set(event.id, event);
  }
  return [...byId.values()].toSorted(inOrder);
}

/** The rank of the next event by a writer who knows these. */
export const nextRank = (known: readonly LifeEvent[]): number =>
  known.reduce((highest, { rank }) => Math.max(highest, rank), 0) + 1;

/** The state of a set of events about one ticket; the order of the list does not matter. */
export function lifeOf(events: readonly LifeEvent[]): TicketLife {
  const all = mergeLife(events, []);
  const undone = new Set(all.flatMap(({ act }) => (act.kind === 'undo' ? [act.undoes] : [])));
  const standing = all.filter(({ id, act }) => act.kind !== 'undo' && !undone.has(id));
  const life = standing.reduce(step, BEGINNING);
  // A voided or withdrawn ticket is never called, however late a desk learns it.
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
    case 'withdraw':
    case 'void':
    case 'undo':
      // `lifeOf` applies these to the whole life.
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

/** Only the desk that has the number may recall it or report a no-show. */
function atOwnDesk(life: TicketLife, desk: string, state: 'recalled' | 'no-show'): TicketLife {
  const isOwn = life.desk === desk && (life.state === 'called' || life.state === 'recalled');
  return isOwn ? { ...life, state, desk: state === 'no-show' ? null : desk } : life;
}

/** The citizen is served where they sit; the desk that had called them is informed. */
function serve(life: TicketLife, id: string, desk: string): TicketLife {
  if (OVER.has(life.state)) return losing(life, id, desk, null);
  const moved = life.desk !== null && life.desk !== desk ? losing(life, id, life.desk, desk) : life;
  return { ...moved, state: 'serving', desk, to: null };
}

/** A desk's act as stored in columns. */
export interface KeptAct {
  readonly act: string;
  readonly desk: string;
  readonly target: string | null;
  readonly undoes: string | null;
}

/** An act of a desk; withdrawing and voiding belong to the holder and the city. */
export type DeskAct =
  | Exclude<LifeAct, { readonly kind: 'finish' | 'leave' | 'withdraw' | 'void' }>
  | { readonly kind: 'finish' | 'leave' };

/** `null` for an act of a newer program, which is ignored. */
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
