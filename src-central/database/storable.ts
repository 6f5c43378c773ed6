/**
 * Largest depth of a stored value. No event or profile of this program is as deep, and PostgreSQL's parser fails at a few thousand levels.
 */
const MOST_DEPTH = 32;

/** Whether jsonb can hold a text. It can hold neither U+0000 nor half a surrogate pair. */
export const isStorableText = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

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
 * Whether the time has a four-digit year in every zone, so that PostgreSQL and RFC 3339 write it alike.
 * @param ms milliseconds since 1970; NaN gives false
 */
export const isStorableInstant = (ms: number): boolean => ms >= FIRST_INSTANT_MS && ms <= LAST_INSTANT_MS;
