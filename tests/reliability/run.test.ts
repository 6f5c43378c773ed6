import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const run = (...args: string[]) =>
  spawnSync(process.execPath, [join(import.meta.dirname, 'run.ts'), ...args], { encoding: 'utf8' });

describe('npm run reliability', () => {
  test('prints one line of JSON for a part, the same for the same seed except for the seconds', () => {
    const reports = [1, 2].map(() => run('--only', 'status', '--n', '200', '--seed', '3'));
    const [first, second] = reports.map(({ stdout, status }) => {
      expect(status).toBe(0);
      expect(stdout.trimEnd().split('\n')).toHaveLength(1);
      const { seconds, ...report } = JSON.parse(stdout);
      expect(seconds).toBeGreaterThanOrEqual(0);
      return report;
    });
    expect(first).toEqual({
      part: 'status',
      n: 200,
      seed: 3,
      violations: 0,
      lost: 0,
      repeated: 0,
      control: expect.objectContaining({ planted: expect.any(Number), caught: expect.any(Number) }),
    });
    expect(second).toEqual(first);
    expect(reports.map(({ stderr }) => stderr)).toEqual([reports[0]?.stderr, reports[0]?.stderr]);
  });

  test.each([
    ['a part that there is not', ['--only', 'weather']],
    ['a count that is none', ['--n', '0']],
    ['a seed that is none', ['--seed', 'one']],
    ['an unknown word', ['--fast']],
  ])('refuses %s', (_, args) => {
    const { status, stdout, stderr } = run(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('usage');
  });
});
