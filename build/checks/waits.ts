import { type Finding, isWithin, lineAt, type Source } from './source-files.ts';
import { isNode, type SyntaxNode, visit } from './syntax.ts';

/**
 * Folders of the tests of `npm test` and of their support files. Other programs under `tests` measure or drive a machine for hours, so they
 * may have time limits of their own.
 */
const PLACES = ['unit', 'integration', 'contract', 'references', 'faults', 'mutate', 'e2e', 'screenshots', 'support'];
const isWatched = (file: string): boolean =>
  PLACES.some((place) => isWithin(file, `tests/${place}`)) ||
  (isWithin(file, 'tests/reliability') && /\.test\.tsx?$/.test(file));

/**
 * Values that are allowed as a limit: the suite's limit (`tests/limits.ts`), and the values for no limit, with which the suite's limit
 * applies.
 */
const ALLOWED = new Set(['WAITS_IN_VAIN_MS', '0', 'Infinity']);
/**
 * Matches the comment that allows a limit. The comment is on the limit's line or the line before and says why no test waits for the limit.
 */
const MARK = /\/\/ Own limit: \S/;

const CLOCKS = new Set(['performance.now', 'Date.now']);
const LIMITED: Readonly<Record<string, string>> = {
  'vi.waitFor': 'vi.waitFor gives up after a second: use expect.poll',
  'vi.waitUntil': 'vi.waitUntil gives up after a second: use expect.poll',
  'AbortSignal.timeout': 'ends a wait by its own time limit: let onTestFinished or the suite end it',
  'test.setTimeout': 'sets its own time limit: the suite has one',
  'vi.setConfig': 'sets its own time limit, also for later files: the suite has one',
};
const TESTS = new Set(['it', 'test', 'beforeAll', 'beforeEach', 'afterAll', 'afterEach']);

/**
 * Finds waits in tests that have their own time limit. On a machine ten times slower such a test fails although the awaited event comes.
 */
export function limitedWaits(sources: readonly Source[]): Finding[] {
  return sources.flatMap(({ file, text, module }) => {
    if (!module || !isWatched(file)) return [];
    const findings: Finding[] = [];
    const lines = text.split('\n');
    const textOf = (node: unknown): string => (isNode(node) ? text.slice(Number(node.start), Number(node.end)) : '');
    const complain = (node: SyntaxNode, complaint: string): void => {
      const line = lineAt(text, Number(node.start));
      if (![line - 1, line - 2].some((at) => MARK.test(lines[at] ?? ''))) findings.push({ file, line, complaint });
    };
    visit(module.program, (node) => {
      if (node.type === 'Property' && textOf(node.key) === 'timeout' && isLimit(node.value, textOf))
        complain(node, `its own time limit, ${textOf(node)}: the suite has one (tests/limits.ts)`);
      if (node.type === 'CallExpression') {
        const callee = textOf(node.callee);
        const known = LIMITED[callee];
        if (known !== undefined) complain(node, known);
        const last = Array.isArray(node.arguments) ? node.arguments.at(-1) : undefined;
        if (TESTS.has(callee.split('.')[0] ?? '') && isNode(last) && last.type === 'Literal' && isLimit(last, textOf))
          complain(last, 'its own time limit: the suite has one (tests/limits.ts)');
      }
      if (/^(While|DoWhile|For)Statement$/.test(node.type) && asksClock(node.test, textOf))
        complain(node, 'a loop with its own time limit: let the suite end it');
    });
    return findings;
  });
}

/** A limit is a number or a name in capitals, except the suite's own limit. */
const isLimit = (value: unknown, textOf: (node: unknown) => string): boolean => {
  const written = textOf(value);
  return !ALLOWED.has(written) && /^(\d[\d_]*|[A-Z][A-Z_]*_MS|[A-Z][A-Z_]*)$/.test(written);
};

function asksClock(test: unknown, textOf: (node: unknown) => string): boolean {
  let asks = false;
  visit(test, (node) => {
    if (node.type === 'CallExpression' && CLOCKS.has(textOf(node.callee))) asks = true;
  });
  return asks;
}
