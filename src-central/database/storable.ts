/** Deeper than any event or profile of ours; PostgreSQL's own parser gives up at some thousands. */
const MOST_DEPTH = 32;

/** jsonb holds neither U+0000 nor half a surrogate pair. */
export const isStorableText = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

/** Whether jsonb can hold it; `value` is what JSON was read as. */
export function isStorable(value: unknown, depth = MOST_DEPTH): boolean {
  if (typeof value === 'string') return isStorableText(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  return Array.isArray(value)
    ? value.every((item) => isStorable(item, depth - 1))
    : Object.entries(value).every(([name, item]) => isStorableText(name) && isStorable(item, depth - 1));
}

const FIRST_INSTANT_MS = Date.parse('0001-01-02T00:00:00Z');
const LAST_INSTANT_MS = Date.parse('9999-12-30T23:59:59.999Z');

/**
 * Whether it has a year of four digits in every zone, which PostgreSQL and RFC 3339 write alike; `ms` is milliseconds since 1970, or NaN for no
 * time at all.
 */
export const isStorableInstant = (ms: number): boolean => ms >= FIRST_INSTANT_MS && ms <= LAST_INSTANT_MS;
