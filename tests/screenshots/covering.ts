type Pair = readonly [one: number, value: number, other: number, otherValue: number];

/**
 * Returns few rows in which each pair of values of two factors occurs, because most faults need two factors at once and hardly any need
 * three. `counts` has the count of values of each factor; a row has the index of one value per factor. Each row begins with a pair that no
 * row has yet, and then takes the values that add most such pairs.
 */
export function coverPairs(counts: readonly number[]): number[][] {
  const open = new Map(pairsOf(counts).map((pair) => [pair.join(), pair]));
  const rows: number[][] = [];
  for (let first = open.values().next(); first.done !== true; first = open.values().next()) {
    const [one, value, other, otherValue] = first.value;
    const row = new Map([
      [one, value],
      [other, otherValue],
    ]);
    for (const [thing, count] of counts.entries())
      if (!row.has(thing)) row.set(thing, bestFor(thing, count, row, open));
    for (const pair of pairsIn(row)) open.delete(pair);
    rows.push(counts.map((_, thing) => row.get(thing) ?? 0));
  }
  return rows;
}

function pairsOf(counts: readonly number[]): Pair[] {
  return counts.flatMap((count, one) =>
    counts.flatMap((otherCount, other) =>
      other <= one
        ? []
        : Array.from(
            { length: count * otherCount },
            (_, index): Pair => [one, Math.floor(index / otherCount), other, index % otherCount],
          ),
    ),
  );
}

const keyOf = (one: number, value: number, other: number, otherValue: number): string =>
  (one < other ? [one, value, other, otherValue] : [other, otherValue, one, value]).join();

const pairsIn = (row: ReadonlyMap<number, number>): string[] =>
  [...row].flatMap(([one, value]) =>
    [...row].flatMap(([other, otherValue]) => (one < other ? [keyOf(one, value, other, otherValue)] : [])),
  );

/**
 * Returns the value of a factor that adds most pairs to the row. Values that add equally many take turns, so that none of them is in most
 * rows.
 */
function bestFor(
  thing: number,
  count: number,
  row: ReadonlyMap<number, number>,
  open: ReadonlyMap<string, Pair>,
): number {
  const newWith = (value: number): number =>
    [...row].filter(([other, otherValue]) => open.has(keyOf(thing, value, other, otherValue))).length;
  const from = open.size % count;
  const turns = Array.from({ length: count }, (_, index) => (from + index) % count);
  return turns.reduce((best, value) => (newWith(value) > newWith(best) ? value : best));
}
