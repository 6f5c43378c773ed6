const MOST_DAYS = 3;
const APART_MS = 2 * 3_600_000;

/**
 * Returns, for each of the first `MOST_DAYS` days with free appointment times, the first time and the next one at least `APART_MS` later,
 * for people who cannot come at the first. `without`: times to leave out.
 */
export function fewHours(
  days: readonly { readonly starts: readonly string[] }[],
  without: ReadonlySet<string>,
): string[] {
  return days
    .map(({ starts }) => starts.filter((start) => !without.has(start)))
    .filter((starts) => starts.length > 0)
    .slice(0, MOST_DAYS)
    .flatMap((starts) => {
      const [first = ''] = starts;
      const later = starts.find((start) => Date.parse(start) >= Date.parse(first) + APART_MS);
      return later === undefined ? [first] : [first, later];
    });
}
