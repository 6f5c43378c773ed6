import { z } from 'zod';
import type { NamedTest } from './shown-by.ts';
import { UNKNOWN_PART } from './tests-in.ts';

export type Ending = 'passed' | 'failed' | 'skipped';
/** A test's result in a report. `file` may be an absolute path that ends with the test's file. */
export interface Result {
  file: string;
  name: string;
  ending: Ending;
}

const Vitest = z.object({
  testResults: z.array(
    z.object({ name: z.string(), assertionResults: z.array(z.object({ title: z.string(), status: z.string() })) }),
  ),
});
const Spec = z.object({
  title: z.string(),
  ok: z.boolean(),
  file: z.string(),
  tests: z.array(z.object({ status: z.string() })),
});
interface Suite {
  specs: z.infer<typeof Spec>[];
  suites?: Suite[] | undefined;
}
const Suite: z.ZodType<Suite> = z.lazy(() => z.object({ specs: z.array(Spec), suites: z.array(Suite).optional() }));
const Playwright = z.object({ suites: z.array(Suite) });

/** Reads the results in a JSON report of vitest or Playwright; `null` if the report is neither. */
export function resultsIn(report: unknown): Result[] | null {
  const vitest = Vitest.safeParse(report);
  if (vitest.success)
    return vitest.data.testResults.flatMap(({ name: file, assertionResults }) =>
      assertionResults.map(({ title, status }) => ({
        file,
        name: title,
        ending: status === 'passed' || status === 'failed' ? status : 'skipped',
      })),
    );
  const playwright = Playwright.safeParse(report);
  return playwright.success ? playwright.data.suites.flatMap(ofSuite) : null;
}

const ofSuite = ({ specs, suites = [] }: Suite): Result[] => [
  ...specs.map(({ title, ok, file, tests }): Result => {
    const isSkipped = tests.length > 0 && tests.every(({ status }) => status === 'skipped');
    return { file: `tests/${file}`, name: title, ending: isSkipped ? 'skipped' : ok ? 'passed' : 'failed' };
  }),
  ...suites.flatMap(ofSuite),
];

/**
 * Returns a test's result; `null` if no report has the test. A test with several runs, such as a `test.each`, has `failed` if one run
 * failed, and `passed` only if all passed.
 */
export function endingOf(test: NamedTest, results: readonly Result[]): Ending | null {
  const parts = test.name.split(new RegExp(`${UNKNOWN_PART}|%[a-z]|\\$\\w+`));
  const name = new RegExp(`^${parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('.*')}$`, 's');
  const own = results.filter((result) => result.file.endsWith(test.file) && name.test(result.name));
  if (own.length === 0) return null;
  if (own.some(({ ending }) => ending === 'failed')) return 'failed';
  return own.every(({ ending }) => ending === 'passed') ? 'passed' : 'skipped';
}
