import type { Checker, Type } from 'typescript/unstable/sync';

/**
 * Recognises a `Result`, a union with one, or a promise of one, by its shape: `ok` distinguishes two cases. The name would not do, because
 * `hardware` has result types of its own.
 */
export function isResult(type: Type, checker: Checker, known: Map<number, boolean>): boolean {
  const before = known.get(type.id);
  if (before !== undefined) return before;
  const promised = promisedBy(type, checker);
  const answer = promised === null ? hasTwoCases(type, checker) : isResult(promised, checker, known);
  known.set(type.id, answer);
  return answer;
}

function promisedBy(type: Type, checker: Checker): Type | null {
  const definite = checker.getNonNullableType(type) ?? type;
  if (!definite.isObjectType() || !definite.isTypeReference() || definite.getSymbol()?.name !== 'Promise') return null;
  try {
    return checker.getTypeArguments(definite)[0] ?? null;
  } catch {
    // TypeScript 7.0.2 panics here if the type is a tuple, but answers the next question. A tuple is no Result.
    return null;
  }
}

function hasTwoCases(type: Type, checker: Checker): boolean {
  const definite = checker.getNonNullableType(type) ?? type;
  const isUnion = definite.isUnionType();
  if (!isUnion && !definite.isObjectType()) return false;
  const ok = checker.getPropertyOfType(definite, 'ok');
  const kind = ok && checker.getTypeOfSymbol(ok);
  // A single object whose `ok` is any `boolean`, such as fetch's response, is no Result.
  return kind !== undefined && checker.typeToString(kind) === (isUnion ? 'boolean' : 'false');
}
