/** Report files that `npm test` leaves in `test-results`, one per run of a test runner. */
export const REPORTS = {
  unit: 'vitest.json',
  first: 'first-display.json',
  second: 'second-display.json',
  third: 'third-display.json',
} as const;

/** The numbers of tests that passed, failed or were skipped. A test runner that broke counts as a failed test. */
export interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

export const NOTHING: Count = { passed: 0, failed: 0, skipped: 0 };

export const add = (a: Count, b: Count): Count => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

/**
 * Judges a run. `report` is the text of the runner's JSON file, `null` if it is missing; `exitCode` is `null` after a signal. A run without
 * any test is a failure, and so is a bad exit code that no failed test explains.
 */
export function judge(
  exitCode: number | null,
  report: string | null,
  read: (report: Record<string, unknown>) => Count,
): Count {
  const count = readSafely(report, read) ?? NOTHING;
  const ranNothing = count.passed + count.failed === 0;
  const isUnexplained = exitCode !== 0 && count.failed === 0;
  return ranNothing || isUnexplained ? { ...count, failed: count.failed + 1 } : count;
}

/** Applies `read` to the text of a report; `null` if the report is missing or broken. */
function readSafely<T>(report: string | null, read: (report: Record<string, unknown>) => T): T | null {
  try {
    const value: unknown = JSON.parse(report ?? '');
    return isRecord(value) ? read(value) : null;
  } catch {
    return null;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const number = (value: unknown): number => (typeof value === 'number' ? value : 0);

export const readVitest = (report: Record<string, unknown>): Count => ({
  passed: number(report.numPassedTests),
  failed: number(report.numFailedTests),
  skipped: number(report.numPendingTests) + number(report.numTodoTests),
});

/** A flaky test counts as failed. */
export function readPlaywright(report: Record<string, unknown>): Count {
  const stats = isRecord(report.stats) ? report.stats : {};
  return {
    passed: number(stats.expected),
    failed: number(stats.unexpected) + number(stats.flaky),
    skipped: number(stats.skipped),
  };
}

const list = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isRecord) : []);
const firstLines = (value: unknown): string =>
  String(value ?? '')
    .split('\n')
    .slice(0, 6)
    .join('\n    ');

/** Lists the failed tests and broken files of vitest's JSON report, each with the first lines of its error. */
export const vitestFailures = (report: Record<string, unknown>): string[] =>
  list(report.testResults).flatMap((file) => {
    const failed = list(file.assertionResults).filter(({ status }) => status === 'failed');
    const found = failed.map((test) => {
      const message = Array.isArray(test.failureMessages) ? test.failureMessages[0] : '';
      return `${file.name}: ${test.fullName}\n    ${firstLines(message)}`;
    });
    return found.length === 0 && file.status === 'failed' ? [`${file.name}\n    ${firstLines(file.message)}`] : found;
  });

/** A flaky test counts as failed. */
export function playwrightFailures(report: Record<string, unknown>): string[] {
  const broken = list(report.errors).map((error) => firstLines(error.message));
  return [...broken, ...list(report.suites).flatMap(suiteFailures)];
}

function suiteFailures(suite: Record<string, unknown>): string[] {
  const own = list(suite.specs).filter(({ ok, tests }) => ok !== true || list(tests).some((t) => t.status === 'flaky'));
  const found = own.map((spec) => {
    const results = list(spec.tests).flatMap((test) => list(test.results));
    const errors = results.flatMap((result) => list(result.errors)).map((error) => firstLines(error.message));
    return `${spec.file}: ${spec.title}\n    ${errors[0] ?? 'no error message'}`;
  });
  return [...found, ...list(suite.suites).flatMap(suiteFailures)];
}

export const failuresIn = (report: string | null, read: (report: Record<string, unknown>) => string[]): string[] =>
  readSafely(report, read) ?? [];

export const closingLine = ({ passed, failed, skipped }: Count): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
