import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { isNode, type SyntaxNode, visit } from '../../build/checks/syntax.ts';

/** Replaces a part of a test's name that is known only at run time. */
export const UNKNOWN_PART = '…';
const LEFT_OUT = new Set(['skip', 'todo', 'fixme', 'fails', 'fail']);

/** Returns the names of a file's tests from its source, without skipped ones; `null` if the file does not exist. */
export function testsIn(root: string, file: string): ReadonlySet<string> | null {
  const path = join(root, file);
  if (!existsSync(path)) return null;
  const names = new Set<string>();
  visit(parseSync(path, readFileSync(path, 'utf8')).program, (node, parents) => {
    const isLeftOut = [node, ...parents].some((one) => calledAs(one).some((word) => LEFT_OUT.has(word)));
    const name = isTest(calledAs(node)) && !isLeftOut ? nameGiven(node) : null;
    if (name !== null) names.add(name);
  });
  return names;
}

const FORMS = new Set(['each', 'for', 'only', 'concurrent', 'sequential', 'runIf', 'skipIf', ...LEFT_OUT]);
/** `test` and `it.each` are tests, `test.describe` and `test.info` are not. */
const isTest = ([word = '', ...forms]: readonly string[]): boolean =>
  (word === 'test' || word === 'it') && forms.every((form) => FORMS.has(form));

/** Splits a called name into its parts: `test.each(…)('…')` gives `test`, `each`. */
function calledAs(node: SyntaxNode): string[] {
  if (node.type === 'Identifier') return [String(node.name)];
  if (node.type === 'CallExpression' && isNode(node.callee)) return calledAs(node.callee);
  if (node.type === 'TaggedTemplateExpression' && isNode(node.tag)) return calledAs(node.tag);
  if (node.type !== 'MemberExpression' || !isNode(node.object) || !isNode(node.property)) return [];
  return [...calledAs(node.object), String(node.property.name)];
}

function nameGiven({ arguments: given }: SyntaxNode): string | null {
  const first: unknown = Array.isArray(given) ? given[0] : undefined;
  if (!isNode(first)) return null;
  if (first.type === 'Literal' && typeof first.value === 'string') return first.value;
  if (first.type !== 'TemplateLiteral' || !Array.isArray(first.quasis)) return null;
  return first.quasis.map((quasi: unknown) => (isNode(quasi) ? cooked(quasi) : '')).join(UNKNOWN_PART);
}

function cooked({ value }: SyntaxNode): string {
  return typeof value === 'object' && value !== null && 'cooked' in value ? String(value.cooked) : '';
}
