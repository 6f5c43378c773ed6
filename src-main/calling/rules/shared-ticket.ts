/**
 * The data that the kiosks of an office exchange about a number. All kiosks end with the same data: only the issuing kiosk changes `asked`,
 * and the other fields that change are merged so that the sequence, the repetition and the sender of messages make no difference.
 */

/** An act of a desk or a kiosk on a ticket, such as a call, as stored and sent; `act` may come from a newer program. */
export interface SharedAct {
  readonly id: string;
  readonly rank: number;
  readonly by: string;
  readonly act: string;
  readonly target: string | null;
  readonly note: string | null;
  readonly word: string | null;
  readonly undoes: string | null;
  /** Age of the desk's order when a kiosk carried it out, in milliseconds of the ordering desk's clock. */
  readonly ageMs: number;
  /** Time of the act, milliseconds since 1970 by the clock of the kiosk that wrote it. */
  readonly atMs: number;
}

export interface SharedTicket {
  readonly slot: number;
  readonly asked: { readonly preferential: boolean; readonly comeAndFetch: boolean };
  readonly withdrawnAtMs: number | null;
  readonly isVoided: boolean;
  /** Marks by which the staff state that the number was served, and the undoing of such marks. */
  readonly served: readonly SharedAct[];
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Equal content gives equal text, whatever the sequence of the fields. */
const textOf = (value: object): string =>
  JSON.stringify(Object.entries(value).toSorted(([one], [other]) => compare(one, other)));

/** Returns the union of both lists, each id once. If two different acts have one id, every kiosk keeps the same act. */
export function mergeActs<Act extends { readonly id: string }>(known: readonly Act[], heard: readonly Act[]): Act[] {
  const byId = new Map<string, Act>();
  for (const act of [...known, ...heard]) {
    const held = byId.get(act.id);
    if (held === undefined || (held !== act && textOf(act) < textOf(held))) byId.set(act.id, act);
  }
  return [...byId.values()];
}

/**
 * Merges what this kiosk knows of a ticket with a sibling kiosk's message. `asked` may change, so its value comes only from the kiosk that
 * issued the ticket (`isFromOwner`). Everything else only grows.
 */
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

/** A ticket and the desks' orders that were carried out with it; `ageMs` as in `SharedAct`. */
export interface OrderedTicket {
  readonly ticketId: string;
  readonly issuedAtMs: number;
  readonly orders: readonly { readonly id: string; readonly ageMs: number }[];
}

/**
 * Finds desks' orders that were carried out twice: by a kiosk that failed before it answered, and with another number by the kiosk that
 * took over. A desk repeats an order until the order is answered, so the desk received the number of the last execution, in which the order
 * was oldest (`ageMs`). The order counts for that number; of equal ages the number issued last wins. Returns, by ticket, the orders that do
 * not count for it.
 */
export function ordersThatCountElsewhere(tickets: Iterable<OrderedTicket>): ReadonlyMap<string, ReadonlySet<string>> {
  const holders = new Map<string, CarriedOut>();
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
