import { describe, expect, it } from 'vitest';
import { closingLine, judge, readPlaywright, readVitest } from '../../../build/test-report.ts';

const vitest = (passed: number, failed: number, skipped = 0): string =>
  JSON.stringify({ numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped, numTodoTests: 0 });

describe('the count of what really ran', () => {
  it('is what the runner reports', () => {
    expect(judge(0, vitest(12, 0, 1), readVitest)).toEqual({ passed: 12, failed: 0, skipped: 1 });
    expect(judge(1, vitest(11, 2), readVitest)).toEqual({ passed: 11, failed: 2, skipped: 0 });
    const playwright = JSON.stringify({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 } });
    expect(judge(1, playwright, readPlaywright)).toEqual({ passed: 4, failed: 2, skipped: 2 });
  });

  it('takes a runner that broke for a failure, whatever passed before', () => {
    expect(judge(1, vitest(12, 0), readVitest)).toEqual({ passed: 12, failed: 1, skipped: 0 });
    expect(judge(null, null, readVitest)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(judge(0, '{"numPassed', readVitest)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('takes a run without a test for a failure', () => {
    expect(judge(0, vitest(0, 0), readVitest)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(judge(0, vitest(0, 0, 3), readVitest)).toEqual({ passed: 0, failed: 1, skipped: 3 });
    expect(judge(0, '{}', readPlaywright)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('closes with one plain line', () => {
    expect(closingLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
    expect(closingLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
  });
});
