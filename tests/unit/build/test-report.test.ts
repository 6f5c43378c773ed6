import { describe, expect, it } from 'vitest';
import {
  closingLine,
  failuresIn,
  judge,
  playwrightFailures,
  readPlaywright,
  readVitest,
  vitestFailures,
} from '../../../build/test-report.ts';

const vitest = (passed: number, failed: number, skipped = 0): string =>
  JSON.stringify({ numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped, numTodoTests: 0 });

describe('the test report', () => {
  it('counts what the runner reports', () => {
    expect(judge(0, vitest(12, 0, 1), readVitest)).toEqual({ passed: 12, failed: 0, skipped: 1 });
    expect(judge(1, vitest(11, 2), readVitest)).toEqual({ passed: 11, failed: 2, skipped: 0 });
    const playwright = JSON.stringify({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 } });
    expect(judge(1, playwright, readPlaywright)).toEqual({ passed: 4, failed: 2, skipped: 2 });
  });

  it('counts a runner that broke as a failure, whatever passed before', () => {
    expect(judge(1, vitest(12, 0), readVitest)).toEqual({ passed: 12, failed: 1, skipped: 0 });
    expect(judge(null, null, readVitest)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(judge(0, '{"numPassed', readVitest)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('counts a run without a test as a failure', () => {
    expect(judge(0, vitest(0, 0), readVitest)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(judge(0, vitest(0, 0, 3), readVitest)).toEqual({ passed: 0, failed: 1, skipped: 3 });
    expect(judge(0, '{}', readPlaywright)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('ends with one plain line', () => {
    expect(closingLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
    expect(closingLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
  });

  it('names each failure of vitest, also a broken file, with the first lines of its reason', () => {
    const report = JSON.stringify({
      testResults: [
        {
          name: 'a.test.ts',
          status: 'failed',
          assertionResults: [
            { status: 'passed', fullName: 'good' },
            { status: 'failed', fullName: 'a number twice', failureMessages: ['expected 1\nto be 2'] },
          ],
        },
        { name: 'b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
        { name: 'c.test.ts', status: 'passed', assertionResults: [] },
      ],
    });
    expect(failuresIn(report, vitestFailures)).toEqual([
      'a.test.ts: a number twice\n    expected 1\n    to be 2',
      'b.test.ts\n    no such module',
    ]);
  });

  it('names each failure of Playwright, also in nested suites, and flaky tests', () => {
    const spec = (title: string, ok: boolean, status: string, message?: string): object => {
      const results = [{ errors: message === undefined ? [] : [{ message }] }];
      return { title, ok, file: 'k.spec.ts', tests: [{ status, results }] };
    };
    const inner = { specs: [spec('lost', false, 'unexpected', 'no paper'), spec('fine', true, 'expected')] };
    const suites = [{ specs: [spec('late', true, 'flaky', 'too late')], suites: [inner] }];
    const report = JSON.stringify({ errors: [{ message: 'no display' }], suites });
    expect(failuresIn(report, playwrightFailures)).toEqual([
      'no display',
      'k.spec.ts: late\n    too late',
      'k.spec.ts: lost\n    no paper',
    ]);
    expect([failuresIn(null, playwrightFailures), failuresIn('{"sui', playwrightFailures)]).toEqual([[], []]);
  });
});
