/**
 * Derives the state of a ticket after its number was issued. Desks, the kiosk's staff and other systems record events, and the state
 * follows from the set of events alone. It does not matter in which sequence, how often and by which path they arrive, and no clock is
 * involved: kiosks with the same events see the same state.
 */

/**
 * The states of a turn, each with the place of its holder. `coming`: the turn was taken at home, and its holder has not arrived. `called`
 * and `serving`: the holder is at a desk. `parked`: the desk calls the turn back later, and is free meanwhile. `missed`: the holder was
 * called and did not come to the desk. `left`: the holder gave up, or the kiosk's staff voided the number. `lapsed`: the turn was taken at
 * home, and its holder never came to the office. `void`: the city cancelled the turn, or its holder gave it up on a phone.
 */
export const TURN_STATES = {
  coming: 'coming',
  waiting: 'waits',
  called: 'at-desk',
  serving: 'at-desk',
  parked: 'away',
  missed: 'away',
  served: 'over',
  left: 'over',
  lapsed: 'over',
  void: 'over',
} as const;
export type TurnState = keyof typeof TURN_STATES;

/** Whether the holder waits for the call, in the office or on the way there. */
export const isBeforeCall = (state: TurnState): boolean => ['coming', 'waits'].includes(TURN_STATES[state]);

/**
 * The turn's state for each state of a ticket. Desks, the hall, phones, lists and figures, in TypeScript and in SQL, follow from this
 * table.
 */
export const LIFE_STATES = {
  waiting: 'waiting',
  coming: 'coming',
  arrived: 'waiting',
  called: 'called',
  recalled: 'called',
  serving: 'serving',
  parked: 'parked',
  served: 'served',
  'no-show': 'missed',
  // The next desk calls a transferred ticket like any waiting turn.
  transferred: 'waiting',
  left: 'left',
  withdrawn: 'left',
  lapsed: 'lapsed',
  voided: 'void',
} as const satisfies Record<string, TurnState>;
export type LifeState = keyof typeof LIFE_STATES;

type Phase = (typeof TURN_STATES)[TurnState];
export type LifeStateIn<Place extends Phase> = {
  [S in LifeState]: (typeof TURN_STATES)[(typeof LIFE_STATES)[S]] extends Place ? S : never;
}[LifeState];

export const isIn = <Place extends Phase>(state: LifeState, place: Place): state is LifeStateIn<Place> =>
  TURN_STATES[LIFE_STATES[state]] === place;
export const statesIn = <Place extends Phase>(place: Place): LifeStateIn<Place>[] =>
  (Object.keys(LIFE_STATES) as LifeState[]).filter((state) => isIn(state, place));

/**
 * The acts of a desk on a ticket. `names`: the member that an act of this kind has in addition to `kind`. `makes`: the ticket's state after
 * the act, `null` if the act alone does not decide it. `desk`: the acting desk; `to`: the service or desk that calls the ticket next;
 * `undoes`: the id of the undone act, which is never an undo itself.
 */
const DESK_ACTS = {
  call: { names: 'desk', makes: 'called' },
  recall: { names: 'desk', makes: 'recalled' },
  serve: { names: 'desk', makes: 'serving' },
  park: { names: 'desk', makes: 'parked' },
  'no-show': { names: 'desk', makes: 'no-show' },
  finish: { names: null, makes: 'served' },
  leave: { names: null, makes: 'left' },
  /** A further errand in the same visit. It is counted, and does not change the state. */
  errand: { names: null, makes: null },
  transfer: { names: 'to', makes: 'transferred' },
  undo: { names: 'undoes', makes: null },
} as const satisfies Record<string, { names: 'desk' | 'to' | 'undoes' | null; makes: LifeState | null }>;
export type DeskWord = keyof typeof DESK_ACTS;
const DESK_WORDS = Object.keys(DESK_ACTS) as DeskWord[];

/**
 * The acts of a kiosk on a turn that was taken at home (`from-home.ts`). Kiosks store them and send them to each other like the acts of
 * desks. `to` of `come`: the mark that proves the arrival (`arrivalMark`).
 */
const KIOSK_ACTS = {
  come: { names: 'to', makes: 'coming' },
  arrive: { names: null, makes: 'arrived' },
  'put-behind': { names: null, makes: 'coming' },
  lapse: { names: null, makes: 'lapsed' },
} as const satisfies Record<string, { names: 'to' | null; makes: LifeState }>;
export type KioskWord = keyof typeof KIOSK_ACTS;

const ACTS = { ...DESK_ACTS, ...KIOSK_ACTS };
export const ACT_WORDS = [...DESK_WORDS, ...(Object.keys(KIOSK_ACTS) as KioskWord[])];
const isActWord = (word: string): word is DeskWord | KioskWord => Object.hasOwn(ACTS, word);

/** The acts of a desk that name nothing besides the desk and the ticket. */
export type OrderOfTicket = {
  [W in DeskWord]: (typeof DESK_ACTS)[W]['names'] extends 'desk' | null ? W : never;
}[DeskWord];
export const ORDERS_OF_TICKET = DESK_WORDS.filter((word): word is OrderOfTicket => {
  const { names } = DESK_ACTS[word];
  return names === 'desk' || names === null;
});

type Naming<Name extends string | null> = Name extends string ? { readonly [N in Name]: string } : object;
export type DeskAct = { [W in DeskWord]: { readonly kind: W } & Naming<(typeof DESK_ACTS)[W]['names']> }[DeskWord];
export type KioskAct = {
  [W in KioskWord]: { readonly kind: W } & Naming<(typeof KIOSK_ACTS)[W]['names']>;
}[KioskWord];
/** An act that only a newer program knows: it changes nothing here, and is stored and passed on unchanged. */
export interface UnknownAct extends Omit<KeptAct, 'desk'> {
  readonly kind: 'unknown';
}
/**
 * Any act on a ticket. `withdraw`: its holder gave up the ticket, or the kiosk's staff voided it. `void`: the city cancelled it, or its
 * holder gave it up on a phone.
 */
export type LifeAct = DeskAct | KioskAct | { readonly kind: 'withdraw' | 'void' } | UnknownAct;

/** Returns the turn's state after an act of a desk or kiosk; `null` if the act alone does not decide it, and for all other acts. */
export const turnMadeBy = (kind: LifeAct['kind']): TurnState | null => {
  const makes = isActWord(kind) ? ACTS[kind].makes : null;
  return makes === null ? null : LIFE_STATES[makes];
};

export const endsVisit = (kind: LifeAct['kind']): boolean => {
  const turn = turnMadeBy(kind);
  return turn !== null && TURN_STATES[turn] !== 'at-desk' && TURN_STATES[turn] !== 'coming';
};

export interface LifeEvent {
  readonly id: string;
  /** Position in the sequence of events: higher than the ranks of all events that the writer knew. */
  readonly rank: number;
  /** The writer. If two events have the same rank, the one whose writer has the smaller name comes first, on every kiosk. */
  readonly by: string;
  readonly act: LifeAct;
}

/**
 * A desk that must be informed that it does not have the number: its own act `id` came after another desk's call or after the end of the
 * turn, or another desk began to serve the citizen by the act `id`. `heldBy`: the desk that has the number, `null` if the turn is over.
 */
export interface LostCall {
  readonly id: string;
  readonly desk: string;
  readonly heldBy: string | null;
}

export interface TicketLife {
  readonly state: LifeState;
  /** The desk that serves or calls the turn, or has parked or finished it; `null`: none. */
  readonly desk: string | null;
  /** The service or desk to which the ticket was transferred; `null` if it was not, and once a desk has called or served it. */
  readonly to: string | null;
  readonly lost: readonly LostCall[];
}

const BEGINNING: TicketLife = { state: 'waiting', desk: null, to: null, lost: [] };

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const inOrder = (one: LifeEvent, other: LifeEvent): number =>
  one.rank - other.rank || compare(one.by, other.by) || compare(one.id, other.id);

/** Two events with one id exist only by a bug of a writer. This text decides which of them is kept, the same on every kiosk. */
const textOf = ({ id, rank, by, act }: LifeEvent): string =>
  JSON.stringify([id, rank, by, Object.entries(act).toSorted(([one], [other]) => compare(one, other))]);

/** Returns the union of both sets of events, each event once, in sequence. */
export function mergeLife(one: readonly LifeEvent[], other: readonly LifeEvent[]): LifeEvent[] {
  const byId = new Map<string, LifeEvent>();
  for (const event of [...one, ...other]) {
    const held = byId.get(event.id);
    if (held === undefined || textOf(event) < textOf(held)) byId.set(event.id, event);
  }
  return [...byId.values()].toSorted(inOrder);
}

export const nextRank = (known: readonly LifeEvent[]): number =>
  known.reduce((highest, { rank }) => Math.max(highest, rank), 0) + 1;

/** Returns the state after a set of events about one ticket; their sequence in the list does not matter. */
export function lifeOf(events: readonly LifeEvent[]): TicketLife {
  const all = mergeLife(events, []);
  const undone = new Set(all.flatMap(({ act }) => (act.kind === 'undo' ? [act.undoes] : [])));
  const standing = all.filter(({ id, act }) => act.kind !== 'undo' && !undone.has(id));
  const life = standing.reduce(step, BEGINNING);
  // A voided or withdrawn ticket is never called, even if a desk learns of this late.
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
    case 'park':
      return isIn(life.state, 'at-desk') && life.desk === act.desk ? { ...life, state: 'parked' } : life;
    case 'finish':
      return isIn(life.state, 'over') ? life : { ...life, state: 'served', to: null };
    case 'leave':
      return isIn(life.state, 'over') ? life : { ...life, state: 'left', desk: null, to: null };
    case 'transfer':
      return isIn(life.state, 'over') ? life : { ...life, state: 'transferred', desk: null, to: act.to };
    case 'come':
      return life.state === 'waiting' ? { ...life, state: 'coming' } : life;
    case 'arrive':
      // An arrival revives a lapsed turn: a kiosk that was cut off may have ended it although its holder was already here.
      return life.state === 'coming' || life.state === 'lapsed' ? { ...life, state: 'arrived' } : life;
    case 'lapse':
      return life.state === 'coming' ? { ...life, state: 'lapsed' } : life;
    case 'put-behind':
    case 'errand':
    case 'unknown':
      return life;
    case 'withdraw':
    case 'void':
    case 'undo':
      // `lifeOf` itself handles these acts.
      return life;
  }
}

const losing = (life: TicketLife, id: string, desk: string, heldBy: string | null): TicketLife => ({
  ...life,
  lost: [...life.lost, { id, desk, heldBy }],
});

function call(life: TicketLife, id: string, desk: string): TicketLife {
  if (isIn(life.state, 'over')) return losing(life, id, desk, null);
  if (!isIn(life.state, 'at-desk')) return { ...life, state: 'called', desk, to: null };
  return life.desk === desk ? life : losing(life, id, desk, life.desk);
}

/** A recall or a no-show counts only from the desk that has the number. A recall after a no-show is a new call (`step`). */
function atOwnDesk(life: TicketLife, desk: string, state: 'recalled' | 'no-show'): TicketLife {
  const isOwn = life.desk === desk && (life.state === 'called' || life.state === 'recalled');
  return isOwn ? { ...life, state, desk: state === 'no-show' ? null : desk } : life;
}

/** A desk that serves a citizen whom another desk had called takes over the number; the other desk is informed. */
function serve(life: TicketLife, id: string, desk: string): TicketLife {
  if (isIn(life.state, 'over')) return losing(life, id, desk, null);
  const moved =
    isIn(life.state, 'at-desk') && life.desk !== null && life.desk !== desk ? losing(life, id, life.desk, desk) : life;
  return { ...moved, state: 'serving', desk, to: null };
}

export interface KeptAct {
  readonly act: string;
  readonly desk: string;
  readonly target: string | null;
  readonly undoes: string | null;
}

/** Reads an act from its columns. An act without the member that its kind needs is treated like an act of a newer program (`unknown`). */
export function keptActOf({ act, desk, target, undoes }: KeptAct): DeskAct | KioskAct | UnknownAct {
  const names = isActWord(act) ? ACTS[act].names : undefined;
  const name = names ? { desk, to: target, undoes }[names] : null;
  if (names === undefined || (names !== null && name === null)) return { kind: 'unknown', act, target, undoes };
  // `ACTS` names the member that the act needs; TypeScript cannot follow the link through the table.
  return (names === null ? { kind: act } : { kind: act, [names]: name }) as DeskAct | KioskAct;
}

export const columnsOf = (act: LifeAct): Omit<KeptAct, 'desk'> =>
  act.kind === 'unknown'
    ? { act: act.act, target: act.target, undoes: act.undoes }
    : {
        act: act.kind,
        target: 'to' in act ? act.to : null,
        undoes: 'undoes' in act ? act.undoes : null,
      };
