import { z } from 'zod';

/** JSON pointers (RFC 6901) to values of the same document: examples until the city confirms them. A list so marked may lack some. */
export const ToConfirm = z.array(z.string()).default([]);

export function pointersToNothing(document: { toConfirm: readonly string[] }) {
  return [...document.toConfirm.entries()]
    .filter(([, pointer]) => !resolves(document, pointer))
    .map(([index, pointer]) => ({
      code: 'custom' as const,
      path: ['toConfirm', index],
      message: `${pointer} points to nothing in this document; expected a JSON pointer such as /address`,
    }));
}

function resolves(document: unknown, pointer: string): boolean {
  if (!pointer.startsWith('/')) return false;
  let value: unknown = document;
  for (const token of pointer.slice(1).split('/')) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false;
    value = Reflect.get(value, key);
  }
  return value !== undefined;
}
