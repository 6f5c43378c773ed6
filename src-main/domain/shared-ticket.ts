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

/** A number, and the orders that were carried out with it. */
export interface OrderedTicket {
  readonly ticketId: string;
  readonly issuedAtMs: number;
  readonly orderIds: readonly string[];
}

/**
 * An order that was not answered may have been carried out all the same, by a kiosk that went away, and once more by the one that took over, with another number. It
 * counts with the number that came last: whoever chose that one knew that the other was taken. Returns by ticket the orders that do not count with it.
 */
export function ordersThatCountElsewhere(tickets: Iterable<OrderedTicket>): ReadonlyMap<string, ReadonlySet<string>> {
  const holders = new Map<string, OrderedTicket>();
  const elsewhere = new Map<string, Set<string>>();
  for (const ticket of tickets)
    for (const orderId of ticket.orderIds) {
      const other = holders.get(orderId);
      const isLater = other === undefined || goesAfter(ticket, other);
      if (isLater) holders.set(orderId, ticket);
      const loser = isLater ? other : ticket;
      if (loser === undefined || loser.ticketId === holders.get(orderId)?.ticketId) continue;
      elsewhere.set(loser.ticketId, (elsewhere.get(loser.ticketId) ?? new Set()).add(orderId));
    }
  return elsewhere;
}

const goesAfter = (one: OrderedTicket, other: OrderedTicket): boolean =>
  one.issuedAtMs > other.issuedAtMs || (one.issuedAtMs === other.issuedAtMs && one.ticketId > other.ticketId);
