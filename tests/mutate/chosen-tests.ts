import { posix } from 'node:path';
import { isWithin, type Source, targetOf } from '../../build/checks/source-files.ts';

/** The environment variable that carries the chosen test files, one a line, to `vitest.config.ts`. */
export const CHOSEN_TESTS = 'TORN_MUTATE_TESTS';

const TEST = /\.test\.tsx?$/;
const UNIT = 'tests/unit';

const isMirror = (test: string, file: string): boolean =>
  test.replace(TEST, '') === posix.join(UNIT, file.replace(/\.tsx?$/, ''));

/** Every test file that loads `file`, with the number of imports between the two; 0 for the test at `file`'s own path in `tests/unit`. */
function distances(sources: readonly Source[], file: string): Map<string, number> {
  const importers = new Map<string, string[]>();
  for (const { file: from, module } of sources)
    for (const { name, typeOnly } of module?.imports ?? []) {
      const target = typeOnly ? null : targetOf(from, name);
      if (target !== null) importers.set(target, [...(importers.get(target) ?? []), from]);
    }
  const reached = new Map([[file, 0]]);
  for (const [at, steps] of reached)
    for (const importer of importers.get(at) ?? []) if (!reached.has(importer)) reached.set(importer, steps + 1);
  const tests = new Map([...reached].filter(([at]) => TEST.test(at)));
  for (const { file: test } of sources) if (isMirror(test, file)) tests.set(test, 0);
  return tests;
}

/**
 * The test files that run with mutants of `files`: for each file the `most` files that are nearest to it by imports. A unit test comes
 * before an integration test at the same distance, because it is faster.
 */
export function chooseTests(sources: readonly Source[], files: readonly string[], most: number): string[] {
  const chosen = files.flatMap((file) =>
    [...distances(sources, file)]
      .map(([test, steps]) => ({ test, steps, isUnit: isWithin(test, UNIT) }))
      .sort((a, b) => a.steps - b.steps || Number(b.isUnit) - Number(a.isUnit) || (a.test < b.test ? -1 : 1))
      .slice(0, most)
      .map(({ test }) => test),
  );
  return [...new Set(chosen)].toSorted();
}
