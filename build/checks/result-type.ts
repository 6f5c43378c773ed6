import type { Checker, Type } from 'typescript/unstable/sync';

/**
 * Whether a type is a `Result`, has one among its members, or is a promise of one: `ok` tells two cases apart. By shape, as the devices'
 * results are their own.
 */
export function isResult(type: Type, checker: Checker, known: Map<number, boolean>): boolean {
  const before = known.get(type.id);
  if (before !== undefined) return before;
  const promised = promisedBy(type, checker);
  const answer = promised === null ? hasTwoCases(type, checker) : isResult(promised, checker, known);
  known.set(type.id, answer);
  return answer;
}

/** What a promise resolves to; `null` for what is no promise. */
function promisedBy(type: Type, checker: Checker): Type | null {
  const definite = checker.getNonNullableType(type) ?? type;
  if (!definite.isObjectType() || !definite.isTypeReference() || definite.getSymbol()?.name !== 'Promise') return null;
  try {
    return checker.getTypeArguments(definite)[0] ?? null;
  } catch {
    // TypeScript 7.0.2 panics when a tuple is asked for this way, and answers the next question all the same. A tuple is no Result.
    return null;
  }
}

function hasTwoCases(type: Type, checker: Checker): boolean {
  const definite = checker.getNonNullableType(type) ?? type;
  const isUnion = definite.isUnionType();
  if (!isUnion && !definite.isObjectType()) return false;
  const ok = checker.getPropertyOfType(definite, 'ok');
  const kind = ok && checker.getTypeOfSymbol(ok);
  // `boolean` on one object is something else: what fetch answers.
  return kind !== undefined && checker.typeToString(kind) === (isUnion ? 'boolean' : 'false');
}
