import type { Checker, Type } from 'typescript/unstable/sync';

/**
 * Whether a type is a `Result`, a union with one, or a promise of one: `ok` distinguishes two cases. Decided by shape, because the devices
 * have their own result types.
 */
export function isResult(type: Type, checker: Checker, known: Map<number, boolean>): boolean {
  const before = known.get(type.id);
  if (before !== undefined) return before;
  const promised = promisedBy(type, checker);
  const answer = promised === null ? hasTwoCases(type, checker) : isResult(promised, checker, known);
  known.set(type.id, answer);
  return answer;
}

/** The type that a promise resolves to; `null` for other types. */
function promisedBy(type: Type, checker: Checker): Type | null {
  const definite = checker.getNonNullableType(type) ?? type;
  if (!definite.isObjectType() || !definite.isTypeReference() || definite.getSymbol()?.name !== 'Promise') return null;
  try {
    return checker.getTypeArguments(definite)[0] ?? null;
  } catch {
    // TypeScript 7.0.2 panics on a tuple here, but answers the next question. A tuple is no Result.
    return null;
  }
}

function hasTwoCases(type: Type, checker: Checker): boolean {
  const definite = checker.getNonNullableType(type) ?? type;
  const isUnion = definite.isUnionType();
  if (!isUnion && !definite.isObjectType()) return false;
  const ok = checker.getPropertyOfType(definite, 'ok');
  const kind = ok && checker.getTypeOfSymbol(ok);
  // A plain `boolean` on a single object is something else, such as fetch's response.
  return kind !== undefined && checker.typeToString(kind) === (isUnion ? 'boolean' : 'false');
}
