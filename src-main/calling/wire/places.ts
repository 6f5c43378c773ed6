/** A connection, or the code of a waiting browser: each takes one of a limited number of places. */
export interface Held {
  /** The network, address, browser or kiosk whose connections or codes compete for the same places. */
  readonly group: string;
  /** Time of the last activity, milliseconds of the monotonic clock. */
  readonly atMs: number;
}

/**
 * Chooses the connection or code that loses its place when places run out: the longest idle one of the group with the most places. A group
 * with few places thereby keeps them, however many another group asks for. Of several that are idle equally long, the newest stays. `null`:
 * no place is held.
 */
export function firstToGo<One extends Held>(held: Iterable<One>): One | null {
  const groups = new Map<string, { count: number; idlest: One }>();
  for (const one of held) {
    const group = groups.get(one.group);
    if (group === undefined) groups.set(one.group, { count: 1, idlest: one });
    else {
      group.count += 1;
      if (one.atMs < group.idlest.atMs) group.idlest = one;
    }
  }
  let found: { count: number; idlest: One } | null = null;
  for (const group of groups.values())
    if (
      found === null ||
      group.count > found.count ||
      (group.count === found.count && group.idlest.atMs < found.idlest.atMs)
    )
      found = group;
  return found?.idlest ?? null;
}
