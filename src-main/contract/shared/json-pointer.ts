/** Writes a JSON pointer (RFC 6901): `/services/2/name`. */
export const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const tokensOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));

export function valueAt(document: unknown, pointer: string): unknown {
  if (pointer !== '' && !pointer.startsWith('/')) return undefined;
  let value = document;
  for (const key of tokensOf(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

/**
 * Returns a copy of the document with `value` at the pointer. Missing objects are created; `-` appends to a list; `undefined` deletes.
 * Objects and lists beside the path to the value are shared with the original.
 */
export function withValueAt(document: unknown, pointer: string, value: unknown): unknown {
  const [key, ...rest] = tokensOf(pointer);
  if (key === undefined) return value;
  const deeper = (inside: unknown) => withValueAt(inside, pointerTo(rest), value);
  if (Array.isArray(document)) {
    const index = key === '-' ? document.length : Number(key);
    return rest.length === 0 && value === undefined
      ? document.toSpliced(index, 1)
      : document.toSpliced(index, 1, deeper(document[index]));
  }
  const members = typeof document === 'object' && document !== null ? document : {};
  const { [key]: inside, ...others } = members as Record<string, unknown>;
  if (rest.length === 0 && value === undefined) return others;
  return { ...members, [key]: deeper(inside) };
}
