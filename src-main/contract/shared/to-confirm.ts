import { z } from 'zod';
import { valueAt } from './json-pointer.ts';

/**
 * JSON pointers (RFC 6901) to values of the same document that are only examples until the city confirms them. A list among these values
 * may also lack entries.
 */
export const ToConfirm = z.array(z.string()).default([]);

export function pointersToNothing(document: { toConfirm: readonly string[] }) {
  return [...document.toConfirm.entries()]
    .filter(([, pointer]) => pointer === '' || valueAt(document, pointer) === undefined)
    .map(([index, pointer]) => ({
      code: 'custom' as const,
      path: ['toConfirm', index],
      message: `${pointer} points to nothing in this document; expected a JSON pointer such as /address`,
    }));
}
