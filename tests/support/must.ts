import type { Result } from '../../src-main/domain/result.ts';

/** The value of a result that a test cannot go on without. */
export function must<T>(result: Result<T, { kind: string; detail?: string | undefined }>): T {
  if (!result.ok) throw new Error([result.error.kind, result.error.detail].filter(Boolean).join(': '));
  return result.value;
}
