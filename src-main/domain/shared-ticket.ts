/**
 * What the kiosks of one office tell each other of a number, and how two of them come to the same: what is said is a set that only grows, so that it may come in
 * any order, however often, and from whomever.
 */

/** What somebody did with a number, as it is kept and sent; `act` may be a newer program's. */
export interface SharedAct {
  readonly id: string;
  readonly rank: number;
  readonly by: string;
  readonly act: string;
  readonly target: string | null;
  readonly note: string | null;
  readonly undoes: string | null;
  /** How old its order was when it was carried out, by the clock of the desk that ordered it; milliseconds. */
  readonly ageMs: number;
  /** When it was done, milliseconds since 1970 by the clock of the kiosk that wrote it. */
  readonly atMs: number;
}

/** What its own kiosk says of a number, and the others of it. */
export interface SharedTicket {
  /** Of the kiosk that gave it. */
  readonly slot: number;
  readonly asked: { readonly preferential: boolean; readonly comeAndFetch: boolean };
  readonly withdrawnAtMs: number | null;
  readonly isVoided: boolean;
  /** By the staff: that it was served, and what of that was taken back. */
  readonly served: readonly SharedAct[];
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** The same for the same content, in whatever order its fields came. */
const textOf = (value: object): string =>
  JSON.stringify(Object.entries(value).toSorted(([one], [other]) => compare(one, other)));

/** All of both about one number, each id once; of two that claim one id the same holds for everybody. */
export function mergeActs<Act extends { readonly id: string }>(known: readonly Act[], heard: readonly Act[]): Act[] {
  const byId = new Map<string, Act>();
  for (const act of [...known, ...heard]) {
    const held = byId.get(act.id);
    if (held === undefined || (held !== act && textOf(act) < textOf(held))) byId.set(act.id, act);
  }
  return [...byId.values()];
}

/** What its holder asks of the staff may change, and its own kiosk alone knows it first; all else that is said once holds. */
export function mergeTicket<Ticket extends SharedTicket>(known: Ticket, heard: Ticket, isFromOwner: boolean): Ticket {
  const moments = [known.withdrawnAtMs, heard.withdrawnAtMs].filter((atMs) => atMs !== null);
  return {
    ...known,
    ...(isFromOwner ? { asked: heard.asked } : {}),
    withdrawnAtMs: moments.length === 0 ? null : Math.min(...moments),
    isVoided: known.isVoided || heard.isVoided,
    served: mergeActs(known.served, heard.served).toSorted((one, other) => compare(one.id, other.id)),
  };
}

/** A number, and the orders that were carried out with it; `ageMs` as in `SharedAct`. */
export interface OrderedTicket {
  readonly ticketId: string;
  readonly issuedAtMs: number;
  readonly orders: readonly { readonly id: string; readonly ageMs: number }[];
}

/**
 * An order that was not answered may have been carried out all the same, by a kiosk that went away, and once more by the one that took over, with another number. It
 * counts with the number with which it was carried out last, when it was oldest: a desk asks again until it is answered, and no more, so that this is the one it heard.
 * Of orders of one age the number that was given last holds. Returns by ticket the orders that do not count with it.
 */
export function ordersThatCountElsewhere(tickets: Iterable<OrderedTicket>): ReadonlyMap<string, ReadonlySet<string>> {
  const holders = new Map<string, { ticket: OrderedTicket; ageMs: number }>();
  const elsewhere = new Map<string, Set<string>>();
  for (const ticket of tickets)
    for (const { id, ageMs } of ticket.orders) {
      const other = holders.get(id);
      const isLater = other === undefined || goesAfter({ ticket, ageMs }, other);
      if (isLater) holders.set(id, { ticket, ageMs });
      const loser = isLater ? other?.ticket : ticket;
      if (loser === undefined || loser.ticketId === holders.get(id)?.ticket.ticketId) continue;
      elsewhere.set(loser.ticketId, (elsewhere.get(loser.ticketId) ?? new Set()).add(id));
    }
  return elsewhere;
}

interface CarriedOut {
  readonly ticket: OrderedTicket;
  readonly ageMs: number;
}

function goesAfter(one: CarriedOut, other: CarriedOut): boolean {
  if (one.ageMs !== other.ageMs) return one.ageMs > other.ageMs;
  const [mine, its] = [one.ticket, other.ticket];
  return mine.issuedAtMs === its.issuedAtMs ? mine.ticketId > its.ticketId : mine.issuedAtMs > its.issuedAtMs;
}
