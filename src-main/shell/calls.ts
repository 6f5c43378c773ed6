import { type Result, refuse, succeed } from '../domain/result.ts';
import { type PageMethod, pageMethods, type Refusal } from '../session/contract/kiosk-api.ts';

/** Longest parameters of a call, in characters of JSON; a touch needs about a tenth of this. */
export const MAX_PARAMS_CHARACTERS = 4_096;

export type PageCall = { method: PageMethod; params: unknown };

const isPageMethod = (name: string): name is PageMethod => Object.hasOwn(pageMethods, name);

/** Validates a call from the page: a method the page may use, with exactly its parameters. */
export function readCall(method: unknown, params: unknown): Result<PageCall, Refusal> {
  if (typeof method !== 'string' || !isPageMethod(method)) return bad('method');
  if (!isSmall(params)) return bad('size');
  const checked = pageMethods[method].safeParse(params);
  if (checked.success) return succeed({ method, params: checked.data });
  return bad(checked.error.issues[0]?.path.join('.') || 'params');
}

function isSmall(params: unknown): boolean {
  try {
    return (JSON.stringify(params) ?? '').length <= MAX_PARAMS_CHARACTERS;
  } catch {
    // The value is circular or cannot be written as JSON, so it is not within the contract.
    return false;
  }
}

const bad = (detail: string): Result<PageCall, Refusal> => refuse({ kind: 'bad-message', detail });
