import { type Known, staleOf } from './known-today.ts';
import { type Finding, lineAt, type Source } from './source-files.ts';
import { isNode, type SyntaxNode, visit } from './syntax.ts';

const MAX_FILE_LINES = 400;
const MAX_FUNCTION_LINES = 60;

interface Measured {
  key: string;
  file: string;
  line: number;
  lines: number;
  limit: number;
}

/** A test is one sequence of steps, so only the length of its file counts. */
const areFunctionsMeasured = (file: string): boolean => !file.startsWith('tests/') || file.startsWith('tests/support/');

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/** Files and functions that are too long, and longer than the list of today's says. */
export function tooLong(sources: readonly Source[], known: Known): Finding[] {
  const measured = longOnes(sources);
  const long = measured
    .filter(({ key, lines }) => lines > (known[key] ?? 0))
    .map(({ key, file, line, lines, limit }) => {
      const what = key === file ? 'the file' : key.slice(file.length + 1);
      return { file, line, complaint: `${what} has ${lines} lines, at most ${known[key] ?? limit}` };
    });
  return [...long, ...staleOf(longestByKey(measured), known)];
}

export const longestOf = (sources: readonly Source[]): Map<string, number> => longestByKey(longOnes(sources));

function longestByKey(measured: readonly Measured[]): Map<string, number> {
  const longest = new Map<string, number>();
  for (const { key, lines } of measured) longest.set(key, Math.max(longest.get(key) ?? 0, lines));
  return longest;
}

function longOnes(sources: readonly Source[]): Measured[] {
  return sources.flatMap(({ file, text, module }) => {
    if (!module) return [];
    const lines = text.trimEnd().split('\n').length;
    const long: Measured[] = lines > MAX_FILE_LINES ? [{ key: file, file, line: 1, lines, limit: MAX_FILE_LINES }] : [];
    if (!areFunctionsMeasured(file)) return long;
    visit(module.program, (node, parents) => {
      if (!FUNCTIONS.has(node.type)) return;
      const from = lineAt(text, Number(node.start));
      const length = lineAt(text, Number(node.end)) - from + 1;
      if (length <= MAX_FUNCTION_LINES || isDescribe(parents, text)) return;
      const name = nameOf(node, parents, text);
      long.push({ key: `${file} ${name}`, file, line: from, lines: length, limit: MAX_FUNCTION_LINES });
    });
    return long;
  });
}

/** A group of tests is a list, not a function. */
function isDescribe(parents: readonly SyntaxNode[], text: string): boolean {
  const call = parents.at(-1);
  return call?.type === 'CallExpression' && calleeOf(call, text).startsWith('describe');
}

const calleeOf = ({ callee }: SyntaxNode, text: string): string =>
  isNode(callee) ? text.slice(Number(callee.start), Number(callee.end)) : '';

function nameOf(node: SyntaxNode, parents: readonly SyntaxNode[], text: string): string {
  if (isNode(node.id)) return String(node.id.name);
  const parent = parents.at(-1);
  const named = parent?.id ?? parent?.key;
  if (isNode(named)) return String(named.name ?? named.value);
  return parent?.type === 'CallExpression' ? `callback of ${calleeOf(parent, text).split('\n')[0]}` : 'function';
}
