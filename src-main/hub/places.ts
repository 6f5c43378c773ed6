/** One of several that share places: connections, or codes of browsers that wait. */
export interface Held {
  /** Who shares: a network, an address, a browser or a kiosk. */
  readonly group: string;
  /** When the connection last did something, milliseconds of the monotonic clock. */
  readonly atMs: number;
}

/**
 * Whose place goes when places run out: of the group that holds the most, the one without a sign for the longest. A group with few places
 * so keeps them, however many another one asks for; between equals the newest stays. `null`: no place is held.
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
