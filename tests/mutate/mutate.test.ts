import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readSources } from '../../build/checks/source-files.ts';
import { repositoryRoot } from '../../build/runtime.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { plantTree, removePlanted } from '../unit/build/planted-tree.ts';
import { CHOSEN_TESTS, chooseTests } from './chosen-tests.ts';
import { type Mutant, mutate } from './mutants.ts';
import { linesOf, scoreOf } from './report.ts';

const SAMPLE: Readonly<Record<string, string>> = {
  'package.json': '{ "type": "module" }',
  // In the planted tree vitest reads these settings instead of the suite's own.
  'vitest.config.ts': `export default { test: { include: (process.env.${CHOSEN_TESTS} ?? '').split('\\n') } };`,
  'age.ts':
    'export const isOfAge = (years: number): boolean => years >= 18;\nexport const unused = (): number => 1 + 1;\n',
  'age.test.ts': `import { expect, test } from 'vitest';
import { isOfAge } from './age.ts';
test('ages far from the bound', () => expect([isOfAge(3), isOfAge(40)]).toEqual([false, true]));
`,
};

test('a change far from the tested value is noticed, a change at the bound is not, and a change that no test runs is unreached', async () => {
  const root = temporaryFolder();
  for (const [name, text] of Object.entries(SAMPLE)) writeFileSync(join(root, name), text);
  symlinkSync(join(repositoryRoot, 'node_modules'), join(root, 'node_modules'));
  const running = mutate({ root, files: ['age.ts'], tests: ['age.test.ts'], config: 'vitest.config.ts', tells: false });
  onTestFinished(() => running.end());
  const mutants = (await running.mutants) ?? [];
  const resultOf = (is: string): string | undefined => mutants.find((mutant) => mutant.is === is)?.result;
  expect(resultOf('years < 18')).toBe('noticed');
  expect(resultOf('years > 18')).toBe('survived');
  expect(resultOf('1 - 1')).toBe('unreached');
  expect(linesOf(mutants)).toContain('  age.ts:1 survived: years >= 18  →  years > 18');
});

const mutant = (result: Mutant['result'], mutator = 'EqualityOperator'): Mutant => ({
  file: 'a.ts',
  line: 1,
  mutator,
  result,
  was: 'a < b',
  is: 'a <= b',
});

test('the score is the noticed share of valid programs', () => {
  expect(scoreOf([])).toBe(100);
  expect(scoreOf([mutant('noticed'), mutant('void')])).toBe(100);
  expect(scoreOf([mutant('noticed'), mutant('noticed'), mutant('survived'), mutant('unreached')])).toBe(50);
});

test('survivors are listed by family, and a kind without a family under its own name', () => {
  expect(linesOf([mutant('survived'), mutant('noticed'), mutant('survived', 'NewOperator')])).toEqual([
    'bounds: 1',
    '  a.ts:1 survived: a < b  →  a <= b',
    'NewOperator: 1',
    '  a.ts:1 survived: a < b  →  a <= b',
    'a.ts: 33.3 % noticed (1 noticed, 2 survived, 0 unreached)',
  ]);
});

test('a file is tried by its mirror, then by the tests that are fewest imports away, unit tests first', () => {
  onTestFinished(removePlanted);
  const root = plantTree({
    'src-main/a.ts': 'export const a = 1;',
    'src-main/b.ts': "import { a } from './a.ts'; export const b = a;",
    'src-main/types.ts': "import type { a } from './a.ts'; export type A = typeof a;",
    'tests/unit/src-main/a.test.ts': "import { b } from '../../../src-main/b.ts'; b;",
    'tests/integration/near.test.ts': "import { a } from '../../src-main/a.ts'; a;",
    'tests/unit/near.test.ts': "import { a } from '../../src-main/a.ts'; a;",
    'tests/unit/far.test.ts': "import { b } from '../../src-main/b.ts'; b;",
    'tests/unit/types.test.ts': "import type { A } from '../../src-main/types.ts'; export type B = A;",
  });
  const sources = readSources(root);
  const chosen = (most: number) => chooseTests(sources, ['src-main/a.ts'], most);
  expect(chosen(1)).toEqual(['tests/unit/src-main/a.test.ts']);
  expect(chosen(2)).toEqual(['tests/unit/near.test.ts', 'tests/unit/src-main/a.test.ts']);
  expect(chosen(9)).toEqual([
    'tests/integration/near.test.ts',
    'tests/unit/far.test.ts',
    'tests/unit/near.test.ts',
    'tests/unit/src-main/a.test.ts',
  ]);
});
