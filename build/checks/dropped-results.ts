import { type Node, type SourceFile, SyntaxKind } from 'typescript/unstable/ast';
import {
  isArrowFunction,
  isAwaitExpression,
  isBinaryExpression,
  isCallExpression,
  isConditionalExpression,
  isExpressionStatement,
  isParenthesizedExpression,
  isVoidExpression,
} from 'typescript/unstable/ast/is';
import { type Checker, SignatureKind, type Type } from 'typescript/unstable/sync';
import { type Finding, lineAt } from './source-files.ts';

/**
 * Matches the comment that allows a dropped `Result`. The comment is on the call's line or the line before and says why no caller can use
 * the result.
 */
const MARK = /\/\/ Result ignored: \S/;

interface Candidate {
  node: Node;
  file: SourceFile;
  /**
   * The arrow function whose body is the call; `null`: there is none. The `Result` is dropped if the caller of this function expects no
   * result.
   */
  arrow: Node | null;
}

const EITHER = new Set([SyntaxKind.AmpersandAmpersandToken, SyntaxKind.BarBarToken, SyntaxKind.QuestionQuestionToken]);

/** Finds calls that return a `Result`, or a promise of one, and drop it. `nameOf` makes file names relative to the root. */
export function droppedResults(
  files: readonly SourceFile[],
  checker: Checker,
  nameOf: (file: SourceFile) => string,
): Finding[] {
  const candidates = files.flatMap(candidatesIn);
  const types = checker.getTypeAtLocation(candidates.map(({ node }) => node));
  const known = new Map<number, boolean>();
  return candidates.flatMap(({ node, file, arrow }, index) => {
    const type = types[index];
    if (!type || !isResult(type, checker, known)) return [];
    if (arrow !== null && !isWantedByNobody(arrow, checker)) return [];
    const line = lineAt(file.text, node.getStart(file));
    if (isMarked(file.text, line)) return [];
    return {
      file: nameOf(file),
      line,
      complaint: 'drops a Result: handle it, log it, or write "// Result ignored: why"',
    };
  });
}

function candidatesIn(file: SourceFile): Candidate[] {
  const found: Candidate[] = [];
  const add = (expression: Node, arrow: Node | null): void => {
    const node = bare(expression);
    if (isConditionalExpression(node)) for (const one of [node.whenTrue, node.whenFalse]) add(one, arrow);
    else if (isBinaryExpression(node) && EITHER.has(node.operatorToken.kind))
      for (const one of [node.left, node.right]) add(one, arrow);
    else if (isCallExpression(node) || isAwaitExpression(node)) found.push({ node, file, arrow });
  };
  const see = (node: Node): void => {
    if (isExpressionStatement(node) && !isVoidExpression(node.expression)) add(node.expression, null);
    else if (isVoidExpression(node)) add(node.expression, null);
    else if (isArrowFunction(node) && !isVoidExpression(node.body)) add(node.body, node);
    node.forEachChild(see);
  };
  see(file);
  return found;
}

const bare = (node: Node): Node =>
  isParenthesizedExpression(node) || isVoidExpression(node) ? bare(node.expression) : node;

function isWantedByNobody(arrow: Node, checker: Checker): boolean {
  if (!isArrowFunction(arrow)) return false;
  const wanted = checker.getContextualType(arrow);
  const [signature] = wanted ? checker.getSignaturesOfType(wanted, SignatureKind.Call) : [];
  const answer: Type | undefined = signature && checker.getReturnTypeOfSignature(signature);
  return answer !== undefined && checker.typeToString(answer) === 'void';
}

function isMarked(text: string, line: number): boolean {
  const lines = text.split('\n');
  return [lines[line - 1], lines[line - 2]].some((one) => one !== undefined && MARK.test(one));
}

/**
 * Recognises a `Result`, a union with one, or a promise of one, by its shape: `ok` distinguishes two cases. The type's name is not
 * compared, because `hardware` has result types with other names.
 */
function isResult(type: Type, checker: Checker, known: Map<number, boolean>): boolean {
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
    // TypeScript 7.0.2 panics here if the type is a tuple, but answers later questions. A tuple is no `Result`, so the panic is ignored.
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
